"""JSON pages."""

import json

import pytest

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.evidence import resolve
from scraper.extraction.json_pages.page import MAX_OBJECTS
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


BOATS = [{"title": title, "price": price} for title, price in (("Ark", 5), ("Beagle", 6), ("Cutty", 7), ("Dory", 8))]
TITLE_AND_PRICE = {"title": {"type": "string"}, "price": {"type": "number"}}


def records_of(body, options=ExtractOptions(), **schema):  # noqa: B008 - a frozen value
    _, extraction = read(body, options, **(schema or TITLE_AND_PRICE))
    return [record.data for record in extraction.records]


@pytest.mark.parametrize(
    "body",
    [
        dict(zip("0123", BOATS, strict=True)),
        {"total": 4, "boats": dict(zip(("ark", "beagle", "cutty", "dory"), BOATS, strict=True))},
        {"ads": [{"title": "Buy", "price": 1}, {"title": "Now", "price": 2}], "products": BOATS},
        {"recommended": [{"title": "Buy", "price": 1}] * 9, "results": BOATS},
        {"columns": ["title", "price"], "rows": [list(boat.values()) for boat in BOATS]},
        {"fields": [{"name": "title"}, {"name": "price"}], "data": [list(boat.values()) for boat in BOATS]},
    ],
    ids=["object of objects", "nested object", "beside ads", "beside more of them", "rows of cells", "named columns"],
)
def test_lists_of_other_shapes_are_read_whole(body):
    assert records_of(body) == BOATS


def test_the_evidence_of_a_cell_is_its_place_in_the_row():
    page, extraction = read({"columns": ["title", "price"], "rows": [["Ark", 5], ["Dory", 8]]}, **TITLE_AND_PRICE)
    path = extraction.records[1].evidence["price"].path
    assert (path, resolve(page, path)) == ("/rows/1/1", 8)


def test_ads_are_records_where_the_schema_asks_for_ads():
    body = {"ads": BOATS, "products": [{"title": "Other", "price": 1}] * 4}
    definition = {"title": "Classified ad", "type": "object", "properties": TITLE_AND_PRICE}
    page = Page.from_bytes("https://api.example/boats", json.dumps(body).encode())
    extraction = extract(page, RecordSchema.from_definition(definition))
    assert [record.data for record in extraction.records] == BOATS


def test_prices_by_kind_are_part_of_their_record():
    body = {"title": "Ark", "range": {"low": {"price": 5}, "high": {"price": 6}}}
    assert len(records_of(body)) == 1


def test_a_list_called_ads_is_read_where_there_is_no_other():
    wide = {name: {"type": "string"} for name in ("colour", "maker", "sail")}
    assert len(records_of({"ads": BOATS}, **TITLE_AND_PRICE, **wide)) == 4


def test_a_sparse_list_under_a_map_that_is_only_a_part_is_still_read():
    body = {"title": "Boats", "price": 1, "scale": {"low": {"price": 5}, "high": {"price": 6}}, "items": BOATS}
    assert records_of(body) == BOATS


def test_lists_by_kind_are_no_records():
    body = {"boats": {"total": 4, "items": BOATS}, "ships": {"total": 2, "items": BOATS[:2]}}
    assert records_of(body) == BOATS


def test_objects_beyond_the_most_that_are_read_are_told_of():
    _, extraction = read([{"title": f"Lamp {n}", "price": n} for n in range(MAX_OBJECTS + 7)], **TITLE_AND_PRICE)
    assert (len(extraction.records), extraction.warnings) == (
        MAX_OBJECTS,
        ("the list at the top has 5,007 objects, of which 7 were left out: at most 5,000 are read of one body",),
    )


def test_each_object_with_a_field_is_a_record():
    body = [
        {"title": "A", "price": "x", "u": 1},
        {"title": None, "price": 3, "price_usd": 4},
        {"title": "B", "price_usd": 5},
        {"u": 2},
        None,
    ]
    _, extraction = read(body, **TITLE_AND_PRICE)
    assert ([record.data.get("title") for record in extraction.records], extraction.warnings) == (
        ["A", None, "B"],
        ("2 of 5 elements of the list at the top hold no field of the schema: left out",),
    )


def test_a_record_may_hold_a_field_under_the_fields_name_alone():
    body = [{"name": "A"}, {"name": "B"}, {"name": "C"}, {"title": "D"}]
    assert records_of(body, title={"type": "string"}) == [{"title": title} for title in "ABCD"]
