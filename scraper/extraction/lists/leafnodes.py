"""What each element brings to any record that it stands in: classes, attributes, texts, possible labels. Read once."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from scraper.extraction.document import Document
from scraper.extraction.lists.regions import Span, kinds_by_name, kinds_of
from scraper.extraction.marks import Flag
from scraper.extraction.words import clean, split_words

Node = tuple[str, tuple[tuple[str, str], ...], str, str, bool]
"""The element's kind by class, its attributes that hold values, its first text and the text after it (both "" where
they hold no letter or digit), and whether elements stand in it."""

MAX_LABEL = 40  # characters
LABEL_END = re.compile(r"[:：]\s*$")
INLINE_LABEL = re.compile(r"^\s*([^\d\W][^:：\d]{0,38}?)\s*[:：]\s*(?=\S)(?!//)")
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
VALUE_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    tag: tuple(name for name, others in _ATTRIBUTES if tag in others) for _, tags in _ATTRIBUTES for tag in tags
}
"""Tag -> its attributes that may be values."""
_LABEL_TAGS = frozenset(("dt", "th", "label"))
_SILENT = int(Flag.SILENT)  # plain numbers: enum arithmetic costs a microsecond an element
_MAX_LOOKED_AT = 200  # characters of a text in which a label is looked for


def leaf_nodes(document: Document) -> list[Node | None]:
    """A place for the node of each element of the page, filled by `node_of`; kept with it by `Document.once`."""
    return [None] * len(document)


def node_of(document: Document, index: int) -> Node:
    """The node of the element."""
    attributes: tuple[tuple[str, str], ...] = ()
    names = VALUE_ATTRIBUTES.get(document.tags[index]) if document.of_values[index] else None
    if names:
        element = document.elements[index]
        named = [(name, element.get(name)) for name in names]
        attributes = tuple([(name, value) for name, value in named if value and not value.isspace()])
    has_children = document.ends[index] - index > 1
    kind = document.once(kinds_of)[index]
    return kind, attributes, _spoken(document.texts[index]), _spoken(document.tails[index]), has_children


def _spoken(raw: str) -> str:
    text = clean(raw) if raw else ""
    return text if text and (text.isalnum() or any(map(str.isalnum, text))) else ""


def label_candidates(document: Document, span: Span) -> set[str]:
    """The marks of the texts in the span that look like labels: "price" for "Price:"."""
    indexes, marks = document.once(_all_candidates)
    first, end = bisect_left(indexes, span[0]), bisect_left(indexes, span[1])
    return {mark for found in marks[first:end] for mark in found}


def _all_candidates(document: Document) -> tuple[list[int], list[tuple[str, ...]]]:
    """The indexes of the elements with such texts in or after them, and for each the marks."""
    indexes: list[int] = []
    marks: list[tuple[str, ...]] = []
    label_classes = {name for name in document.once(kinds_by_name) if name and _is_label_class(name)}
    columns = (document.tags, document.class_names, document.texts, document.tails)
    for index, (tag, named, text, tail) in enumerate(zip(*columns, strict=True)):
        both = text + tail if text and tail else text or tail
        if not both:
            continue
        is_label = tag in _LABEL_TAGS or named in label_classes
        if not is_label and ":" not in both and "：" not in both:
            continue
        found: list[str] = []
        for raw in (text, tail):
            if raw and not raw.isspace() and (is_label or ":" in raw or "：" in raw):
                found.extend(_possible_labels(clean(raw[:_MAX_LOOKED_AT]), is_label=is_label))
        if found:
            indexes.append(index)
            marks.append(tuple(found))
    return indexes, marks


def _possible_labels(text: str, *, is_label: bool) -> Iterator[str]:
    if not text:
        return
    if len(text) <= MAX_LABEL and (is_label or LABEL_END.search(text)):
        yield label_mark(text)
    inline = INLINE_LABEL.match(text[:80])
    if inline:
        yield label_mark(inline.group(1))


def is_label_element(document: Document, index: int) -> bool:
    """Whether the element is made for labels: dt, th, label, or a last class word "label"."""
    if document.tags[index] in _LABEL_TAGS:
        return True
    named = document.class_names[index]
    return bool(named) and _is_label_class(named)


@lru_cache(maxsize=4096)
def _is_label_class(named: str) -> bool:
    return any(word.startswith("label") for word in split_words(named)[-2:])


def label_mark(text: str) -> str:
    """The label as part of a key: "Price: " -> "price"."""
    return text.rstrip(":： ").lower()
