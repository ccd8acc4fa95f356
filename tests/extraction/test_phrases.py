"""Phrases counted as regular expressions would find them."""

import re
from random import Random

import pytest

from scraper.extraction.phrases import Phrases, lowered

_PATTERNS = (r"add(?:ed)? to (?:\w+ )?cart", "in stock", r"servings?\b", "serves", "to cart")


def test_phrases_are_counted_without_regard_to_case_and_once_where_they_overlap():
    assert Phrases(_PATTERNS).count(lowered("ADDED to your Cart. In stock! Servings: 4. Reserves. in  stock")) == 3


def test_a_phrase_begins_where_a_word_does():
    assert Phrases(["said"]).count("unsaid said, said") == 2


def test_letters_that_only_lower_case_rules_tell_apart_are_the_same():
    assert Phrases(["in stock"]).count(lowered("İN ſtock ın STOCK")) == 2


def test_the_count_is_that_of_one_alternation():
    random = Random(2)
    words = ["add", "added", "to", "cart", "in", "stock", "serving", "servings", "serves", "tocart", "your", ",", "."]
    whole = re.compile(rf"\b(?:{'|'.join(_PATTERNS)})", re.IGNORECASE)
    for _ in range(300):
        text = random.choice((" ", "")).join(random.choices(words, k=12)) + " " + " ".join(random.choices(words, k=9))
        assert Phrases(_PATTERNS).count(lowered(text)) == len(whole.findall(text))


def test_a_phrase_without_a_literal_beginning_is_refused():
    with pytest.raises(ValueError, match="does not begin"):
        Phrases([r"\d+ stars"])
