"""Fits the ranker and the calibrator on readings; the same bytes for the same readings."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy

from scraper.extraction.forest import Forest
from scraper.extraction.ranker.calibration import NAMES as CALIBRATED
from scraper.extraction.ranker.calibration import RISING, calibration_row, chance, on_curve
from scraper.extraction.ranker.group_features import NAMES
from scraper.extraction.ranker.page_fit import NAMES as FITTED
from scraper.extraction.ranker.page_fit import fit_row
from scraper.extraction.resources import Resources
from training.folds import FOLDS, fold_of
from training.forests import fit, scores
from training.readings import FieldReading, Reading

RANKER = {
    "objective": "cross_entropy",  # an array is right in part: labels are shares
    "rounds": 100,
    "num_leaves": 16,
    "learning_rate": 0.12,
    "min_data_in_leaf": 60,
    "lambda_l2": 10.0,
    "feature_fraction": 0.5,
}
CALIBRATOR = {
    "rounds": 60,
    "num_leaves": 8,
    "learning_rate": 0.1,
    "min_data_in_leaf": 60,
    "lambda_l2": 10.0,
    "feature_fraction": 0.6,
    "monotone_constraints": [int(name in RISING) for name in CALIBRATED],
}
FIT = {
    "rounds": 150,
    "num_leaves": 6,
    "learning_rate": 0.1,
    "min_data_in_leaf": 40,
    "lambda_l2": 10.0,
    "feature_fraction": 0.6,
}
# What a reading counts for. Swept by site-grouped cross-validation: docs/extraction.md.
TASKS = {"own": 1.0, "unnamed": 0.5, "bare": 0.5, "generic": 0.25, "unknown": 0.5, "distant": 0.3, "cross": 0.0}
TASKS_OF_CALIBRATION = {
    "own": 1.0,
    "unnamed": 0.5,
    "bare": 0.5,
    "generic": 0.5,
    "unknown": 0.3,
    "distant": 0.0,
    "cross": 0.0,
}
TASKS_OF_FIT = {"own": 2.0, "unnamed": 2.0, "bare": 2.0, "generic": 2.0, "unknown": 1.0, "distant": 0.0, "cross": 2.0}
CORPORA = {"products": 3.0, "news": 1.5}
_RIGHT = 0.999  # the scorer's


def fit_ranker(readings: Sequence[Reading], takes: Callable[[Reading, FieldReading], bool] | None = None) -> Forest:
    """The forest that tells right groups from wrong ones, from the fields that `takes` lets through (default: all)."""
    rows: list[Any] = []
    labels: list[float] = []
    weights: list[float] = []
    for reading in readings:
        weight = TASKS[reading.task] * CORPORA.get(reading.corpus, 1.0)
        for field in reading.fields if weight else ():
            if field.is_known and len(field.rows) and (takes is None or takes(reading, field)):
                rows.append(field.rows)
                labels.extend(field.labels)
                weights.extend([weight] * len(field.labels))
    return fit(NAMES, numpy.concatenate(rows), labels, weights, RANKER)


def scored(ranker: Forest, readings: Sequence[Reading]) -> list[dict[str, Any]]:
    """For each reading: the ranker's log-odds of each field's groups, by field."""
    fields = [field for reading in readings for field in reading.fields if len(field.rows)]
    if not fields:
        return [{} for _ in readings]
    flat = scores(ranker, numpy.concatenate([field.rows for field in fields]))
    found, at = [], 0
    for reading in readings:
        by_field = {}
        for field in reading.fields:
            if len(field.rows):
                by_field[field.name] = flat[at : at + len(field.rows)]
                at += len(field.rows)
        found.append(by_field)
    return found


class Best(NamedTuple):
    """The value that a field gets: its number among the groups, its rows for the calibrator and for the fit of the
    page, the latter also as it were had the strongest field not been found, and how right the value is."""

    reading: Reading
    field: FieldReading
    number: int
    row: list[float]
    fit: list[float]
    less: list[float]
    label: float


def best_of(reading: Reading, by_field: Mapping[str, Any]) -> list[Best]:
    """The best group of each field that has any, by the ranker's scores of one reading."""
    schema = reading.schema
    firsts = {name: chance(float(found.max())) for name, found in by_field.items()}
    fit = fit_row(reading.fit, firsts, schema)
    strongest = max(firsts, key=lambda name: (firsts[name], name), default="")
    less = fit_row(reading.fit, {name: first for name, first in firsts.items() if name != strongest}, schema)
    best = []
    for field in reading.fields:
        if field.name not in by_field:
            continue
        order = numpy.argsort(-by_field[field.name], kind="stable")
        chances = [chance(float(by_field[field.name][number])) for number in order[:2]]
        spec = schema.field(field.name)
        assert spec is not None
        number = int(order[0])
        row = calibration_row(spec, (chances, field.rows[number].tolist()), firsts, schema)
        best.append(Best(reading, field, number, row, fit, less, field.labels[number]))
    return best


def fit_calibrator(chosen: Sequence[Best]) -> Forest:
    """The forest that tells right values from wrong ones, by values that a ranker chose on sites it had not seen."""
    rows, labels, weights = [], [], []
    for each in chosen:
        weight = TASKS_OF_CALIBRATION[each.reading.task] * CORPORA.get(each.reading.corpus, 1.0)
        if weight and each.field.is_known:
            rows.append(each.row)
            labels.append(float(each.label >= _RIGHT))
            weights.append(weight)
    return fit(CALIBRATED, rows, labels, weights, CALIBRATOR)


