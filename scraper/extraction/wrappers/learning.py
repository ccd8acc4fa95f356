"""Learns a wrapper from a template's first pages and what the slow path read on them; nobody labels anything.

For each field the ways that lead to the slow path's confident values are enumerated on each page and voted on over all
of them; those that agree are kept, ranked by how many values they find and by what tends to last. The wrapper is
adopted only if it then reads the same pages alike.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations

from lxml.html import HtmlElement

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.fields import FieldSpec
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import ExtractOptions
from scraper.extraction.wrappers.agreement import agreement
from scraper.extraction.wrappers.applying import Applier
from scraper.extraction.wrappers.beyond import is_read_beyond
from scraper.extraction.wrappers.examples import Example
from scraper.extraction.wrappers.findings import Finding
from scraper.extraction.wrappers.matches import elements, has_neighbours, neighbours
from scraper.extraction.wrappers.names import stable_classes
from scraper.extraction.wrappers.places import Way, ways_to
from scraper.extraction.wrappers.profiles import profile_of
from scraper.extraction.wrappers.votes import At, Vote
from scraper.extraction.wrappers.voting import Election, Ground, varied
from scraper.extraction.wrappers.wrapper import FieldWrapper, Place, PlaceKind, Wrapper

TOLERANCE = 0.03
"""Share of a field's confident values in which a wrapper may differ on the pages that it is learnt from."""

_DISPENSABLE = 0.25  # fill times confidence; a field below it may be left out of a wrapper if no way leads to it
_RECORD_ORDER = {"name": 0, "structure": 1, "label": 2, "tag": 3}
_MAX_NEIGHBOURS = 6
_MIN_ORDERED = 3  # records with both numbers before an order of them is believed


def learn(examples: Sequence[Example], schema: RecordSchema, options: ExtractOptions) -> Wrapper | None:
    """A wrapper that reads all the examples as the slow path did, or None where there is none."""
    modes = {example.extraction.mode for example in examples}
    if len(modes) != 1:
        return None
    if modes == {"list"} and is_read_beyond(examples):
        return None
    records = record_places(examples) if modes == {"list"} else ()
    if records is None:
        return None
    ground = Ground(examples, records[0].xpath if records else "")
    fields = _fields(ground, schema)
    if not fields:
        return None
    wrapper = Wrapper(
        mode=modes.pop(),
        records=records,
        fields=tuple(field for field, _ in fields),
        link=_link(ground) if records else None,
        orders=_orders({field.name: found for field, found in fields}, schema),
        pages=len(examples),
    )
    return wrapper if reads_alike(wrapper, examples, (schema, options)) else None


def reads_alike(
    wrapper: Wrapper, examples: Sequence[Example], how: tuple[RecordSchema, ExtractOptions], *, is_strict: bool = True
) -> bool:
    """Whether the wrapper reads the examples without a doubt and as the slow path did.

    Not strict: examples that it doubts do not speak against it; they are of another layout.
    """
    applier = Applier(wrapper, *how)
    for example in examples:
        applied = applier.apply(example.page)
        if not applied.is_sound:
            if is_strict:
                return False
            continue
        kept = {field.name for field in wrapper.fields}
        faults = agreement(applied.extraction, example.extraction).faults(TOLERANCE)
        if any(name in kept or not name for name in faults):
            return False
    return True


def record_places(examples: Sequence[Example]) -> tuple[Place, ...] | None:
    """One or two ways to exactly the records of all examples; None where there is none.

    Elements beyond the records are let through where no way is without them: they hold no usual field.
    """
    found: dict[str, Place] = {}
    for example in examples:
        for root in (example.roots[0], example.roots[-1]):
            for kind, xpath in _record_ways(root, example.page.root):
                found.setdefault(xpath, Place(kind, xpath))
    counted: list[tuple[int, Place]] = []
    for place in found.values():
        surplus = [_surplus(place.xpath, example) for example in examples]
        if None not in surplus:
            counted.append((sum(each or 0 for each in surplus), place))
    ranked = sorted(counted, key=lambda pair: (pair[0], _RECORD_ORDER[pair[1].kind], len(pair[1].xpath)))
    if not ranked:
        return None
    best = [place for count, place in ranked if count == ranked[0][0]]
    classes = _shared_classes(examples)
    structural = next((place for place in best if place.kind == "structure"), None)
    if classes and structural is not None:  # two ways in one, and cheap
        return (replace(structural, classes=classes),)
    first = best[0]
    second = next((place for place in best if place.kind != first.kind), None)
    cheapest = sorted((each for each in (first, second) if each is not None), key=lambda place: place.xpath.count("//"))
    return tuple(cheapest)


def _shared_classes(examples: Sequence[Example]) -> tuple[str, ...]:
    """Lasting class names that all records have."""
    named = [set(stable_classes(root.get("class"))) for example in examples for root in example.roots]
    return tuple(sorted(set.intersection(*named)))[:4]


def _record_ways(record: HtmlElement, root: HtmlElement) -> list[Way]:
    """Ways to the record with the position of its last steps left open."""
    found: dict[str, PlaceKind] = {}
    for kind, xpath in ways_to(record, root):
        steps = xpath.split("/")
        for at in (len(steps) - 1, len(steps) - 2):
            if at > 0 and steps[at].rpartition("[")[2][:-1].isdigit():
                steps = [*steps[:at], steps[at].rpartition("[")[0], *steps[at + 1 :]]
            found.setdefault("/".join(steps), kind)
        found.setdefault(xpath, kind)
    return [(kind, xpath) for xpath, kind in found.items() if kind in _RECORD_ORDER]


def _surplus(xpath: str, example: Example) -> int | None:
    """How many elements besides the example's records the expression finds; None where it misses a record."""
    found = elements(xpath, example.page.root)
    known = set(found)
    if not known.issuperset(example.roots) or len(found) > 3 * len(example.roots) + 5:
        return None
    return len(found) - len(example.roots)


