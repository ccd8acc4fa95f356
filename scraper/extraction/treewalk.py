"""A page's tree as arrays, filled in one pass: structure, flags, names and texts. No readers, no meanings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from scraper.extraction.marks import (
    BLOCK_TAGS,
    HEAD_TAGS,
    MAX_NAME,
    MAX_STYLE,
    NOT_OF_PAGES,
    PAGE_TAGS,
    ROLE_FLAGS,
    TAG_FLAGS,
    Flag,
    named_flags,
    style_flags,
)

_SILENT, _HEAD = Flag.SILENT, Flag.HEAD
SPACE = " "
"""What stands at the boundaries of block elements among the chunks."""
MAX_ELEMENTS = 20_000
"""Elements that are read of one page; the largest page of the labelled corpora has 17,771."""
_NAMING = frozenset(("itemprop", "property", "name", "data-testid", "data-test", "data-qa", "data-hook", "rel"))
_ITEMS = frozenset(("itemprop", "property", "itemscope", "typeof"))
_VALUES = frozenset(("href", "src", "data-src", "data-original", "alt", "datetime", "content", "title", "aria-label"))
"""Attributes that may be values of a record on a list page."""
_READ = _NAMING | _ITEMS | {"class", "id", "role", "style", "hidden", "aria-hidden"}


@dataclass(slots=True)
class Walked:
    """What one pass over a tree gives. Lists have one entry per element in document order, but for `chunks`.

    `texts[i]` is the text of element i before its first child, `tails[i]` the text after it, as written, "" where there
    is none or it is not seen; those after comments belong to what stands before the comment.
    `chunks` are the page's texts, those of element i are `chunks[first[i]:last[i]]`; block elements have a space around
    them. `by_class` has for each class attribute as written its flags and elements, `ids` the id of each element with
    one, `others` the further naming attributes as written, `of_items` the elements with an attribute of microdata or
    RDFa, some more than once, `of_values` those with an attribute that may be a value (href, src, title, …), `unspoken`
    those with aria-hidden, `buttons` those whose role says so. Attributes inside scripts, pictures and the like are not
    read. `is_cut` says that the tree has more elements than were read.
    """

    elements: list[HtmlElement] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    tails: list[str] = field(default_factory=list)
    chunks: list[str] = field(default_factory=list)
    first: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)
    by_class: dict[str, tuple[int, list[int]]] = field(default_factory=dict)
    ids: dict[int, str] = field(default_factory=dict)
    others: dict[int, list[str]] = field(default_factory=dict)
    of_items: list[int] = field(default_factory=list)
    of_values: list[int] = field(default_factory=list)
    unspoken: list[int] = field(default_factory=list)
    buttons: set[int] = field(default_factory=set)
    is_cut: bool = False


def walked(root: HtmlElement) -> Walked:
    """The arrays of the tree below `root`, of any depth, up to MAX_ELEMENTS. Of comments the texts after them count.

    Several short passes and no call for each element: this is what every page pays for every element.
    """
    elements = list(islice(root.iter(etree.Element), MAX_ELEMENTS + 1))
    is_cut = len(elements) > MAX_ELEMENTS
    del elements[MAX_ELEMENTS:]
    indexes = {element: index for index, element in enumerate(elements)}
    parents = [indexes.get(element.getparent(), -1) for element in elements]
    tags = [element.tag for element in elements]
    found = Walked(elements, tags, parents, _ends(parents), is_cut=is_cut)
    _read_attributes(found)
    silent = [flags & _SILENT for flags in found.flags]
    silent_around = [0, *silent]  # by the parent's number + 1: the root's is -1
    found.texts = ["" if no else element.text or "" for element, no in zip(elements, silent, strict=True)]
    found.tails = [
        "" if silent_around[parent + 1] else element.tail or ""
        for element, parent in zip(elements, parents, strict=True)
    ]
    _add_texts_after_comments(found, root, indexes)
    _read_chunks(found)
    return found


def _ends(parents: Sequence[int]) -> list[int]:
    """Where each element's subtree ends."""
    ends = list(range(1, len(parents) + 1))
    for index in range(len(parents) - 1, 0, -1):
        parent = parents[index]
        if ends[parent] < ends[index]:
            ends[parent] = ends[index]
    return ends


