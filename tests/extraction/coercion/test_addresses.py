"""Addresses in one text."""

import pytest

from scraper.extraction.coercion.addresses import parse_address


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Hauptstraße 5, 10115 Berlin, Germany",
            {"street": "Hauptstraße 5", "postal_code": "10115", "city": "Berlin", "country": "Germany"},
        ),
        (
            "742 Evergreen Terrace, Springfield, IL 62704, USA",
            {
                "street": "742 Evergreen Terrace",
                "city": "Springfield",
                "region": "IL",
                "postal_code": "62704",
                "country": "USA",
            },
        ),
        (
            "221B Baker Street, London NW1 6XE",
            {"street": "221B Baker Street", "postal_code": "NW1 6XE", "city": "London"},
        ),
        (
            "12 rue de la Paix\\n75002 Paris\\nFrance",
            {"street": "12 rue de la Paix", "postal_code": "75002", "city": "Paris"},
        ),
        (
            "Prinsengracht 263, 1016 GV Amsterdam",
            {"street": "Prinsengracht 263", "postal_code": "1016 GV", "city": "Amsterdam"},
        ),
        ("ul. Długa 3, 00-238 Warszawa", {"street": "ul. Długa 3", "postal_code": "00-238", "city": "Warszawa"}),
        ("100 King St W, Toronto, ON M5X 1A9", {"street": "100 King St W", "region": "ON", "postal_code": "M5X 1A9"}),
        ("Via Roma 1, Milano, Italy", {"street": "Via Roma 1", "city": "Milano", "country": "Italy"}),
        ("A fine lamp, 12 euros, from Berlin", {}),
        ("", {}),
    ],
)
def test_an_address_is_taken_apart(text, parts):
    found = parse_address(text.replace("\\n", "\n"))
    assert {name: value for name, value in found.items() if name in parts or not parts} == parts
