"""What a column of a list counts for a field by itself."""

import pytest

from scraper.extraction.lists.column_score import column_score, says_more, wider_names
from scraper.extraction.lists.roles import role_of
from tests.extraction.reading import columns_of, schema_of

COUNT = {"type": "integer"}


def column_of(row):
    """The only column of five records of this row."""
    return columns_of(*(row.format(n=n) for n in range(1, 6)))[0]


@pytest.mark.parametrize("row", ["<b class='comments'>{n}7</b>", "<b>{n}7 comments</b>"], ids=["class", "own words"])
def test_words_around_the_values_speak_for_the_field(row):
    field = schema_of(comments=COUNT).fields[0]
    silent = column_score(column_of("<b>{n}7</b>"), field, role_of(field))
    assert column_score(column_of(row), field, role_of(field)) > silent


def test_a_text_is_no_number():
    field = schema_of(comments=COUNT).fields[0]
    assert column_score(column_of("<b>Nothing to count in row {n} of this list</b>"), field, role_of(field)) < 0.2


def test_words_of_another_field_and_more_are_the_other_field_s():
    schema = schema_of(stars=COUNT, stars_today=COUNT)
    column = column_of("<b>{n}7 stars today</b>")
    assert [says_more(column, wider_names(field, schema)) for field in schema.fields] == [True, False]