def _read_attributes(found: Walked) -> None:
    """Fill in the flags, which elements hand down, and what naming and other attributes say."""
    flags, of_values = found.flags, found.of_values
    kinds: dict[tuple[str, ...], tuple[bool, tuple[str, ...]]] = {}  # pages have the same few sets of attributes
    for index, (element, tag, parent) in enumerate(zip(found.elements, found.tags, found.parents, strict=True)):
        mask = flags[parent] if parent >= 0 else 0
        if mask & _HEAD and tag not in HEAD_TAGS:  # the parser leaves <main> after <title> in the head
            mask &= ~_HEAD
        if not mask & _SILENT:
            mask |= TAG_FLAGS.get(tag, 0)
            if names := tuple(element.keys()):
                kind = kinds.get(names)
                if kind is None:
                    kind = kinds[names] = (not _VALUES.isdisjoint(names), tuple(filter(_READ.__contains__, names)))
                if kind[0]:
                    of_values.append(index)
                if kind[1]:
                    mask |= _own_flags(found, index, (element, kind[1]))
        flags.append(mask)


def _add_texts_after_comments(found: Walked, root: HtmlElement, indexes: Mapping[HtmlElement, int]) -> None:
    """Add what stands after a comment or the like to the text that stands before it."""
    pieces_after: dict[etree._Element, list[str]] = {}  # by comment: what it goes on
    of_texts: dict[int, list[str]] = {}
    of_tails: dict[int, list[str]] = {}
    for node in root.iter(etree.Comment, etree.ProcessingInstruction, etree.Entity):
        before = node.getprevious()
        inside = indexes.get(node.getparent())
        if inside is None:
            continue
        pieces = pieces_after.get(before) if before is not None else None
        if pieces is None:
            kept, index = (of_tails, indexes[before]) if before in indexes else (of_texts, inside)
            pieces = kept.setdefault(index, [])
        pieces_after[node] = pieces
        if node.tail and not found.flags[inside] & _SILENT:
            pieces.append(node.tail)
    for texts, more in ((found.texts, of_texts), (found.tails, of_tails)):
        for index, pieces in more.items():
            texts[index] += "".join(pieces)


def _read_chunks(found: Walked) -> None:
    """Fill in the texts in the order of the page, and which of them are whose."""
    tags, tails, ends, last = found.tags, found.tails, found.ends, found.last
    chunks, first, add = found.chunks, found.first, found.chunks.append
    last.extend([0] * len(tags))
    is_block = [tag in BLOCK_TAGS for tag in tags]
    opened: list[int] = []
    for index, text in enumerate((*found.texts, "")):
        while opened and ends[opened[-1]] <= index:
            closed = opened.pop()
            last[closed] = len(chunks)
            if is_block[closed]:
                add(SPACE)
            if tail := tails[closed]:
                add(tail)
        if index == len(tags):
            break
        if is_block[index]:
            add(SPACE)
        first.append(len(chunks))
        if text:
            add(text)
        opened.append(index)


def _own_flags(found: Walked, index: int, attributes: tuple[HtmlElement, Sequence[str]]) -> int:
    """The flags that these attributes of _READ set; naming ones are noted."""
    element, names = attributes
    flags = 0
    for name in names:
        value = element.get(name) or ""
        if name == "class":
            known = found.by_class.get(value)
            if known is None:
                known = found.by_class[value] = (named_flags(value[:MAX_NAME]), [])
            known[1].append(index)
            flags |= known[0]
        elif name == "id":
            found.ids[index] = value
            flags |= named_flags(value[:MAX_NAME])
        elif name == "style":
            flags |= style_flags(value[:MAX_STYLE])
        elif name == "role":
            flags |= ROLE_FLAGS.get(value, 0)
            if value == "button":
                found.buttons.add(index)
        elif name == "hidden":
            flags |= Flag.HIDDEN
        elif name == "aria-hidden":
            found.unspoken.extend([index] if value == "true" else ())
        else:
            if name in _ITEMS:
                found.of_items.append(index)
            if name in _NAMING:
                found.others.setdefault(index, []).append(value)
    return flags & NOT_OF_PAGES if flags and found.tags[index] in PAGE_TAGS else flags
