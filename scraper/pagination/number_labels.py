"""Strips whose labels are no plain numbers: A B C, 1-20 21-40, and the options of a select. As numbers from 1."""

import re
from collections import Counter
from collections.abc import Iterable

from scraper.page import Page
from scraper.pagination.links import Link, names_of, resolve
from scraper.pagination.number_strip import Reader

MIN_LETTERS = 5  # links; fewer single letters are the sizes of a shirt

_RANGE = re.compile(r"^\s*\[?(\d{1,6})\s*(?:-|–|—|\.\.\.?|…|to)\s*(\d{1,6})\]?\s*$")
_LAST_NUMBER = re.compile(r"(\d{1,5})\s*(?:[/(|].*)?$")


def letter_number(text: str) -> int | None:
    """1 for A to 26 for Z; None for all else."""
    letter = text.strip().upper()
    return ord(letter) - ord("A") + 1 if len(letter) == 1 and "A" <= letter <= "Z" else None


def range_reader(texts: Iterable[str]) -> Reader:
    """A reader of ranges of records ("21-40" is 2), by the size that most of `texts` have."""
    ranges = [(int(match[1]), int(match[2])) for text in texts if (match := _RANGE.match(text))]
    sizes = Counter(high - low + 1 for low, high in ranges if 0 < low < high)
    size = sizes.most_common(1)[0][0] if sizes else 0

    def read(text: str) -> int | None:
        match = _RANGE.match(text)
        is_part = match is not None and size > 1 and int(match[1]) % size == 1
        return int(match[1]) // size + 1 if match is not None and is_part else None

    return read


def option_links(page: Page) -> list[Link]:
    """The options of selects whose values are addresses, by the number at the end of each text ("Page 2", "2")."""
    found = []
    for option in page.root.iter("option"):
        value, text = (option.get("value") or "").strip(), " ".join((option.text or "").split())
        number = _LAST_NUMBER.search(text)
        url = resolve(page, value) if value.startswith(("/", "?", "http")) else None
        if number is not None and (url is not None or option.get("selected") is not None):
            found.append(Link(option, url or page.url, (number[1],), names_of(option), "", frozenset()))
    return found
