"""What stands around a candidate: the words that name its place, its label, the heading above it. It knows no field."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from scraper.extraction.document import Document
from scraper.extraction.labels import label_of
from scraper.extraction.words import label_key, singular, split_words

Words = frozenset[str]
_NONE: Words = frozenset()
_MAX_HEADING = 80  # characters; longer ones are sentences
_NAMING_ATTRIBUTES = ("property", "name", "itemprop", "rel", "http-equiv")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LEVELS_UP = 2  # elements above the candidate's own whose names still speak of it


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Singular words around a place: `named` by itself (class, id, itemprop, JSON key, name of the meta element),
    `near` by what encloses it, `label` beside it, `heading` above it.

    `index` is the element, -1 where it is none; `label_key` the label as a key, "" without one; `is_in_script` says
    that the place is inside a script's JSON; `depth` is the number of elements around it, itself too.
    """

    index: int
    named: Words = _NONE
    near: Words = _NONE
    label: Words = _NONE
    heading: Words = _NONE
    label_key: str = ""
    is_in_script: bool = False
    depth: int = 0


def surroundings_at(document: Document, path: str) -> Surroundings:
    """What stands around the evidence path of a candidate; found once a page and path."""
    known = document.once(_known)
    found = known.get(path)
    if found is None:
        found = known[path] = _surroundings(document, path)
    return found


def _known(document: Document) -> dict[str, Surroundings]:
    return {}


def _surroundings(document: Document, path: str) -> Surroundings:
    xpath, is_inside, pointer = path.partition("#")
    element, _, _attribute = xpath.partition("/@")
    index = document.index_at(element)
    if index is None:
        return Surroundings(-1)
    depth = element.count("/")
    if is_inside:
        keys = [key for key in pointer.split("/") if key and not key.isdigit()]
        return Surroundings(index, _words(keys[-1:]), _words(keys[-3:-1]), is_in_script=True, depth=depth)
    if document.tags[index] == "meta":
        return Surroundings(
            index, _words(filter(None, map(document.elements[index].get, _NAMING_ATTRIBUTES))), depth=depth
        )
    near: set[str] = set()
    at = document.parents[index]
    for _ in range(_LEVELS_UP):
        if at >= 0:
            near |= document.stems(at)
            at = document.parents[at]
    pair = label_of(document, index)
    key = pair.key if pair is not None else ""
    return Surroundings(
        index,
        document.stems(index),
        frozenset(near),
        frozenset(map(singular, key.split())),
        _heading_above(document, index),
        key,
        depth=depth,
    )


def _words(names: Iterable[str]) -> Words:
    return frozenset(singular(word) for name in names for word in split_words(name))


def _heading_above(document: Document, index: int) -> Words:
    headings = document.once(_headings)
    at = bisect_right(headings, index) - 1
    return document.once(_HeadingWords)[headings[at]] if at >= 0 else _NONE


def _headings(document: Document) -> list[int]:
    return sorted(index for tag in _HEADINGS for index in document.by_tag.get(tag, ()))


class _HeadingWords(dict[int, Words]):
    """Heading -> its words; none of one that is a sentence."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def __missing__(self, index: int) -> Words:
        is_short = self._document.lengths[index] < _MAX_HEADING
        words = label_key(self._document.text(index)).split() if is_short else ()
        found = self[index] = frozenset(map(singular, words))
        return found
