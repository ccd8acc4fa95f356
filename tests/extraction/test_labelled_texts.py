"""Texts that are labels with their values."""

import pytest

from scraper.extraction.labelled_texts import labelled_parts, without_label


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("Length: 9 m", [("Length", "9 m")]),
        ("长度：9 m", [("长度", "9 m")]),
        ("Length: 9 m | Draft: 1.2 m", [("Length", "9 m"), ("Draft", "1.2 m")]),
        ("Length: 9 m, Draft: 1.2 m", [("Length", "9 m"), ("Draft", "1.2 m")]),
        ("Colours: red, blue, green", [("Colours", "red, blue, green")]),
        ("Note: open daily | see: below | and more", [("Note", "open daily | see: below | and more")]),
        ("Length – 9 m", [("Length", "9 m")]),
        ("CO2 emissions = 119 g/km", [("CO2 emissions", "119 g/km")]),
        ("Length ........ 9 m", [("Length", "9 m")]),
        ("10:30", []),
        ("https://site.example", []),
        ("A well-kept boat", []),
        ("the boat that we all have known for long – and loved", []),
        ("", []),
    ],
)
def test_a_text_is_split_into_its_pairs(text, pairs):
    assert [(label, value) for label, value, _ in labelled_parts(text)] == pairs


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Brand: Acme", "Acme"),
        ("Ver mais artigos da Marca: Acme", "Acme"),
        ("Acme: the lamps", "Acme: the lamps"),
        ("Acme", "Acme"),
    ],
)
def test_a_text_is_cut_after_its_own_label(text, value):
    assert without_label(text, frozenset(("brand", "marca"))) == value
