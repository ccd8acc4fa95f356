"""Records from columns: each record's values with evidence, its own link, and what the page says beyond the schema."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.document import Document
from scraper.extraction.lists.columns import TEXT_KINDS, Column
from scraper.extraction.lists.explicit import explicit_choices, free_schema, is_explicit
from scraper.extraction.lists.matching import Match, assign
from scraper.extraction.lists.readings import CellReading, read_array, read_match
from scraper.extraction.lists.regions import Span
from scraper.extraction.lists.roles import role_of
from scraper.extraction.locale import PageLocale
from scraper.extraction.ranker.ranking import Choice
from scraper.extraction.schema import RecordSchema
from scraper.extraction.twins import MOST_IN_DOUBT, doubted, ruled_out
from scraper.extraction.values import Record

KEPT_SHARE = 0.34  # of the usual fields a span must have to be a record, not an advertisement between records
USUAL = 0.6  # coverage from which a field is usual
_MAX_EXTRA = 40


@dataclass(frozen=True, slots=True)
class Table:
    """What one region's records are read from: columns matched with fields, and values of explicit selectors."""

    document: Document
    schema: RecordSchema
    locale: PageLocale
    columns: Sequence[Column]
    matches: Sequence[Match]
    explicit: dict[str, list[Choice | None]]
    min_confidence: float

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


def read_records(
    document: Document,
    schema: RecordSchema,
    columns: Sequence[Column],
    place: tuple[Sequence[Span], PageLocale],
    min_confidence: float = 0.0,
) -> Iterator[Record]:
    """The records of the spans, in order; spans that lack most of the usual fields are no records.

    Fields with a selector of their own have what it matches in the record and nothing else. Values below
    `min_confidence` are left out.
    """
    spans, locale = place
    matches = assign(free_schema(schema), columns)
    explicit = {
        spec.name: explicit_choices(document, schema, spec, spans) for spec in schema.fields if is_explicit(spec)
    }
    table = Table(document, schema, locale, columns, matches, explicit, min_confidence)
    usual, spare = table.usual(), table.spare()
    for number, _ in enumerate(spans):
        found = _found(table, number)
        if not found or sum(name in found for name in usual) < KEPT_SHARE * len(usual):
            continue
        record = _record(table, found, _extra(spare, number))
        if record.data:
            yield record


def _found(table: Table, number: int) -> dict[str, CellReading]:
    """The record's readings by field."""
    found = {match.field.name: _reading(match, table.columns, number, table.locale) for match in table.matches}
    for name, choices in table.explicit.items():
        choice = choices[number]
        found[name] = CellReading(choice.value, choice.evidence, None) if choice is not None else None
    readings = {name: reading for name, reading in found.items() if reading is not None}
    values = {name: reading.value for name, reading in readings.items()}
    twins, doubts = ruled_out(table.schema, values), doubted(table.schema, values)
    return {
        name: _in_doubt(reading) if name in doubts else reading
        for name, reading in readings.items()
        if name not in twins
    }


def _in_doubt(reading: CellReading) -> CellReading:
    evidence = reading.evidence
    return replace(reading, evidence=replace(evidence, confidence=min(evidence.confidence, MOST_IN_DOUBT)))


def _reading(match: Match, columns: Sequence[Column], number: int, locale: PageLocale) -> CellReading | None:
    if match.field.is_array:
        return read_array(match, columns, number, locale)
    return read_match(match, number, locale)


def _record(table: Table, found: dict[str, CellReading], extra: dict[str, Any]) -> Record:
    confidences = {name: reading.evidence.confidence for name, reading in found.items()}
    names = [f.name for f in table.schema.fields if confidences.get(f.name, -1.0) >= table.min_confidence]
    evidence = {name: found[name].evidence for name in names}
    confidence = {name: confidences[name] for name in names}
    required = [confidence.get(field.name, 0.0) for field in table.schema.required]
    return Record(
        data={name: found[name].value for name in names},
        confidence=round(min(required or list(confidence.values()), default=0.0), 4),
        field_confidence=confidence,
        evidence=evidence,
        url=_own_link(table, found),
        extra=extra,
    )


def _own_link(table: Table, found: dict[str, CellReading]) -> str | None:
    """The link of the record's title or picture, absolute; else that of its url field."""
    for role in ("title", "image"):
        for match in table.matches:
            reading = found.get(match.field.name)
            if match.role == role and reading is not None and reading.leaf is not None and reading.leaf.link >= 0:
                url = parse_url(table.document.elements[reading.leaf.link].get("href") or "", table.locale.base_url)
                if url:
                    return url
    for field in table.schema.fields:
        if field.name in found and not field.is_array and role_of(field) == "link":
            return str(found[field.name].value)
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
