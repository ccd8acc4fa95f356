"""Forests fitted and stored as extraction reads them."""

import json
import random

import pytest

from scraper.extraction.forest import Forest
from training.forests import fit, stored

_SETTINGS = {"rounds": 20, "num_leaves": 4, "learning_rate": 0.3, "min_data_in_leaf": 5}


@pytest.fixture(scope="module")
def sample():
    draw = random.Random(1)
    rows = [[draw.random(), draw.random()] for _ in range(400)]
    labels = [float(left + 0.2 * right > 0.6) for left, right in rows]
    return rows, labels, [1.0] * len(rows)


def test_a_forest_learns_what_its_rows_say(sample):
    forest = fit(("left", "right"), *sample, _SETTINGS)
    assert forest.score([0.9, 0.5]) > 1.0 > -1.0 > forest.score([0.1, 0.5])


def test_the_same_rows_give_the_same_bytes(sample):
    once, again = (json.dumps(stored(fit(("left", "right"), *sample, _SETTINGS))) for _ in range(2))
    assert once == again


def test_what_is_stored_is_read_back(sample):
    forest = fit(("left", "right"), *sample, _SETTINGS)
    assert Forest.from_json(json.loads(json.dumps(stored(forest)))) == forest
