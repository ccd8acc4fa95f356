"""All label and value pairs that a page shows: definition lists, tables, a label beside its value, texts of pairs."""

from dataclasses import dataclass
from itertools import islice

from scraper.extraction.alternating import Alternating
from scraper.extraction.document import Document
from scraper.extraction.labelled_texts import labelled_parts
from scraper.extraction.lines import broken_lines, line_text, with_breaks
from scraper.extraction.marks import Flag
from scraper.extraction.words import clean, label_key, split_words, word_set

_OFF = int(Flag.SILENT | Flag.NAV | Flag.FOOTER | Flag.HEAD)
_MAX_LABEL = 60
_MAX_VALUE = 2000
_MAX_INLINE = 200  # characters of a text that is one pair; several in lines may be longer
_MAX_LINES = 1500
_MAX_NEAR = 250  # characters of a value that only stands near its label
_MAX_INNER = 30  # elements of a value
_MAX_CLIMB = 4
_LABEL_REACH = 2  # elements around a value whose label is still its own
_LEAF_TAGS = word_set("span div p li b strong em i a td th dd dt label small h2 h3 h4 h5 h6 font u time legend")
_LOOKED_AT = _LEAF_TAGS | {"dt", "tr", "table"}
_INLINE_TAGS = word_set("b strong span em label i small font u")
_BOLD_TAGS = frozenset(("b", "strong", "label", "em"))
_HEADING_TAGS = frozenset(("h3", "h4", "h5", "h6", "b", "strong", "label", "legend"))
_CELLS = frozenset(("td", "th"))
_LABEL_WORDS = word_set("label labels key term caption heading header head title name property attribute")
_HEADER_ATTRIBUTES = ("data-label", "data-title", "data-th", "data-header")
_SHOWN_ATTRIBUTES = ("aria-label", "alt", "title")
_TICKS = word_set("check checked tick yes true ok cross times no false unchecked xmark")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label, its key, and the value: the element that holds it, its text. `kind` says which form the pair has.

    `owner` is the element of the label; values that share one label have the same. `attribute_path` is where the
    value stands if it is no text of the element but an attribute ("…/i[1]/@class"), else "".
    """

    label: str
    key: str
    index: int
    text: str
    kind: str
    owner: int = -1
    attribute_path: str = ""


def label_pairs(document: Document) -> list[Pair]:
    """The page's pairs in page order, without those in menus and footers.

    Kinds, surest first: dl, row, column, colon (<b>Label:</b> value), inline ("Label: value"), beside (two elements
    that share a parent), dash ("Label – value"), near (a label-like element before its value), before (value, label).
    """
    found: list[Pair] = []
    lengths, is_innermost, broken = document.lengths, document.is_innermost, document.once(with_breaks)
    for index, (tag, flags) in enumerate(zip(document.tags, document.flags, strict=True)):
        if flags & _OFF or tag not in _LOOKED_AT:
            continue
        if tag == "dt":
            _definitions(found, document, index)
        elif tag == "tr":
            _rows(found, document, index)
        elif tag == "table":
            _columns(found, document, index)
        elif tag in _LEAF_TAGS:
            if tag == "td":
                _header_attribute(found, document, index)
            if 1 < lengths[index] < _MAX_LINES and (is_innermost[index] or index in broken):
                _texts(found, document, index)
    return found


def label_of(document: Document, index: int) -> Pair | None:
    """The first pair whose value is the element, its parent or that one's parent; None where it has no label."""
    pairs = document.once(_pairs_by_value)
    above = islice(document.ancestors(index), _LABEL_REACH)
    return next((pairs[at] for at in (index, *above) if at in pairs), None)


def _pairs_by_value(document: Document) -> dict[int, Pair]:
    found: dict[int, Pair] = {}
    for pair in document.once(label_pairs):
        found.setdefault(pair.index, pair)
    return found


def _add(found: list[Pair], document: Document, value: int | None, how: tuple[int, str]) -> None:
    label_index, kind = how
    if value is None or document.text_length(value, _MAX_VALUE) >= _MAX_VALUE:
        return
    if document.text_length(label_index, _MAX_LABEL * 2) >= _MAX_LABEL * 2:
        return
    label = document.text(label_index)
    key = label_key(label) if label and len(label) <= _MAX_LABEL else ""
    if key:
        _pair(found, document, (label, key, label_index), (value, kind))


