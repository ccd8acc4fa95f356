"""Words of lists."""

from scraper.extraction.lists.listwords import related_words


def test_counts_are_known_in_other_languages():
    assert "antworten" in related_words("replies")


def test_unknown_words_have_no_relatives():
    assert related_words("fungus") == frozenset()
