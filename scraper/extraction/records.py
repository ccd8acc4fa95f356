"""Records from columns: each record's values with evidence, its own link, and what the page says beyond the schema."""

from collections.abc import Iterator, Sequence
from typing import Any

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.columns import TEXT_KINDS, Column
from scraper.extraction.document import Document
from scraper.extraction.locale import PageLocale
from scraper.extraction.matching import Match, assign
from scraper.extraction.readings import Reading, read_array, read_match
from scraper.extraction.regions import Span
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Record

_KEPT_SHARE = 0.34  # of the usual fields a span must have to be a record, not an advertisement between records
_USUAL = 0.6  # coverage from which a field is usual
_MAX_EXTRA = 40


def read_records(
    document: Document, schema: RecordSchema, columns: Sequence[Column], place: tuple[Sequence[Span], PageLocale]
) -> Iterator[Record]:
    """The records of the spans, in order; spans that lack most of the usual fields are no records."""
    spans, locale = place
    matches = assign(schema, columns)
    usual = [match for match in matches if match.column.coverage >= _USUAL]
    for number, _ in enumerate(spans):
        readings = {match.field.name: _reading(match, columns, number, locale) for match in matches}
        found = {name: reading for name, reading in readings.items() if reading is not None}
        if not found or sum(m.field.name in found for m in usual) < _KEPT_SHARE * len(usual):
            continue
        yield _record(document, schema, found, (matches, columns, number, locale))


def _reading(match: Match, columns: Sequence[Column], number: int, locale: PageLocale) -> Reading | None:
    if match.field.is_array:
        return read_array(match, columns, number, locale)
    return read_match(match, number, locale)


def _record(
    document: Document,
    schema: RecordSchema,
    found: dict[str, Reading],
    place: tuple[Sequence[Match], Sequence[Column], int, PageLocale],
) -> Record:
    matches, columns, number, locale = place
    names = [field.name for field in schema.fields if field.name in found]
    evidence = {name: found[name].evidence for name in names}
    confidence = {name: found[name].evidence.confidence for name in names}
    required = [confidence.get(field.name, 0.0) for field in schema.required]
    return Record(
        data={name: found[name].value for name in names},
        confidence=round(min(required or list(confidence.values())), 4),
        field_confidence=confidence,
        evidence=evidence,
        url=_own_link(document, matches, found, locale),
        extra=_extra(matches, columns, number),
    )


def _own_link(
    document: Document,
    matches: Sequence[Match],
    found: dict[str, Reading],
    locale: PageLocale,
) -> str | None:
    """The link of the record's title or picture, absolute; else that of its url field."""
    for role in ("title", "image"):
        for match in matches:
            reading = found.get(match.field.name)
            if match.role == role and reading is not None and reading.leaf.link >= 0:
                url = parse_url(document.elements[reading.leaf.link].get("href") or "", locale.base_url)
                if url:
                    return url
    links = [match for match in matches if match.role == "link" and match.field.name in found]
    return str(found[links[0].field.name].value) if links and not links[0].field.is_array else None


def _extra(matches: Sequence[Match], columns: Sequence[Column], number: int) -> dict[str, Any]:
    """Labelled values of the record that no field took, by their label as the page writes it."""
    taken = {id(column) for match in matches for column in (match.column, *match.others)}
    extra: dict[str, Any] = {}
    for column in columns:
        leaf = column.leaves.get(number)
        if leaf is None or id(column) in taken or column.kind not in TEXT_KINDS or len(extra) >= _MAX_EXTRA:
            continue
        name = leaf.label or column.header
        if name and name not in extra and leaf.text != name:
            extra[name] = leaf.text
    return extra
