"""Columns of JSON values."""

import pytest

from scraper.extraction.json_pages.columns import column_at, names_case, parts_for, readability
from scraper.extraction.locale import page_locale
from tests.extraction.reading import schema_of

LOCALE = page_locale("https://api.example/", None)


def column(*values):
    return column_at(("a",), [{"a": value} for value in values])


def test_of_an_array_the_first_element_is_read():
    found = column_at(("parts", "no"), [{"parts": [{"no": 1}, {"no": 2}]}, {"parts": []}])
    assert (found.values, found.filled, found.is_one_of_many) == ((1,), 0.5, True)


@pytest.mark.parametrize(
    ("role", "values"),
    [
        ("code", ("24-123", "24-124")),
        ("link", ("https://a.example/1.pdf", "/2.pdf")),
        ("person", ("Ann Doe", "Roe, B.")),
        ("title", ("Ark", "Dory")),
    ],
)
def test_values_look_like_what_the_role_asks_for(role, values):
    others = {"code": "Ann", "link": "Ann Doe", "person": "9", "title": "/a.pdf"}
    assert column(*values).shape(role) > column(others[role], others[role] + "1").shape(role)


def test_hashes_and_days_are_no_codes_that_people_write():
    assert column("af9a2e8572d5fd3b112911ab324ce2cb", "2024-05-01").codes == 0.0


def test_a_column_of_one_value_names_nothing():
    assert column(*["Ark"] * 5).shape("title") < column("Ark", "Dory", "Raft", "Kayak").shape("title")


def test_sentences_that_mention_names_are_no_names():
    assert column("an opinion by Ann Doe", "an opinion by Bob Roe").shape("person") < 0.6


def test_the_parts_of_a_column_are_a_column():
    assert column("Doe v. Roe - No. 24-123", "Roe").of("code").values == ("24-123",)


@pytest.mark.parametrize(
    ("name", "role", "kinds"),
    [
        ("docket_number", "code", ("code",)),
        ("citation", "code", ("citation",)),
        ("author", "person", ("person",)),
        ("case_name", "title", ("parties",)),
        ("name", "title", ()),
        ("url", "link", ("link",)),
    ],
)
def test_fields_ask_for_parts_of_texts(name, role, kinds):
    assert parts_for(schema_of(**{name: {"type": "string"}}).fields[0], role) == kinds


def test_parties_in_the_description_make_a_field_the_name_of_a_case():
    assert names_case(schema_of(style={"type": "string", "description": "the parties"}).fields[0])


@pytest.mark.parametrize(("value", "expected"), [("5.5", 1.0), ("x", 0.0), ([3], 1.0), ({"a": 1}, 0.0)])
def test_readable_values_are_of_the_fields_type(value, expected):
    assert readability(value, schema_of(weight={"type": "number"}).fields[0], LOCALE) == expected
