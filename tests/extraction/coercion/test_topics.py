"""Topics in keyword lists."""

import pytest

from scraper.extraction.coercion.topics import topic


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Elections", "Elections"),
        ("Subject: Justice", "Justice"),
        ("Page Type: Article", None),
        ("26157981-b4f7-4929-adc1-e860c6f03636", None),
        ("100312362", None),
        ("news.example.com", None),
        ("Star Trails: the second part", "Star Trails: the second part"),
        ("2024", "2024"),
        ("A sentence that says much more than a topic does. " * 3, None),
    ],
    ids=["plain", "keyed", "system", "id", "number", "host", "title", "year", "sentence"],
)
def test_a_keyword_is_a_topic_or_none(text, value):
    assert topic(text) == value
