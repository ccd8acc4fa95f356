"""Which elements of a part of a page are the items of a list of texts: list items, rows, paragraphs, boxes, lines."""

import re
from collections.abc import Iterable, Sequence

from scraper.extraction.document import Document
from scraper.extraction.lines import broken_lines, item_part, line_text
from scraper.extraction.marks import SILENT_TAGS, Flag
from scraper.extraction.values import Part
from scraper.extraction.words import label_key

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_MAX_CLIMB = 3  # ancestors of the heading whose following siblings are looked through
_MAX_ITEMS = 200
_MAX_ITEM = 3000
_MAX_LABEL = 40
_MIN_BOXES = 3
_MAX_GROUP = 80
_MIN_ONE_TEXT = 150
_NEVER = int(Flag.SILENT | Flag.NAV | Flag.FOOTER | Flag.RELATED | Flag.COMMENTS)
_GROUP = re.compile(r"^(?:for|für|pour|para|per|voor|till|til|do|na|to|the|zum|zur|la|le|les|il|el)\s", re.IGNORECASE)


def items_below(document: Document, heading: int, stops: frozenset[str], *, has_groups: bool) -> tuple[Part, ...]:
    """The items between a heading and the next one of its rank or of `stops` (label keys); () where there are none.

    Headings of one rank that name groups ("For the sauce") do not end the list; with `has_groups` what groups are
    called is an item too.
    """
    at = document.outermost(heading)
    for _ in range(_MAX_CLIMB):
        parent = document.parents[at]
        if parent < 0:
            return ()
        span = _section(document, heading, (document.ends[at], document.ends[parent]), stops)
        items = _elements_in(document, span)
        if items:
            named = _groups(document, range(span.start, items[-1]), items) if has_groups else []
            return tuple(item_part(document, item) for item in sorted({*items, *named}))
        if lines := _lines(document, span):
            return lines
        if has_groups and (whole := _one_text(document, span)):
            return whole
        at = parent
    return ()


def items_in(document: Document, span: range) -> tuple[Part, ...]:
    """The items of the lists in a range of elements; () where it has fewer than two."""
    known = document.once(_known)
    found = known.get(span)
    if found is None:
        items = _elements_in(document, span)
        found = tuple(item_part(document, item) for item in items) if items else _lines(document, span)
        known[span] = found
    return found


def _known(document: Document) -> dict[range, tuple[Part, ...]]:
    return {}


def _elements_in(document: Document, span: range) -> list[int]:
    for tag in ("li", "tr", "p"):
        items = _topmost(document, (index for index in span if document.tags[index] == tag))
        if len(items) > 1:
            return _by_box(document, items)
    return _boxes(document, span)


def _groups(document: Document, span: range, items: Sequence[int]) -> list[int]:
    """The headings of groups among the items, not those inside them."""
    found: list[int] = []
    for index in span:
        is_named = document.tags[index] in HEADINGS or {"group", "name"} <= set(document.tokens(index))
        if not is_named or not 1 < document.text_length(index, _MAX_GROUP) < _MAX_GROUP:
            continue
        if not any(item <= index < document.ends[item] for item in items) and not (
            found and index < document.ends[found[-1]]
        ):
            found.append(index)
    return found


def _one_text(document: Document, span: range) -> tuple[Part, ...]:
    """The first paragraph as the only item, where it is long."""
    for index in span:
        if document.tags[index] == "p" and document.text_length(index, _MAX_ITEM) >= _MIN_ONE_TEXT:
            return (item_part(document, index),)
    return ()


def _section(document: Document, heading: int, bounds: tuple[int, int], stops: frozenset[str]) -> range:
    start, end = bounds
    rank = HEADINGS.index(document.tags[heading]) if document.tags[heading] in HEADINGS else len(HEADINGS)
    for index in range(start, end):
        tag = document.tags[index]
        length = document.text_length(index, _MAX_LABEL)
        if not 1 < length < _MAX_LABEL:
            continue
        is_heading = tag in HEADINGS and HEADINGS.index(tag) <= rank < len(HEADINGS)
        if is_heading and not (tag == document.tags[heading] and _GROUP.match(document.text(index))):
            return range(start, index)
        if tag not in ("li", "p", "td") and label_key(document.text(index)) in stops:
            return range(start, index)
    return range(start, end)


def _topmost(document: Document, indexes: Iterable[int]) -> list[int]:
    """Those with a text, none inside another."""
    items: list[int] = []
    end = -1
    for index in indexes:
        if index < end or document.flags[index] & _NEVER or len(items) >= _MAX_ITEMS:
            continue
        if 0 < document.text_length(index, _MAX_ITEM) < _MAX_ITEM and document.text(index):
            items.append(index)
            end = document.ends[index]
    return items


def _by_box(document: Document, items: Sequence[int]) -> list[int]:
    """The parents of the items where each of several holds as many, two or three: an amount and a name."""
    by_parent: dict[int, int] = {}
    for item in items:
        by_parent[document.parents[item]] = by_parent.get(document.parents[item], 0) + 1
    sizes = set(by_parent.values())
    is_boxed = len(by_parent) >= _MIN_BOXES and sizes <= {1, 2, 3} and document.tags[items[0]] == "p" and max(sizes) > 1
    return list(by_parent) if is_boxed else list(items)


def _boxes(document: Document, span: range) -> list[int]:
    """The largest group of neighbours of one tag and class, of at least three short texts."""
    best: list[int] = []
    for parent in span:
        if document.ends[parent] - parent <= _MIN_BOXES or document.flags[parent] & _NEVER:
            continue
        groups: dict[tuple[str, str], list[int]] = {}
        for child in document.children(parent):
            if document.tags[child] not in SILENT_TAGS and 1 < document.text_length(child, _MAX_ITEM) < _MAX_ITEM:
                groups.setdefault((document.tags[child], document.attribute(child, "class") or ""), []).append(child)
        largest = max(groups.values(), key=len, default=[])
        if len(largest) >= _MIN_BOXES and len(largest) > len(best):
            best = largest
    return best if len(best) <= _MAX_ITEMS else []


def _lines(document: Document, span: range) -> tuple[Part, ...]:
    """The lines of the first element that has several."""
    for index in document.by_tag.get("br", ()):
        if index in span:
            parent = document.parents[index]
            path = document.path(parent)
            shown = [line_text(document, line) for line in broken_lines(document, parent)]
            parts = tuple(Part(path, text) for text in shown if text)
            if len(parts) > 1:
                return parts[:_MAX_ITEMS]
    return ()
