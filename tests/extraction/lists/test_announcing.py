"""How far words announce a field."""

import pytest

from scraper.extraction.lists.announcing import asked_words, label_score
from tests.extraction.reading import schema_of

DOCKET, PRICE = schema_of(docket_number={"type": "string"}, price={"type": "number"}).fields


@pytest.mark.parametrize(
    ("field", "label", "expected"), [(DOCKET, "docket number", 1.0), (PRICE, "price", 1.0), (PRICE, "colour", 0.0)]
)
def test_a_label_is_the_fields_own_or_says_nothing(field, label, expected):
    assert label_score(label, asked_words(field)) == expected


def test_all_words_of_the_name_announce_the_field_and_none_say_nothing():
    asked = asked_words(DOCKET)
    found = [asked.overlap(frozenset(words)) for words in (("docket", "numbers"), ("docket",), (), ("footer",))]
    assert found[0] == 1.0
    assert found[0] > found[1] > found[2] == found[3] == 0.0
