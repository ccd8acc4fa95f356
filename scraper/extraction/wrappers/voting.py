"""Which ways to a field agree with the slow path on the pages read: candidates, votes, and the choice among them."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.fields import FieldSpec
from scraper.extraction.words import clean
from scraper.extraction.wrappers.agreement import is_same
from scraper.extraction.wrappers.cuts import cuts_of
from scraper.extraction.wrappers.examples import CONFIDENT, Example, Known, Spot
from scraper.extraction.wrappers.explicit import explicit_findings
from scraper.extraction.wrappers.findings import Finding
from scraper.extraction.wrappers.matches import by_record, elements, raw_values
from scraper.extraction.wrappers.places import MAX_LABEL, literal, ways_to, ways_to_all
from scraper.extraction.wrappers.readers import Reader
from scraper.extraction.wrappers.sightings import sightings
from scraper.extraction.wrappers.texts import script_types
from scraper.extraction.wrappers.values import value_at
from scraper.extraction.wrappers.votes import At, Vote, ease_of
from scraper.extraction.wrappers.wrapper import Place

_SEEDS = 6  # records of a page whose places candidates are made from
_MAX_WAYS = 160  # candidates of a field
_MAX_WRONG = 0.02  # share of a place's values that may differ from the slow path's
_MAX_EXTRA = 0.1  # share of them that may stand where the slow path has none
_MAX_ALTERNATIVES = 4
_LEFT_OUT = 0.02  # share of the known values that need not be found
_MIN_WITNESSED = 0.7  # share of the values that a witness speaks of
_MAX_WITNESSES = 2
# What to prefer of ways that agree alike. In lists cheap ones that are one query for all records; elsewhere those that
# last.
_LIST_ORDER = {"explicit": 0, "structure": 1, "name": 2, "tag": 3, "label": 4, "markup": 5, "url": 6, "content": 7}
_DETAIL_ORDER = {"explicit": 0, "markup": 1, "label": 2, "name": 3, "tag": 4, "structure": 5, "url": 6, "content": 7}
_WITNESS_ORDER = {"markup": 0, "label": 1, "name": 2, "tag": 3, "structure": 4}


@dataclass(frozen=True, slots=True)
class Ground:
    """The examples that are learnt from and, for lists, the expression of their records."""

    examples: Sequence[Example]
    record: str

    def matches(self, xpath: str, number: int) -> list[list[HtmlElement]]:
        """What the expression finds in each record of the example."""
        example = self.examples[number]
        if not xpath:
            return [[root] for root in example.roots]
        if not self.record:
            return [elements(xpath, example.page.root)]
        return by_record(example.page.root, self.record, example.roots, xpath)


class Election:
    """The votes on one field. `known` are the slow path's values of the field by place."""

    def __init__(self, ground: Ground, spec: FieldSpec) -> None:
        self.ground = ground
        self.spec = spec
        self.reader = Reader(spec)
        self.known: dict[At, Known] = {
            (number, row): known[spec.name]
            for number, example in enumerate(ground.examples)
            for row, known in enumerate(example.known)
            if spec.name in known
        }
        self.sure = {at for at, known in self.known.items() if known.confidence >= CONFIDENT} or set(self.known)
        self.values: dict[tuple[int, int, str, tuple[str, ...]], Finding | None] = {}

    def votes(self) -> list[Vote]:
        """The votes on all candidates that are right somewhere."""
        found: dict[tuple[str, str, tuple[str, ...]], Vote] = {}
        for place in self._candidates():
            key = (place.xpath, place.part, place.cut)
            if key not in found and len(found) < _MAX_WAYS:
                found[key] = self.vote(place)
        return [vote for vote in found.values() if vote.right]

    def vote(self, place: Place) -> Vote:
        """What the place gives on all examples."""
        vote = Vote(place)
        for number in range(len(self.ground.examples)):
            for row, found in enumerate(self.ground.matches(place.xpath, number)):
                if found:
                    self._count(vote, (number, row), found)
        return vote

    def _count(self, vote: Vote, at: At, found: list[HtmlElement]) -> None:
        finding = self._finding(vote.place, at[0], found)
        if finding is None:
            return
        vote.findings[at] = finding
        vote.most = max(vote.most, len(found))
        if finding.element is not None:
            vote.add_names(finding.element, self.ground.examples[at[0]].roots[at[1]])
        if at not in self.known:
            vote.extra.add(at)
        elif is_same(finding.value, self.known[at].value):
            vote.right.add(at)
        elif at in self.sure:
            vote.wrong.add(at)

    def _finding(self, place: Place, number: int, found: list[HtmlElement]) -> Finding | None:
        example = self.ground.examples[number]
        if place.kind == "explicit":
            return explicit_findings(found[0], self.spec, example.locale)
        key = (number, hash(tuple(found)), place.part, place.cut)
        if key not in self.values:
            how, where = (self.spec, self.reader), (example.page, example.locale)
            self.values[key] = value_at(place, found, how, where)
        return self.values[key]

    def _candidates(self) -> Iterator[Place]:
        if self.spec.selector is not None and self.spec.selector.xpath is not None:
            yield Place("explicit", "")
            return
        cuts = self._cuts()
        for number, row, known in self._seeds():
            example = self.ground.examples[number]
            if known.is_main_text:
                yield Place("content", "")
            elif known.spot is None:
                yield from (Place("url", "", cut=cut) for cut in self._url_cuts())
            elif known.spot.part[:1] == "#":
                yield from _script_places(known.spot, is_array=self.spec.is_array)
            else:
                values = _value_labels(example.known[row])
                for place in self._places(known.spot, example.roots[row]):
                    if not any(each in place.xpath for each in values):
                        yield from (replace(place, cut=cut) for cut in cuts)
        if not self.ground.record and not self.spec.is_array:
            for number, _, known in self._seeds():
                for spot in sightings(self.ground.examples[number], known, (self.spec, self.reader)):
                    yield from self._places(spot, self.ground.examples[number].page.root)

    def _seeds(self) -> Iterator[tuple[int, int, Known]]:
        """Some records of each example that have the field, spread over the page."""
        for number, example in enumerate(self.ground.examples):
            rows = [row for row in range(len(example.roots)) if (number, row) in self.sure]
            for row in rows[:: max(1, len(rows) // _SEEDS)][:_SEEDS]:
                yield number, row, self.known[number, row]

    def _places(self, spot: Spot, root: HtmlElement) -> Iterator[Place]:
        if spot.part == "?":
            return
        ways = ways_to_all(spot.element, root) if self.spec.is_array else ways_to(spot.element, root)
        for kind, xpath in ways:
            if self.ground.record and xpath.startswith("id("):
                continue
            yield Place("markup" if spot.element.tag == "meta" else kind, xpath, spot.part)

    def _cuts(self) -> list[tuple[str, ...]]:
        selector = self.spec.selector
        if selector is not None and selector.regex:
            return [("regex",)]
        pairs: list[tuple[str, str]] = []
        for _, _, known in self._seeds():
            if known.spot is not None and known.spot.part[:1] not in ("#", "?"):
                raws = raw_values(known.spot.element, known.spot.part)
                pairs.extend((str(raw), known.text) for raw, _ in raws[:1])
        return cuts_of(pairs, self.ground.examples[0].locale, self.spec)

    def _url_cuts(self) -> list[tuple[str, ...]]:
        pairs = [(self.ground.examples[n].page.url, known.text) for n, _, known in self._seeds() if known.spot is None]
        return cuts_of(pairs, self.ground.examples[0].locale, self.spec)

    def chosen(self, votes: Sequence[Vote]) -> list[Vote]:
        """The places to ask in order, each for what those before do not find; empty where values stay unfound."""
        left, asked, chosen = set(self.sure), set[At](), list[Vote]()
        while len(left) > _LEFT_OUT * len(self.sure) and len(chosen) < _MAX_ALTERNATIVES:
            best = self.best(votes, left, asked)
            if best is None:
                return []
            chosen.append(best)
            left -= best.right
            asked |= set(best.findings)
        return chosen if not left & asked or len(left & asked) <= _MAX_WRONG * len(self.sure) else []

    def best(self, votes: Sequence[Vote], left: Set[At], asked: Set[At] = frozenset()) -> Vote | None:
        """The place to ask next: right on most of what is `left`, where it has no say on what was `asked` before."""
        order = _LIST_ORDER if self.ground.record else _DETAIL_ORDER
        best, gain = None, (0, 0, 0, 0, 0)
        for vote in votes:
            right, wrong, extra = (len(each - asked) for each in (vote.right & left, vote.wrong, vote.extra))
            if wrong > _MAX_WRONG * right or extra > _MAX_EXTRA * right + 0.5 or not right:
                continue
            if not self.ground.record and len(vote.right) < 2 and not vote.is_telling:
                continue
            worth = (right, len(vote.right - asked), -extra, -order[vote.place.kind], ease_of(vote))
            if worth > gain or best is None:
                best, gain = vote, worth
        return best

    def witnesses(self, votes: Sequence[Vote], chosen: Sequence[Vote]) -> list[Vote]:
        """Places of other kinds that said the same wherever they spoke."""
        found: dict[str, Vote] = {}
        own = {vote.place.kind for vote in chosen[:1]}
        for vote in votes:
            kind = vote.place.kind
            if kind in own or kind not in _WITNESS_ORDER or vote.wrong:
                continue
            if len(vote.extra) > _MAX_EXTRA * len(vote.right) or len(vote.right) < _MIN_WITNESSED * len(self.sure):
                continue
            if kind not in found or (len(vote.right), ease_of(vote)) > (len(found[kind].right), ease_of(found[kind])):
                found[kind] = vote
        return sorted(found.values(), key=lambda vote: _WITNESS_ORDER[vote.place.kind])[:_MAX_WITNESSES]


def _value_labels(known: Mapping[str, Known]) -> list[str]:
    """Conditions on labels that are values of the record: "Anna Berg" before the number of her book is no label."""
    texts = (literal(clean(each.text)) for each in known.values() if len(each.text) <= MAX_LABEL)
    return [f"[normalize-space()={text}]" for text in texts if text is not None]


def _script_places(spot: Spot, *, is_array: bool) -> Iterator[Place]:
    """Ways to a value in a script: by the type of its item, by the script's id, by where the script stands."""
    pointer = spot.part[1:]
    is_linked = "ld+json" in (spot.element.get("type") or "")
    pointers = _open_pointers(pointer) if is_array else [pointer]
    for item_type, rest in script_types(spot.element, pointer) if is_linked else []:
        kind = literal(spot.element.get("type") or "")
        if kind is not None and "/" not in item_type and "#" not in item_type:
            for each in _open_pointers(rest) if is_array else [rest]:
                yield Place("markup", f".//script[@type={kind}]", f"#{item_type}{each}", is_single=False)
    if not is_linked:
        for kind_, xpath in ways_to(spot.element, spot.element.getroottree().getroot()):
            if kind_ in ("name", "structure"):
                yield from (Place("markup", xpath, f"#{each}") for each in pointers)


def _open_pointers(pointer: str) -> list[str]:
    """The pointer, and the pointers of all elements of each array that it leads through."""
    steps = pointer.split("/")
    found = [pointer]
    for at in range(len(steps) - 1, 0, -1):
        if steps[at].isdigit():
            if at == len(steps) - 1:
                found.append("/".join(steps[:at]))
            found.append("/".join([*steps[:at], "*", *steps[at + 1 :]]))
    return found


def varied(findings: Mapping[At, Finding]) -> bool:
    """Whether the records of one page differ in what was found."""
    by_page: dict[int, set[Any]] = {}
    for (number, _), finding in findings.items():
        by_page.setdefault(number, set()).add(repr(finding.value))
    return all(len(values) > 1 for values in by_page.values())
