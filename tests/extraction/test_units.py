"""Units that fields ask for and that pages print."""

import pytest

from scraper.extraction.units import converted, unit_in, unit_named
from scraper.extraction.words import split_words


@pytest.mark.parametrize(
    ("name", "description", "unit"),
    [
        ("length_m", "", "m"),
        ("cap_diameter_cm", "", "cm"),
        ("total_time", "in minutes", "minutes"),
        ("living_area", "in square metres", "m2"),
        ("floor_sq_ft", "", "sqft"),
        ("weight", "weight in kg", "kg"),
        ("price_min", "", None),
        ("check_in", "", None),
        ("m", "", None),
    ],
)
def test_the_unit_stands_in_the_name_or_the_description(name, description, unit):
    assert unit_in(split_words(name), description) == unit


@pytest.mark.parametrize(("word", "unit"), [("lbs", "lb"), ("zoll", "in"), ("h", "hours"), ("berths", None)])
def test_units_go_by_several_names(word, unit):
    assert unit_named(word) == unit


def test_units_of_one_kind_are_converted_and_others_are_not():
    assert (converted(2, "kg", "g"), converted(2, "kg", "cm")) == (2000, None)
