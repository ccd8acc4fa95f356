"""The kind of column that a field asks for."""

import pytest

from scraper.extraction.lists.roles import main_field, role_of
from tests.extraction.reading import field_of, schema_of

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("name", "definition", "role"),
    [
        pytest.param("title", TEXT, "title", id="title"),
        pytest.param("url", {"type": "string", "format": "uri"}, "link", id="link"),
        pytest.param("image", {"type": "string", "format": "uri"}, "image", id="image"),
        pytest.param("date", TEXT, "date", id="date as text"),
        pytest.param("posted_on", {"type": "string", "format": "date"}, "date", id="date"),
        pytest.param("price", {"type": "number"}, "money", id="price"),
        pytest.param("replies", {"type": "integer"}, "number", id="count"),
        pytest.param("author", TEXT, "person", id="author"),
        pytest.param("docket_number", TEXT, "code", id="code"),
        pytest.param("summary", TEXT, "long", id="teaser"),
        pytest.param("fungus", TEXT, "text", id="unknown"),
        pytest.param("sold_out", {"type": "boolean"}, "flag", id="flag"),
    ],
)
def test_fields_ask_for_a_kind_of_column(name, definition, role):
    assert role_of(field_of(name, **definition)) == role


@pytest.mark.parametrize(
    ("names", "main"),
    [
        pytest.param(["sku", "title"], "title", id="title"),
        pytest.param(["status", "case_name"], "case_name", id="a name"),
        pytest.param(["clan", "fungus"], "clan", id="first plain text"),
        pytest.param(["address"], None, id="none"),
    ],
)
def test_one_field_names_the_record(names, main):
    field = main_field(schema_of(**dict.fromkeys(names, TEXT)))
    assert (field.name if field else None) == main
