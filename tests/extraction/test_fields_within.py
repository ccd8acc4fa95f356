"""What the properties of an object mean."""

import pytest

from scraper.extraction.fields_within import is_generic
from tests.extraction.reading import field_of

TEXT, NUMBER = {"type": "string"}, {"type": "number"}


@pytest.mark.parametrize(
    ("parent", "child", "definition", "concept"),
    [
        ("price", "amount", NUMBER, "price"),
        ("price", "currency", TEXT, "currency"),
        ("author", "name", TEXT, "author"),
        ("brand", "name", TEXT, "brand"),
        ("rating", "value", NUMBER, "rating"),
        ("orchestra", "name", TEXT, None),
        ("product", "name", TEXT, "title"),
        ("offer", "price", NUMBER, "price"),
    ],
)
def test_a_property_means_what_its_object_is(parent, child, definition, concept):
    field = field_of(parent, type="object", properties={child: definition})
    assert field.fields[0].concept == concept


@pytest.mark.parametrize(
    ("name", "expected"), [("amount", True), ("name", True), ("first_name", False), ("city", False)]
)
def test_some_names_say_no_more_than_the_object(name, expected):
    assert is_generic(field_of(name)) is expected
