"""How a page writes."""

import pytest

from scraper.extraction.locale import page_locale


@pytest.mark.parametrize(
    ("url", "declared", "decimal", "is_day_first"),
    [
        ("https://a.example/", "de-DE", ",", True),
        ("https://a.example/", "de-CH", ".", True),
        ("https://a.example/", "en-US", ".", False),
        ("https://a.example/", "en", ".", None),
        ("https://a.fr/", None, ",", True),
        ("https://a.co.uk/", "en", ".", True),
        ("https://a.example/", None, None, None),
        ("https://a.example/", "??", None, None),
    ],
)
def test_language_and_country_say_how_numbers_and_dates_are_written(url, declared, decimal, is_day_first):
    locale = page_locale(url, declared)
    assert (locale.decimal, locale.is_day_first) == (decimal, is_day_first)
