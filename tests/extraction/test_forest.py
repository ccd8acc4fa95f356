"""Forests read from JSON, evaluated one row or many rows at a time."""

from random import Random

from scraper.extraction.forest import Forest

_STORED = {"features": ["length", "place"], "trees": [[0, 3.0, -1.0, [1, 0.5, 0.25, 2.0]], 0.5]}


def test_a_row_takes_the_left_branch_up_to_the_threshold():
    assert Forest.from_json(_STORED).score([3.0, 9.0]) == -0.5


def test_a_row_takes_the_right_branches_above_the_thresholds():
    assert Forest.from_json(_STORED).score([3.1, 0.6]) == 2.5


def test_a_forest_names_its_columns():
    assert Forest.from_json(_STORED).features == ("length", "place")


def test_a_forest_that_has_scored_many_rows_gives_the_same_numbers_as_a_fresh_one():
    random = Random(1)
    stored = {"features": list("abcd"), "trees": [_tree(random, 4) for _ in range(50)]}
    rows = [[random.uniform(-1, 1) for _ in "abcd"] for _ in range(1000)]
    used = Forest.from_json(stored)
    assert [used.score(row) for row in rows] == [Forest.from_json(stored).score(row) for row in rows]


def test_a_forest_of_no_trees_and_one_of_a_single_column_can_score_many_rows():
    for stored, expected in (({"features": ["a"], "trees": []}, 0.0), ({"features": ["a"], "trees": [2]}, 2.0)):
        forest = Forest.from_json(stored)
        assert {forest.score([1.0]) for _ in range(1000)} == {expected}


def _tree(random, depth):
    if not depth:
        return random.uniform(-2, 2)
    return [random.randrange(4), random.uniform(-1, 1), _tree(random, depth - 1), _tree(random, depth - 1)]
