"""A page, or a part of one, read as one record: each field from all sources, the best value of each."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scraper.extraction.fields import FieldSpec
from scraper.extraction.labels import label_pairs
from scraper.extraction.lexicon import labels_of
from scraper.extraction.objects import object_candidates
from scraper.extraction.ranker.calibration import kind_of
from scraper.extraction.ranker.ranking import Choice, ranked, record_confidence, with_confidence
from scraper.extraction.ranker.stated import is_stated
from scraper.extraction.scope import Scope
from scraper.extraction.sources import DECLARED, SOURCES
from scraper.extraction.twins import MOST_IN_DOUBT, doubted, ruled_out
from scraper.extraction.values import Candidate, ExtractOptions, Record

_MAX_EXTRA = 60
_MAX_EXTRA_VALUE = 500
_EXTRA_KINDS = frozenset(("dl", "row", "column", "colon", "inline"))
Warnings = list[str]


def read_record(scope: Scope, options: ExtractOptions, warnings: Warnings) -> Record | None:
    """The one record of the scope, or None where no field has a value. Broken sources are named in `warnings`."""
    found, least = record_choices(scope, warnings), options.min_confidence
    kept = {
        spec.name: found[spec.name][0]
        for spec in scope.schema.fields
        if is_kept(found[spec.name], spec, scope) and found[spec.name][0].confidence >= least
    }
    kept = {name: choice for name, choice in _consistent(kept, scope).items() if choice.confidence >= least}
    if not kept:
        return None
    confidence = {name: choice.confidence for name, choice in kept.items()}
    return Record(
        data={name: choice.value for name, choice in kept.items()},
        confidence=record_confidence(scope.schema, confidence),
        field_confidence=confidence,
        evidence={name: choice.evidence for name, choice in kept.items()},
        url=scope.document.url if scope.is_page else None,
        extra=extra_pairs(scope),
    )


def _consistent(kept: Mapping[str, Choice], scope: Scope) -> dict[str, Choice]:
    """The choices without those that others rule out, and less sure of those that contradict each other."""
    values = {name: choice.value for name, choice in kept.items()}
    twins, doubts = ruled_out(scope.schema, values), doubted(scope.schema, values)
    return {
        name: replace(choice, confidence=min(choice.confidence, MOST_IN_DOUBT)) if name in doubts else choice
        for name, choice in kept.items()
        if name not in twins
    }


def record_choices(scope: Scope, warnings: Warnings) -> dict[str, list[Choice]]:
    """The possible values of every field, best first, with calibrated confidences; empty where there are none."""
    return with_confidence({spec.name: field_choices(scope, spec, warnings) for spec in scope.schema.fields}, scope)


def is_kept(choices: Sequence[Choice], spec: FieldSpec, scope: Scope) -> bool:
    """Whether the field has a value that is likely enough to be given at all."""
    if not choices:
        return False
    return choices[0].is_explicit or choices[0].chance >= scope.resources.thresholds.get(kind_of(spec), 0.0)


def field_choices(scope: Scope, spec: FieldSpec, warnings: Warnings) -> list[Choice]:
    """The field's possible values in the scope, best first, by themselves: their confidences do not know the record."""
    return ranked(asked_candidates(scope, spec, warnings), spec, scope)


def asked_candidates(scope: Scope, spec: FieldSpec, warnings: Warnings) -> list[Candidate]:
    """What is proposed for the field: by what the page declares, where that states it plainly, else by all sources."""
    declared = _proposed(scope, spec, warnings, DECLARED)
    candidates = _in_order(declared, spec)
    if scope.is_page and is_stated(candidates, spec, scope):
        return candidates
    others = _proposed(scope, spec, warnings, [name for name in SOURCES if name not in DECLARED])
    return _with_objects(_in_order({**declared, **others}, spec), (scope, spec, warnings))


def all_candidates(scope: Scope, spec: FieldSpec, warnings: Warnings) -> list[Candidate]:
    """What all sources propose for the field, whether or not the page states it plainly."""
    found = _in_order(_proposed(scope, spec, warnings, SOURCES), spec)
    return _with_objects(found, (scope, spec, warnings))


def _with_objects(found: list[Candidate], asked: tuple[Scope, FieldSpec, Warnings]) -> list[Candidate]:
    """The candidates, for objects also what is put together from their own fields."""
    scope, spec, warnings = asked
    return found + object_candidates(scope, spec, (field_choices, warnings)) if spec.type == "object" else found


def _proposed(scope: Scope, spec: FieldSpec, warnings: Warnings, names: Iterable[str]) -> dict[str, list[Candidate]]:
    """Name -> what the source proposes. An explicit selector keeps the other sources from being asked."""
    is_explicit = spec.selector is not None and spec.selector.xpath is not None
    found = {}
    for name in names:
        if is_explicit and name != "selector":
            continue
        try:
            found[name] = SOURCES[name](scope, spec)
        except Exception as error:  # the edge of one field's source: one odd page must not cost the record
            warnings.append(f"source {name} failed on field {spec.name!r}: {type(error).__name__}: {error}")
    return found


def _in_order(proposed: Mapping[str, Sequence[Candidate]], spec: FieldSpec) -> list[Candidate]:
    return _narrowed([candidate for name in SOURCES for candidate in proposed.get(name, ())], spec)


def _narrowed(candidates: Sequence[Candidate], spec: FieldSpec) -> list[Candidate]:
    """The candidates whose raw text fits the field's x-regex, cut to what it matches."""
    pattern = spec.selector.regex if spec.selector is not None and spec.selector.xpath is None else None
    if not pattern:
        return list(candidates)
    found = []
    for candidate in candidates:
        match = re.search(pattern, str(candidate.raw)[:5000])
        if match:
            text = match.group(match.re.groups and 1)
            found.append(replace(candidate, raw=text, text=text))
    return found


def extra_pairs(scope: Scope) -> dict[str, Any]:
    """Label -> value of the pairs on the page that belong to no field of the schema."""
    known = {key for spec in scope.schema.fields for key in labels_of(spec)}
    found: dict[str, Any] = {}
    for pair in scope.document.once(label_pairs):
        if len(found) >= _MAX_EXTRA:
            break
        is_pair = pair.kind in _EXTRA_KINDS and len(pair.text) <= _MAX_EXTRA_VALUE and len(pair.key) > 1
        if is_pair and pair.key not in known and pair.index in scope:
            found.setdefault(pair.label, pair.text)
    return found
