"""The leaf values of one record on a list page: its texts, links, pictures and their labels. It knows no fields.

They are keyed so that the same place of another record has the same key.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from scraper.extraction.document import Document
from scraper.extraction.marks import Flag
from scraper.extraction.regions import Span, kind_classes
from scraper.extraction.words import clean, split_words

Key = tuple[int, str, str]
"""A place in a record: number of the path below the record, kind of the value, and its label or its ordinal."""

FULL = "text"  # the whole text of an element
PIECE = "piece"  # one text node between other elements

_ATTRIBUTES: tuple[tuple[str, frozenset[str]], ...] = (
    ("href", frozenset(("a", "area", "link"))),
    ("src", frozenset(("img", "source", "amp-img", "video"))),
    ("data-src", frozenset(("img", "amp-img", "source"))),
    ("data-original", frozenset(("img",))),
    ("alt", frozenset(("img",))),
    ("datetime", frozenset(("time", "ins", "del", "abbr", "span"))),
    ("content", frozenset(("meta", "span", "div", "time", "p", "td"))),
    ("title", frozenset(("a", "abbr", "span", "time", "div", "i", "p", "td", "h2", "h3"))),
    ("aria-label", frozenset(("a", "span", "div", "i"))),
)
_BY_TAG: dict[str, tuple[str, ...]] = {
    tag: tuple(name for name, others in _ATTRIBUTES if tag in others) for _, tags in _ATTRIBUTES for tag in tags
}
_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_LABEL_TAGS = frozenset(("dt", "th", "label"))
_CELLS = frozenset(("td", "th"))
_LABEL_END = re.compile(r"[:：]\s*$")
INLINE_LABEL = re.compile(r"^\s*([^\d\W][^:：\d]{0,38}?)\s*[:：]\s*(?=\S)(?!//)")
_LABEL_SHARE = 0.2  # of the records must repeat a text before it counts as a label
_SILENT = int(Flag.SILENT)  # plain numbers: enum arithmetic costs a microsecond an element
_MAX_LABEL = 40  # characters
_MAX_ORDINAL = 6  # values of one path that get columns of their own; later ones only count for arrays
_PLACEHOLDER = 2  # characters, none of them a letter or digit, that stand for "no value" in a cell
_MAX_FULL_TEXT = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of one record: the element that bears it, the attribute or FULL or PIECE, and the text as found."""

    element: int
    kind: str
    key: Key
    text: str
    label: str
    before: str  # the text that stands before it in the record, "" at the start
    cell: str  # "td0", "td1": the table column it stands in, "" outside tables
    link: int  # index of the <a> around or at it, or -1
    is_heading: bool
    root: int  # the record's first element
    order: int


