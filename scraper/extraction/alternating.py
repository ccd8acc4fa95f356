"""Children that take turns: of an even number of them every other one, from the first on, may be a label."""

from itertools import islice

from scraper.extraction.document import Document

_MAX_LOOKED_AT = 40


class Alternating(dict[int, frozenset[int]]):
    """Element -> its first, third, … child where it has an even number of them; none where the number is odd.

    Of more than 40 children the first 40 are taken for all. Filled as it is asked.
    """

    def __init__(self, document: Document) -> None:
        self._document = document

    def __missing__(self, index: int) -> frozenset[int]:
        children = list(islice(self._document.children(index), _MAX_LOOKED_AT))
        found = self[index] = frozenset(children[::2]) if len(children) % 2 == 0 else frozenset()
        return found
