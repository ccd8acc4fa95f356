"""Site-grouped cross-validation of what extraction gives: F1 per field, calibration, wrong kinds, fields never seen.

    python -m training.evaluate --groups FILE --scorer SCORE_PY

FILE holds the readings that `python -m training.ranker` dumped.
"""

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import numpy

from scraper.extraction.ranker.group_features import NAMES
from scraper.extraction.ranker.ranking import record_confidence
from scraper.extraction.resources import Resources
from training.corpora import scorer_at
from training.fitting import best_of, confidences, fit_all, scored
from training.folds import fold_of
from training.readings import FieldReading, Reading, load

_BELIEF = NAMES.index("belief")
_RIGHT = 0.999
_SURE = 0.5
_PRECISION = 0.95


class Decision(NamedTuple):
    """What one field of one reading was given: whether any value, how right it is (0..1), how sure we were."""

    reading: Reading
    field: FieldReading
    number: int
    is_given: bool
    label: float
    confidence: float


def decided(readings: Sequence[Reading], resources: Resources) -> Iterator[Decision]:
    """A decision for every field of the readings, by these models; fields without a candidate are not given."""
    found = scored(resources.ranker, readings)
    chosen = [best for reading, by_field in zip(readings, found, strict=True) for best in best_of(reading, by_field)]
    given = confidences(resources, chosen)
    chances = confidences(resources, chosen, is_of_kind=True)
    by_field = {
        (id(best.reading), best.field.name): (best, confidence, chance)
        for best, confidence, chance in zip(chosen, given, chances, strict=True)
    }
    for reading in readings:
        for field in reading.fields:
            if (id(reading), field.name) not in by_field:
                yield Decision(reading, field, -1, False, 0.0, 0.0)
                continue
            best, confidence, chance = by_field[id(reading), field.name]
            is_given = chance >= resources.thresholds.get(field.kind, 0.0)
            yield Decision(reading, field, best.number, is_given, best.label, confidence)


def held_out(readings: Sequence[Reading], folds: Sequence[Resources]) -> list[Decision]:
    """The decisions of every reading by the models that have not seen its site."""
    return [
        decision
        for fold, resources in enumerate(folds)
        for decision in decided([r for r in readings if fold_of(r.site) == fold], resources)
    ]


def by_belief(readings: Sequence[Reading]) -> list[Decision]:
    """The hand-set ranking: the most believed group, its belief as confidence."""
    found = []
    for reading in readings:
        for field in reading.fields:
            if len(field.rows):
                number = int(numpy.argmax(field.rows[:, _BELIEF]))
                belief = float(field.rows[number, _BELIEF])
                found.append(Decision(reading, field, number, True, field.labels[number], belief))
            else:
                found.append(Decision(reading, field, -1, False, 0.0, 0.0))
    return found


class Counts(NamedTuple):
    """True and false positives and false negatives; an array that is right in part is all three in part."""

    right: float
    wrong: float
    missed: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.right / max(1e-9, 2 * self.right + self.wrong + self.missed)


def counted(decisions: Iterable[Decision]) -> Counts:
    """The scorer's counts of the decisions whose truth is known."""
    right = wrong = missed = 0.0
    for each in decisions:
        if not each.field.is_known:
            continue
        label = each.label if each.is_given else 0.0
        right += label
        wrong += (1.0 - label) * each.is_given
        missed += (1.0 - label) * each.field.is_wanted
    return Counts(right, wrong, missed)


def calibration(decisions: Iterable[Decision], scorer: ModuleType) -> tuple[float, float, float]:
    """(ECE, AUROC, coverage at 95 % precision) of the values that are given and whose truth is known."""
    known = [each for each in decisions if each.field.is_known]
    pairs = [(each.confidence, int(each.label >= _RIGHT)) for each in known if each.is_given]
    wanted = sum(each.field.is_wanted for each in known)
    return (
        scorer.ece(pairs) or 0.0,
        scorer.auroc(pairs) or 0.0,
        scorer.coverage_at(pairs, _PRECISION, wanted) or 0.0,
    )


