"""The page as arrays, filled in one pass over its tree and shared by all readers. It knows no fields and no schema."""

from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeVar

import lxml.html

from scraper.extraction.marks import BLOCK_TAGS, HEAD_TAGS, SILENT_TAGS, TAG_FLAGS, Flag, attribute_flags
from scraper.extraction.words import clean, split_words
from scraper.page import Page

T = TypeVar("T")
_SILENT = int(Flag.SILENT)
_HEAD = int(Flag.HEAD)
_NAMED = frozenset(
    ("class", "id", "itemprop", "property", "name", "data-testid", "data-test", "data-qa", "data-hook", "rel")
)
_INDEXED_TEXT_LIMIT = 20_000


class Document:
    """One page's elements in document order; every list below has one entry per element.

    `elements[i]`, `tags[i]` (lower case), `parents[i]` (-1 for the root), `depths[i]`, `ends[i]` (the subtree of i is
    `range(i, ends[i])`), `positions[i]` (1-based among siblings of the same tag), `flags[i]` (a `Flag` mask that
    includes what the ancestors hand down). Raises UnusablePage for JSON pages and pages without elements.
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self.url = page.url
        self.base_url = page.base_url
        self.root: lxml.html.HtmlElement = page.root
        self.elements: list[lxml.html.HtmlElement] = []
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.depths: list[int] = []
        self.ends: list[int] = []
        self.positions: list[int] = []
        self.flags: list[int] = []
        self._child_numbers: list[int] = []
        self._chunks: list[str] = []
        self._first_chunk: list[int] = []
        self._last_chunk: list[int] = []
        self._texts: dict[int, str] = {}
        self._paths: dict[int, str] = {}
        self._made: dict[Any, Any] = {}
        self._walk()

    def __len__(self) -> int:
        return len(self.elements)

    def text(self, index: int) -> str:
        """All visible text of the subtree, whitespace normalised; block elements are separated by a space."""
        known = self._texts.get(index)
        if known is None:
            known = clean("".join(self._chunks[self._first_chunk[index] : self._last_chunk[index]]))
            self._texts[index] = known
        return known

    def text_length(self, index: int, limit: int = _INDEXED_TEXT_LIMIT) -> int:
        """The number of characters of the subtree's text, counted up to `limit`; cheaper than `len(text(index))`."""
        upto = self._lengths
        return min(limit, upto[self._last_chunk[index]] - upto[self._first_chunk[index]])

    @cached_property
    def _lengths(self) -> list[int]:
        """The length of all chunks before each chunk."""
        return list(accumulate(map(len, self._chunks), initial=0))

    def own_text(self, index: int) -> str:
        """The text that stands directly in the element, without that of its children, whitespace normalised."""
        return clean(" ".join(self.own_pieces(index)))

    def own_pieces(self, index: int) -> list[str]:
        """The texts that stand directly in the element, before, between and after its children, as written."""
        if self.tags[index] in SILENT_TAGS:
            return []
        element = self.elements[index]
        pieces = [element.text, *(child.tail for child in element)]
        return [piece for piece in pieces if piece and not piece.isspace()]

    def attribute(self, index: int, name: str) -> str | None:
        """The attribute's value as written, or None."""
        value = self.elements[index].get(name)
        return None if value is None else str(value)

    def tokens(self, index: int) -> tuple[str, ...]:
        """The folded words of the element's naming attributes (class, id, itemprop, data-test and the like)."""
        found: list[str] = []
        for name, value in self.elements[index].items():
            if value and name in _NAMED:
                found.extend(split_words(value[:500]))
        return tuple(found)

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
        return path

    def children(self, index: int) -> Iterator[int]:
        """The indexes of the element's child elements, in order."""
        at, end = index + 1, self.ends[index]
        while at < end:
            yield at
            at = self.ends[at]

    def innermost(self, index: int) -> int:
        """The deepest element of the subtree that holds all of its text; `index` itself where its children share it."""
        length = self.text_length(index)
        at = index
        while True:
            inner = next((child for child in self.children(at) if self.text_length(child) >= length - 2), None)
            if inner is None or self.text(inner) != self.text(at):
                return at
            at = inner

    def ancestors(self, index: int) -> Iterator[int]:
        """The indexes of the parent, its parent, and so on up to the root."""
        at = self.parents[index]
        while at >= 0:
            yield at
            at = self.parents[at]

    def subtree(self, index: int) -> range:
        """The indexes of the element and all its descendants, in document order."""
        return range(index, self.ends[index])

    def index_of(self, element: lxml.html.HtmlElement) -> int:
        """The element's index; KeyError if it belongs to another page or is no element."""
        return self._indexes[element]

    @cached_property
    def _indexes(self) -> dict[lxml.html.HtmlElement, int]:
        return {element: index for index, element in enumerate(self.elements)}

    @cached_property
    def by_tag(self) -> dict[str, list[int]]:
        """Tag name -> indexes of its elements in document order."""
        found: dict[str, list[int]] = {}
        for index, tag in enumerate(self.tags):
            found.setdefault(tag, []).append(index)
        return found

    @cached_property
    def by_token(self) -> dict[str, list[int]]:
        """Word of a naming attribute -> indexes of the elements that bear it, in document order, each once."""
        found: dict[str, list[int]] = {}
        for index, element in enumerate(self.elements):
            if element.attrib:
                for token in set(self.tokens(index)):
                    found.setdefault(token, []).append(index)
        return found

    def once(self, make: Callable[["Document"], T]) -> T:
        """What `make(document)` gives, made once a page and kept with it."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    @cached_property
    def language(self) -> str | None:
        """The language tag that <html lang> or the page's meta elements name ("de-AT"), or None."""
        return self.root.get("lang") or self.root.get("xml:lang") or self._meta_language()

    def _meta_language(self) -> str | None:
        for index in self.by_tag.get("meta", ()):
            element = self.elements[index]
            key = (element.get("property") or element.get("name") or element.get("http-equiv") or "").lower()
            if key in ("og:locale", "language", "content-language", "dc.language"):
                return str(element.get("content") or "") or None
        return None

    def _step(self, index: int) -> str:
        tag = self.tags[index]
        if not tag.replace("-", "").isalnum() or not tag[0].isalpha() or not tag.isascii():
            return f"/*[{self._child_numbers[index]}]"
        return f"/{tag}[{self.positions[index]}]"

    def _walk(self) -> None:
        """Fill the arrays. Iterative: trees of any depth; comments count for their tails only."""
        stack: list[int] = []
        counts: list[dict[str, int]] = [{}]
        open_elements: list[lxml.html.HtmlElement] = []
        for node in self.root.iter():
            parent = node.getparent() if node is not self.root else None
            while open_elements and open_elements[-1] is not parent:
                self._close(stack.pop(), open_elements.pop())
                counts.pop()
            if not isinstance(node.tag, str):
                if node.tail and not (stack and self.flags[stack[-1]] & _SILENT):
                    self._chunks.append(node.tail)
                continue
            siblings = counts[-1]
            number = siblings[node.tag] = siblings.get(node.tag, 0) + 1
            siblings[""] = siblings.get("", 0) + 1
            index = self._open(node, stack, (number, siblings[""]))
            stack.append(index)
            open_elements.append(node)
            counts.append({})
        while stack:
            self._close(stack.pop(), open_elements.pop())

    def _open(self, node: lxml.html.HtmlElement, stack: list[int], numbers: tuple[int, int]) -> int:
        tag = node.tag
        index = len(self.elements)
        handed_down = self.flags[stack[-1]] if stack else 0
        if handed_down & _HEAD and tag not in HEAD_TAGS:  # the parser leaves <main> after <title> in the head
            handed_down &= ~_HEAD
        flags = handed_down | TAG_FLAGS.get(tag, 0)
        if node.attrib:
            flags |= attribute_flags(node.attrib, tag)
        self.elements.append(node)
        self.tags.append(tag)
        self.parents.append(stack[-1] if stack else -1)
        self.depths.append(len(stack))
        self.ends.append(index + 1)
        self.positions.append(numbers[0])
        self._child_numbers.append(numbers[1])
        self.flags.append(flags)
        if tag in BLOCK_TAGS:
            self._chunks.append(" ")
        self._first_chunk.append(len(self._chunks))
        self._last_chunk.append(0)
        if node.text and not flags & _SILENT:
            self._chunks.append(node.text)
        return index

    def _close(self, index: int, element: lxml.html.HtmlElement) -> None:
        self.ends[index] = len(self.elements)
        self._last_chunk[index] = len(self._chunks)
        if self.tags[index] in BLOCK_TAGS:
            self._chunks.append(" ")
        parent = self.parents[index]
        if parent >= 0 and element.tail and not self.flags[parent] & _SILENT:
            self._chunks.append(element.tail)
