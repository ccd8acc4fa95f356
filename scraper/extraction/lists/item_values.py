"""Values of list records from their structured items: what agrees with a record, what it lacks, what contradicts it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.coercion.dates import find_date
from scraper.extraction.fields import FieldSpec
from scraper.extraction.fields_within import is_generic
from scraper.extraction.lists.flat_fields import FlatField
from scraper.extraction.lists.item_keys import own_url
from scraper.extraction.lists.item_pairs import Pairing
from scraper.extraction.lists.matching import Match
from scraper.extraction.lists.readings import CellReading
from scraper.extraction.lists.roles import Role
from scraper.extraction.locale import PageLocale
from scraper.extraction.objects import object_of
from scraper.extraction.parts import read_parts
from scraper.extraction.ranker.groups import canonical
from scraper.extraction.ranker.plausibility import plausibility
from scraper.extraction.ranker.trust import trust
from scraper.extraction.sources.items import bare_leaf, main_leaf
from scraper.extraction.structured import Node, Scalar, Value, leaves, values_of
from scraper.extraction.values import Evidence, Part

_AGREED = 0.5  # of what was left to doubt, where record and item say the same
_CONTRADICTED = 0.8  # what is left of a record's value where its item says otherwise
_WEAK = 0.6  # score of a column below which items that say otherwise of most records are believed
_SAMPLE = 12  # records that columns are compared on
_COUNTED = frozenset(("rating", "review_count"))
_TELLING: frozenset[Role] = frozenset(("date", "money", "number", "person", "code"))
"""Roles whose values are the same wherever they stand; titles, texts, links and pictures come in several versions."""
_OF_ITEM = frozenset(("title", "url", "image", "description", "body", "date"))
"""Concepts that an item itself has, too: its own ones are not those of an object in it."""
_ELLIPSIS = ("…", "...")


def item_reading(node: Node, field: FlatField, where: tuple[str, PageLocale, float]) -> CellReading | None:
    """What the item says for the field, with its own evidence; `where` is (source, locale, belief in the item)."""
    source, locale, belief = where
    if field.is_whole:
        return None
    for values, weight in _values(node, field):
        read = _array(values, field.own, locale) if field.own.is_array else _scalar(values, field.own, locale)
        if read is not None:
            value, first, parts, certainty = read
            sure = trust(source, field.own.concept) * belief * weight * certainty * plausibility(value, field.own)
            evidence = Evidence(source, first.path, first.text, first.transformation, round(sure, 4), parts)
            return CellReading(value, evidence, None)
    return None


def _values(node: Node, field: FlatField) -> Iterator[tuple[list[Value], float]]:
    """Where the item may hold the field, best first, with a belief 0..1 for each place."""
    own = field.own
    inner = replace(own, name=own.name.rpartition(".")[2]) if field.above else own
    if not field.above:
        yield from values_of(node, own)
        return
    for holders, weight in _holders(node, field.above):
        for holder in holders:
            if isinstance(holder, Node):
                yield from ((values, weight * share) for values, share in values_of(holder, inner))
            elif is_generic(inner):
                yield [holder], weight
    if own.concept is not None and own.concept not in _OF_ITEM:
        yield from values_of(node, own)


def _holders(node: Node, above: Sequence[FieldSpec]) -> Iterator[tuple[list[Value], float]]:
    """The values of the item that the innermost of these objects may be."""
    for values, weight in values_of(node, above[0]):
        if len(above) == 1:
            yield values, weight
            continue
        for value in values[:1]:
            if isinstance(value, Node):
                yield from _holders(value, above[1:])


Read = tuple[Any, Part, tuple[Part, ...], float]
"""A value, where its first part stands and how that was read, the parts of an array, and how certain the reading is."""


def _scalar(values: Sequence[Value], spec: FieldSpec, locale: PageLocale) -> Read | None:
    plain = [leaf for leaf in leaves(values, spec) if str(leaf.value).strip()]
    if not plain:
        return None
    first: Scalar = bare_leaf(main_leaf(plain, spec), spec)
    coerced = coerce(first.value, spec, locale)
    if coerced is None:
        return None
    return coerced.value, Part(first.path, coerced.text, coerced.transformation), (), coerced.certainty


def _array(values: Sequence[Value], spec: FieldSpec, locale: PageLocale) -> Read | None:
    plain = [leaf for leaf in leaves(values, spec) if str(leaf.value).strip()]
    items = coerce_all([leaf.value for leaf in plain], spec, locale)
    if not items:
        return None
    parts = read_parts(items, [Part(leaf.path, "") for leaf in plain], plain[0].path)
    return [item.value for item in items], parts[0], parts, sum(item.certainty for item in items) / len(items)


def item_objects(node: Node, spec: FieldSpec, where: tuple[str, PageLocale, float]) -> CellReading | None:
    """The item's array of objects for the field."""
    source, locale, belief = where
    for values, weight in values_of(node, spec):
        made = [object_of(value, spec, locale) for value in values if isinstance(value, Node)]
        found = [(value, part) for value, part in made if value]
        if found:
            parts = tuple(part for _, part in found)
            confidence = round(trust(source, spec.concept) * belief * weight, 4)
            evidence = Evidence(source, parts[0].path, parts[0].text, "object", confidence, parts)
            return CellReading([value for value, _ in found], evidence, None)
    return None


