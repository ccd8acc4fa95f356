"""The values of an array in one record: the items of an element that holds them all, and those without a column."""

from collections.abc import Iterator, Sequence

from scraper.extraction.document import Document
from scraper.extraction.lists.leaves import FULL, PIECE, Leaf
from scraper.extraction.lists.regions import kinds_of

_MAX_VALUES = 200
_MOST = 0.6  # share of an element's text in its like children from which they are its items


def array_leaves(document: Document, leaves: Sequence[Leaf]) -> list[Leaf]:
    """The leaves of one record's array: those of its columns (one or more, in page order) and those that have none."""
    items = items_in(document, leaves[0]) if len(leaves) == 1 else list(leaves)
    if items[-1].kind == PIECE or (len(leaves) == 1 and len(items) > 1):
        return items
    before = items[-2] if len(items) > 1 else None
    return [*items, *_further(document, before, items[-1])][:_MAX_VALUES]


def items_in(document: Document, leaf: Leaf) -> list[Leaf]:
    """The leaf, or those of its element's like children (tags in a list) where they are most of its text."""
    if leaf.kind != FULL:
        return [leaf]
    at, end = leaf.element, document.ends[leaf.element]
    while (first := at + 1) < end and document.ends[first] == document.ends[at] and document.lengths[first]:
        at = first
    kinds = document.once(kinds_of)
    by_kind: dict[tuple[str, str], list[int]] = {}
    for child in document.children(at):
        if document.text(child):
            by_kind.setdefault((document.tags[child], kinds[child]), []).append(child)
    items = max(by_kind.values(), key=len, default=[])
    shown = sum(len(document.text(item)) for item in items)
    if len(items) < 2 or shown < _MOST * len(leaf.text):
        return [leaf]
    inner = [document.innermost(item) for item in items[:_MAX_VALUES]]
    return [leaf._replace(element=item, text=document.text(item), label="") for item in inner]


def _further(document: Document, before: Leaf | None, last: Leaf) -> Iterator[Leaf]:
    """The values at the same place of the following siblings of the part in which the last one stands.

    After a single value only siblings that are named alike, or items of a list, are taken for further ones.
    """
    kinds, part = document.once(kinds_of), last.element
    if before is not None:
        above = set(document.ancestors(before.element))
        while document.parents[part] >= 0 and document.parents[part] not in above:
            part = document.parents[part]
    elif not kinds[part] and document.tags[part] != "li":
        return
    parent = document.parents[part]
    if parent < last.root:
        return  # beside the record
    place = last.element - part
    for sibling in document.children(parent):
        element = sibling + place
        if sibling <= part or element >= document.ends[sibling] or kinds[sibling] != kinds[part]:
            continue
        if (document.tags[sibling], document.tags[element]) != (document.tags[part], document.tags[last.element]):
            continue
        text = document.text(element) if last.kind == FULL else document.attribute(element, last.kind)
        if text and text.strip():
            yield last._replace(element=element, text=text)
