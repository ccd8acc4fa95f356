"""Objects of a schema taken apart into fields."""

from scraper.extraction.lists.flat_fields import flat_name, flat_schema
from tests.extraction.reading import schema_of

TEXT, NUMBER, LINK = {"type": "string"}, {"type": "number"}, {"type": "string", "format": "uri"}


def box(**properties):
    return {"type": "object", "properties": properties}


def test_a_schema_without_objects_stays_as_it_is():
    schema = schema_of(title=TEXT, price=NUMBER)
    assert flat_schema(schema).columns.fields == schema.fields


def test_properties_are_fields_under_the_names_of_their_objects():
    flat = flat_schema(schema_of(title=TEXT, price=box(amount=NUMBER, currency=TEXT), maker=box(home=box(town=TEXT))))
    assert list(flat.fields) == ["title", "price.amount", "price.currency", "maker.home.town"]


def test_what_an_object_is_has_the_words_of_the_object():
    flat = flat_schema(schema_of(seller=box(name=TEXT, since=TEXT)))
    assert [each.spec.words for each in flat.fields.values()] == [("seller",), ("since",)]


def test_an_address_is_asked_for_as_a_whole_too():
    flat = flat_schema(schema_of(address=box(street=TEXT, city=TEXT)))
    assert [each.is_whole for each in flat.fields.values()] == [True, False, False]


def test_the_link_of_a_name_has_no_column_of_its_own():
    flat = flat_schema(schema_of(author=box(name=TEXT, url=LINK)))
    assert [each.name for each in flat.columns.fields] == ["author.name"]


def test_fields_with_a_selector_have_no_column():
    flat = flat_schema(schema_of(title=TEXT, sku=TEXT | {"x-css": "i"}, price=box(amount=NUMBER | {"x-css": "b"})))
    assert ([each.name for each in flat.columns.fields], list(flat.fields)) == (["title"], ["title", "price.amount"])


def test_arrays_of_objects_are_apart():
    flat = flat_schema(schema_of(title=TEXT, offers={"type": "array", "items": box(price=NUMBER)}))
    assert ([each.name for each in flat.arrays], list(flat.fields)) == (["offers"], ["title"])


def test_the_same_schema_is_taken_apart_once():
    schema = schema_of(price=box(amount=NUMBER))
    assert flat_schema(schema) is flat_schema(schema)


def test_many_schemas_are_told_apart():
    names = [flat_schema(schema_of(**{f"field_{n}": TEXT})).columns.fields[0].name for n in range(200)]
    assert names == [f"field_{n}" for n in range(200)]


def test_names_are_put_together_with_dots():
    schema = schema_of(a=box(b=TEXT))
    assert flat_name([schema.fields[0]], schema.fields[0].fields[0]) == "a.b"