def _pair(found: list[Pair], document: Document, label: tuple[str, str, int], value: tuple[int, str]) -> None:
    shown, key, owner = label
    index, kind = value
    text, path = document.text(index), ""
    if not text:
        path, text = _symbol(document, index)
    if text:
        found.append(Pair(shown.strip(" :："), key, index, text, kind, owner, path))


def _symbol(document: Document, index: int) -> tuple[str, str]:
    """(path, text) of a value that is shown as a picture: its name, or a class that says yes or no; ("", "")."""
    for at in list(document.subtree(index))[1:4]:
        for name in _SHOWN_ATTRIBUTES:
            text = document.attribute(at, name)
            if text and text.strip():
                return f"{document.path(at)}/@{name}", text
        named = document.attribute(at, "class") or ""
        if not _TICKS.isdisjoint(split_words(named)):
            return f"{document.path(at)}/@class", named
    return "", ""


def _next_of(document: Document, index: int) -> int | None:
    """The next sibling that shows anything, of the next two."""
    after, parent = document.ends[index], document.parents[index]
    for _ in range(2):
        if after >= len(document) or document.parents[after] != parent:
            return None
        if document.text_length(after, 1) or document.ends[after] - after > 1:
            return after
        after = document.ends[after]
    return None


def _definitions(found: list[Pair], document: Document, index: int) -> None:
    """A term and all its descriptions."""
    parent, at = document.parents[index], document.ends[index]
    while at < len(document) and document.parents[at] == parent and document.tags[at] == "dd":
        _add(found, document, at, (index, "dl"))
        at = document.ends[at]


def _rows(found: list[Pair], document: Document, index: int) -> None:
    """Rows of two cells, or of four or six that are pairs; of a head and two cells the first."""
    cells = [child for child in document.children(index) if document.tags[child] in _CELLS]
    if not 2 <= len(cells) <= 7:
        return
    cells = [cell for cell in cells if document.text(cell) not in (":", "=", "-", "–")]
    heads = [document.tags[cell] == "th" for cell in cells]
    if len(cells) in (2, 4, 6) and not all(heads):
        for label, value in zip(cells[::2], cells[1::2], strict=True):
            _add(found, document, value, (label, "row"))
    elif len(cells) == 3 and heads == [True, False, False]:
        _add(found, document, cells[1], (cells[0], "near"))


def _columns(found: list[Pair], document: Document, index: int) -> None:
    """A table of one header row and one row of values."""
    rows = [each for each in document.subtree(index) if document.tags[each] == "tr"][:3]
    if len(rows) != 2:
        return
    heads, values = ([c for c in document.children(row) if document.tags[c] in _CELLS] for row in rows)
    if len(heads) != len(values) or len(heads) < 2:
        return
    is_headed = all(document.tags[head] == "th" for head in heads)
    is_valued = all(document.tags[value] == "td" for value in values)
    if not (is_headed and is_valued) and not (len(heads) > 2 and _is_header_row(document, heads, values)):
        return
    for head, value in zip(heads, values, strict=True):
        _add(found, document, value, (head, "column" if is_headed else "near"))


def _is_header_row(document: Document, heads: list[int], values: list[int]) -> bool:
    """Whether cells without a number stand above cells of which some have one."""
    shown = [document.text(head) for head in heads]
    if not all(shown) or any(any(map(str.isdigit, text)) or len(text) > _MAX_LABEL for text in shown):
        return False
    return any(any(map(str.isdigit, document.text(value)[:_MAX_LABEL])) for value in values)


def _header_attribute(found: list[Pair], document: Document, index: int) -> None:
    """A cell that names its column in an attribute, as tables for small screens do."""
    attributes = document.elements[index].attrib
    label = next((attributes[name] for name in _HEADER_ATTRIBUTES if name in attributes), None)
    if label and (key := label_key(label)):
        _pair(found, document, (label, key, index), (index, "column"))


def _texts(found: list[Pair], document: Document, index: int) -> None:
    """ "Label: value" in one element, once or in several lines; a label element beside a value element."""
    tags = document.tags
    is_broken = index in document.once(with_breaks) and len(document.own_pieces(index)) > 1
    if is_broken and _lines(found, document, index):
        return
    if document.lengths[index] >= _MAX_INLINE or not document.is_innermost[index] or not (text := document.text(index)):
        return
    parts = labelled_parts(text) if tags[index] not in _CELLS or document.own_pieces(index) else []
    for label, value, kind in parts:
        found.append(Pair(label, label_key(label), index, value, kind, index))
    if not parts and len(text) <= _MAX_LABEL:
        _beside(found, document, index, text)


