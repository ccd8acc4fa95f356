"""Which structured item tells of which record of a list: by place, by link, by name, by position."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.document import Document
from scraper.extraction.lists.columns import TEXT_KINDS, Column
from scraper.extraction.lists.item_sets import ItemSet
from scraper.extraction.lists.regions import Span
from scraper.extraction.locale import PageLocale
from scraper.extraction.structured import Node, Scalar
from scraper.extraction.words import label_key

_BY_PLACE, _BY_LINK, _BY_NAME, _BY_POSITION = 1.0, 0.99, 0.97, 0.85
_SHARE = 0.5  # of the items or of the records must be paired, else the set tells of other things
_MIN_START = 12  # characters of a name cut short by which it is known
_MAX_NAME = 300
_URLS = ("url", "@id", "mainentityofpage", "sameas")
_NAMES = ("name", "headline", "title")
_ELLIPSIS = ("…", "...")


@dataclass(frozen=True, slots=True)
class Pairing:
    """The items of a set by number of the record, each with the belief that it is the record's own.

    `rest` are items without a record. `is_surely_alike` says that most of both are paired by more than position.
    """

    source: str
    items: Mapping[int, tuple[Node, float]]
    rest: tuple[Node, ...]
    is_surely_alike: bool


def paired(document: Document, spans: Sequence[Span], found: ItemSet, columns: Sequence[Column]) -> Pairing | None:
    """The items of the set beside the records of these spans (in page order); None where it tells of other things."""
    spots: dict[int, tuple[int, float]] = {}  # number of the item -> number of the record, belief
    if found.source == "microdata":
        spots = _by_place(document, spans, found.nodes)
    links = _links_of(document, spans) if len(spots) < len(found.nodes) else {}
    names = _names_of(columns) if len(spots) < len(found.nodes) else _Names()
    for number, node in enumerate(found.nodes):
        if number not in spots:
            record = _by_link(node, links, document.base_url)
            named = _by_name(node, names)
            if record is not None and (named is None or named == record):
                spots[number] = record, _BY_LINK
            elif named is not None and record is None:
                spots[number] = named, _BY_NAME
    sure = len(set(spots.values()))
    if 2 <= len(found.nodes) == len(spans) and _is_in_step(spots, found.nodes):
        for number in range(len(spans)):
            spots.setdefault(number, (number, _BY_POSITION))
    items = _one_each(found.nodes, spots)
    if len(items) < max(2, _SHARE * min(len(found.nodes), len(spans))):
        return None
    known = {id(node) for node, _ in items.values()}
    rest = tuple(node for node in found.nodes if id(node) not in known)
    is_alike = sure >= max(2, _SHARE * len(found.nodes), _SHARE * len(spans))
    return Pairing(found.source, items, rest, is_alike)


def _one_each(nodes: Sequence[Node], spots: Mapping[int, tuple[int, float]]) -> dict[int, tuple[Node, float]]:
    """The items by record, without the records that several items claim."""
    claims: dict[int, list[tuple[Node, float]]] = {}
    for number, (record, belief) in spots.items():
        claims.setdefault(record, []).append((nodes[number], belief))
    return {record: each[0] for record, each in sorted(claims.items()) if len(each) == 1}


def _is_in_step(spots: Mapping[int, tuple[int, float]], nodes: Sequence[Node]) -> bool:
    """Whether the items stand in the order of the records: most are known to, or all have no link and name to tell."""
    if not spots:
        return not any(urls_of(node) or names_of(node) for node in nodes)
    return all(number == record for number, (record, _) in spots.items()) and 2 * len(spots) >= len(nodes)


def _by_place(document: Document, spans: Sequence[Span], nodes: Sequence[Node]) -> dict[int, tuple[int, float]]:
    """The records that items stand in, or that stand alone in an item."""
    firsts = [first for first, _ in spans]
    found: dict[int, tuple[int, float]] = {}
    for number, node in enumerate(nodes):
        index = document.index_at(node.path)
        if index is None:
            continue
        at = bisect_right(firsts, index) - 1
        if at >= 0 and document.ends[index] <= spans[at][1]:
            found[number] = at, _BY_PLACE
        elif bisect_right(firsts, document.ends[index] - 1) - bisect_right(firsts, index - 1) == 1:
            found[number] = bisect_right(firsts, index - 1), _BY_PLACE
    return found


def _links_of(document: Document, spans: Sequence[Span]) -> dict[str, set[int]]:
    """Where the records' links lead, each with the records that have it."""
    firsts = [first for first, _ in spans]
    found: dict[str, set[int]] = {}
    for link in document.by_tag.get("a", ()):
        at = bisect_right(firsts, link) - 1
        around = at >= 0 and link < spans[at][1]
        record = at if around else _inside_link(document, link, firsts)
        if record is None:
            continue
        href = document.attribute(link, "href")
        target = _target(href, document.base_url) if href else None
        if target:
            found.setdefault(target, set()).add(record)
    return found


