"""The comparison of measured figures with their floors."""

import pytest

from tests.quality.floors import figures_of, misses, raised

REPORT = {
    "products": {
        "pages": 57,
        "predicted": 57,
        "fields": {"price": {"f1": 0.91, "p": 1.0}},
        "micro": {"f1": 0.85555},
        "macro_f1": 0.8,
    },
    "pagination": {"pages": 107, "predicted": 107, "next": {"accuracy": 0.9}},
}


def test_the_held_figures_are_taken_from_the_report():
    assert figures_of(REPORT) == {
        "products": {"pages": 57, "micro.f1": 0.8556, "fields.price.f1": 0.91},
        "pagination": {"pages": 107, "next.accuracy": 0.9},
    }


@pytest.mark.parametrize(
    ("measured", "floor", "pages", "is_missed"),
    [
        (0.9, 0.9, 57, False),
        (0.95, 0.9, 57, False),
        (0.884, 0.9, 57, False),
        (0.88, 0.9, 57, True),
        (0.891, 0.9, 1000, False),
        (0.889, 0.9, 1000, True),
    ],
    ids=["equal", "above", "one page", "two pages", "a hundredth", "more"],
)
def test_one_page_or_a_hundredth_is_tolerated(measured, floor, pages, is_missed):
    found = misses({"c": {"pages": pages, "f": measured}}, {"c": {"pages": pages, "f": floor}})
    assert bool(found) is is_missed


def test_a_figure_that_is_no_longer_measured_is_missed():
    assert [str(miss) for miss in misses({}, {"c": {"pages": 9, "f": 0.9}})] == ["c f: 0.000 is below its floor 0.900"]


def test_floors_only_move_up():
    assert raised({"c": {"pages": 9, "f": 0.5, "g": 0.7}}, {"c": {"pages": 9, "f": 0.6}, "d": {"pages": 1}}) == {
        "c": {"pages": 9, "f": 0.6, "g": 0.7},
        "d": {"pages": 1},
    }
