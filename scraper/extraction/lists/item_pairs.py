"""Which structured item tells of which record of a list: by place, by link, by name, by position."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scraper.extraction.document import Document
from scraper.extraction.lazy import lazy
from scraper.extraction.lists.columns import TEXT_KINDS, Column
from scraper.extraction.lists.item_keys import MAX_NAME, is_place_of, names_of, target_of, urls_of
from scraper.extraction.lists.item_sets import ItemSet
from scraper.extraction.lists.regions import Span
from scraper.extraction.structured import Node
from scraper.extraction.words import label_key

_BY_PLACE, _BY_LINK, _BY_NAME, _BY_POSITION = 1.0, 0.99, 0.97, 0.85
_SHARE = 0.5  # of the items or of the records must be paired, else the set tells of other things
_ALIKE = 0.5  # of the words of the shorter of two names, for an item to be known by its position
_MIN_START = 12  # characters of a name cut short by which it is known
_ELLIPSIS = ("…", "...")


@dataclass(frozen=True, slots=True)
class Pairing:
    """The items of a set by number of the record, each with the belief that it is the record's own.

    `rest` are items that no record has anything of, neither link nor name. `is_surely_alike` says that most of both are
    paired by more than position.
    """

    source: str
    items: Mapping[int, tuple[Node, float]]
    rest: tuple[Node, ...]
    is_surely_alike: bool


@dataclass(frozen=True, slots=True)
class _Spot:
    """The records that an item is taken for: one, or several that repeat it; none where link and name are at odds."""

    records: frozenset[int]
    belief: float


@dataclass(frozen=True)
class Shown:
    """The records (spans in page order) with what items may know them by, found when it is asked for."""

    document: Document
    spans: Sequence[Span]
    columns: Sequence[Column]

    @lazy
    def links(self) -> Mapping[str, set[int]]:
        """Where the records' links lead, each with the records that have it."""
        return _links_of(self.document, self.spans)

    @lazy
    def names(self) -> "_Names":
        """What the records are called."""
        return _names_of(self.columns)


def paired(shown: Shown, found: ItemSet) -> Pairing | None:
    """The items of the set beside the records; None where it tells of other things."""
    document, spans = shown.document, shown.spans
    spots = _by_place(document, spans, found.nodes) if found.source == "microdata" else {}
    links, names = (shown.links, shown.names) if len(spots) < len(found.nodes) else ({}, _Names())
    for number, node in enumerate(found.nodes):
        spot = _spot(node, links, names, document.base_url) if number not in spots else None
        if spot is not None:
            spots[number] = spot
    unknown = {number: node for number, node in enumerate(found.nodes) if number not in spots}
    if 2 <= len(found.nodes) == len(spans) and _is_in_step(spots, found.nodes, document.base_url):
        spots |= _by_position(unknown, links, names, document.base_url)
    items = _one_each(found.nodes, spots)
    if len(items) < max(2, _SHARE * min(len(found.nodes), len(spans))):
        return None
    # What is marked on the page is there to be read: in side columns, among related items or hidden it is no record.
    rest = [node for number, node in unknown.items() if number not in spots and found.source != "microdata"]
    sure = sum(belief > _BY_POSITION for _, belief in items.values())
    is_alike = sure >= max(2, _SHARE * len(found.nodes), _SHARE * len(spans))
    return Pairing(found.source, items, tuple(rest), is_alike)


def together(one: Pairing, other: Pairing) -> Pairing:
    """Two pairings of one source as one if they share no record, else the one with more; the rest is that one's."""
    more, less = (one, other) if len(one.items) >= len(other.items) else (other, one)
    if not more.items.keys().isdisjoint(less.items):
        return more
    return Pairing(more.source, {**more.items, **less.items}, more.rest, more.is_surely_alike)


def _one_each(nodes: Sequence[Node], spots: Mapping[int, _Spot]) -> dict[int, tuple[Node, float]]:
    """The items by record, without the records that several items claim."""
    claims: dict[int, list[tuple[Node, float]]] = {}
    for number, spot in spots.items():
        for record in spot.records:
            claims.setdefault(record, []).append((nodes[number], spot.belief))
    return {record: each[0] for record, each in sorted(claims.items()) if len(each) == 1}


def _spot(node: Node, links: Mapping[str, set[int]], names: "_Names", base_url: str) -> _Spot | None:
    """What link and name of the item say; None where neither is known of any record.

    Several records with both its link and its name all show it; of several with one of these it is not known which.
    """
    linked, named = _linked(node, links, base_url), _named(node, names)
    if not linked and not named:
        return None
    both = linked & named if linked and named else linked or named
    if len(both) > 1 and not (linked and named):
        both = set()
    return _Spot(frozenset(both), _BY_LINK if linked else _BY_NAME)


def _is_in_step(spots: Mapping[int, _Spot], nodes: Sequence[Node], base_url: str) -> bool:
    """Whether the items stand in the order of the records: most are known to, or all have no link and name to tell."""
    if not spots:
        return not any(urls_of(node, base_url) or names_of(node) for node in nodes)
    are_there = all(number in spot.records for number, spot in spots.items() if spot.records)
    return are_there and 2 * sum(bool(spot.records) for spot in spots.values()) >= len(nodes)


