"""Candidates of one value as one group, and how far the sources agree by trust alone: before any model is asked."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scraper.extraction.coercion import Coerced, Readings, coerce_all
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.parts import read_parts
from scraper.extraction.ranker.plausibility import plausibility
from scraper.extraction.values import Candidate
from scraper.extraction.words import label_key

_MAX_BELIEF = 0.995


@dataclass(frozen=True, slots=True)
class Member:
    """A candidate, what it was read as in the field's type, and the belief 0..1 in it alone.

    `rank` is its place among the candidates of its source, from 0.
    """

    belief: float
    candidate: Candidate
    read: Coerced
    rank: int


@dataclass(frozen=True, slots=True)
class Group:
    """All members of one value, strongest first, and what they make each other worth.

    `beliefs` holds the strongest member's belief by source; `belief` is a noisy or of them, each further source
    discounted: what one site's sources say, they often copy from each other.
    """

    members: tuple[Member, ...]
    beliefs: dict[str, float]
    belief: float

    @property
    def best(self) -> Member:
        """The strongest member: its value stands for the group."""
        return self.members[0]


def groups_of(candidates: Iterable[Candidate], spec: FieldSpec, locale: PageLocale) -> list[Group]:
    """The candidates that can be read as the field's type, by value, the most believed value first."""
    found: dict[Any, list[Member]] = {}
    ranks: dict[str, int] = {}
    readings = Readings(spec, locale)
    for candidate in candidates:
        coerced = read_candidate(candidate, spec, locale, readings)
        if coerced is None:
            continue
        rank = ranks[candidate.source] = ranks.get(candidate.source, -1) + 1
        belief = min(_MAX_BELIEF, candidate.score * coerced.certainty * plausibility(coerced.value, spec))
        found.setdefault(canonical(coerced.value), []).append(Member(belief, candidate, coerced, rank))
    return sorted(map(_group, found.values()), key=lambda group: -group.belief)


def _group(members: list[Member]) -> Group:
    beliefs: dict[str, float] = {}
    for member in members:
        source = member.candidate.source
        beliefs[source] = max(member.belief, beliefs.get(source, 0.0))
    strongest_first = sorted(beliefs.values(), reverse=True)
    doubt = math.prod((1.0 - belief) ** (1.0 / (rank + 1)) for rank, belief in enumerate(strongest_first))
    return Group(tuple(sorted(members, key=lambda member: -member.belief)), beliefs, 1.0 - doubt)


def read_candidate(
    candidate: Candidate, spec: FieldSpec, locale: PageLocale, readings: Readings | None = None
) -> Coerced | None:
    """The candidate's value in the field's type, or None; for arrays all items that can be read.

    `readings` are those of the field and locale, where several candidates are read.
    """
    readings = readings if readings is not None else Readings(spec, locale)
    if candidate.source == "json_object":
        return Coerced(candidate.raw, "object", candidate.text, parts=candidate.parts)
    if not spec.is_array:
        raw = candidate.raw[0] if isinstance(candidate.raw, list) and candidate.raw else candidate.raw
        return readings.of(raw)
    raws = candidate.raw if isinstance(candidate.raw, list) else [candidate.raw]
    items = coerce_all(raws, spec, locale, readings)
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
