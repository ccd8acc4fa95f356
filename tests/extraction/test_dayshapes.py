"""Dates told by their shape."""

import pytest

from scraper.extraction.dayshapes import date_piece, date_purity
from scraper.extraction.locale import PageLocale

EN, DE = PageLocale(language="en"), PageLocale(language="de", is_day_first=True)


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        pytest.param("March 4, 2016", EN, id="English"),
        pytest.param("4. März 2016", DE, id="German"),
        pytest.param("2016-03-04", EN, id="ISO"),
        pytest.param("16.02.2016 15:06", DE, id="digits"),
        pytest.param("2016年03月18日", EN, id="Japanese"),
    ],
)
def test_dates_are_pure(text, locale):
    assert date_purity(text, locale) == 1.0


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Lamp of 2016", id="year alone"),
        pytest.param("$ 12.50", id="price"),
        pytest.param("", id="empty"),
        pytest.param("No digits at all", id="words"),
    ],
)
def test_other_texts_hold_no_date(text):
    assert date_purity(text, EN) == 0.0


def test_relative_dates_are_nearly_pure():
    assert date_purity("3 days ago", EN) == 0.8


def test_the_date_of_a_long_text_is_found_around_its_year():
    text = "The board of the authority will meet at eight in the morning on Friday, July 21, 2023, in its usual room."
    assert "July 21, 2023" in (date_piece(text, EN) or "")
