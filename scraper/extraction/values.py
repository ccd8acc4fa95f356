"""The values that extraction passes along and hands out: candidates, evidence, records. No logic."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Mode = Literal["auto", "list", "detail"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value came from. `path` is an XPath, a JSON pointer or "url"; `text` is what stood there, unchanged."""

    source: str
    path: str
    text: str
    transformation: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible value of one field, as found: not yet coerced to the field's type.

    `raw` is text, or for structured sources a JSON value. `score` is the source's own 0..1 belief that this place
    speaks of the field; `cues` are named signals for the ranker.
    """

    raw: Any
    source: str
    path: str
    text: str
    score: float
    cues: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """One dict that claims to fit the schema.

    `data` holds only fields with a value, in the schema's order. `field_confidence` and `evidence` have a key per
    field of `data` (an array's evidence is that of its first value). `extra` are label/value pairs that the page offers
    beyond the schema. `url` is the record's own link (its detail page), absolute, or None. `confidence` is the chance
    that all required fields (all found ones, where none is required) are right.
    """

    data: dict[str, Any]
    confidence: float
    field_confidence: dict[str, float]
    evidence: dict[str, Evidence]
    url: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExtractOptions:
    """What a job may say about extraction. `min_confidence` drops single fields below it, never whole records."""

    mode: Mode = "auto"
    record_selector: str | None = None
    selectors: Mapping[str, str] = field(default_factory=dict)
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one page gave: its records in page order (empty when there are none), and how the page was read."""

    records: tuple[Record, ...]
    mode: Literal["list", "detail"]
    warnings: tuple[str, ...] = ()
