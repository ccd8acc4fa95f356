"""The values that extraction passes along and hands out: candidates, evidence, records. Their JSON form, no logic."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Mode = Literal["auto", "list", "detail"]
ReadBy = Literal["slow_path", "wrapper", "audited"]
"""What read a page: all sources, a wrapper, or both (then the values are those of all sources)."""


@dataclass(frozen=True, slots=True)
class Part:
    """Where one item of an array, or the property `name` of an object, was read, and how; `parts` are its own parts."""

    path: str
    text: str
    transformation: str = ""
    name: str = ""
    parts: tuple["Part", ...] = ()

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Part":
        """The part that was stored as JSON."""
        return cls(**{**stored, "parts": tuple(map(cls.from_dict, stored.get("parts", ())))})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a value came from. `path` is an XPath, a JSON pointer or "url"; `text` is what stood there, unchanged.

    Arrays and objects have one of `parts` per item or property, in order; path and text are then those of the first.
    """

    source: str
    path: str
    text: str
    transformation: str
    confidence: float
    parts: tuple[Part, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The evidence as JSON, without `parts` where there are none."""
        stored = asdict(self)
        if not self.parts:
            del stored["parts"]
        return stored

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> "Evidence":
        """The evidence that `as_dict` gave."""
        return cls(**{**stored, "parts": tuple(map(Part.from_dict, stored.get("parts", ())))})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible value of one field, as found: not yet coerced to the field's type.

    `raw` is text, or for structured sources a JSON value. `score` is the source's own 0..1 belief that this place
    speaks of the field; `cues` are named signals for the ranker. Where `raw` is a list, `parts` say where each of its
    values stands; where it is an object, where each of its properties does.
    """

    raw: Any
    source: str
    path: str
    text: str
    score: float
    cues: Mapping[str, float] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """One dict that claims to fit the schema.

    `data` holds only fields with a value, in the schema's order. `field_confidence` and `evidence` have a key per
    field of `data`. `extra` are label/value pairs that the page offers
    beyond the schema. `url` is the record's own link (its detail page), absolute, or None. `confidence` is the chance
    that all required fields (all found ones, where none is required) are right.
    """

    data: dict[str, Any]
    confidence: float
    field_confidence: dict[str, float]
    evidence: Mapping[str, Evidence]
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
    read_by: ReadBy = "slow_path"
