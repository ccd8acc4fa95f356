"""A field's words against the page's."""

import pytest

from scraper.extraction.ranker.vocabulary import AGREEMENTS, agreement, vocabulary_of
from tests.extraction.reading import scope_of


@pytest.fixture
def vocabulary():
    scope = scope_of(
        "<p>x</p>",
        hull_length={"type": "number", "description": "how long the boat is over all"},
        sail_area={"type": "number"},
    )
    return vocabulary_of(scope, scope.schema.fields[0])


@pytest.mark.parametrize(
    ("words", "name", "expected"),
    [
        ({"hull", "x"}, "recall", 0.5),
        ({"hull", "x"}, "precision", 0.5),
        ({"boat"}, "hints", 1.0),
        ({"sail"}, "rivals", 1.0),
        (set(), "recall", 0.0),
    ],
)
def test_agreement_is_told_by_kind_of_word(vocabulary, words, name, expected):
    assert agreement(vocabulary, frozenset(words))[AGREEMENTS.index(name)] == expected


def test_other_names_of_a_known_concept_are_synonyms():
    scope = scope_of("<p>x</p>", price={"type": "number"})
    assert "precio" in vocabulary_of(scope, scope.schema.fields[0]).synonyms
