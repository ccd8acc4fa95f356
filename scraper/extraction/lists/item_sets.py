"""Sets of structured items that a page says are alike: an ItemList, several products in one @graph, one item a card.

They come from JSON-LD, microdata and RDFa. Which of them are the page's records is decided elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scraper.extraction.document import Document
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.sources.microdata import microdata_items
from scraper.extraction.structured import FURNITURE, Node, Scalar, Value
from scraper.extraction.words import word_set

MAX_ITEMS = 2_000  # of a set, as many as records are read of a page
_MAX_NODES = 20_000
_MAX_SETS = 30
_MAX_DEPTH = 8
_LISTED = ("itemlistelement", "@list")
# What is about one thing: several things in it are parts of it (offers, reviews, steps), no records.
_WHOLES = word_set(
    "product productgroup recipe article newsarticle blogposting socialmediaposting jobposting event musicevent "
    "book movie videoobject review offer aggregateoffer person question answer howto course aggregaterating "
    "listitem breadcrumblist sitenavigationelement"
)
_NO_RECORDS = word_set("breadcrumblist sitenavigationelement breadcrumb")
# A position's own properties say the same of its item.
_OF_ITEM = ("url", "name", "image", "description")


@dataclass(frozen=True, slots=True)
class ItemSet:
    """Like items in page order; `source` is "json_ld" or "microdata". `is_listed`: the page calls it a list."""

    source: str
    nodes: tuple[Node, ...]
    is_listed: bool = False


def item_sets(document: Document) -> list[ItemSet]:
    """The page's sets of two or more items, declared lists first, then the largest; kept with it by `Document.once`."""
    found = [
        each
        for source, items in (("json_ld", json_ld_items), ("microdata", microdata_items))
        for each in _sets(source, document.once(items))
    ]
    return sorted(found, key=lambda each: (not each.is_listed, -len(each.nodes)))[:_MAX_SETS]


def _sets(source: str, top: Sequence[Node]) -> Iterator[ItemSet]:
    for node in _walked(top):
        if _NO_RECORDS.isdisjoint(node.types):
            yield from _sets_in(source, node)
    yield from (ItemSet(source, alike) for alike in _alike([node for node in top if FURNITURE.isdisjoint(node.types)]))


def _sets_in(source: str, node: Node) -> Iterator[ItemSet]:
    for name, values in node.properties.items():
        nodes = [value for value in values if isinstance(value, Node)]
        if name in _LISTED and len(nodes) > 1:
            listed = [each for each in map(_without_position, nodes) if each.properties]
            yield from (ItemSet(source, alike, is_listed=True) for alike in _alike(listed))
        elif len(nodes) > 1 and _WHOLES.isdisjoint(node.types):
            yield from (ItemSet(source, alike) for alike in _alike(nodes))


def _walked(top: Sequence[Node]) -> Iterator[Node]:
    """The nodes and all nodes in them, each once."""
    stack: list[tuple[Node, int]] = [(node, 0) for node in reversed(top)]
    seen: set[int] = set()
    while stack and len(seen) < _MAX_NODES:
        node, depth = stack.pop()
        if id(node) in seen or depth > _MAX_DEPTH:
            continue
        seen.add(id(node))
        yield node
        inner = [value for values in node.properties.values() for value in values if isinstance(value, Node)]
        stack.extend((each, depth + 1) for each in reversed(inner))


def _alike(nodes: Sequence[Node]) -> Iterator[tuple[Node, ...]]:
    """The nodes of each type, where there are several; those without any type are of one."""
    by_type: dict[tuple[str, ...], dict[str, Node]] = {}
    for node in nodes:
        by_type.setdefault(node.types, {}).setdefault(node.path, node)
    yield from (tuple(alike.values())[:MAX_ITEMS] for alike in by_type.values() if len(alike) > 1)


def _without_position(node: Node) -> Node:
    """What stands at a position of a list: its item with what the position says of it, or the position itself."""
    if "listitem" not in node.types and "item" not in node.properties:
        return node
    items = node.properties.get("item", [])
    inner = next((item for item in items if isinstance(item, Node)), None)
    own = {name: node.properties[name] for name in _OF_ITEM if name in node.properties}
    if inner is not None:
        return replace(inner, properties={**own, **inner.properties})
    links: list[Value] = [item for item in items if isinstance(item, Scalar)]
    return Node((), node.path, {**({"url": links} if links else {}), **own})
