"""From candidates to one value: groups that agree, ordered by the trained ranker, and a confidence for each."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.ranker.calibration import chance, confidence_of, fit_of, kind_of, on_curve, vouched
from scraper.extraction.ranker.group_features import NAMES, group_rows
from scraper.extraction.ranker.groups import Group, groups_of
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate, Evidence, Part

MAX_GROUPS = 8
"""How many values of a field are compared: the most believed ones."""
_STRAIGHT = (0.0, 1.0)
_EXPLICIT = "selector"
_EXPLICIT_CONFIDENCE = 0.99
_LABEL_PRECISION = NAMES.index("label_precision")
_LIKELY = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that candidates agree on, the best of them, and how far they agree.

    `belief` is the sources' own, 0..1; `score` the ranker's chance 0..1 that the value is right, seen by itself;
    `confidence` that chance in the light of the whole record and of what the page is about. `row` holds what the ranker
    was told (`group_features.NAMES`). `chance` is the confidence of a field's first value as it were on a page of the
    right kind: it decides whether the value is given at all.
    """

    value: Any
    candidate: Candidate
    transformation: str
    belief: float
    sources: tuple[str, ...]
    confidence: float = 0.0
    score: float = 0.0
    row: Sequence[float] = ()
    chance: float = 0.0
    parts: tuple[Part, ...] = ()

    @property
    def evidence(self) -> Evidence:
        """Where the value was read."""
        best = self.candidate
        return Evidence(best.source, best.path, best.text, self.transformation, self.confidence, self.parts)

    @property
    def is_explicit(self) -> bool:
        """Whether the author of the schema or of the job said where the value stands."""
        return self.candidate.source == _EXPLICIT


def explicit_choice(candidate: Candidate, spec: FieldSpec, locale: PageLocale) -> Choice | None:
    """What an explicit selector found as the field's value; None where it cannot be read as the field's type."""
    groups = groups_of([candidate], spec, locale)
    return _explicit(groups[0]) if groups else None


def ranked(candidates: Iterable[Candidate], spec: FieldSpec, scope: Scope) -> list[Choice]:
    """The values that the candidates propose, the likeliest first, each once; the first is the field's value.

    Candidates that cannot be read as the field's type are left out, so the list may be empty. What an explicit selector
    found goes first. `confidence` is `score` still: `with_confidence` looks at the whole record.
    """
    groups = groups_of(candidates, spec, scope.locale)
    explicit = [group for group in groups if group.best.candidate.source == _EXPLICIT]
    if explicit:
        return list(map(_explicit, explicit))
    groups = groups[:MAX_GROUPS]
    forest = scope.resources.ranker
    rows = group_rows(groups, spec, scope)
    choices = [_choice(group, chance(forest.score(row)), row) for group, row in zip(groups, rows, strict=True)]
    return sorted(choices, key=lambda choice: -choice.score)


def _choice(group: Group, score: float, row: Sequence[float] = ()) -> Choice:
    best = group.best
    sources = tuple(sorted(group.beliefs))
    read = best.read
    return Choice(
        read.value, best.candidate, read.transformation, group.belief, sources, score, score, row, parts=read.parts
    )


def _explicit(group: Group) -> Choice:
    return _choice(group, _EXPLICIT_CONFIDENCE)


def with_confidence(choices: Mapping[str, Sequence[Choice]], scope: Scope) -> dict[str, list[Choice]]:
    """The ranked choices of every field of the scope's schema, with confidences that know the whole record.

    The first choice's is the calibrated chance that it is right; those of the runners-up share what is left.
    """
    firsts = {name: ranked_[0].score for name, ranked_ in choices.items() if ranked_}
    fit = vouched(fit_of(firsts, scope), _own_labels(choices, scope.schema)) if firsts else 0.0
    found = {}
    for name, ranked_ in choices.items():
        spec = scope.schema.field(name)
        if not ranked_ or spec is None or ranked_[0].is_explicit:
            found[name] = list(ranked_)
            continue
        scores = [choice.score for choice in ranked_]
        right = confidence_of(spec, (scores, ranked_[0].row), firsts, scope)
        curve = scope.resources.curves.get(kind_of(spec), _STRAIGHT)
        confidence = on_curve(fit * right, curve)
        left = 1.0 - confidence
        found[name] = [
            replace(choice, confidence=min(choice.score, left) if number else confidence, chance=on_curve(right, curve))
            for number, choice in enumerate(ranked_)
        ]
    return found


def _own_labels(choices: Mapping[str, Sequence[Choice]], schema: RecordSchema) -> int:
    """How many fields that are no concept have a likely value beside a label of no other words than the field's."""
    firsts = [choices[spec.name][0] for spec in schema.fields if spec.concept is None and choices.get(spec.name)]
    return sum(
        "labels" in best.sources and best.score >= _LIKELY and best.row[_LABEL_PRECISION] >= 1.0 for best in firsts
    )


def record_confidence(schema: RecordSchema, field_confidence: Mapping[str, float]) -> float:
    """The chance that all required fields (all found ones, where none is required) are right.

    A required field that was not found counts as wrong. Fields of one record are right or wrong together more often
    than apart, so this is the geometric mean of the product (independence) and the weakest one.
    """
    names = [field.name for field in schema.required] or list(field_confidence)
    values = [field_confidence.get(name, 0.0) for name in names]
    return math.sqrt(math.prod(values) * min(values)) if values else 0.0
