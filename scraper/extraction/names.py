"""Words of naming attributes (class, id, itemprop, data-test and the like): those of a name, and who bears a word."""

from collections.abc import Iterable, Sequence

from scraper.extraction.words import split_words

_MAX_NAME = 500  # characters of an attribute that are split into words


def name_words(name: str) -> tuple[str, ...]:
    """The folded words of a naming attribute."""
    return split_words(name[:_MAX_NAME])


class WordIndex:
    """Word of a naming attribute -> indexes of the elements that bear it, in document order, each once.

    Made from pairs of an attribute's value and the elements that have it; what a word stands for is put together when
    it is asked for, because of a page's many words few are.
    """

    def __init__(self, by_name: Iterable[tuple[str, list[int]]]) -> None:
        self._parts: dict[str, list[list[int]]] = {}
        for name, indexes in by_name:
            for word in set(name_words(name)):
                self._parts.setdefault(word, []).append(indexes)
        self._known: dict[str, list[int]] = {}

    def __getitem__(self, word: str) -> list[int]:
        """The elements; an empty list for a word that no element bears."""
        known = self._known.get(word)
        if known is None:
            parts = self._parts.get(word, ())
            known = self._known[word] = sorted({index for part in parts for index in part})
        return known

    def get(self, word: str, default: Sequence[int] = ()) -> Sequence[int]:
        """The elements, or the default for a word that no element bears."""
        return self[word] if word in self._parts else default