def record_pairs(decisions: Iterable[Decision]) -> list[tuple[float, int]]:
    """(record confidence, 1 where all that it speaks of is right) of each record with a value.

    A record's confidence speaks of its schema's required fields, or of those found where none is required; fields
    whose truth is unknown are left out.
    """
    pairs = []
    for own in by(decisions, lambda each: id(each.reading)).values():
        schema = own[0].reading.schema
        given = {each.field.name: each for each in own if each.is_given}
        names = [spec.name for spec in schema.required] or list(given)
        known = {each.field.name for each in own if each.field.is_known}
        asked = [name for name in names if name in known]
        if given and asked:
            narrowed = replace(schema, fields=tuple(spec for spec in schema.fields if spec.name in asked))
            confidence = record_confidence(narrowed, {n: given[n].confidence for n in asked if n in given})
            pairs.append((confidence, int(all(n in given and given[n].label >= _RIGHT for n in asked))))
    return pairs


def by(decisions: Iterable[Decision], key: Callable[[Decision], Any]) -> dict[Any, list[Decision]]:
    """The decisions by `key`."""
    found = defaultdict(list)
    for each in decisions:
        found[key(each)].append(each)
    return dict(found)


def sure_of_wrong_kind(decisions: Iterable[Decision]) -> Mapping[tuple[str, str], tuple[float, float]]:
    """(schema's corpus, page's corpus) -> the share of all fields, and of those with a value, that come with a
    confidence above 0.5 though the page is of another kind."""
    found = {}
    crossed = [each for each in decisions if each.reading.task == "cross"]
    for pair, own in sorted(by(crossed, lambda each: (each.reading.asked, each.reading.corpus)).items()):
        sure = sum(each.is_given and each.confidence > _SURE for each in own)
        found[pair] = (sure / len(own), sure / max(1, sum(each.number >= 0 for each in own)))
    return found


def _own(decisions: Iterable[Decision], *tasks: str) -> list[Decision]:
    return [each for each in decisions if each.reading.task in tasks]


def table(decisions: Sequence[Decision], baseline: Sequence[Decision], scorer: ModuleType) -> Iterator[str]:
    """Lines of a table: per corpus and variant micro F1 and calibration, then each field, beside the baseline."""
    groups = by(decisions, lambda each: (each.reading.corpus, each.reading.is_stripped))
    before = by(baseline, lambda each: (each.reading.corpus, each.reading.is_stripped))
    for (corpus, is_stripped), own in groups.items():
        old = before[corpus, is_stripped]
        figures = "{:.3f} / {:.2f} / {:.2f}".format(*calibration(own, scorer))
        variant = " stripped" if is_stripped else ""
        yield f"{corpus}{variant}: {counted(own).f1:.3f} (by belief {counted(old).f1:.3f}); ECE/AUROC/cov95 {figures}"
        fields, fields_before = by(own, lambda each: each.field.name), by(old, lambda each: each.field.name)
        yield "   " + ", ".join(
            f"{name} {counted(each).f1:.3f} ({counted(fields_before[name]).f1:.3f})" for name, each in fields.items()
        )


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=Path, required=True)
    parser.add_argument("--scorer", type=Path, required=True)
    asked = parser.parse_args()
    scorer = scorer_at(asked.scorer)
    readings = load(asked.groups)
    fitted = fit_all(readings)
    decisions = held_out(readings, fitted.folds)
    baseline = by_belief(readings)
    for tasks in (("own",), ("bare",), ("unknown",), ("generic",)):
        print(f"== {tasks[0]}")
        print(*table(_own(decisions, *tasks), _own(baseline, *tasks), scorer), sep="\n")
    own = _own(decisions, "own")
    print("all own: ECE {:.3f}, AUROC {:.2f}, coverage {:.2f}".format(*calibration(own, scorer)))
    records = record_pairs(own)
    print(f"records: ECE {scorer.ece(records):.3f}, AUROC {scorer.auroc(records):.2f} of {len(records)}")
    print("thresholds", fitted.whole.thresholds)
    print("== wrong kind: share of all fields, of fields with a candidate, above 0.5")
    for (asked_for, corpus), shares in sure_of_wrong_kind(decisions).items():
        print(f"{asked_for} on {corpus}: {shares[0]:.3f} {shares[1]:.3f}")


if __name__ == "__main__":
    main()
