"""Sites that change under their wrappers: of the values stored with confidence, at most one in a hundred is wrong.

Five pages as they were, then six after a redesign (three that were read before, three new ones), or every second page
of them in the new layout (A/B), are read as a run reads them. `python -m tests.extraction.wrappers.test_drift` prints
figures.
"""

from collections import Counter
from dataclasses import dataclass, field

import pytest

from scraper.extraction import ExtractOptions
from scraper.extraction.evidence import replay
from scraper.extraction.wrappers import Templates
from tests.extraction.wrappers.sites import DRIFTS, KINDS, STYLES, Tweaks, page, schema

BEFORE, AFTER = range(5), (0, 1, 2, 20, 21, 22)
HALVED = ("classes renamed", "dl to table", "classes swapped")
CONFIDENT = 0.5
MOST_WRONG = 0.01


@dataclass
class Outcome:
    """Values of the pages after the drift: how many there are, which are wrong with confidence, what read the pages."""

    values: int = 0
    wrong: list[tuple[object, ...]] = field(default_factory=list)
    missing: int = 0
    read_by: Counter = field(default_factory=Counter)
    unproven: list[tuple[object, ...]] = field(default_factory=list)


def drifted(style, kind, drift, *, is_half):
    """What became of one site's pages."""
    templates, options, outcome = Templates(schema(kind)), ExtractOptions(mode=kind), Outcome()
    for number in BEFORE:
        templates.read(page(style, kind, number, Tweaks())[0], options)
    for turn, number in enumerate(AFTER):
        tweaks = Tweaks() if is_half and turn % 2 else DRIFTS[drift]
        read, truth = page(style, kind, number, tweaks)
        count(templates.read(read, options), truth, (read, schema(kind), (style, kind, drift, is_half)), outcome)
    return outcome


def count(extraction, truth, how, outcome):
    read, wanted, where = how
    outcome.read_by[extraction.read_by] += 1
    outcome.values += sum(map(len, truth))
    if len(extraction.records) != len(truth):
        outcome.wrong.append((*where, "records", len(extraction.records)))
    for record, right in zip(extraction.records, truth, strict=False):
        outcome.missing += len(right.keys() - record.data.keys())
        sure = [name for name in record.data if record.field_confidence[name] > CONFIDENT]
        outcome.wrong += [(*where, name, record.data[name]) for name in sure if record.data[name] != right.get(name)]
        proven = {name: replay(read, wanted.field(name), evidence) for name, evidence in record.evidence.items()}
        outcome.unproven += [(*where, name) for name in proven if proven[name] != record.data[name]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_hardly_a_wrong_value_is_stored_whatever_changes(style, kind):
    found = [drifted(style, kind, drift, is_half=False) for drift in DRIFTS]
    found += [drifted(style, kind, drift, is_half=True) for drift in HALVED]
    wrong = [each for outcome in found for each in outcome.wrong]
    assert len(wrong) <= MOST_WRONG * sum(outcome.values for outcome in found), wrong
    assert sum(outcome.missing for outcome in found) <= 0.03 * sum(outcome.values for outcome in found)
    assert [each for outcome in found for each in outcome.unproven] == []
    assert sum(outcome.read_by["wrapper"] for outcome in found) > 0.4 * len(AFTER) * len(found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_without_a_change_the_wrapper_goes_on(style, kind):
    assert drifted(style, kind, "none", is_half=False).read_by["slow_path"] == 0


@pytest.mark.parametrize(
    ("style", "kind", "drift"),
    [
        ("shop", "list", "classes swapped"),
        ("shop", "list", "classes renamed"),
        ("shop", "detail", "extra h1"),
        ("shop", "detail", "dl to table"),
        ("shop", "detail", "facts in another order"),
        ("hashed", "detail", "labels renamed"),
        ("hashed", "detail", "optional gone"),
        ("itemprop", "list", "classes swapped"),
    ],
)
def test_a_change_that_could_mislead_is_noticed(style, kind, drift):
    assert drifted(style, kind, drift, is_half=False).read_by["slow_path"] > 0


def main():
    """Print the figures of all drifts."""
    for style in STYLES:
        for kind in KINDS:
            for drift in DRIFTS:
                for is_half in (False, True):
                    each = drifted(style, kind, drift, is_half=is_half)
                    name = f"{style} {kind}: {drift}{' on half of the pages' if is_half else ''}"
                    figures = f"{len(each.wrong)} wrong, {each.missing} missing of {each.values}"
                    print(f"{name}: {figures}", dict(each.read_by))


if __name__ == "__main__":
    main()
