"""All label and value pairs that a page shows: definition lists, tables, "Label: value", a label beside its value."""

import re
from dataclasses import dataclass

from scraper.extraction.document import Document
from scraper.extraction.marks import Flag
from scraper.extraction.words import clean, label_key, word_set

_OFF = int(Flag.SILENT | Flag.NAV | Flag.FOOTER | Flag.HEAD)
_MAX_LABEL = 60
_MAX_VALUE = 2000
_INLINE = re.compile(r"^\s*([^:：\n]{1,60}?)\s*[:：]\s*(\S.*)$", re.DOTALL)
_LEAF_TAGS = word_set("span div p li b strong em i a td th dd dt label small h2 h3 h4 h5 h6 font u time legend")
_INLINE_TAGS = word_set("b strong span em label i small font u")


@dataclass(frozen=True, slots=True)
class Pair:
    """A label, its key, and the value: the element that holds it, its text. `kind` says which form the pair has."""

    label: str
    key: str
    index: int
    text: str
    kind: str


def label_pairs(document: Document) -> list[Pair]:
    """The page's pairs in page order, without those in menus and footers."""
    found: list[Pair] = []
    for index, tag in enumerate(document.tags):
        if document.flags[index] & _OFF:
            continue
        if tag == "dt":
            _add(found, document, _next_of(document, index, "dd"), (index, "dl"))
        elif tag == "tr":
            _rows(found, document, index)
        elif tag == "table":
            _columns(found, document, index)
        elif tag in _LEAF_TAGS:
            _inline(found, document, index)
    return found


def _add(found: list[Pair], document: Document, value: int | None, how: tuple[int, str]) -> None:
    label_index, kind = how
    if value is None or document.text_length(value, _MAX_VALUE) >= _MAX_VALUE:
        return
    label = document.text(label_index)
    text = document.text(value)
    if text and label and len(label) <= _MAX_LABEL and (key := label_key(label)):
        found.append(Pair(label.strip(" :："), key, value, text, kind))


def _next_of(document: Document, index: int, tag: str) -> int | None:
    """The next sibling if it has the tag."""
    after = document.ends[index]
    parent = document.parents[index]
    is_sibling = after < len(document) and document.parents[after] == parent
    return after if is_sibling and (not tag or document.tags[after] == tag) else None


def _rows(found: list[Pair], document: Document, index: int) -> None:
    """Rows of two cells, or of four that are two pairs."""
    cells = [child for child in document.children(index) if document.tags[child] in ("td", "th")]
    if len(cells) not in (2, 4):
        return
    for label, value in zip(cells[::2], cells[1::2], strict=True):
        _add(found, document, value, (label, "row"))


def _columns(found: list[Pair], document: Document, index: int) -> None:
    """A table of one header row and one row of values."""
    rows = [each for each in document.subtree(index) if document.tags[each] == "tr"][:3]
    if len(rows) != 2:
        return
    heads, values = ([c for c in document.children(row) if document.tags[c] in ("td", "th")] for row in rows)
    if len(heads) == len(values) > 2 and all(document.tags[head] == "th" for head in heads):
        for head, value in zip(heads, values, strict=True):
            _add(found, document, value, (head, "column"))


def _inline(found: list[Pair], document: Document, index: int) -> None:
    """ "Label: value" in one element; <b>Label:</b> value; a label element beside a value element."""
    if document.text_length(index, 200) >= 200:
        return
    text = document.text(index)
    if not text or document.innermost(index) != index:
        return
    match = _INLINE.match(text)
    if match and not match.group(2).startswith("//"):
        label, value = match.groups()
        if (key := label_key(label)) and not (label.isdigit() or (value[:2].isdigit() and label[-1:].isdigit())):
            found.append(Pair(label, key, index, value.strip(), "inline"))
        return
    if len(text) > _MAX_LABEL:
        return
    _beside(found, document, index)


def _beside(found: list[Pair], document: Document, index: int) -> None:
    """A short text whose next sibling, or the text after it, is its value."""
    if document.tags[index] in ("td", "th", "dt", "dd", "a") or document.ends[index] - index > 4:
        return
    text = document.text(index)
    kind = "colon" if text.rstrip().endswith((":", "：")) else "beside"
    tail = clean(document.elements[index].tail or "")
    if document.tags[index] in _INLINE_TAGS and tail.strip(" :："):
        key = label_key(text)
        if key and len(tail) < _MAX_VALUE and (kind == "colon" or tail.startswith((":", "："))):
            value = tail.lstrip(" :：")
            parent = document.parents[index]
            found.append(Pair(text.strip(" :："), key, parent, value, "colon"))
        return
    value_index = _next_of(document, index, "")
    if value_index is None or document.ends[value_index] - value_index > 30:
        return
    siblings = sum(1 for _ in zip(document.children(document.parents[index]), range(9), strict=False))
    if kind == "colon" or siblings == 2:
        _add(found, document, value_index, (index, kind))
