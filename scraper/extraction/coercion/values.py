"""What coercion hands out. No logic."""

from dataclasses import dataclass
from typing import Any

from scraper.extraction.values import Part


@dataclass(frozen=True, slots=True)
class Coerced:
    """A value of the field's type, the name of what made it from the raw text, and that text.

    `certainty` is 1.0 where the text allows one reading only, less where the page's language had to decide. `origin` is
    the number of the raw value that an array's item was read from; `parts` are an array's or object's items.
    """

    value: Any
    transformation: str
    text: str
    certainty: float = 1.0
    origin: int = 0
    parts: tuple[Part, ...] = ()
