"""scraper.extraction.lists.record_rules: what makes a record, and how sure it is."""

import pytest

from scraper.extraction.lists.readings import CellReading
from scraper.extraction.lists.record_rules import lacks_usual, record_of
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Evidence


def reading(value, confidence):
    return CellReading(value, Evidence("region", "/html", str(value), "", confidence), None)


def schema(*required):
    properties = {name: {"type": "string"} for name in ("title", "price", "note")}
    return RecordSchema.from_definition({"type": "object", "properties": properties, "required": list(required)})


FOUND = {"note": reading("new", 0.2), "title": reading("Tea", 0.9), "price": reading("3", 0.6)}


def test_the_values_stand_in_the_order_of_the_schema_with_their_confidence():
    record = record_of(FOUND, schema(), 0.0, url="https://a.example/1", extra={"weight": "1 kg"})
    assert (record.data, list(record.data)) == (
        {"title": "Tea", "price": "3", "note": "new"},
        ["title", "price", "note"],
    )
    assert (record.field_confidence, record.url) == ({"title": 0.9, "price": 0.6, "note": 0.2}, "https://a.example/1")
    assert (record.extra, set(record.evidence)) == ({"weight": "1 kg"}, {"title", "price", "note"})


@pytest.mark.parametrize(
    ("required", "least", "expected"), [((), 0.0, 0.2), (("title", "price"), 0.0, 0.6), (("note",), 0.5, 0.0)]
)
def test_a_record_is_as_sure_as_the_least_sure_of_what_is_required(required, least, expected):
    assert record_of(FOUND, schema(*required), least, url=None).confidence == expected


def test_values_below_the_least_confidence_are_left_out():
    assert record_of(FOUND, schema(), 0.5, url=None).data == {"title": "Tea", "price": "3"}
    assert record_of(FOUND, schema(), 0.95, url=None).data == {}


@pytest.mark.parametrize(("found", "expected"), [({"a"}, True), ({"a", "b"}, False), (set(), True)])
def test_what_lacks_most_of_the_usual_fields_is_no_record(found, expected):
    assert lacks_usual(found, ["a", "b", "c", "d"]) is expected
