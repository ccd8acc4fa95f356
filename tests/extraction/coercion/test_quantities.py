"""Quantities with units."""

import pytest

from scraper.extraction.coercion.quantities import parse_quantity
from scraper.extraction.locale import page_locale

ENGLISH = page_locale("https://site.example/", "en-GB")
GERMAN = page_locale("https://seite.example/", "de-DE")


@pytest.mark.parametrize(
    ("text", "wanted", "locale", "amount"),
    [
        ("9.20 m", "m", ENGLISH, 9.2),
        ("9,20 m", "m", GERMAN, 9.2),
        ("165 cm", "m", ENGLISH, 1.65),
        ("5–12 cm", "cm", ENGLISH, 5),
        ("5 to 12 cm", "mm", ENGLISH, 50),
        ("32' 6\"", "m", ENGLISH, 9.906),
        ("32 ft 6 in", "in", ENGLISH, 390),
        ("30 ft (9.14 m)", "m", ENGLISH, 9.144),
        ("12.5 kg / 27.6 lbs", "lb", ENGLISH, 27.557783),
        ("110 kW (150 hp)", "hp", ENGLISH, 147.512429),
        ("82 m²", "m2", ENGLISH, 82),
        ("900 sq. ft.", "sqft", ENGLISH, 900),
        ("1.5 GB", "mb", ENGLISH, 1500),
        ("120 km/h", "km/h", ENGLISH, 120),
        ("2 pieces", "kg", ENGLISH, None),
        ("60 kg", "cm", ENGLISH, None),
    ],
)
def test_an_amount_is_converted_to_the_unit_that_is_asked_for(text, wanted, locale, amount):
    found = parse_quantity(text, wanted, locale)
    assert (found[0] if found else None) == pytest.approx(amount)


def test_one_end_of_a_range_is_less_certain():
    assert parse_quantity("5–12 cm", "cm", ENGLISH)[1] < parse_quantity("5 cm", "cm", ENGLISH)[1]
