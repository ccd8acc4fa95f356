"""JSON pages."""

import json

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.evidence import resolve
from scraper.page import Page
from tests.extraction.reading import schema_of

SCHEMA = {
    "title": {"type": "string"},
    "price": {"type": "number"},
    "outcome": {"type": "string", "description": "outcome, such as affirmed or reversed"},
    "published": {"type": "string", "format": "date"},
}
ROWS = [
    {"name": "A", "pricing": {"price": "12.50"}, "result": "Affirmed", "publishedAt": "2020-03-04T00:00:00Z", "id": 1},
    {"name": "B", "pricing": {"price": "3"}, "result": "Reversed in part", "publishedAt": "2020-03-05", "id": 2},
]
EXPECTED = {"title": "A", "price": 12.5, "outcome": "Affirmed", "published": "2020-03-04"}


def read(body, options=ExtractOptions(), **schema):  # noqa: B008 - a frozen value
    page = Page.from_bytes("https://api.example/boats", json.dumps(body).encode())
    return page, extract(page, schema_of(**(schema or SCHEMA)), options)


@pytest.mark.parametrize(
    "body",
    [ROWS, {"meta": {"total": 2}, "data": {"items": ROWS}}, {"facets": [{"name": "x"}, {"name": "y"}], "rows": ROWS}],
    ids=["bare array", "nested", "beside another list"],
)
def test_the_list_of_records_is_found(body):
    _, extraction = read(body)
    assert (extraction.mode, len(extraction.records), extraction.records[0].data) == ("list", 2, EXPECTED)


def test_a_single_object_is_one_record():
    _, extraction = read({"product": ROWS[0]})
    assert (extraction.mode, [record.data for record in extraction.records]) == ("detail", [EXPECTED])


def test_evidence_is_a_json_pointer():
    page, extraction = read({"data": ROWS})
    evidence = extraction.records[0].evidence["price"]
    assert (evidence.path, resolve(page, evidence.path)) == ("/data/0/pricing/price", "12.50")


def test_an_explicit_path_wins():
    _, extraction = read(ROWS, title={"type": "string", "x-jmespath": "pricing.price"}, price={"type": "number"})
    assert extraction.records[0].data["title"] == "12.50"


def test_the_records_may_be_named_by_a_path():
    _, extraction = read({"a": ROWS, "b": ROWS[:1]}, ExtractOptions(record_selector="b"))
    assert len(extraction.records) == 1


@pytest.mark.parametrize("body", [[], {}, [1, 2], {"error": "not found"}, [[[]]], [{}]])
def test_bodies_without_records_give_none(body):
    _, extraction = read(body)
    assert extraction.records == ()


@pytest.mark.parametrize(
    ("name", "type_name", "value"),
    [
        ("sku", "string", "1"),
        ("sku", "integer", 0),
        ("sku", "string", "x"),
        ("isbn", "string", "none yet"),
        ("rating", "number", 0),
        ("review_count", "integer", 0),
        ("price", "number", -1),
        ("author", "string", "42"),
    ],
)
def test_the_value_of_a_key_with_the_fields_own_name_is_kept_however_odd(name, type_name, value):
    _, extraction = read([{name: value, "title": "A"}], title={"type": "string"}, **{name: {"type": type_name}})
    assert extraction.records[0].data == {"title": "A", name: value}


def test_an_odd_value_under_the_own_name_is_believed_less():
    _, extraction = read([{"sku": "1"}, {"sku": "1"}], sku={"type": "string"})
    _, usual = read([{"sku": "LMP-4711"}, {"sku": "LMP-4712"}], sku={"type": "string"})
    assert extraction.records[0].field_confidence["sku"] < usual.records[0].field_confidence["sku"]


def test_a_likelier_key_still_wins_over_an_odd_value_under_the_own_name():
    _, extraction = read([{"author": 12, "author_name": "Ada Lovelace", "title": "A"}], author={"type": "string"})
    assert extraction.records[0].data == {"author": "Ada Lovelace"}


def test_other_plain_keys_of_a_record_are_its_extra_values():
    row = {"title": "A", "colour": "red", "tags": ["x", 2], "stock": 0, "is_new": False}
    dropped = {"empty": "", "none": None, "maker": {"id": 1}, "parts": [{"id": 1}], "grid": [[1]]}
    _, extraction = read([row | dropped], title={"type": "string"})
    assert extraction.records[0].extra == {"colour": "red", "tags": ["x", 2], "stock": 0, "is_new": False}


def test_keys_that_fields_took_or_are_called_as_are_no_extra_values():
    _, extraction = read([{"name": "A", "price": "on request", "id": 1}], title=SCHEMA["title"], price=SCHEMA["price"])
    assert (extraction.records[0].data, extraction.records[0].extra) == ({"title": "A"}, {"id": 1})
