"""A page's tree as arrays, filled in one pass: structure, flags, names and texts. No readers, no meanings."""

from dataclasses import dataclass, field

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
    RDFa, some more than once, `of_values` those with an attribute that may be a value (href, src, title, …), some more
    than once, `unspoken` those with aria-hidden, `buttons` those whose role says so. Attributes inside scripts,
    pictures and the like are not read. `is_cut` says that the tree has more elements than were read.
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

    One long loop: this is what every page pays for every element, and each call would be a tenth of it.
    """
    found = Walked()
    elements, tags, parents, ends, flags = found.elements, found.tags, found.parents, found.ends, found.flags
    texts, tails = found.texts, found.tails
    chunks, first, last, add = found.chunks, found.first, found.last, found.chunks.append
    nodes, indexes, masks = [root.getparent()], [-1], [0]  # what is open, from the outside in
    top, index, mask, closed = nodes[0], -1, 0, -1
    late: dict[tuple[bool, int], list[str]] = {}  # texts after comments, by whether they stand after which element
    for node in root.iter():
        parent = node.getparent()
        while top is not parent:
            ends[index], last[index] = len(tags), len(chunks)
            if tags[index] in BLOCK_TAGS:
                add(SPACE)
            nodes.pop()
            indexes.pop()
            masks.pop()
            mask = masks[-1]
            if (text := top.tail) and not mask & _SILENT:
                add(text)
                tails[index] = text
            top, closed, index = nodes[-1], index, indexes[-1]
        tag = node.tag
        if tag.__class__ is not str:  # a comment or the like
            if (text := node.tail) and not mask & _SILENT:
                add(text)
                late.setdefault((closed > index, max(closed, index)), []).append(text)
            continue
        if len(tags) >= MAX_ELEMENTS:
            found.is_cut = True
            break
        parents.append(index)
        index = len(tags)
        elements.append(node)
        tags.append(tag)
        tails.append("")
        ends.append(0)
        last.append(0)
        if mask & _HEAD and tag not in HEAD_TAGS:  # the parser leaves <main> after <title> in the head
            mask &= ~_HEAD
        if not mask & _SILENT:
            mask |= TAG_FLAGS.get(tag, 0)
            if names := node.keys():
                mask |= _own_flags(found, index, (node, names))
        flags.append(mask)
        top = node
        nodes.append(node)
        indexes.append(index)
        masks.append(mask)
        if tag in BLOCK_TAGS:
            add(SPACE)
        first.append(len(chunks))
        if (text := node.text) and not mask & _SILENT:
            add(text)
            texts.append(text)
        else:
            texts.append("")
    while indexes[1:]:
        masks.pop()
        _close(found, indexes.pop(), (nodes.pop(), masks[-1]))
    for (is_after, index), pieces in late.items():
        if index >= 0:
            kept = tails if is_after else texts
            kept[index] = "".join((kept[index], *pieces))
    return found


def _close(found: Walked, index: int, outside: tuple[HtmlElement, int]) -> None:
    """What the loop does with an element that ends, for those that the end of the page ends."""
    node, mask = outside
    found.ends[index], found.last[index] = len(found.tags), len(found.chunks)
    if found.tags[index] in BLOCK_TAGS:
        found.chunks.append(SPACE)
    if (text := node.tail) and not mask & _SILENT:
        found.chunks.append(text)
        found.tails[index] = text


def _own_flags(found: Walked, index: int, attributes: tuple[HtmlElement, list[str]]) -> int:
    """The flags that the attributes set; naming ones are noted."""
    element, names = attributes
    flags = 0
    for name in names:
        if name in _VALUES:
            found.of_values.append(index)
            continue
        if name not in _READ:
            continue
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