def _fields(ground: Ground, schema: RecordSchema) -> list[tuple[FieldWrapper, dict[At, Finding]]] | None:
    """The fields' wrappers with what they find; None where one that counts cannot be found again."""
    total = sum(len(example.roots) for example in ground.examples)
    found = []
    for spec in schema.fields:
        election = Election(ground, spec)
        if not election.known:
            continue
        votes = election.votes()
        chosen = election.chosen(votes)
        if chosen:
            found.append(field_wrapper(election, votes, (chosen, total)))
            continue
        weight = sum(each.confidence for each in election.known.values()) / total
        is_lone = not ground.record and len(election.known) == 1
        if spec.is_required or (weight >= _DISPENSABLE and not is_lone):
            return None
    return found


def field_wrapper(
    election: Election, votes: Sequence[Vote], choice: tuple[Sequence[Vote], int]
) -> tuple[FieldWrapper, dict[At, Finding]]:
    """A field's wrapper of the votes chosen, with what it finds; `choice` has the number of all records too."""
    chosen, total = choice
    findings: dict[At, Finding] = {}
    for vote in chosen:
        findings = {**vote.findings, **findings}
    witnesses = election.witnesses(votes, chosen) if _needs_witness(election, chosen) else []
    kept = [each for at, each in findings.items() if at in election.known] or list(findings.values())
    confidence = [election.known[at].confidence for at in findings if at in election.known]
    wrapper = FieldWrapper(
        name=election.spec.name,
        places=tuple(_place(vote) for vote in chosen),
        witnesses=tuple(_place(vote) for vote in witnesses),
        neighbours=() if witnesses or _is_named_structure(chosen[0]) else _neighbours(kept),
        fill=min(1.0, round(len(findings) / total, 4)),
        confidence=round(min(0.99, sum(confidence) / max(1, len(confidence))), 4),
        certainty=round(sum(each.certainty for each in kept) / len(kept), 4),
        profile=profile_of(
            [(each.text, each.value) for each in kept], is_varied=bool(election.ground.record) and varied(findings)
        ),
    )
    return wrapper, findings


def _needs_witness(election: Election, chosen: Sequence[Vote]) -> bool:
    """In lists a place in the structure whose elements have lasting names is two ways in one."""
    if chosen[0].place.kind == "explicit":
        return False
    return not election.ground.record or not _is_named_structure(chosen[0])


def _is_named_structure(vote: Vote) -> bool:
    return vote.place.kind == "structure" and bool(vote.names[0])


def _place(vote: Vote) -> Place:
    classes, up = vote.names
    return replace(vote.place, classes=classes, up=up, is_single=vote.most == 1)


def _neighbours(found: Sequence[Finding]) -> tuple[str, ...]:
    """What stood beside the elements, if that is one of a few things that come again."""
    kinds: dict[str, int] = {}
    for each in found:
        if each.element is not None and has_neighbours(each.element, each.part):
            kind = neighbours(each.element)
            kinds[kind] = kinds.get(kind, 0) + 1
    if len(kinds) > _MAX_NEIGHBOURS or 2 * len(kinds) > len(found):
        return ()
    return tuple(sorted(kinds))


def _orders(found: dict[str, dict[At, Finding]], schema: RecordSchema) -> tuple[tuple[str, str], ...]:
    """Pairs of numeric fields of which the first was never the greater one, and some time the smaller."""
    numeric = [spec.name for spec in schema.fields if spec.is_numeric and not spec.is_array and spec.name in found]
    orders = []
    for low, high in permutations(numeric, 2):
        both = [(found[low][at].value, found[high][at].value) for at in found[low] if at in found[high]]
        if len(both) >= _MIN_ORDERED and all(a <= b for a, b in both) and any(a < b for a, b in both):
            orders.append((low, high))
    return tuple(orders)


def _link(ground: Ground) -> FieldWrapper | None:
    """How the records' own links are read; None where the slow path gave none."""
    known = {(n, row): link for n, each in enumerate(ground.examples) for row, link in enumerate(each.links) if link}
    if not known:
        return None
    ways: dict[str, PlaceKind] = {}
    for number, example in enumerate(ground.examples):
        for row in (0, len(example.roots) // 2, len(example.roots) - 1):
            link = known.get((number, row))
            for anchor in _anchors(example, row, link) if link else ():
                ways.update((xpath, kind) for kind, xpath in ways_to(anchor, example.roots[row]) if xpath[0] == ".")
    best, most = None, 0.0
    for xpath, kind in ways.items():
        share = _share_of_links(ground, xpath, known) - 0.001 * xpath.count("//") - 0.00001 * len(xpath)
        if share > most:
            best, most = Place(kind, xpath, "@href"), share
    total = sum(len(example.roots) for example in ground.examples)
    spec = FieldSpec(name="url", format="uri")
    return FieldWrapper(spec.name, (best,), fill=round(len(known) / total, 4)) if best and most > 0.95 else None


def _anchors(example: Example, row: int, link: str) -> list[HtmlElement]:
    base = example.locale.base_url
    root = example.roots[row]
    return [each for each in root.iter("a") if parse_url(each.get("href") or "", base) == link][:4]


def _share_of_links(ground: Ground, xpath: str, known: dict[At, str]) -> float:
    """The share of the known links that the expression finds; 0 where it finds another one."""
    right = 0
    for number, example in enumerate(ground.examples):
        for row, found in enumerate(ground.matches(xpath, number)):
            if not found:
                continue
            link = parse_url(found[0].get("href") or "", example.locale.base_url)
            if link != known.get((number, row)):
                return 0.0
            right += 1
    return right / len(known)