class LeafReader:
    """Reads spans of one document; paths are numbered alike for all spans that it reads."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._numbers: dict[tuple[int, str, str], int] = {}
        self._labels: frozenset[str] = frozenset()

    def learn_labels(self, spans: Sequence[Span]) -> None:
        """Take as labels the texts like "Price:" that several of these records repeat; titles do not repeat."""
        counts: Counter[str] = Counter()
        for span in spans:
            counts.update(self._label_candidates(span))
        needed = max(2, _LABEL_SHARE * len(spans))
        self._labels = frozenset(label for label, count in counts.items() if count >= needed)

    def _label_candidates(self, span: Span) -> set[str]:
        found: set[str] = set()
        for index in range(*span):
            if self._document.flags[index] & _SILENT:
                continue
            element = self._document.elements[index]
            for raw in (element.text, element.tail):
                text = clean(raw[:200]) if raw else ""
                if text:
                    found.update(_possible_labels(self._document, index, text))
        return found

    def read(self, span: Span) -> list[Leaf]:
        """The leaves of the record in page order; no two have the same key."""
        return _SpanWalk(self._document, span, self._number, self._labels).leaves()

    def _number(self, above: int, step: str, classes: str) -> int:
        return self._numbers.setdefault((above, step, classes), len(self._numbers) + 1)


class _SpanWalk:
    """One pass over one span."""

    def __init__(
        self, document: Document, span: Span, number: Callable[[int, str, str], int], labels: frozenset[str]
    ) -> None:
        self._document = document
        self._labels = labels
        self._span = span
        self._number = number
        self._found: dict[Key, Leaf] = {}
        self._ordinals: dict[tuple[int, str], int] = {}
        self._paths: dict[int, int] = {}
        self._links: dict[int, int] = {}
        self._in_heading: set[int] = set()
        self._next_cell: dict[int, int] = {}
        self._label = ""
        self._last = ""
        self._cells: dict[int, str] = {}
        self._opening_labels: dict[int, tuple[str, str]] = {}
        self._pieces: dict[int, int] = {}

    def leaves(self) -> list[Leaf]:
        document, (first, end) = self._document, self._span
        several = document.ends[first] < end
        stack: list[int] = []
        index = first
        while index < end:
            while stack and document.ends[stack[-1]] <= index:
                self._close(stack.pop(), keep_tail=bool(stack) or several)
            if document.flags[index] & _SILENT:
                self._tail(index)
                index = document.ends[index]
                continue
            self._open(index)
            stack.append(index)
            index += 1
        while stack:
            self._close(stack.pop(), keep_tail=bool(stack) or several)
        return sorted(self._found.values(), key=lambda leaf: leaf.order)

    def _open(self, index: int) -> None:
        document = self._document
        tag, element, parent = document.tags[index], document.elements[index], document.parents[index]
        above = self._paths.get(parent, 0)
        if index == self._span[0] and document.ends[index] >= self._span[1]:
            self._paths[index] = 0
        else:
            self._paths[index] = self._number(above, *self._step(index, tag))
        self._links[index] = index if tag == "a" else self._links.get(parent, -1)
        if tag in _HEADING_TAGS or parent in self._in_heading:
            self._in_heading.add(index)
        if tag in _CELLS and self._label and not _LABEL_END.search(self._label):
            self._label = ""
        self._opening_labels[index] = (self._label, self._last)
        self._pieces[index] = 0
        if element.attrib:
            for name in _BY_TAG.get(tag, ()):
                value = element.get(name)
                if value and value.strip():
                    self._add(index, name, value, (self._label, self._last))
        text = element.text
        if len(element) and not isinstance(element[0].tag, str) and element[0].tail:
            text = (text or "") + element[0].tail
        self._text(index, text)

    def _step(self, index: int, tag: str) -> tuple[str, str]:
        parent = self._document.parents[index]
        if tag in _CELLS:
            cell = self._cells[index] = self._cell(index, parent)
            return cell, ""
        if parent in self._cells:
            self._cells[index] = self._cells[parent]
        return tag, kind_classes(self._document.elements[index].get("class") or "")

    def _cell(self, index: int, row: int) -> str:
        at = self._next_cell.get(row, 0)
        span = self._document.elements[index].get("colspan") or "1"
        self._next_cell[row] = at + (int(span) if span.isdecimal() and 0 < int(span) < 100 else 1)
        return f"td{at}"

    def _close(self, index: int, *, keep_tail: bool) -> None:
        if self._pieces[index] >= 0:
            text = self._full_text(index)
            if text and not (len(text) <= _PLACEHOLDER and not any(map(str.isalnum, text))):
                self._add(index, FULL, text, self._opening_labels[index])
        if keep_tail:
            self._tail(index)

    def _full_text(self, index: int) -> str:
        document = self._document
        if document.ends[index] - index > 100 and document.text_length(index) >= _MAX_FULL_TEXT:
            return ""
        return document.text(index)

    def _tail(self, index: int) -> None:
        element = self._document.elements[index]
        text = element.tail
        after = element.getnext()
        if after is not None and not isinstance(after.tag, str) and after.tail:
            text = (text or "") + after.tail
        if text and not text.isspace():
            self._text(self._document.parents[index], text)

    def _text(self, owner: int, raw: str | None) -> None:
        """One text node: a label for what follows, or a value; alone in its element it is that element's FULL value."""
        text = clean(raw) if raw else ""
        if not any(map(str.isalnum, text)):
            return
        if self._is_label(owner, text):
            self._label = self._last = text
            return
        if (owner in self._pieces and len(self._document.elements[owner])) or owner not in self._pieces:
            self._add(owner, PIECE, text, (self._label, self._last))
        self._label = ""
        self._last = text[:_MAX_LABEL]

    def _is_label(self, owner: int, text: str) -> bool:
        return (
            len(text) <= _MAX_LABEL
            and _label_mark(text) in self._labels
            and (bool(_LABEL_END.search(text)) or _is_label_element(self._document, owner))
        )

    def _add(self, index: int, kind: str, text: str, context: tuple[str, str]) -> None:
        path = self._paths.get(index, 0)
        label, before = context
        if not label and kind in (FULL, PIECE):
            inline = INLINE_LABEL.match(text[:80])
            label = inline.group(1) if inline and _label_mark(inline.group(1)) in self._labels else ""
        mark = _label_mark(label)
        ordinal = self._ordinals[path, kind + mark] = self._ordinals.get((path, kind + mark), -1) + 1
        if ordinal > _MAX_ORDINAL:
            return
        key = (path, kind, f"{mark}#{ordinal}" if ordinal else mark)
        heading = index in self._in_heading
        link = self._links.get(index, -1)
        label = label.rstrip(":： ")
        cell = self._cells.get(index, "")
        self._found[key] = Leaf(
            index, kind, key, text, label, before, cell, link, heading, self._span[0], len(self._found)
        )


def _possible_labels(document: Document, index: int, text: str) -> Iterator[str]:
    if len(text) <= _MAX_LABEL and (_LABEL_END.search(text) or _is_label_element(document, index)):
        yield _label_mark(text)
    inline = INLINE_LABEL.match(text[:80])
    if inline:
        yield _label_mark(inline.group(1))


def _is_label_element(document: Document, index: int) -> bool:
    """Whether the element is made for labels: dt, th, label, or a last class word "label"."""
    if document.tags[index] in _LABEL_TAGS:
        return True
    named = document.elements[index].get("class")
    return bool(named) and any(word.startswith("label") for word in split_words(named)[-2:])


def _label_mark(text: str) -> str:
    return text.rstrip(":： ").lower()
