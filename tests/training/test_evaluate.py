"""What cross-validation says of readings."""

import pytest

from tests.training.corpus import SCORER
from training.evaluate import (
    Counts,
    by_belief,
    calibration,
    counted,
    held_out,
    record_pairs,
    sure_of_wrong_kind,
    table,
)


@pytest.fixture(scope="module")
def decisions(readings, fitted):
    return held_out(readings, fitted.folds)


def test_every_field_of_every_reading_is_decided_once(readings, decisions):
    assert len(decisions) == sum(len(reading.fields) for reading in readings)


def test_counts_are_the_scorer_s():
    assert Counts(8, 2, 2).f1 == pytest.approx(0.8)


def test_what_the_truth_does_not_name_is_not_counted(decisions):
    bodies = [each for each in decisions if each.field.name == "articleBody" and each.reading.task == "own"]
    assert counted(bodies) == Counts(0.0, 0.0, 0.0)


def test_the_hand_set_ranking_gives_the_most_believed_group(readings):
    own = [each for each in by_belief(readings) if each.reading.task == "own" and each.field.name == "sku"]
    assert {each.label for each in own} == {1.0}


def test_wrong_kinds_are_reported_by_pair(decisions):
    assert ("recipes", "products") in sure_of_wrong_kind(decisions)


def test_figures_and_tables_are_made(decisions, readings):
    own = [each for each in decisions if each.reading.task == "own"]
    baseline = [each for each in by_belief(readings) if each.reading.task == "own"]
    assert len(list(table(own, baseline, SCORER))) == 18
    assert calibration(own, SCORER)[2] > 0.5


def test_a_record_is_right_where_all_its_known_fields_are(decisions):
    own = [each for each in decisions if each.reading.task == "own" and each.reading.id == "products-3"]
    pairs = record_pairs(own)
    assert [is_right for _, is_right in pairs] == [1, 1]
