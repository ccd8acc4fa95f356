"""Words of names and labels."""

import pytest

from scraper.extraction.words import clean, fold, label_key, singular, split_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("ratingsCount", ("ratings", "count")),
        ("product-price_main2", ("product", "price", "main", "2")),
        ("XMLHttpURL", ("xml", "http", "url")),
        ("Größe", ("große",)),
        ("", ()),
    ],
)
def test_names_of_any_case_are_split(name, words):
    assert split_words(name) == tuple(fold(word) for word in words)


def test_folding_drops_case_and_accents():
    assert fold("Ärmel É ß") == "armel e ss"


def test_a_label_is_a_key_without_punctuation():
    assert label_key("  Prep  Time: ") == "prep time"


@pytest.mark.parametrize(("word", "one"), [("prices", "price"), ("categories", "category"), ("glass", "glass")])
def test_plurals_lose_their_s(word, one):
    assert singular(word) == one


def test_cleaning_leaves_single_spaces_and_nothing_invisible():
    assert clean(" a\n\tb\u200b\u00a0c ") == "a b c"


@pytest.mark.parametrize("text", ["👩\u200d🌾 Farm", "می\u200cخواهم"], ids=["emoji", "Persian"])
def test_cleaning_keeps_the_joiners_that_spelling_needs(text):
    assert clean(f"\u200d {text}\u200c") == text
