"""Enums and booleans by meaning."""

import pytest

from scraper.extraction.coercion.meanings import match_enum, meaning_of, parse_boolean

STOCK = ("InStock", "OutOfStock")


@pytest.mark.parametrize(
    ("text", "values", "value"),
    [
        ("Auf Lager", STOCK, "InStock"),
        ("https://schema.org/OutOfStock", STOCK, "OutOfStock"),
        ("Poisonous (deadly)", ("edible", "inedible", "poisonous"), "poisonous"),
        ("Not edible", ("edible", "poisonous"), None),
        ("Inedible", ("edible", "inedible"), "inedible"),
        ("Judgment affirmed in part", ("affirmed", "affirmed in part"), "affirmed in part"),
        ("AFFIRMED", ("affirmed", "affirmed in part"), "affirmed"),
        ("Reversed and remanded", ("affirm", "reverse"), "reverse"),
        ("Full-time, permanent", ("FULL_TIME", "PART_TIME"), "FULL_TIME"),
        ("diesel or petrol", ("diesel", "petrol"), None),
        ("something else", ("a", "b"), None),
    ],
)
def test_a_text_is_the_enum_value_that_it_means(text, values, value):
    found = match_enum(text, values)
    assert (found[0] if found else None) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes", True),
        ("Nein", False),
        ("Oui", True),
        ("✓", True),
        ("✗", False),
        ("—", False),
        ("fa fa-check", True),
        ("icon icon-cross", False),
        ("Not furnished", False),
        ("No pets", False),
        ("Yes, heated", True),
        ("In stock", True),
        ("Sold out", False),
        ("Included", True),
        ("none", False),
        ("Tuesday", None),
        ("No one who has been here for a while would say so", False),
        ("", None),
    ],
)
def test_a_text_says_yes_or_no(text, value):
    found = parse_boolean(text)
    assert (found[0] if found else None) == value


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("NOT SOLD", "instock"),
        ("Na skladě", "instock"),
        ("Vyprodáno", "outofstock"),
        ("Épuisé", "outofstock"),
        ("Agotado", "outofstock"),
        ("Esaurito", "outofstock"),
        ("売り切れ", "outofstock"),
        ("Tillfälligt slut", "outofstock"),
        ("Lieferzeit 2-3 Tage", "instock"),
        ("Ships in 24 hours", "instock"),
        ("Only 3 left", "instock"),
        ("Benachrichtigen Sie mich", "outofstock"),
        ("Wyprzedane", "outofstock"),
        ("المنتج غير متوفر", "outofstock"),
        ("المنتج متوفر", "instock"),
        ("אזל מהמלאי", "outofstock"),
        ("No longer for sale", "outofstock"),
        ("Coming soon", "outofstock"),
        ("Sold by Lamp & Co.", None),
        ("0 in stock", "outofstock"),
        ("10 in stock", "instock"),
        ("Contact seller", "offered"),
        ("Reply", "offered"),
        ("Afficher le numéro", "offered"),
        ("Kontaktieren", "offered"),
        ("Kontaktieren Sie uns", None),
        ("Reply to comment", None),
        ("Soft and warm", None),
    ],
)
def test_phrases_of_many_languages_say_in_or_out_of_stock(text, meaning):
    assert meaning_of(text) == meaning
