"""How well the ranker does on what it never saw: each field left out of training, each corpus left out.

    python -m training.unseen --groups FILE

FILE holds the readings that `python -m training.ranker` dumped. Figures are F1 of the first choice, nothing held back,
beside those of the hand-set ranking.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from scraper.extraction.forest import Forest
from training.corpora import DETAIL_CORPORA
from training.evaluate import Decision, by_belief, counted
from training.fitting import best_of, fit_ranker, scored
from training.folds import fold_of
from training.readings import FieldReading, Reading, load, parsed

_HALF = 2  # folds of sites: the first two are tested with the other three and the other way round


def concept_meant(reading: Reading, name: str) -> str | None:
    """The concept that the lexicon knows for a field, also where the reading was made without concepts."""
    spec = parsed(reading.definition).field(name)
    return spec.concept if spec is not None else None


def is_same_field(reading: Reading, field: FieldReading, left_out: tuple[str, str | None]) -> bool:
    """Whether a field of any schema is the one (name, concept) that is left out: by its name or by what it means."""
    name, concept = left_out
    return field.name == name or (concept is not None and concept_meant(reading, field.name) == concept)


def first_choices(readings: Sequence[Reading], ranker: Forest) -> list[Decision]:
    """The decisions of the ranker alone: nothing is held back, fields without a candidate are not given."""
    found = []
    for reading, by_field in zip(readings, scored(ranker, readings), strict=True):
        chosen = {best.field.name: best for best in best_of(reading, by_field)}
        for field in reading.fields:
            best = chosen.get(field.name)
            label, number = (best.label, best.number) if best is not None else (0.0, -1)
            found.append(Decision(reading, field, number, best is not None, label, 1.0))
    return found


def without_field(readings: Sequence[Reading], left_out: tuple[str, str | None]) -> list[Decision]:
    """The decisions on a field by rankers that saw neither the field nor the page's site."""
    halves = [[r for r in readings if (fold_of(r.site) < _HALF) is is_first] for is_first in (True, False)]
    found: list[Decision] = []
    for held, rest in (halves, reversed(halves)):
        ranker = fit_ranker(rest, lambda reading, field: not is_same_field(reading, field, left_out))
        asked = [r for r in held if r.task in ("own", "unknown") and any(f.name == left_out[0] for f in r.fields)]
        found += [each for each in first_choices(asked, ranker) if each.field.name == left_out[0]]
    return found


def without_corpus(readings: Sequence[Reading], corpus: str) -> list[Decision]:
    """The decisions on a corpus by a ranker that saw neither its pages nor others of its sites."""
    held = [reading for reading in readings if reading.corpus == corpus and reading.task == "own"]
    sites = {reading.site for reading in held}
    ranker = fit_ranker([r for r in readings if r.corpus != corpus and r.site not in sites])
    return first_choices(held, ranker)


def fields_of(readings: Sequence[Reading]) -> list[tuple[str, str, str | None]]:
    """(corpus, name, concept) of every labelled field of the corpora's own schemas."""
    own = {(r.corpus, f.name, f.concept) for r in readings if r.task == "own" for f in r.fields if f.is_known}
    return sorted(own, key=lambda each: (DETAIL_CORPORA.index(each[0]), each[1]))


def field_lines(readings: Sequence[Reading]) -> Iterator[str]:
    """A line a field: F1 as the pages are / stripped / without the lexicon's concept, each with the hand-set one's."""
    baseline = by_belief([reading for reading in readings if reading.task in ("own", "unknown")])
    for corpus, name, concept in fields_of(readings):
        found = without_field(readings, (name, concept))
        before = [each for each in baseline if each.field.name == name]
        cells = []
        for task, is_stripped in (("own", False), ("own", True), ("unknown", False), ("unknown", True)):
            figures = [
                counted(
                    each
                    for each in decisions
                    if (each.reading.corpus, each.reading.task, each.reading.is_stripped) == (corpus, task, is_stripped)
                ).f1
                for decisions in (found, before)
            ]
            cells.append("{:.3f} ({:.3f})".format(*figures))
        yield f"| {corpus} | {name} | {' | '.join(cells)} |"


def corpus_lines(readings: Sequence[Reading]) -> Iterator[str]:
    """A line a corpus and variant: micro F1 by a ranker that never saw the corpus, and that of the hand-set ranking."""
    baseline = by_belief([reading for reading in readings if reading.task == "own"])
    for corpus in DETAIL_CORPORA:
        found = without_corpus(readings, corpus)
        for is_stripped in sorted({each.reading.is_stripped for each in found}):
            figures = [
                counted(
                    each
                    for each in decisions
                    if (each.reading.corpus, each.reading.is_stripped) == (corpus, is_stripped)
                ).f1
                for decisions in (found, baseline)
            ]
            yield f"| {corpus}{', stripped' if is_stripped else ''} | {figures[0]:.3f} ({figures[1]:.3f}) |"


def main() -> None:
    """Prints both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--groups", type=Path, required=True)
    readings = load(parser.parse_args().groups)
    for line in corpus_lines(readings):
        print(line, flush=True)
    for line in field_lines(readings):
        print(line, flush=True)


if __name__ == "__main__":
    main()
