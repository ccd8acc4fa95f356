"""Why each value was chosen: the same story that `extract` tells."""

import json
from dataclasses import replace

import pytest

from scraper.demo.shop import list_paths, page
from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.explain import explanation
from scraper.extraction.explain.explanation import explain
from scraper.extraction.explain.reasons import _FEATURES
from scraper.extraction.ranker.group_features import NAMES
from scraper.page import Page
from tests.extraction.reading import page_of, schema_of
from tests.extraction.test_extract import PRODUCT, SCHEMA

LISTED = "<html><body><h1>Boats</h1><ul>{}</ul></body></html>".format(
    "".join(f'<li><a href="/b/{n}">Boat {n}</a> <b>{n}00 €</b> <i>built 199{n}</i></li>' for n in range(1, 9))
)
CARDS = """<html><head><title>Lamp</title></head><body><main><h1>Lamp</h1><p class="price">12.00 €</p></main>
<div>{}</div></body></html>""".format(
    "".join(f'<div class="card"><a href="/{n}">Lamp {n}</a> <b>{n}.50 €</b></div>' for n in (3, 4, 5))
)
BODY = json.dumps([{"name": "A", "price": 1, "price_before": 2}, {"name": "B", "price": 3, "price_before": 4}])
TITLE_AND_PRICE = {"title": {"type": "string"}, "price": {"type": "number"}}
DEFINITION = {"type": "object", "properties": {**TITLE_AND_PRICE, "url": {"type": "string", "format": "uri"}}}


def story_of(explanation, name):
    return next(field for field in explanation.records[0].fields if field.name == name)


def forged(page, schema, options):
    """The extraction with another price than the page's."""
    read = extract(page, schema, options)
    record = replace(read.records[0], data={**read.records[0].data, "price": 0.01})
    return replace(read, records=(record,))


def reasons_in(story):
    return " | ".join(reason for rival in story.rivals for reason in rival.reasons)


@pytest.fixture
def product():
    return explain(page_of(PRODUCT), schema_of(**SCHEMA))


@pytest.mark.parametrize("body", [PRODUCT, LISTED, CARDS, BODY], ids=["product", "list", "cards", "JSON"])
def test_the_chosen_values_are_those_that_extract_gives(body):
    schema = schema_of(**SCHEMA)
    records = extract(page_of(body), schema).records
    told = explain(page_of(body), schema, records=range(len(records)))
    assert [{f.name: f.value for f in each.fields if f.evidence} for each in told.records] == (
        [r.data for r in records] or [{}]
    )


@pytest.mark.parametrize("body", [PRODUCT, LISTED, CARDS, BODY], ids=["product", "list", "cards", "JSON"])
def test_every_chosen_value_is_proven_by_reading_its_evidence_again(body):
    told = explain(page_of(body), schema_of(**SCHEMA), records=range(3))
    assert {f.is_proven for each in told.records for f in each.fields if f.evidence} <= {True}


def test_a_value_that_its_evidence_does_not_give_is_not_proven(monkeypatch):
    monkeypatch.setattr(explanation, "extract", forged)
    told = explain(page_of(PRODUCT), schema_of(**SCHEMA))
    assert not story_of(told, "price").is_proven


@pytest.mark.parametrize("path", list_paths()[:2])
def test_the_demo_shop_is_explained_as_it_is_extracted(path):
    shop = Page.from_bytes(f"http://127.0.0.1{path}", page(path).encode())
    schema = RecordSchema.from_definition(DEFINITION)
    records = extract(shop, schema).records
    told = explain(shop, schema, records=range(len(records)))
    assert [{f.name: f.evidence for f in each.fields if f.evidence} for each in told.records] == [
        record.evidence for record in records
    ]


@pytest.mark.parametrize(
    ("field", "reason"),
    [("price", "struck through"), ("price", "it is the value of 'old_price'"), ("price", "among related items")],
)
def test_a_runner_up_has_the_reason_why_it_lost(product, field, reason):
    assert reason in reasons_in(story_of(product, field))


def test_what_the_ranker_was_told_is_a_reason_where_it_differs():
    html = """<html><body><h1>Lamp</h1><p class="vendor">West</p><dl><dt>Brand</dt><dd>South</dd></dl></body></html>"""
    story = story_of(explain(page_of(html), schema_of(brand={"type": "string"})), "brand")
    reasons = reasons_in(story)
    assert (story.value, "the field's" in reasons or "as the field is" in reasons) == ("South", True), reasons


def test_the_features_that_reasons_name_are_the_rankers():
    assert set(_FEATURES) <= set(NAMES)


def test_every_runner_up_has_a_reason(product):
    assert [rival for field in product.records[0].fields for rival in field.rivals if not rival.reasons] == []


def test_amounts_in_cards_of_other_things_are_named_as_such():
    told = explain(page_of(CARDS), schema_of(**TITLE_AND_PRICE), ExtractOptions(mode="detail"))
    assert "in a card of another thing" in reasons_in(story_of(told, "price"))


def test_what_cannot_be_read_as_the_type_says_so():
    html = "<html><body><h1>Lamp</h1><dl><dt>Weight</dt><dd>heavy</dd></dl></body></html>"
    story = story_of(explain(page_of(html), schema_of(weight={"type": "number"})), "weight")
    assert (story.note, reasons_in(story)) == (
        "nothing of what speaks of it can be read as its type",
        "cannot be read as a number",
    )


def test_a_field_that_nothing_speaks_of_says_so(product):
    assert story_of(product, "gtin").note == "nothing on the page speaks of it"


def test_values_below_the_threshold_are_runners_up_of_nothing():
    told = explain(page_of(PRODUCT), schema_of(**SCHEMA), ExtractOptions(min_confidence=0.999))
    assert "below the threshold" in reasons_in(story_of(told, "price"))


def test_a_list_has_its_columns_with_the_fields_that_took_them():
    told = explain(page_of(LISTED), schema_of(**DEFINITION["properties"]))
    assert [column.field for column in told.columns if column.field] == ["title", "price", "url"]


def test_a_record_of_a_list_can_be_asked_for_by_its_number():
    told = explain(page_of(LISTED), schema_of(**TITLE_AND_PRICE), records=[4])
    assert (told.records[0].number, story_of(told, "price").value) == (4, 500)


def test_other_columns_of_a_list_are_runners_up():
    told = explain(page_of(LISTED), schema_of(**TITLE_AND_PRICE))
    assert 1991 in [rival.value for rival in story_of(told, "price").rivals]


def test_other_keys_of_a_json_record_are_runners_up():
    told = explain(page_of(BODY), schema_of(**TITLE_AND_PRICE))
    assert [rival.value for rival in story_of(told, "price").rivals] == [2]


def test_records_that_are_not_there_are_left_out():
    assert explain(page_of(LISTED), schema_of(**TITLE_AND_PRICE), records=[99]).records == ()
