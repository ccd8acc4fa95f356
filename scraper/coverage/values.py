"""The values of the coverage proof: promises of a site, and where they were read. No logic."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

Unit = Literal["records", "pages"]


class Strength(IntEnum):
    """How far a promise is believed: strips of numbers, bare counts, this page among all, statements for programs."""

    STRIP = 1
    COUNT = 2
    PLACE = 3
    STATED = 4


@dataclass(frozen=True, slots=True)
class Promise:
    """So many records, or pages, are in the whole list, as one page says.

    `source` is "text", "json", "header", "links" or "job"; `text` is what stood at `path` (an XPath, a JSON pointer or
    the name of a header). `is_approximate`: "about 240", "1,000+", "over 1,000".
    """

    unit: Unit
    value: int
    strength: Strength
    source: str
    text: str
    path: str = ""
    is_approximate: bool = False
