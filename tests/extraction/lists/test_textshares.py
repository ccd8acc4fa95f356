"""What texts have in common."""

import pytest

from scraper.extraction.lists.textshares import holds_money, share, shared_words, spoken_words
from scraper.extraction.locale import PageLocale


def test_no_values_have_no_share():
    assert (share([]), share([True, False, True, True])) == (0.0, 0.75)


def test_words_of_most_texts_are_shared_and_numbers_are_not():
    assert shared_words(["3 comments", "3 comments", "3 views"], whole=False) == {"comments"}


def test_of_whole_texts_the_one_that_most_are_is_shared():
    assert shared_words(["by", "by", "posted by"], whole=True) == {"by"}
    assert shared_words(["by", "on", "posted by"], whole=True) == frozenset()


def test_numbers_and_short_words_are_not_spoken():
    assert spoken_words("Big lamp of 2024") == 2


@pytest.mark.parametrize(("text", "expected"), [("5 €", True), ("5", False), ("€", False), ("5 € " + "x" * 60, False)])
def test_money_is_an_amount_with_a_currency_in_a_short_text(text, expected):
    assert holds_money(text, PageLocale()) is expected