def _lines(found: list[Pair], document: Document, index: int) -> bool:
    """Whether the element's lines, apart by line breaks, are pairs whose labels are its own text; adds them."""
    pairs = []
    for line in broken_lines(document, index):
        start, children = line
        shown = line_text(document, line)
        for label, value, kind in labelled_parts(shown) if ":" in start or "：" in start else ():
            holder = next((child for child in children if document.text(child) == value), index)
            pairs.append(Pair(label, label_key(label), holder, value, kind if kind == "inline" else "", index))
    if len(pairs) < 2 or not all(pair.kind for pair in pairs):
        return False
    found.extend(pairs)
    return True


def _beside(found: list[Pair], document: Document, index: int, text: str) -> None:
    """A short text whose next sibling, or the text after it, is its value."""
    if document.tags[index] in ("td", "th", "dt", "dd", "a") or document.ends[index] - index > 4:
        return
    if not any(map(str.isalpha, text)):
        return
    is_colon = text.rstrip().endswith((":", "："))
    tail = clean(document.elements[index].tail or "")
    if document.tags[index] in _INLINE_TAGS and tail.strip(" :："):
        _tail(found, document, index, (text, tail))
        return
    at = _outermost(document, index)
    value = _next_of(document, at)
    if value is None:
        _before(found, document, at)
        return
    if document.ends[value] - value > _MAX_INNER:
        return
    if is_colon or len(list(islice(document.children(document.parents[at]), 3))) == 2:
        _add(found, document, value, (at, "colon" if is_colon else "beside"))
    elif document.text_length(value, _MAX_NEAR) < _MAX_NEAR and _is_label_like(document, index, at, value):
        _add(found, document, value, (at, "near"))


def _outermost(document: Document, index: int) -> int:
    """The element, or one around it that holds nothing else."""
    at = index
    for _ in range(_MAX_CLIMB):
        parent = document.parents[at]
        if parent < 0 or document.tags[parent] in ("td", "th", "dd", "dt", "li", "body"):
            break
        if document.text_length(parent, _MAX_LABEL * 2) >= _MAX_LABEL * 2 or document.text(parent) != document.text(at):
            break
        at = parent
    return at


def _is_label_like(document: Document, index: int, at: int, value: int) -> bool:
    """Whether the element looks like a label of its next sibling: a heading, named so, or one of alternating kinds."""
    tag = document.tags[index]
    if tag in _HEADING_TAGS or document.tags[at] in _HEADING_TAGS:
        return document.tags[value] not in _HEADING_TAGS
    if not _LABEL_WORDS.isdisjoint(document.tokens(at)) or not _LABEL_WORDS.isdisjoint(document.tokens(index)):
        return True
    return at in document.once(Alternating)[document.parents[at]]


def _tail(found: list[Pair], document: Document, index: int, texts: tuple[str, str]) -> None:
    """<b>Label:</b> value, <b>Label</b>: value, and at the start of a line <b>Label</b> value."""
    text, tail = texts
    key = label_key(text)
    if not key or len(tail) >= _MAX_VALUE:
        return
    value = tail.lstrip(" :：")
    parent = document.parents[index]
    if text.rstrip().endswith((":", "：")) or tail.startswith((":", "：")):
        found.append(Pair(text.strip(" :："), key, parent, value, "colon", index))
    elif document.tags[index] in _BOLD_TAGS and len(value) < _MAX_NEAR and _starts_line(document, index):
        found.append(Pair(text.strip(), key, parent, value.lstrip("–—- "), "near", index))


def _starts_line(document: Document, index: int) -> bool:
    previous = document.elements[index].getprevious()
    if previous is None:
        return not (document.elements[document.parents[index]].text or "").strip()
    return previous.tag == "br" and not (previous.tail or "").strip()


def _before(found: list[Pair], document: Document, index: int) -> None:
    """A number above or before its label, the two alone in their parent."""
    children = [child for child, _ in zip(document.children(document.parents[index]), range(3), strict=False)]
    if len(children) != 2 or children[1] != index or document.text_length(children[0], _MAX_LABEL) >= _MAX_LABEL:
        return
    if any(map(str.isdigit, document.text(children[0])[:4])):
        _add(found, document, children[0], (index, "before"))
