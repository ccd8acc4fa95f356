"""What coercion hands out. No logic."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Coerced:
    """A value of the field's type, the name of what made it from the raw text, and that text.

    `certainty` is 1.0 where the text allows one reading only, less where the page's language had to decide.
    """

    value: Any
    transformation: str
    text: str
    certainty: float = 1.0
