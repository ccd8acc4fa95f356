"""The leaf values of one record on a list page: its texts, links, pictures and their labels. It knows no fields.

They are keyed so that the same place of another record has the same key.
"""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from scraper.extraction.document import Document
from scraper.extraction.lists.leafnodes import (
    INLINE_LABEL,
    LABEL_END,
    MAX_LABEL,
    is_label_element,
    label_candidates,
    label_mark,
    leaf_nodes,
    node_of,
)
from scraper.extraction.lists.regions import Span
from scraper.extraction.marks import Flag

Key = tuple[int, str, str]
"""A place in a record: number of the path below the record, kind of the value, and its label or its ordinal."""

FULL = "text"  # the whole text of an element
PIECE = "piece"  # one text node between other elements

_HEADING_TAGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CELLS = frozenset(("td", "th"))
_LABEL_SHARE = 0.2  # of the records must repeat a text before it counts as a label
_SILENT = int(Flag.SILENT)  # plain numbers: enum arithmetic costs a microsecond an element
_MAX_ORDINAL = 6  # values of one path that get columns of their own; later ones only count for arrays
_PLACEHOLDER = 2  # characters, none of them a letter or digit, that stand for "no value" in a cell
_MAX_FULL_TEXT = 20_000  # characters
_KEPT, _KEPT_SIZE = 500, 200  # spans whose leaves are kept with the document, and the elements of one


class Leaf(NamedTuple):
    """One value of one record: the element that bears it, the attribute or FULL or PIECE, and the text as found.

    A tuple, because a page has tens of thousands: a frozen dataclass takes five times as long to make.
    """

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


