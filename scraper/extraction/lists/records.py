"""Records from columns: each record's values with evidence, its own link, and what the page says beyond the schema."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.document import Document
from scraper.extraction.lists.card_objects import is_amount_of, object_readings, told_by_others
from scraper.extraction.lists.columns import TEXT_KINDS, Column
from scraper.extraction.lists.explicit import explicit_choices, is_explicit
from scraper.extraction.lists.flat_fields import FlatSchema, flat_schema
from scraper.extraction.lists.group_headings import group_columns, group_matches, may_head_groups
from scraper.extraction.lists.inner_lists import inner_objects
from scraper.extraction.lists.item_records import records_of_items, told_of
from scraper.extraction.lists.item_values import Told, fused, is_alike
from scraper.extraction.lists.matching import Match, assign
from scraper.extraction.lists.readings import CellReading, read_array, read_match
from scraper.extraction.lists.record_rules import lacks_usual, record_of
from scraper.extraction.lists.regions import Span
from scraper.extraction.lists.roles import Role, role_of
from scraper.extraction.locale import PageLocale
from scraper.extraction.ranker.ranking import Choice
from scraper.extraction.schema import RecordSchema
from scraper.extraction.twins import MOST_IN_DOUBT, doubted, ruled_out
from scraper.extraction.values import Record

USUAL = 0.6  # coverage from which a field is usual
_MAX_EXTRA = 40


@dataclass(frozen=True, slots=True)
class Table:
    """What one region's records are read from.

    Columns matched with flat fields, values of explicit selectors, headings above groups of records, what structured
    items tell, and arrays of objects by field and record.
    """

    document: Document
    schema: RecordSchema
    flat: FlatSchema
    locale: PageLocale
    columns: Sequence[Column]
    matches: Sequence[Match]
    explicit: Mapping[str, Sequence[Choice | None]]
    min_confidence: float
    above: Sequence[Match] = ()
    told: Told | None = None
    inner: Mapping[str, Sequence[CellReading | None]] = field(default_factory=dict)

    def spare(self) -> list[Column]:
        """The columns of texts that no field took."""
        taken = {id(column) for match in self.matches for column in (match.column, *match.others)}
        return [column for column in self.columns if column.kind in TEXT_KINDS and id(column) not in taken]

    def usual(self) -> frozenset[str]:
        """The names of the fields that most records have."""
        names = {match.field.name for match in self.matches if match.column.coverage >= USUAL}
        for name, choices in self.explicit.items():
            if sum(choice is not None for choice in choices) >= USUAL * len(choices):
                names.add(name)
        return frozenset(names)


Readings = dict[str, CellReading]


def read_records(
    document: Document,
    schema: RecordSchema,
    columns: Sequence[Column],
    place: tuple[Sequence[Span], PageLocale],
    min_confidence: float = 0.0,
) -> Iterator[Record]:
    """The records of the spans, in order; spans that lack most of the usual fields are no records.

    Fields with a selector of their own have what it matches in the record and nothing else. Values below
    `min_confidence` are left out. Structured items beside the records are asked for what these lack; where each record
    has one, those of the same list that have no record are records of their own, after the others.
    """
    spans, locale = place
    flat = flat_schema(schema)
    matches = [replace(match, field=flat.fields[match.field.name].own) for match in assign(flat.columns, columns)]
    explicit = _explicit(document, schema, flat, spans)
    table = Table(document, schema, flat, locale, columns, matches, explicit, min_confidence)
    shown = [_shown(table, number) for number in range(len(spans))]
    table = _with_more(table, shown, spans)
    usual, spare = table.usual(), table.spare()
    read: set[int] = set()
    for number, found in enumerate(shown):
        found = _with_told(table, number, found)
        if not found or lacks_usual(found, usual):
            continue
        read.add(number)
        whole, extra = _whole(table, number, found), _extra(spare, number)
        record = record_of(whole, schema, min_confidence, url=_own_link(table, whole), extra=extra)
        if record.data:
            yield record if record.url or table.told is None else replace(record, url=table.told.url(number))
    for pairing in table.told.pairings if table.told is not None else ():
        if pairing.is_surely_alike and read <= pairing.items.keys():
            yield from records_of_items(pairing.rest, schema, (pairing.source, locale), usual, min_confidence)


def _explicit(
    document: Document, schema: RecordSchema, flat: FlatSchema, spans: Sequence[Span]
) -> dict[str, list[Choice | None]]:
    """The values of the fields, and properties of objects, that have a selector of their own."""
    own = [*schema.fields, *(each.own for each in flat.fields.values() if each.above)]
    return {spec.name: explicit_choices(document, schema, spec, spans) for spec in own if is_explicit(spec)}


def _with_more(table: Table, shown: Sequence[Readings], spans: Sequence[Span]) -> Table:
    """The table with what stands beside the columns: headings of groups, structured items, arrays of objects."""
    told = told_of(table.document, (table.flat, table.matches, table.columns), spans, shown)
    asked = [each.own for name, each in table.flat.fields.items() if any(name not in found for found in shown)]
    asked = [spec for spec in asked if may_head_groups(spec) and not is_explicit(spec)]
    above = group_matches(asked, group_columns(table.document, table.locale, spans)) if asked and spans else []
    inner = {spec.name: inner_objects(table.document, spec, spans, table.locale) for spec in table.flat.arrays if spans}
    return replace(table, told=told, above=above, inner=inner)


def _shown(table: Table, number: int) -> Readings:
    """What the record itself shows, by flat field."""
    found = {match.field.name: _reading(match, table.columns, number, table.locale) for match in table.matches}
    for name, choices in table.explicit.items():
        choice = choices[number]
        found[name] = CellReading(choice.value, choice.evidence, None) if choice is not None else None
    return {name: reading for name, reading in found.items() if reading is not None}


def _with_told(table: Table, number: int, shown: Readings) -> Readings:
    """What the record shows in view of what its structured item says."""
    told = table.told
    if told is None or not told.is_about(number):
        return shown
    roles: dict[str, Role] = {match.field.name: match.role for match in table.matches}
    said = {name: told.of(number, name) for name in table.flat.fields if name not in table.explicit}
    said |= dict.fromkeys(_foreign_currencies(table, shown, said))
    found = dict(shown)
    for name, item in said.items():
        how = roles.get(name, "text"), table.locale
        read = fused(shown.get(name), item, how, is_overruled=name in told.overruled)
        if read is not None:
            found[name] = read
    return found


def _foreign_currencies(table: Table, shown: Readings, said: Mapping[str, CellReading | None]) -> Iterator[str]:
    """The currencies of which the item says nothing to the record: those of other amounts than the record's."""
    assert table.told is not None
    for currency in table.flat.fields.values():
        if currency.own.concept != "currency":
            continue
        beside = [each.own.name for each in table.flat.fields.values() if is_amount_of(currency, each)]
        kept = [name for name in beside if name in shown and name not in table.told.overruled]
        if kept and not any(_is_agreed(shown[name], said.get(name), table.locale) for name in kept):
            yield currency.own.name


