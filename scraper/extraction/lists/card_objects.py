"""Objects of list records, put together from what was read for their properties; with a part of evidence for each."""

from collections.abc import Mapping

from scraper.extraction.coercion import coerce
from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.fields_within import is_generic
from scraper.extraction.lists.flat_fields import FlatField, FlatSchema, flat_name
from scraper.extraction.lists.readings import CellReading, evidence_of
from scraper.extraction.lists.roles import MONEY_CONCEPTS
from scraper.extraction.locale import PageLocale
from scraper.extraction.objects import is_place
from scraper.extraction.shown_objects import address_parts
from scraper.extraction.values import Evidence, Part

Readings = Mapping[str, CellReading]
"""Name of a flat field -> what was read for it."""
_CERTAIN = 0.95  # of the currency beside an amount, and of the link around a name


def told_by_others(flat: FlatSchema, found: Readings, where: tuple[Document, PageLocale]) -> dict[str, CellReading]:
    """What the text of an amount says of its currency, and the link of a name, for fields without a column."""
    told: dict[str, CellReading] = {}
    for field in flat.told:
        name = field.own.name
        if name in found:
            continue
        beside = [each for each in flat.fields.values() if each.above == field.above and each.own.name in found]
        reading = _told(field, [(each.own, found[each.own.name]) for each in beside], where)
        if reading is not None:
            told[name] = reading
    return told


def is_amount_of(currency: FlatField, field: FlatField) -> bool:
    """Whether the field is an amount in that currency."""
    return field.above == currency.above and field.own.concept in MONEY_CONCEPTS


def _told(
    field: FlatField, beside: list[tuple[FieldSpec, CellReading]], where: tuple[Document, PageLocale]
) -> CellReading | None:
    document, locale = where
    if field.own.concept == "currency":
        for spec, reading in beside:
            if spec.concept in MONEY_CONCEPTS and reading.leaf is not None:
                coerced = coerce(reading.leaf.text, field.own, locale)
                if coerced is not None:
                    sure = reading.evidence.confidence * _CERTAIN
                    return CellReading(coerced.value, evidence_of(document, reading.leaf, coerced, sure), reading.leaf)
    elif field.above and field.own.is_uri and field.own.concept != "image":
        named = [reading for spec, reading in beside if is_generic(spec) and reading.leaf is not None]
        return next((link for each in named if (link := _link(field.own, each, where)) is not None), None)
    return None


def _link(spec: FieldSpec, named: CellReading, where: tuple[Document, PageLocale]) -> CellReading | None:
    """The address of the link that the name stands in."""
    document, locale = where
    assert named.leaf is not None
    href = document.attribute(named.leaf.link, "href") if named.leaf.link >= 0 else None
    coerced = coerce(href, spec, locale) if href and parse_url(href, locale.base_url) else None
    if coerced is None or href is None:
        return None
    leaf = named.leaf._replace(element=named.leaf.link, kind="href", text=href)
    return CellReading(coerced.value, evidence_of(document, leaf, coerced, named.evidence.confidence * _CERTAIN), leaf)


def object_readings(flat: FlatSchema, found: Readings, locale: PageLocale) -> dict[str, CellReading]:
    """The objects of which anything was found; those without a property that they must have are none."""
    made = {spec.name: _object(spec, (), found, locale) for spec in flat.objects}
    return {name: reading for name, reading in made.items() if reading is not None}


def _object(spec: FieldSpec, above: tuple[FieldSpec, ...], found: Readings, locale: PageLocale) -> CellReading | None:
    whole = found.get(flat_name(above, spec))
    parts: dict[str, CellReading] = {}
    for inner in spec.fields:
        if inner.type == "object" and inner.fields and not inner.is_array:
            reading = _object(inner, (*above, spec), found, locale)
        else:
            reading = found.get(flat_name((*above, spec), inner))
        if reading is not None:
            parts[inner.name] = reading
    if is_place(spec):
        texts = ([whole] if whole is not None else []) + list(parts.values())
        parts = max((parts, *(_taken_apart(spec, each, locale) for each in texts)), key=len)
    if not parts or any(inner.is_required and inner.name not in parts for inner in spec.fields):
        return None
    return put_together(spec, parts)


def put_together(spec: FieldSpec, parts: Readings) -> CellReading:
    """The object of these properties (at least one), in the order of its schema."""
    ordered = {inner.name: parts[inner.name] for inner in spec.fields if inner.name in parts}
    first = next(iter(ordered.values()))
    evidence = Evidence(
        source=first.evidence.source,
        path=first.evidence.path,
        text=first.evidence.text,
        transformation="object",
        confidence=min(each.evidence.confidence for each in ordered.values()),
        parts=tuple(part_of(name, each.evidence) for name, each in ordered.items()),
    )
    return CellReading({name: each.value for name, each in ordered.items()}, evidence, first.leaf)


def part_of(name: str, evidence: Evidence) -> Part:
    """The evidence of a value as the part of an object."""
    return Part(evidence.path, evidence.text, evidence.transformation, name, evidence.parts)


def _taken_apart(spec: FieldSpec, whole: CellReading, locale: PageLocale) -> dict[str, CellReading]:
    """The properties of an address that stands in one text."""
    known = whole.evidence
    found: dict[str, CellReading] = {}
    for name, coerced in address_parts(spec, str(whole.value), locale).items():
        evidence = Evidence(known.source, known.path, coerced.text, coerced.transformation, known.confidence)
        found[name] = CellReading(coerced.value, evidence, whole.leaf)
    return found