class LeafReader:
    """Reads spans of one document; paths are numbered alike for all its readers, who share what they read."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._labels: frozenset[str] = frozenset()

    def learn_labels(self, spans: Sequence[Span]) -> None:
        """Take as labels the texts like "Price:" that several of these records repeat; titles do not repeat."""
        counts: Counter[str] = Counter()
        for span in spans:
            counts.update(label_candidates(self._document, span))
        needed = max(2, _LABEL_SHARE * len(spans))
        self._labels = frozenset(label for label, count in counts.items() if count >= needed)

    def read(self, span: Span) -> list[Leaf]:
        """The leaves of the record in page order; no two have the same key."""
        known = self._document.once(_known_leaves)
        found = known.get((span, self._labels))
        if found is None:
            found = _SpanWalk(self._document, span, self._labels).leaves()
            if len(known) < _KEPT and span[1] - span[0] <= _KEPT_SIZE:
                known[span, self._labels] = found
        return found


def _known_leaves(document: Document) -> dict[tuple[Span, frozenset[str]], list[Leaf]]:
    return {}


def _path_numbers(document: Document) -> dict[tuple[int, str, str], int]:
    """(number of the path above, step, kind by class) -> number of a path below a record."""
    return {}


class _Frame(NamedTuple):
    """An element that is open, and what its values share."""

    element: int
    end: int
    path: int
    link: int
    is_heading: bool
    cell: str
    label: str
    before: str


_OUTSIDE = _Frame(-1, 0, 0, -1, False, "", "", "")


class _SpanWalk:
    """One pass over one span."""

    __slots__ = ("_document", "_found", "_label", "_labels", "_last", "_next_cell", "_nodes", "_ordinals", "_span")

    def __init__(self, document: Document, span: Span, labels: frozenset[str]) -> None:
        self._document = document
        self._nodes = document.once(leaf_nodes)
        self._labels = labels
        self._span = span
        self._found: list[Leaf] = []
        self._ordinals: dict[Key, int] = {}
        self._next_cell: dict[int, int] = {}
        self._label = ""
        self._last = ""

    def leaves(self) -> list[Leaf]:
        """The leaves of the span. The loop, with `_entered` and `_add`, is most of what a list page costs."""
        ends, flags, (first, end) = self._document.ends, self._document.flags, self._span
        several = ends[first] < end
        stack: list[_Frame] = []
        index = first
        while index < end:
            while stack and stack[-1].end <= index:
                self._leave(stack, several=several)
            above = stack[-1] if stack else _OUTSIDE
            if flags[index] & _SILENT:
                self._tail(index, above)
                index = ends[index]
                continue
            stack.append(self._entered(index, above))
            index += 1
        while stack:
            self._leave(stack, several=several)
        return self._found

    def _entered(self, index: int, above: _Frame) -> _Frame:
        document = self._document
        tag, end = document.tags[index], document.ends[index]
        node = self._nodes[index]
        if node is None:
            node = self._nodes[index] = node_of(document, index)
        classes, attributes, text, _, has_children = node
        is_cell = tag in _CELLS
        path, cell = 0, ""
        if index != self._span[0] or end < self._span[1]:
            cell = self._cell(index) if is_cell else above.cell
            step = (above.path, cell, "") if is_cell else (above.path, tag, classes)
            numbers = document.once(_path_numbers)
            path = numbers.setdefault(step, len(numbers) + 1)
        if is_cell and self._label and not LABEL_END.search(self._label):
            self._label = ""
        link = index if tag == "a" else above.link
        is_heading = above.is_heading or tag in _HEADING_TAGS
        frame = _Frame(index, end, path, link, is_heading, cell, self._label, self._last)
        for name, value in attributes:
            self._add(frame, name, value, (frame.label, frame.before))
        if text:
            self._text(frame, text, is_piece=has_children)
        return frame

    def _cell(self, index: int) -> str:
        row = self._document.parents[index]
        at = self._next_cell.get(row, 0)
        span = self._document.elements[index].get("colspan") or "1"
        self._next_cell[row] = at + (int(span) if span.isdecimal() and 0 < int(span) < 100 else 1)
        return f"td{at}"

    def _leave(self, stack: list[_Frame], *, several: bool) -> None:
        frame = stack.pop()
        text = self._full_text(frame.element)
        if text and (len(text) > _PLACEHOLDER or any(map(str.isalnum, text))):
            self._add(frame, FULL, text, (frame.label, frame.before))
        if stack or several:
            self._tail(frame.element, stack[-1] if stack else _OUTSIDE)

    def _full_text(self, index: int) -> str:
        document = self._document
        if document.ends[index] - index > 100 and document.text_length(index) >= _MAX_FULL_TEXT:
            return ""
        return document.text(index)

    def _tail(self, index: int, above: _Frame) -> None:
        node = self._nodes[index] or node_of(self._document, index)
        text = node[3]
        if text:
            owner = above if above.element >= 0 else _OUTSIDE._replace(element=self._document.parents[index])
            self._text(owner, text, is_piece=True)

    def _text(self, owner: _Frame, text: str, *, is_piece: bool) -> None:
        """One text node: a label for what follows, or a value; alone in its element it is that element's FULL value."""
        if self._labels and self._is_label(owner.element, text):
            self._label = self._last = text
            return
        if is_piece:
            self._add(owner, PIECE, text, (self._label, self._last))
        self._label = ""
        self._last = text[:MAX_LABEL]

    def _is_label(self, owner: int, text: str) -> bool:
        return (
            len(text) <= MAX_LABEL
            and label_mark(text) in self._labels
            and (bool(LABEL_END.search(text)) or is_label_element(self._document, owner))
        )

    def _add(self, frame: _Frame, kind: str, text: str, context: tuple[str, str]) -> None:
        label, before = context
        mark = ""
        if not label and self._labels and kind in (FULL, PIECE):
            inline = INLINE_LABEL.match(text[:80])
            label = inline.group(1) if inline and label_mark(inline.group(1)) in self._labels else ""
        if label:
            mark = label_mark(label)
            label = label.rstrip(":： ")
        key = (frame.path, kind, mark)
        ordinal = self._ordinals[key] = self._ordinals.get(key, -1) + 1
        if ordinal > _MAX_ORDINAL:
            return
        if ordinal:
            key = (frame.path, kind, f"{mark}#{ordinal}")
        self._found.append(
            Leaf(frame.element, kind, key, text, label, before, frame.cell, frame.link, frame.is_heading, self._span[0])
        )