def _inside_link(document: Document, link: int, firsts: Sequence[int]) -> int | None:
    """The only record in the link."""
    first = bisect_right(firsts, link)
    return first if first < len(firsts) and bisect_right(firsts, document.ends[link] - 1) == first + 1 else None


def _target(href: str, base_url: str) -> str | None:
    url = parse_url(href, base_url)
    return url.partition("#")[0].rstrip("/").partition("://")[2].removeprefix("www.") if url else None


def _by_link(node: Node, links: Mapping[str, set[int]], base_url: str) -> int | None:
    """The one record that links to where the item does."""
    for url in urls_of(node):
        target = _target(url, base_url)
        for written in (target, target.partition("?")[0].rstrip("/")) if target else ():
            records = links.get(written, set())
            if len(records) == 1:
                return next(iter(records))
    return None


def urls_of(node: Node) -> list[str]:
    """The item's own addresses as written, and those of its offers."""
    offers = [offer for offer in node.properties.get("offers", ())[:1] if isinstance(offer, Node)]
    places = [node.properties.get(name, ()) for name in _URLS] + [offer.properties.get("url", ()) for offer in offers]
    written = [_text(value) for values in places for value in values[:2]]
    return [each for each in written if each and each[:1] != "#" and not each.startswith("_:")]


def own_url(node: Node, locale: PageLocale) -> str | None:
    """The item's own address, absolute."""
    return next((url for each in urls_of(node) if (url := parse_url(each, locale.base_url))), None)


def names_of(node: Node) -> list[str]:
    """What the item is called, as label keys."""
    found = [_text(value) for name in _NAMES for value in node.properties.get(name, ())[:1]]
    return [key for each in found if each and len(each) <= _MAX_NAME and (key := label_key(each))]


def _text(value: object) -> str:
    if isinstance(value, Node):
        inner = value.properties.get("@id") or value.properties.get("url") or ()
        value = inner[0] if inner else None
    return str(value.value).strip() if isinstance(value, Scalar) else ""


@dataclass(frozen=True, slots=True)
class _Names:
    """What records are called, as label keys, with the records of each; `cut` has beginnings of names by their own."""

    whole: dict[str, set[int]] = field(default_factory=dict)
    cut: dict[str, dict[str, set[int]]] = field(default_factory=dict)


def _names_of(columns: Sequence[Column]) -> _Names:
    """The texts by which records may be known."""
    names = _Names()
    for column in columns:
        is_name = column.kind in TEXT_KINDS and (column.heading > 0 or column.linked > 0 or column.wordy > 0)
        if not is_name and column.kind not in ("title", "alt"):
            continue
        if column.distinct < _SHARE or column.length > _MAX_NAME:
            continue
        for number, leaf in column.leaves.items():
            if len(leaf.text) > _MAX_NAME:
                continue
            key = label_key(leaf.text)
            known = names.cut.setdefault(key[:_MIN_START], {}) if leaf.text.endswith(_ELLIPSIS) else names.whole
            known.setdefault(key, set()).add(number)
    return names


def _by_name(node: Node, names: _Names) -> int | None:
    """The one record that is called as the item is, or as it begins."""
    for name in names_of(node):
        starts = names.cut.get(name[:_MIN_START], {}) if len(name) > _MIN_START else {}
        cut = [records for start, records in starts.items() if len(start) >= _MIN_START and name.startswith(start)]
        records = names.whole.get(name) or set[int]().union(*cut)
        if len(records) == 1:
            return next(iter(records))
    return None


def is_own(document: Document, nodes: Iterable[Node], titles: frozenset[str]) -> bool:
    """Whether one of the items is what the page itself is about: it has the page's heading, or its address."""
    own = _target(document.url, document.url)
    return any(
        not titles.isdisjoint(names_of(node)) or any(_target(url, document.base_url) == own for url in urls_of(node))
        for node in nodes
    )
