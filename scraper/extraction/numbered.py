"""The short texts of a page that show a digit: what amounts, dates, counts and durations are sought in."""

import re
from itertools import accumulate

from scraper.extraction.document import Document
from scraper.extraction.treewalk import SPACE

SHORT = 100
"""Characters below which a text is short."""
_DIGIT = re.compile(r"\d")


def numbered(document: Document) -> list[int]:
    """The indexes of the elements that show a digit and less than SHORT characters as written, in order."""
    has_digit = (chunk is not SPACE and _DIGIT.search(chunk) is not None for chunk in document.chunks)
    upto = list(accumulate(has_digit, initial=0))
    bounds = map(document.chunk_bounds, range(len(document)))
    return [
        index
        for index, (length, (first, last)) in enumerate(zip(document.lengths, bounds, strict=True))
        if length < SHORT and upto[first] != upto[last]
    ]
