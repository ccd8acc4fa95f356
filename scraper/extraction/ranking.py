"""From candidates to one value: agreement between sources, runners-up, and how much to believe the winner."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scraper.extraction.calibration import calibrated
from scraper.extraction.coercion import Coerced, coerce, coerce_all
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.parts import read_parts
from scraper.extraction.plausibility import plausibility
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Candidate, Evidence, Part
from scraper.extraction.words import label_key

_MAX_BELIEF = 0.995

Member = tuple[float, Candidate, Coerced]
"""Of a group of candidates that mean the same: a belief, the candidate, and what it was read as."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that candidates agree on, the best of them, how far they agree, and the final confidence."""

    value: Any
    candidate: Candidate
    transformation: str
    belief: float
    sources: tuple[str, ...]
    confidence: float = 0.0
    parts: tuple[Part, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """Where the value was read."""
        best = self.candidate
        return Evidence(best.source, best.path, best.text, self.transformation, self.confidence, self.parts)


def choose(candidates: Iterable[Candidate], spec: FieldSpec, locale: PageLocale) -> list[Choice]:
    """The values that the candidates propose, best first, each once; the first is the field's value.

    Candidates that cannot be read as the field's type are left out, so the list may be empty. Only the first one's
    confidence is a calibrated chance of being right; those of the runners-up are what is left of it.
    """
    groups: dict[Any, list[Member]] = {}
    for candidate in candidates:
        coerced = read_candidate(candidate, spec, locale)
        if coerced is None:
            continue
        belief = min(_MAX_BELIEF, candidate.score * coerced.certainty * plausibility(coerced.value, spec))
        groups.setdefault(canonical(coerced.value), []).append((belief, candidate, coerced))
    choices = sorted((_agreed(members) for members in groups.values()), key=lambda each: -each.belief)
    return _with_confidence(choices, spec)


def read_candidate(candidate: Candidate, spec: FieldSpec, locale: PageLocale) -> Coerced | None:
    """The candidate's value in the field's type, or None; for arrays all items that can be read."""
    if candidate.source == "json_object":
        return Coerced(candidate.raw, "object", candidate.text, parts=candidate.parts)
    if not spec.is_array:
        raw = candidate.raw[0] if isinstance(candidate.raw, list) and candidate.raw else candidate.raw
        return coerce(raw, spec, locale)
    raws = candidate.raw if isinstance(candidate.raw, list) else [candidate.raw]
    items = coerce_all(raws, spec, locale)
    if not items:
        return None
    certainty = sum(item.certainty for item in items) / len(items)
    parts = read_parts(items, candidate.parts, candidate.path)
    return Coerced([item.value for item in items], items[0].transformation, items[0].text, certainty, parts=parts)


def canonical(value: Any) -> Any:
    """A key that is equal for values that mean the same."""
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        return value.strip().rstrip("/") if value.startswith("http") else label_key(value) or value
    if isinstance(value, list):
        return tuple(canonical(each) for each in value)
    if isinstance(value, dict):
        return tuple((key, canonical(each)) for key, each in value.items())
    return value


def _agreed(members: list[Member]) -> Choice:
    """The group as one choice: sources that agree make each other more likely.

    A noisy or, each further source discounted: what one site's sources say, they often copy from each other.
    """
    by_source: dict[str, float] = {}
    for belief, candidate, _ in members:
        by_source[candidate.source] = max(belief, by_source.get(candidate.source, 0.0))
    strongest_first = sorted(by_source.values(), reverse=True)
    doubt = math.prod((1.0 - belief) ** (1.0 / (rank + 1)) for rank, belief in enumerate(strongest_first))
    _, best, read = max(members, key=lambda member: member[0])
    return Choice(read.value, best, read.transformation, 1.0 - doubt, tuple(sorted(by_source)), parts=read.parts)


def _with_confidence(choices: Sequence[Choice], spec: FieldSpec) -> list[Choice]:
    found = []
    for position, choice in enumerate(choices):
        rival = choices[1].belief if position == 0 and len(choices) > 1 else choices[0].belief if position else 0.0
        confidence = calibrated(choice.belief, rival, (choice.candidate.source, choice.sources), spec)
        found.append(replace(choice, confidence=confidence))
    return found


def record_confidence(schema: RecordSchema, field_confidence: Mapping[str, float]) -> float:
    """The chance that all required fields (all found ones, where none is required) are right.

    A required field that was not found counts as wrong. Fields of one record are right or wrong together more often
    than apart, so this is the geometric mean of the product (independence) and the weakest one.
    """
    names = [field.name for field in schema.required] or list(field_confidence)
    values = [field_confidence.get(name, 0.0) for name in names]
    return math.sqrt(math.prod(values) * min(values)) if values else 0.0
