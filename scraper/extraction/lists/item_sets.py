"""Sets of structured items that a page says are alike: an ItemList, several products in one @graph, one item a card.

They come from JSON-LD, microdata and RDFa. Which of them are the page's records is decided elsewhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from scraper.extraction.document import Document
from scraper.extraction.lists.item_keys import names_of, urls_of
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.sources.microdata import microdata_items
from scraper.extraction.structured import FURNITURE, Node, Scalar, Value
from scraper.extraction.words import word_set

MAX_ITEMS = 2_000  # of a set, as many as records are read of a page
_MAX_NODES = 8_000  # of a page that are looked into for sets
_MAX_SETS = 30
_MAX_DEPTH = 8
LISTED = ("itemlistelement", "@list")
# What is about one thing: several things in it are parts of it (offers, reviews, steps), no records.
WHOLES = word_set(
    "product productgroup recipe article newsarticle blogposting socialmediaposting jobposting event musicevent "
    "book movie videoobject review offer aggregateoffer person question answer howto course aggregaterating "
    "listitem breadcrumblist sitenavigationelement"
)
NO_RECORDS = word_set("breadcrumblist sitenavigationelement breadcrumb")
# A position's own properties say the same of its item.
_OF_ITEM = ("url", "name", "image", "description")


@dataclass(frozen=True, slots=True)
class ItemSet:
    """Like items in page order; `source` is "json_ld" or "microdata". `is_listed`: the page calls it a list.

    Then its items may be of several types (concerts and plays).
    """

    source: str
    nodes: tuple[Node, ...]
    is_listed: bool = False


def item_sets(document: Document) -> list[ItemSet]:
    """The page's sets of two or more items, declared lists first, then the largest; kept with it by `Document.once`."""
    found = [
        each
        for source, items in (("json_ld", json_ld_items), ("microdata", microdata_items))
        for each in _sets(source, document.once(items), document.base_url)
    ]
    return sorted(found, key=lambda each: (not each.is_listed, -len(each.nodes)))[:_MAX_SETS]


def _sets(source: str, top: Sequence[Node], base_url: str) -> Iterator[ItemSet]:
    for node in _walked(top):
        if NO_RECORDS.isdisjoint(node.types):
            yield from _sets_in(source, node, base_url)
    things = [node for node in top if FURNITURE.isdisjoint(node.types)]
    yield from (ItemSet(source, alike) for alike in _alike(source, things, base_url))


def _sets_in(source: str, node: Node, base_url: str) -> Iterator[ItemSet]:
    for name, values in node.properties.items():
        nodes = [value for value in values if isinstance(value, Node)]
        if name in LISTED and len(nodes) > 1:
            listed = [each for each in map(_without_position, nodes) if each.properties]
            once = _each_once(source, listed, base_url)
            yield from (ItemSet(source, each, is_listed=True) for each in (once,) if len(each) > 1)
        elif len(nodes) > 1 and WHOLES.isdisjoint(node.types):
            yield from (ItemSet(source, alike) for alike in _alike(source, nodes, base_url))


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


def _alike(source: str, nodes: Sequence[Node], base_url: str) -> Iterator[tuple[Node, ...]]:
    """The nodes of each type, where there are several; those without any type are of one."""
    by_type: dict[tuple[str, ...], list[Node]] = {}
    for node in nodes:
        by_type.setdefault(node.types, []).append(node)
    found = (_each_once(source, alike, base_url) for alike in by_type.values())
    yield from (once for once in found if len(once) > 1)


def _each_once(source: str, nodes: Sequence[Node], base_url: str) -> tuple[Node, ...]:
    """The first `MAX_ITEMS` nodes, those that come again left out; marked elements are as many as the page has."""
    known: dict[object, Node] = {}
    for node in nodes:
        urls = urls_of(node, base_url) if source == "json_ld" else []
        known.setdefault((node.types, *urls[:1], *names_of(node)[:1]) if urls else node.path, node)
    return tuple(known.values())[:MAX_ITEMS]


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
