"""What makes a record of a list: enough of the usual fields, and from their readings its values and confidence."""

from collections.abc import Collection, Mapping
from typing import Any

from scraper.extraction.lists.readings import CellReading
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Record

_KEPT_SHARE = 0.34  # of the usual fields a span must have to be a record, not an advertisement between records


def lacks_usual(found: Collection[str], usual: Collection[str]) -> bool:
    """Whether what has these fields is no record, since it lacks most of those that the records usually have."""
    return sum(name in found for name in usual) < _KEPT_SHARE * len(usual)


def record_of(
    found: Mapping[str, CellReading],
    schema: RecordSchema,
    min_confidence: float,
    *,
    url: str | None,
    extra: Mapping[str, Any] | None = None,
) -> Record:
    """The record of these readings by field, without those below `min_confidence`; it has no data where none is left.

    It is as sure as the least sure of its required fields, or of all where none is required.
    """
    sure = {name: reading.evidence.confidence for name, reading in found.items()}
    confidence = {f.name: sure[f.name] for f in schema.fields if f.name in sure and sure[f.name] >= min_confidence}
    required = [confidence.get(field.name, 0.0) for field in schema.required]
    return Record(
        data={name: found[name].value for name in confidence},
        confidence=round(min(required or list(confidence.values()), default=0.0), 4),
        field_confidence=confidence,
        evidence={name: found[name].evidence for name in confidence},
        url=url,
        extra=dict(extra or {}),
    )