def fit_fit(chosen: Sequence[Best]) -> Forest:
    """The forest that tells pages of the kind that the schema speaks of from others; one row a reading."""
    by_reading = {id(best.reading): best for best in chosen if TASKS_OF_FIT[best.reading.task]}
    rows, labels, weights = [], [], []
    for best in by_reading.values():
        is_right = best.reading.task != "cross"
        weight = TASKS_OF_FIT[best.reading.task] * CORPORA.get(best.reading.corpus, 1.0)
        for row in (best.fit, best.less) if is_right else (best.fit,):
            rows.append(row)
            labels.append(float(is_right))
            weights.append(weight / 2 if is_right else weight)
    return fit(FITTED, rows, labels, weights, FIT)


class Fitted(NamedTuple):
    """Models by fold, none of which has seen a site of its fold, and the models of all sites."""

    folds: list[Resources]
    whole: Resources


def fit_all(readings: Sequence[Reading], takes: Callable[[Reading, FieldReading], bool] | None = None) -> Fitted:
    """The models of all readings and those of each fold of sites."""
    folds = [fold_of(reading.site) for reading in readings]
    rankers, chosen = [], []
    for fold in range(FOLDS):
        rankers.append(fit_ranker([r for r, own in zip(readings, folds, strict=True) if own != fold], takes))
        held = [r for r, own in zip(readings, folds, strict=True) if own == fold]
        found = scored(rankers[fold], held)
        chosen.append([best for r, by_field in zip(held, found, strict=True) for best in best_of(r, by_field)])
    made = []
    for fold in range(FOLDS):
        rest = [best for other, found in enumerate(chosen) if other != fold for best in found]
        made.append(_resources(rankers[fold], rest))
    whole = _resources(fit_ranker(readings, takes), [best for found in chosen for best in found])
    return Fitted(made, whole)


def _resources(ranker: Forest, chosen: Sequence[Best]) -> Resources:
    own = [best for best in chosen if best.reading.task == "own" and best.field.is_known]
    made = Resources(ranker, fit_calibrator(chosen), fit_fit(chosen), {}, {})
    made = replace(made, curves=curves(chosen, confidences(made, chosen)))
    return replace(made, thresholds=thresholds(own, confidences(made, own, is_of_kind=True)))


_RIDGE = 3.0  # how many values a curve's distance from the straight one counts for
_NEWTON_STEPS = 25


def curves(chosen: Sequence[Best], given: Sequence[float]) -> dict[str, tuple[float, float]]:
    """By kind of value the (shift, slope) in log-odds that sets the confidences right on pages of the right kind."""
    found = {}
    for kind in sorted({best.field.kind for best in chosen}):
        own = [
            (confidence, float(best.label >= _RIGHT), TASKS_OF_CALIBRATION[best.reading.task])
            for confidence, best in zip(given, chosen, strict=True)
            if best.field.kind == kind and best.field.is_known and TASKS_OF_CALIBRATION[best.reading.task]
        ]
        found[kind] = _curve(own)
    return found


def _curve(own: Sequence[tuple[float, float, float]]) -> tuple[float, float]:
    """Penalised logistic regression of right (0 or 1) on the confidence's log-odds, by Newton's method."""
    clipped = numpy.clip([confidence for confidence, _, _ in own], 1e-4, 1 - 1e-4)
    columns = numpy.stack([numpy.ones(len(own)), numpy.log(clipped / (1 - clipped))], axis=1)
    right, weight = (numpy.array([each[at] for each in own]) for at in (1, 2))
    straight = numpy.array([0.0, 1.0])
    at = straight.copy()
    for _ in range(_NEWTON_STEPS if own else 0):
        expected = 1 / (1 + numpy.exp(-columns @ at))
        slope = columns.T @ (weight * (right - expected)) - _RIDGE * (at - straight)
        bend = (columns.T * (weight * expected * (1 - expected))) @ columns + _RIDGE * numpy.eye(2)
        at = at + numpy.linalg.solve(bend, slope)
    return round(float(at[0]), 4), round(float(at[1]), 4)


def confidences(resources: Resources, chosen: Sequence[Best], *, is_of_kind: bool = False) -> list[float]:
    """The confidence in each chosen value; with `is_of_kind` as it were if all pages were of the right kind."""
    if not chosen:
        return []
    right = scores(resources.calibrator, numpy.array([best.row for best in chosen]))
    fits = scores(resources.fit, numpy.array([best.fit for best in chosen]))
    return [
        on_curve(
            (1.0 if is_of_kind else chance(float(fit))) * chance(float(score)),
            resources.curves.get(best.field.kind, (0.0, 1.0)),
        )
        for best, fit, score in zip(chosen, fits, right, strict=True)
    ]


# 0 to 0.1: a field that was never seen scores less than the known ones that the thresholds are chosen by.
_STEPS = tuple(step / 50 for step in range(6))


def thresholds(chosen: Sequence[Best], given: Sequence[float]) -> dict[str, float]:
    """By kind of value the confidence below which absence costs less than the value, by F1 of all such fields."""
    found: dict[str, float] = {}
    for kind in sorted({best.field.kind for best in chosen}):
        own = [(c, best) for c, best in zip(given, chosen, strict=True) if best.field.kind == kind]
        found[kind] = max(_STEPS, key=lambda step: (round(_f1(own, step), 4), -step))
    return found


def _f1(own: Sequence[tuple[float, Best]], threshold: float) -> float:
    right = wrong = missed = 0.0
    for confidence, best in own:
        if confidence >= threshold:
            right += best.label
            wrong += 1.0 - best.label
            missed += (1.0 - best.label) * best.field.is_wanted
        else:
            missed += best.field.is_wanted
    return 2 * right / max(1e-9, 2 * right + wrong + missed)