def _by_position(
    unknown: Mapping[int, Node], links: Mapping[str, set[int]], names: "_Names", base_url: str
) -> dict[int, _Spot]:
    """The items at the positions of records that neither their link nor their name speaks against."""
    linking, called = set[int]().union(*links.values()), names.by_record()
    return {
        number: _Spot(frozenset((number,)), _BY_POSITION)
        for number, node in unknown.items()
        if not (urls_of(node, base_url) and number in linking) and _may_be_called(node, called.get(number, ()))
    }


def _may_be_called(node: Node, called: Sequence[str]) -> bool:
    """Whether the item has no name, or the record none, or half of the words of the shorter are the other's."""
    words, others = [[frozenset(name.split()) for name in names] for names in (names_of(node), called)]
    if not words or not others:
        return True
    return any(len(one & other) >= _ALIKE * min(len(one), len(other)) for one in words for other in others)


def _by_place(document: Document, spans: Sequence[Span], nodes: Sequence[Node]) -> dict[int, _Spot]:
    """The records that items stand in, or that stand alone in an item."""
    firsts = [first for first, _ in spans]
    found: dict[int, _Spot] = {}
    for number, node in enumerate(nodes):
        index = document.index_at(node.path)
        if index is None:
            continue
        at = bisect_right(firsts, index) - 1
        if at >= 0 and document.ends[index] <= spans[at][1]:
            found[number] = _Spot(frozenset((at,)), _BY_PLACE)
        elif bisect_right(firsts, document.ends[index] - 1) - bisect_right(firsts, index - 1) == 1:
            found[number] = _Spot(frozenset((bisect_right(firsts, index - 1),)), _BY_PLACE)
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
        target = target_of(href, document.base_url) if href and not is_place_of(document.base_url, href) else None
        if target:
            found.setdefault(target, set()).add(record)
    return found


def _inside_link(document: Document, link: int, firsts: Sequence[int]) -> int | None:
    """The only record in the link."""
    first = bisect_right(firsts, link)
    return first if first < len(firsts) and bisect_right(firsts, document.ends[link] - 1) == first + 1 else None


def _linked(node: Node, links: Mapping[str, set[int]], base_url: str) -> set[int]:
    """The records that link to where the item does; of several addresses the one that fewest records have tells."""
    targets = [target for url in urls_of(node, base_url) if (target := target_of(url, base_url))]
    written = [each for target in targets for each in (target, target.partition("?")[0].rstrip("/"))]
    return min((links[each] for each in written if each in links), key=len, default=set())


@dataclass(frozen=True, slots=True)
class _Names:
    """What records are called, as label keys, with the records of each; `cut` are beginnings of names."""

    whole: Mapping[str, set[int]] = field(default_factory=dict)
    cut: "Beginnings" = field(default_factory=lambda: Beginnings({}))

    def by_record(self) -> dict[int, list[str]]:
        """The names of each record, whole and cut short."""
        found: dict[int, list[str]] = {}
        for known in (self.whole, self.cut.known):
            for key, records in known.items():
                for record in records:
                    found.setdefault(record, []).append(key)
        return found


class Beginnings:
    """Names cut short with the records of each. Those that a name goes on from are found without asking each of them:
    the last one in alphabetical order that is not behind the name, and those that it goes on from itself."""

    def __init__(self, known: Mapping[str, set[int]]) -> None:
        self.known = known
        self._starts = sorted(start for start in known if len(start) >= _MIN_START)
        self._before: list[int] = []  # by number: that of the longest other start that it goes on from, or -1
        trail: list[int] = []
        for number, start in enumerate(self._starts):
            while trail and not start.startswith(self._starts[trail[-1]]):
                trail.pop()
            self._before.append(trail[-1] if trail else -1)
            trail.append(number)

    def of(self, name: str) -> set[int]:
        """The records whose names cut short the name goes on from."""
        found: set[int] = set()
        at = bisect_right(self._starts, name) - 1 if len(name) > _MIN_START else -1
        while at >= 0:
            if name.startswith(self._starts[at]):
                found |= self.known[self._starts[at]]
            at = self._before[at]
        return found


def _names_of(columns: Sequence[Column]) -> _Names:
    """The texts by which records may be known."""
    whole: dict[str, set[int]] = {}
    cut: dict[str, set[int]] = {}
    for column in columns:
        is_name = column.kind in TEXT_KINDS and (column.heading > 0 or column.linked > 0 or column.wordy > 0)
        if not is_name and column.kind not in ("title", "alt"):
            continue
        if column.distinct < _SHARE or column.length > MAX_NAME:
            continue
        for number, leaf in column.leaves.items():
            if len(leaf.text) > MAX_NAME:
                continue
            known = cut if leaf.text.endswith(_ELLIPSIS) else whole
            known.setdefault(label_key(leaf.text), set()).add(number)
    return _Names(whole, Beginnings(cut))


def _named(node: Node, names: _Names) -> set[int]:
    """The records that are called as the item is, or as it begins; of several names the most telling one counts."""
    found = [names.whole.get(name) or names.cut.of(name) for name in names_of(node)]
    return min(filter(None, found), key=len, default=set())
