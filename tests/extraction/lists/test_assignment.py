"""The assignment of columns to fields."""

import pytest

from scraper.extraction.lists.assignment import best_assignment


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ([], []),
        ([{}], [None]),
        ([{3: 0.4}], [3]),
        ([{0: 0.9}, {0: 0.5}], [0, None]),
        ([{0: 0.9, 1: 0.8}, {0: 0.7}], [1, 0]),
        ([{0: 0.9, 1: 0.1}, {0: 0.5, 1: 0.3}, {1: 0.6}], [0, None, 1]),
    ],
)
def test_the_scores_add_up_to_the_most(scores, expected):
    assert best_assignment(scores) == expected