def _is_agreed(shown: CellReading, item: CellReading | None, locale: PageLocale) -> bool:
    return item is not None and is_alike(shown, item, ("money", locale))


def _whole(table: Table, number: int, found: Readings) -> Readings:
    """The record's readings by field of the schema: with those of headings above it, objects put together."""
    if table.above or table.flat.told or table.flat.objects or table.flat.arrays:
        found = _with_others(table, number, found)
    own = {spec.name: found[spec.name] for spec in table.schema.fields if spec.name in found}
    values = {name: reading.value for name, reading in own.items()}
    twins, doubts = ruled_out(table.schema, values), doubted(table.schema, values)
    return {
        name: _in_doubt(reading) if name in doubts else reading for name, reading in own.items() if name not in twins
    }


def _with_others(table: Table, number: int, found: Readings) -> Readings:
    """The readings with those of headings above the record and of amounts and names, and objects."""
    found = dict(found)
    for match in table.above:
        if match.field.name not in found:
            reading = read_match(match, number, table.locale)
            found |= {match.field.name: reading} if reading is not None else {}
    found |= told_by_others(table.flat, found, (table.document, table.locale))
    found |= object_readings(table.flat, found, table.locale)
    for spec in table.flat.arrays:
        array = table.inner[spec.name][number]
        if array is None and table.told is not None:
            array = table.told.objects(number, spec)
        found |= {spec.name: array} if array is not None else {}
    return found


def _in_doubt(reading: CellReading) -> CellReading:
    evidence = reading.evidence
    return replace(reading, evidence=replace(evidence, confidence=min(evidence.confidence, MOST_IN_DOUBT)))


def _reading(match: Match, columns: Sequence[Column], number: int, locale: PageLocale) -> CellReading | None:
    if match.field.is_array:
        return read_array(match, columns, number, locale)
    return read_match(match, number, locale)


def _own_link(table: Table, found: dict[str, CellReading]) -> str | None:
    """The link of the record's title or picture, absolute; else that of its url field."""
    for role in ("title", "image"):
        for match in table.matches:
            reading = found.get(match.field.name)
            if match.role == role and reading is not None and reading.leaf is not None and reading.leaf.link >= 0:
                url = parse_url(table.document.elements[reading.leaf.link].get("href") or "", table.locale.base_url)
                if url:
                    return url
    for spec in table.schema.fields:
        if spec.name in found and not spec.is_array and role_of(spec) == "link":
            return str(found[spec.name].value)
    return None


def _extra(spare: Sequence[Column], number: int) -> dict[str, Any]:
    """Labelled values of the record that no field took, by their label as the page writes it."""
    extra: dict[str, Any] = {}
    for column in spare:
        leaf = column.leaves.get(number)
        if leaf is None or len(extra) >= _MAX_EXTRA:
            continue
        name = leaf.label or column.header
        if name and name not in extra and leaf.text != name:
            extra[name] = leaf.text
    return extra
