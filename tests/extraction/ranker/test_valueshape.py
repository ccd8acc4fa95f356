"""Values as shapes."""

import pytest

from scraper.extraction.ranker.valueshape import SHAPES, shape_of


@pytest.mark.parametrize(
    ("value", "text", "name", "expected"),
    [
        ("AB-12", "AB-12", "digits", 0.4),
        ("It is blue.", "It is blue.", "is_sentence", 1.0),
        (5, "5 €", "has_currency", 1.0),
        (99, "99", "magnitude", 2.0),
        (2.5, "2.5", "is_whole", 0.0),
        ("2024-05-01", "2024-05-01T10:00", "has_time", 1.0),
        ("https://a.example/x.png", "x.png", "is_url", 1.0),
        ([], "", "items", 0.0),
    ],
)
def test_the_shape_of_a_value_is_told_in_numbers(value, text, name, expected):
    assert shape_of(value, text)[SHAPES.index(name)] == pytest.approx(expected)
