"""The page as arrays, filled in one pass over its tree and shared by all readers. It knows no fields and no schema."""

from collections.abc import Callable, Iterable, Iterator, Set
from functools import lru_cache
from itertools import accumulate, chain
from typing import Any, TypeVar

import lxml.html
from lxml import etree

from scraper.extraction.lazy import lazy
from scraper.extraction.locale import declared_language
from scraper.extraction.marks import SILENT_TAGS, Flag
from scraper.extraction.names import WordIndex, name_words
from scraper.extraction.treewalk import MAX_ELEMENTS, walked
from scraper.extraction.words import clean, singular
from scraper.page import Page

T = TypeVar("T")
_INDEXED_TEXT_LIMIT = 20_000
_CUT = f"the page has more than {MAX_ELEMENTS:,} elements: what stands after them is not read"


class Document:
    """One page's elements in document order; every list below has one entry per element.

    `elements[i]`, `tags[i]` (lower case), `parents[i]` (-1 for the root), `ends[i]` (the subtree of i is
    `range(i, ends[i])`), `texts[i]` and `tails[i]` (what is seen before its first child and after it, as written; ""
    for nothing), `flags[i]` (a `Flag` mask that includes what the ancestors hand down; inside scripts, pictures and the
    like their own alone). `left_out` says in words what of the page is not read; readers add to it. Raises
    UnusablePage for JSON pages and pages without elements.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.url = page.url
        self.base_url = page.base_url
        self.root: lxml.html.HtmlElement = page.root
        walk = walked(self.root)
        self.elements = walk.elements
        self.tags = walk.tags
        self.parents = walk.parents
        self.ends = walk.ends
        self.flags = walk.flags
        self.texts = walk.texts
        self.tails = walk.tails
        self.left_out: list[str] = [_CUT] if walk.is_cut else []
        self._walk = walk
        self._tokens: dict[int, tuple[str, ...]] = {}
        self._texts: dict[int, str] = {}
        self._paths: dict[int, str] = {}
        self._steps: dict[int, str] = {}
        self._places: dict[str, int] = {}
        self._made: dict[Any, Any] = {}

    def __len__(self) -> int:
        return len(self.elements)

    def text(self, index: int) -> str:
        """All visible text of the subtree, whitespace normalised; block elements are separated by a space."""
        known = self._texts.get(index)
        if known is None:
            known = clean("".join(self._walk.chunks[self._walk.first[index] : self._walk.last[index]]))
            self._texts[index] = known
        return known

    def text_length(self, index: int, limit: int = _INDEXED_TEXT_LIMIT) -> int:
        """The number of characters of the subtree's text, counted up to `limit`; cheaper than `len(text(index))`."""
        length = self.lengths[index]
        return length if length < limit else limit

    @property
    def chunks(self) -> list[str]:
        """The page's visible text in page order, as written, with a space at each boundary of a block element."""
        return self._walk.chunks

    def chunk_bounds(self, index: int) -> tuple[int, int]:
        """Where the element's text begins and ends in `chunks`."""
        return self._walk.first[index], self._walk.last[index]

    @lazy
    def lengths(self) -> list[int]:
        """The number of characters of each element's text before its whitespace is normalised."""
        upto = list(accumulate(map(len, self._walk.chunks), initial=0))
        return [upto[last] - upto[first] for first, last in zip(self._walk.first, self._walk.last, strict=True)]

    @lazy
    def _shown(self) -> list[int]:
        """The number of pieces of text, other than whitespace, below each element."""
        upto = list(accumulate((not chunk.isspace() for chunk in self._walk.chunks), initial=0))
        return [upto[last] - upto[first] for first, last in zip(self._walk.first, self._walk.last, strict=True)]

    @lazy
    def is_innermost(self) -> bytearray:
        """For each element 1 where it shows a text that none of its children has whole, else 0."""
        shown = self._shown
        found = bytearray(map(bool, shown))
        for count, parent in zip(shown, self.parents, strict=True):
            if parent >= 0 and shown[parent] == count:
                found[parent] = 0
        return found

    @lazy
    def shown_text(self) -> str:
        """All visible text of the page as written; blocks are separated by a space."""
        return "".join(self._walk.chunks)

    def own_text(self, index: int) -> str:
        """The text that stands directly in the element, without that of its children, whitespace normalised."""
        return clean(" ".join(self.own_pieces(index)))

    def own_pieces(self, index: int) -> list[str]:
        """The texts that stand directly in the element, before, between and after its children, as written."""
        if not self.is_innermost[index] and (self.tags[index] in SILENT_TAGS or not self.flags[index] & Flag.SILENT):
            return []  # what stands in it stands in one of its children
        element = self.elements[index]
        pieces = [element.text, *(child.tail for child in element)]
        return [piece for piece in pieces if piece and not piece.isspace()]

    def attribute(self, index: int, name: str) -> str | None:
        """The attribute's value as written, or None."""
        value = self.elements[index].get(name)
        return None if value is None else str(value)

    def tokens(self, index: int) -> tuple[str, ...]:
        """The folded words of the element's naming attributes (class, id, itemprop, data-test and the like)."""
        known = self._tokens.get(index)
        if known is None:
            element = self.elements[index]
            classes, name, others = element.get("class"), element.get("id"), self._walk.others.get(index)
            known = name_words(classes) if classes else ()
            if name or others:
                more = (word for each in (name, *(others or ())) if each for word in name_words(each))
                known = (*known, *more)
            self._tokens[index] = known
        return known

    def path(self, index: int) -> str:
        """An absolute XPath that selects exactly this element: "/html[1]/body[1]/div[2]"."""
        trail: list[int] = []
        at = index
        while at >= 0 and at not in self._paths:
            trail.append(at)
            at = self.parents[at]
        path = self._paths[at] if at >= 0 else ""
        for at in reversed(trail):
            path += self._step(at)
            self._paths[at] = path
            self._places[path] = at
        return path

    def index_at(self, path: str) -> int | None:
        """The element of a path that `path` has given; None for any other."""
        return self._places.get(path)

    def children(self, index: int) -> Iterator[int]:
        """The indexes of the element's child elements, in order."""
        at, end = index + 1, self.ends[index]
        while at < end:
            yield at
            at = self.ends[at]

    def innermost(self, index: int) -> int:
        """The deepest element of the subtree that holds all of its text; `index` itself where its children share it."""
        count = self._shown[index]
        while count and not self.is_innermost[index]:
            index = next(child for child in self.children(index) if self._shown[child] == count)
        return index

    def outermost(self, index: int) -> int:
        """The element, or the highest ancestor that shows no other text than the element's."""
        count = self._shown[index]
        while (parent := self.parents[index]) >= 0 and self._shown[parent] == count:
            index = parent
        return index

    def stems(self, index: int) -> frozenset[str]:
        """The words of `tokens(index)` without plural endings."""
        return _stems(self.tokens(index))

    def ancestors(self, index: int) -> Iterator[int]:
        """The indexes of the parent, its parent, and so on up to the root."""
        at = self.parents[index]
        while at >= 0:
            yield at
            at = self.parents[at]

    def subtree(self, index: int) -> range:
        """The indexes of the element and all its descendants, in document order."""
        return range(index, self.ends[index])

    def within(self, matches: Iterable[Any]) -> list[Any]:
        """Those results of an XPath that are no nodes, or stand in what was read of the page."""
        if not self._walk.is_cut:
            return list(matches)
        owners = ((m if isinstance(m, etree._Element) else getattr(m, "getparent", lambda: None)(), m) for m in matches)
        return [match for owner, match in owners if owner is None or owner in self._indexes]

    def index_of(self, element: lxml.html.HtmlElement) -> int:
        """The element's index; KeyError if it belongs to another page or is no element."""
        return self._indexes[element]

    @lazy
    def _indexes(self) -> dict[lxml.html.HtmlElement, int]:
        return {element: index for index, element in enumerate(self.elements)}

    @lazy
    def by_tag(self) -> dict[str, list[int]]:
        """Tag name -> indexes of its elements in document order."""
        found: dict[str, list[int]] = {}
        for index, tag in enumerate(self.tags):
            found.setdefault(tag, []).append(index)
        return found

    @lazy
    def class_names(self) -> list[str]:
        """Each element's class attribute as written, "" where it has none or stands inside a script or a picture."""
        found = [""] * len(self)
        for name, (_, indexes) in self._walk.by_class.items():
            for index in indexes:
                found[index] = name
        return found

    @lazy
    def by_token(self) -> WordIndex:
        """Word of a naming attribute -> indexes of the elements that bear it, in document order, each once."""
        walk = self._walk
        classes = ((name, indexes) for name, (_, indexes) in walk.by_class.items())
        ids = ((name, [index]) for index, name in walk.ids.items())
        others = ((name, [index]) for index, names in walk.others.items() for name in names)
        return WordIndex(chain(classes, ids, others))

    def once(self, make: Callable[["Document"], T]) -> T:
        """What `make(document)` gives, made once a page and kept with it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @property
    def of_items(self) -> Iterable[int]:
        """The indexes of the elements with an attribute of microdata or RDFa, in document order."""
        return dict.fromkeys(self._walk.of_items)

    @property
    def buttons(self) -> Set[int]:
        """The elements whose role attribute calls them buttons."""
        return self._walk.buttons

    @lazy
    def of_values(self) -> bytearray:
        """For each element 1 where it has an attribute that may be a value (href, src, title, …), else 0."""
        found = bytearray(len(self))
        for index in self._walk.of_values:
            found[index] = 1
        return found

    @lazy
    def unspoken(self) -> frozenset[int]:
        """The indexes of the elements that are kept from screen readers."""
        return frozenset(self._walk.unspoken)

    @lazy
    def language(self) -> str | None:
        """The language tag that <html lang> or the page's meta elements name ("de-AT"), or None."""
        return declared_language(self.root)

    def _step(self, index: int) -> str:
        step = self._steps.get(index)
        if step is None:
            self._number(self.children(self.parents[index]) if index else (index,))
            step = self._steps[index]
        return step

    def _number(self, siblings: Iterable[int]) -> None:
        """Note the last step of the paths of these elements: by tag and number, by number where a tag is odd."""
        counts: dict[str, int] = {}
        for number, index in enumerate(siblings, 1):
            tag = self.tags[index]
            counts[tag] = counts.get(tag, 0) + 1
            self._steps[index] = f"/{tag}[{counts[tag]}]" if _is_plain(tag) else f"/*[{number}]"


@lru_cache(maxsize=1024)
def _is_plain(tag: str) -> bool:
    """Whether XPath can name the tag: "o:p" has a prefix that no page declares."""
    return tag.isascii() and tag.replace("-", "").isalnum() and tag[0].isalpha()


@lru_cache(maxsize=8192)
def _stems(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(singular, words))
