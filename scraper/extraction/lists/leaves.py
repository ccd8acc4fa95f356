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
from scraper.extraction.lists.table_grid import table_grid
from scraper.extraction.marks import Flag
from scraper.extraction.words import clean

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
_MAX_REACHING = 500  # elements of cells of other rows that are read of one span
_DIGITS = 5  # of a colspan that are read; int() raises on thousands of them
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


_Frame = tuple[int, int, int, int, bool, str, str, str]
"""An element that is open (its index and end), and what its values share: number of the path, link, whether it is in a
heading, cell, label, the text before it. A plain tuple: one is made for each element of each record."""
_OUTSIDE: _Frame = (-1, 0, 0, -1, False, "", "", "")
_made = tuple.__new__


class _SpanWalk:
    """One pass over one span."""

    __slots__ = (
        *("_document", "_found", "_grid", "_label", "_labels", "_last", "_left"),
        *("_next_cell", "_nodes", "_numbers", "_ordinals", "_span"),
    )

    def __init__(self, document: Document, span: Span, labels: frozenset[str]) -> None:
        self._document = document
        self._nodes = document.once(leaf_nodes)
        self._numbers = document.once(_path_numbers)
        self._grid = document.once(table_grid)
        self._labels = labels
        self._span = span
        self._found: list[Leaf] = []
        self._ordinals: dict[Key, int] = {}
        self._next_cell: dict[int, int] = {}
        self._label = ""
        self._last = ""
        self._left = _MAX_REACHING

    def leaves(self) -> list[Leaf]:
        """The leaves of the span, and those of the cells of other rows that reach into it."""
        first, end = self._span
        self._walk((first, end), _OUTSIDE, several=self._document.ends[first] < end)
        return self._found

    def _walk(self, span: Span, outside: _Frame, *, several: bool, column: int = -1) -> None:
        """Add the leaves of the elements. The loop, with `_enter` and `_add`, is most of what a list page costs.

        `outside` is what is open around them, `column` that of the cell which they are, if it is of another row.
        """
        document, further, (first, end) = self._document, self._grid.further, span
        tags, ends, flags = document.tags, document.ends, document.flags
        stack: list[_Frame] = []
        above, index = outside, first
        while index < end:
            while stack and above[1] <= index:
                self._leave(stack, several=several)
                above = stack[-1] if stack else outside
            if flags[index] & _SILENT:
                self._tail(index, above)
                index = ends[index]
                continue
            above = self._enter(index, above, column if index == first else -1, several or index != first)
            stack.append(above)
            if further and tags[index] == "tr" and column < 0 and index in further:
                self._walk_further(further[index], above)
            index += 1
        while stack:
            self._leave(stack, several=several and column < 0)

    def _enter(self, index: int, above: _Frame, column: int, is_below: bool) -> _Frame:
        """Add what the element itself says, and open it; `is_below`: it is a part of the record, not all of it."""
        document = self._document
        node = self._nodes[index]
        if node is None:
            node = self._nodes[index] = node_of(document, index)
        tag, path, cell = document.tags[index], 0, ""
        is_cell = tag in _CELLS
        if is_below:
            cell = self._cell(index, column) if is_cell else above[5]
            step = (above[2], cell, "") if is_cell else (above[2], tag, node[0])
            path = self._numbers.setdefault(step, len(self._numbers) + 1)
        if is_cell and self._label and not LABEL_END.search(self._label):
            self._label = ""
        link = index if tag == "a" else above[3]
        is_heading = above[4] or tag in _HEADING_TAGS
        frame = (index, document.ends[index], path, link, is_heading, cell, self._label, self._last)
        for name, value in node[1]:
            self._add(frame, name, value, frame[6:])
        if node[2]:
            self._text(frame, node[2], is_piece=node[4])
        return frame

    def _walk_further(self, cells: Sequence[tuple[int, int]], row: _Frame) -> None:
        """Add the leaves of cells that reach into the row, but not of those that reach into rows inside them."""
        for column, cell in cells:
            end = self._document.ends[cell]
            self._left -= end - cell
            if self._left >= 0:
                self._walk((cell, end), row, several=True, column=column)

    def _cell(self, index: int, column: int) -> str:
        at = self._grid.columns.get(index, -1) if column < 0 else column
        if at >= 0:
            return f"td{at}"
        row = self._document.parents[index]
        at = self._next_cell.get(row, 0)
        span = self._document.elements[index].get("colspan") or "1"
        width = int(span[:_DIGITS]) if span.isdecimal() else 1
        self._next_cell[row] = at + (width if 0 < width < 100 else 1)
        return f"td{at}"

    def _leave(self, stack: list[_Frame], *, several: bool) -> None:
        frame = stack.pop()
        index = frame[0]
        text = self._full_text(index, frame[1])
        if text and (len(text) > _PLACEHOLDER or any(map(str.isalnum, text))):
            self._add(frame, FULL, text, frame[6:])
        if stack or several:
            self._tail(index, stack[-1] if stack else _OUTSIDE)

    def _full_text(self, index: int, end: int) -> str:
        document = self._document
        if end == index + 1:
            raw = document.texts[index]
            return clean(raw) if raw else ""
        if end - index > 100 and document.text_length(index) >= _MAX_FULL_TEXT:
            return ""
        return document.text(index)

    def _tail(self, index: int, above: _Frame) -> None:
        if not self._document.tails[index]:
            return
        node = self._nodes[index]
        text = (node or node_of(self._document, index))[3]
        if text:
            owner = above if above[0] >= 0 else (self._document.parents[index], *_OUTSIDE[1:])
            self._text(owner, text, is_piece=True)

    def _text(self, owner: _Frame, text: str, *, is_piece: bool) -> None:
        """One text node: a label for what follows, or a value; alone in its element it is that element's FULL value."""
        if self._labels and self._is_label(owner[0], text):
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

    def _add(self, frame: _Frame, kind: str, text: str, context: tuple[str, ...]) -> None:
        label, before = context
        mark = ""
        if not label and self._labels and kind in (FULL, PIECE) and (":" in text or "：" in text):
            inline = INLINE_LABEL.match(text[:80])
            label = inline.group(1) if inline and label_mark(inline.group(1)) in self._labels else ""
        if label:
            mark = label_mark(label)
            label = label.rstrip(":： ")
        element, _, path, link, is_heading, cell, _, _ = frame
        key = (path, kind, mark)
        ordinal = self._ordinals.get(key, -1) + 1
        self._ordinals[key] = ordinal
        if ordinal > _MAX_ORDINAL:
            return
        if ordinal:
            key = (path, kind, f"{mark}#{ordinal}")
        leaf = (element, kind, key, text, label, before, cell, link, is_heading, self._span[0])
        self._found.append(_made(Leaf, leaf))