@dataclass(frozen=True, slots=True)
class Told:
    """What the items of a list say of its records.

    `overruled` are fields whose columns most items speak against, `empty` those of which the items say nothing but 0.
    """

    pairings: tuple[Pairing, ...]
    fields: Mapping[str, FlatField]
    locale: PageLocale
    overruled: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()

    def is_about(self, record: int) -> bool:
        """Whether an item is the record's."""
        return any(record in pairing.items for pairing in self.pairings)

    def url(self, record: int) -> str | None:
        """The address of the record's item, absolute."""
        found = (own_url(each.items[record][0], self.locale) for each in self.pairings if record in each.items)
        return next((url for url in found if url), None)

    def of(self, record: int, name: str) -> CellReading | None:
        """What the record's item says for the flat field; the first item of several that says anything."""
        for pairing in self.pairings if name not in self.empty else ():
            if record in pairing.items:
                node, belief = pairing.items[record]
                reading = item_reading(node, self.fields[name], (pairing.source, self.locale, belief))
                if reading is not None:
                    return reading
        return None

    def objects(self, record: int, spec: FieldSpec) -> CellReading | None:
        """What the record's item says for an array of objects."""
        for pairing in self.pairings:
            if record in pairing.items:
                node, belief = pairing.items[record]
                reading = item_objects(node, spec, (pairing.source, self.locale, belief))
                if reading is not None:
                    return reading
        return None


def empty_fields(nodes: Sequence[Node], flat: Mapping[str, FlatField], where: tuple[str, PageLocale]) -> frozenset[str]:
    """Ratings and counts that are 0 wherever one of several items says them: a template wrote them, nobody counted."""
    asked = {name: each for name, each in flat.items() if each.own.concept in _COUNTED}
    return frozenset(name for name, each in asked.items() if len(nodes) > 1 and _is_all_zero(nodes, each, where))


def _is_all_zero(nodes: Sequence[Node], field: FlatField, where: tuple[str, PageLocale]) -> bool:
    said = (item_reading(node, field, (*where, 1.0)) for node in nodes)
    values = [read.value for read in islice((read for read in said if read is not None), _SAMPLE)]
    return bool(values) and not any(values)


def with_overruled(told: Told, matches: Sequence[Match], shown: Sequence[Mapping[str, CellReading]]) -> Told:
    """The same, knowing which columns are weak and contradicted by most items; `shown` has each record's readings."""
    overruled = set()
    for match in matches:
        name = match.field.name
        if match.score >= _WEAK or match.role not in _TELLING or name not in told.fields:
            continue
        both = [
            (found[name], told.of(number, name))
            for number, found in enumerate(shown)
            if name in found and told.is_about(number)
        ][:_SAMPLE]
        said = [is_alike(own, other, (match.role, told.locale)) for own, other in both if other is not None]
        if len(said) > 1 and 2 * sum(said) < len(said):
            overruled.add(name)
    return replace(told, overruled=frozenset(overruled))


def fused(
    shown: CellReading | None, told: CellReading | None, how: tuple[Role, PageLocale], *, is_overruled: bool
) -> CellReading | None:
    """The record's value in view of what its item says."""
    role = how[0]
    if shown is None or told is None:
        return shown if told is None else told
    if is_alike(shown, told, how):
        if _is_same_place(shown.evidence.path, told.evidence.path):
            return shown
        confidence = shown.evidence.confidence
        return _believed(shown, round(1.0 - _AGREED * (1.0 - confidence), 4))
    if is_overruled:
        return told
    if role == "title" and _goes_on(shown, told):
        return replace(told, leaf=shown.leaf)
    if role in _TELLING:
        return _believed(shown, round(_CONTRADICTED * shown.evidence.confidence, 4))
    return shown


def is_alike(shown: CellReading, told: CellReading, how: tuple[Role, PageLocale]) -> bool:
    """Whether both say the same; of dates that are kept as they are shown, the same day."""
    if canonical(shown.value) == canonical(told.value):
        return True
    role, locale = how
    days = [find_date(str(each.value), locale) for each in (shown, told)] if role == "date" else []
    return bool(days) and all(days) and len({day[0][0] for day in days if day is not None}) == 1


def _is_same_place(shown: str, told: str) -> bool:
    """Whether the item's value is what the record shows: the same text or attribute, marked as an item's."""
    element = shown.partition("/text()")[0].partition("/@")[0]
    return told == shown or ((told + "/").startswith(element + "/") and "/@" not in told)


def _goes_on(shown: CellReading, told: CellReading) -> bool:
    """Whether the record shows only the beginning of what the item says."""
    text = str(shown.value)
    start = text.rstrip(".… ")
    return text.endswith(_ELLIPSIS) and len(str(told.value)) > len(start) and str(told.value).startswith(start)


def _believed(reading: CellReading, confidence: float) -> CellReading:
    return replace(reading, evidence=replace(reading.evidence, confidence=confidence))
