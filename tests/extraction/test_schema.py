"""Record schemas."""

import pytest

from scraper.exceptions import InvalidSchema
from scraper.extraction.schema import RecordSchema
from tests.extraction.reading import field_of, schema_of


def test_fields_keep_the_order_of_the_schema():
    assert [field.name for field in schema_of(b={}, a={}, c={}).fields] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("name", "definition", "concept"),
    [
        ("price", {"type": "number"}, "price"),
        ("originalPrice", {"type": "number"}, "old_price"),
        ("publishing_date", {"type": "string", "format": "date"}, "date"),
        ("productBrand", {"type": "string"}, "brand"),
        ("Preis", {"type": "number"}, "price"),
        ("ratings_count", {"type": "integer"}, "review_count"),
        ("hull_length", {"type": "number"}, None),
        ("agenda_url", {"type": "string", "format": "uri"}, None),
    ],
)
def test_the_words_and_type_of_a_field_give_its_concept(name, definition, concept):
    assert field_of(name, **definition).concept == concept


def test_a_nullable_type_is_its_type():
    assert field_of("price", type=["null", "number"]).type == "number"


def test_a_union_is_its_first_branch_that_is_not_null():
    assert field_of("price", anyOf=[{"type": "null"}, {"type": "integer"}]).type == "integer"


def test_an_array_takes_type_and_format_from_its_items():
    field = field_of("images", type="array", items={"type": "string", "format": "uri"})
    assert (field.is_array, field.type, field.format, field.items.is_array) == (True, "string", "uri", False)


def test_nested_objects_have_fields_of_their_own():
    field = field_of("offer", type="object", properties={"price": {"type": "number"}})
    assert [inner.concept for inner in field.fields] == ["price"]


def test_local_references_are_followed():
    definition = {"properties": {"a": {"$ref": "#/$defs/money"}}, "$defs": {"money": {"type": "number"}}}
    assert RecordSchema.from_definition(definition).fields[0].type == "number"


def test_recursive_references_are_cut():
    definition = {"$ref": "#/$defs/n", "$defs": {"n": {"properties": {"next": {"$ref": "#/$defs/n"}}}}}
    assert RecordSchema.from_definition(definition).fields[0].name == "next"


def test_an_array_of_objects_describes_its_objects():
    definition = {"type": "array", "items": {"properties": {"a": {}}}}
    assert RecordSchema.from_definition(definition).fields[0].name == "a"


@pytest.mark.parametrize(
    ("name", "description", "unit"),
    [("prep_time", "in minutes", "minutes"), ("weight_kg", "", "kg"), ("size", "", None)],
)
def test_the_unit_comes_from_the_name_or_the_description(name, description, unit):
    assert field_of(name, type="number", description=description).unit == unit


@pytest.mark.parametrize(
    ("definition", "pointer"),
    [
        ([], ""),
        ({"type": "object"}, "/properties"),
        ({"properties": {"a": 1}}, "/properties/a"),
        ({"properties": []}, "/properties"),
        ({"properties": {"a": {"$ref": "https://elsewhere.example/x"}}}, "/properties/a/$ref"),
        ({"properties": {"a": {"$ref": "#/nowhere"}}}, "/properties/a/$ref"),
        ({"properties": {"a": {"$ref": "#/properties/a"}}}, "/properties/a"),
        ({"properties": {"a/b": {"x-css": "li[["}}}, "/properties/a~1b/x-css"),
        ({"properties": {"a": {"x-xpath": "//["}}}, "/properties/a/x-xpath"),
        ({"properties": {"a": {"x-jmespath": "a["}}}, "/properties/a/x-jmespath"),
        ({"properties": {"a": {"x-regex": "("}}}, "/properties/a/x-regex"),
        ({"properties": {"a": {"x-css": 3}}}, "/properties/a/x-css"),
    ],
)
def test_what_cannot_work_is_refused_with_its_place(definition, pointer):
    with pytest.raises(InvalidSchema) as refused:
        RecordSchema.from_definition(definition)
    assert refused.value.pointer == pointer


def test_selectors_of_a_job_are_added_to_the_fields():
    schema = schema_of(a={}).with_selectors({"a": "h1.title"})
    assert schema.fields[0].selector.xpath.startswith("descendant-or-self::h1")


@pytest.mark.parametrize("selectors", [{"b": "h1"}, {"a": "h1["}, {"a": ""}], ids=["no field", "not CSS", "empty"])
def test_selectors_that_cannot_work_are_refused(selectors):
    with pytest.raises(InvalidSchema):
        schema_of(a={}).with_selectors(selectors)
