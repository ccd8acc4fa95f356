from scraper.extraction.forest import Forest

_STORED = {"features": ["length", "place"], "trees": [[0, 3.0, -1.0, [1, 0.5, 0.25, 2.0]], 0.5]}


def test_a_row_takes_the_left_branch_up_to_the_threshold():
    assert Forest.from_json(_STORED).score([3.0, 9.0]) == -0.5


def test_a_row_takes_the_right_branches_above_the_thresholds():
    assert Forest.from_json(_STORED).score([3.1, 0.6]) == 2.5


def test_a_forest_names_its_columns():
    assert Forest.from_json(_STORED).features == ("length", "place")
