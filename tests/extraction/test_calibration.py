"""Confidences."""

import pytest

from scraper.extraction.calibration import calibrated
from tests.extraction.reading import field_of

FIELD = field_of("hull_length")


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ((0.4, 0.0, ("dom", ("dom",))), (0.9, 0.0, ("dom", ("dom",)))),
        ((0.9, 0.8, ("dom", ("dom",))), (0.9, 0.0, ("dom", ("dom",)))),
        ((0.9, 0.0, ("dom", ("dom",))), (0.9, 0.0, ("dom", ("dom", "labels")))),
    ],
    ids=["belief", "lead over the rival", "agreement"],
)
def test_confidence_grows_with(less, more):
    assert calibrated(*less, FIELD) < calibrated(*more, FIELD)


def test_an_explicit_selector_needs_no_curve():
    assert calibrated(0.1, 0.9, ("selector", ("selector",)), FIELD) == 0.99


def test_a_confidence_is_a_chance():
    assert all(0 <= calibrated(belief, 0.0, ("dom", ("dom",)), FIELD) <= 1 for belief in (0.0, 1e-9, 0.5, 1.0))
