"""scraper.pipelines.validation: clean records that fit the schema, with and without strictness and extra fields."""

import math
import socket

import pytest
from scrapy.exceptions import DropItem

from scraper.pipelines import validation
from scraper.pipelines.validation import ValidationPipeline, compiled_validator
from tests.live import DEFINITION, item, job, record

_REQUIRED = DEFINITION | {"required": ["title", "price"]}


def _validated(data, *, definition=None, strict=True, extra_allowed=False, **values):
    pipeline = ValidationPipeline(
        job(schema_definition=definition or DEFINITION, strict_validation=strict, allow_extra_fields=extra_allowed)
    )
    return pipeline.process_item(item(record(data=data, **values)))


def _properties(**properties):
    return {"type": "object", "properties": properties}


@pytest.mark.parametrize(
    ("strict", "extra_allowed", "data", "kept"),
    [
        pytest.param(
            True, False, {"title": "Tea", "price": 3.5}, {"title": "Tea", "price": 3.5}, id="strict, closed: valid"
        ),
        pytest.param(True, False, {"title": "Tea", "price": "dear"}, None, id="strict, closed: broken"),
        pytest.param(True, True, {"title": "Tea"}, {"title": "Tea", "Colour": "red"}, id="strict, open: valid"),
        pytest.param(True, True, {"title": "Tea", "price": "dear"}, None, id="strict, open: broken"),
        pytest.param(False, False, {"title": "Tea"}, {"title": "Tea"}, id="lenient, closed: valid"),
        pytest.param(False, False, {"title": "Tea", "price": "dear"}, {"title": "Tea"}, id="lenient, closed: broken"),
        pytest.param(False, True, {"title": "Tea"}, {"title": "Tea", "Colour": "red"}, id="lenient, open: valid"),
        pytest.param(
            False,
            True,
            {"title": "Tea", "price": "dear"},
            {"title": "Tea", "Colour": "red"},
            id="lenient, open: broken",
        ),
    ],
)
def test_the_flags_of_the_schema_decide_what_is_kept(strict, extra_allowed, data, kept):
    try:
        found = dict(_validated(data, strict=strict, extra_allowed=extra_allowed, extra={"Colour": "red"}))
    except DropItem as drop:
        found = None if str(drop).startswith("invalid: ") else drop
    assert found == kept


def test_a_dropped_record_says_what_is_wrong_with_it():
    with pytest.raises(DropItem, match="invalid: 'dear' is not of type 'number'"):
        _validated({"title": "Tea", "price": "dear"})


def test_a_missing_required_field_drops_a_record():
    with pytest.raises(DropItem, match="invalid: 'price' is a required property"):
        _validated({"title": "Tea"}, definition=_REQUIRED)


def test_a_lenient_schema_keeps_a_record_without_a_required_field_and_says_so():
    kept = _validated({"title": "Tea"}, definition=_REQUIRED, strict=False)
    assert (dict(kept), kept.violations) == (
        {"title": "Tea"},
        [{"field": "", "pointer": "", "message": "'price' is a required property"}],
    )


def test_violations_are_kept_with_the_place_of_each():
    definition = _properties(
        title={"type": "string"}, size={"type": "object", "properties": {"a/b": {"type": "number"}}}
    )
    kept = _validated({"title": "Tea", "size": {"a/b": "x"}}, definition=definition, strict=False)
    assert kept.violations == [{"field": "size", "pointer": "/size/a~1b", "message": "'x' is not of type 'number'"}]


def test_an_offending_field_goes_with_its_evidence_and_its_confidence():
    kept = _validated({"title": "Tea", "price": "dear"}, strict=False)
    assert (kept.evidence.keys(), kept.field_confidence.keys()) == ({"title"}, {"title"})


def test_each_violation_lowers_the_confidence():
    properties = {name: {"type": "number"} for name in ("a", "b", "c")}
    confidences = [
        _validated({"d": 1, **data}, definition=_properties(d={}, **properties), strict=False).confidence
        for data in ({"a": 1}, {"a": "x"}, {"a": "x", "b": "x"}, {"a": "x", "b": "x", "c": "x"})
    ]
    assert confidences == sorted(set(confidences), reverse=True)
    assert 0 < confidences[-1] < confidences[0] == 0.8


def test_a_record_of_which_nothing_is_left_is_dropped():
    with pytest.raises(DropItem, match=r"^empty: "):
        _validated({"price": "dear"}, strict=False)


def test_a_record_without_any_value_is_dropped():
    with pytest.raises(DropItem, match=r"^empty: "):
        _validated({"price": None}, definition=_properties(price={"type": ["number", "null"]}))


def test_extra_fields_alone_are_no_record():
    with pytest.raises(DropItem, match=r"^empty: "):
        _validated({}, extra_allowed=True, extra={"Colour": "red"})


@pytest.mark.parametrize("spec", [{"type": ["number", "null"]}, {"type": ["null", "string"]}])
def test_a_nullable_field_that_was_not_found_is_null(spec):
    assert dict(_validated({"title": "Tea"}, definition=_properties(price=spec, title={}))) == {
        "price": None,
        "title": "Tea",
    }


def test_a_field_that_is_not_nullable_stays_away_when_it_was_not_found():
    assert dict(_validated({"title": "Tea"})) == {"title": "Tea"}


def test_a_required_nullable_field_may_be_missing_on_the_page():
    definition = _properties(title={}, price={"type": ["number", "null"]}) | {"required": ["title", "price"]}
    assert _validated({"title": "Tea"}, definition=definition)["price"] is None


def test_fields_come_in_the_order_of_the_schema():
    found = _validated({"price": 3.5, "title": "Tea"}, extra_allowed=True, extra={"Colour": "red"})
    assert list(found) == ["title", "price", "Colour"]


def test_an_extra_field_never_takes_the_place_of_one_of_the_schema():
    found = _validated({"title": "Tea"}, extra_allowed=True, extra={"price": "ask us", "title": "Coffee"})
    assert dict(found) == {"title": "Tea"}


@pytest.mark.parametrize("keyword", ["additionalProperties", "unevaluatedProperties"])
def test_a_schema_that_forbids_other_properties_gets_none(keyword):
    closed = DEFINITION | {keyword: False}
    found = _validated({"title": "Tea"}, definition=closed, extra_allowed=True, extra={"Colour": "red"})
    assert dict(found) == {"title": "Tea"}


def test_extra_fields_that_break_the_schema_are_all_taken_out():
    odd = DEFINITION | {"patternProperties": {"^x-": {}}, "additionalProperties": {"type": "number"}}
    extra = {"Colour": "red", "Shape": "round", "Weight": 3}
    found = _validated({"title": "Tea"}, definition=odd, strict=False, extra_allowed=True, extra=extra)
    assert dict(found) == {"title": "Tea", "Weight": 3}


@pytest.mark.parametrize("keyword", ["additionalProperties", "unevaluatedProperties"])
def test_extra_fields_that_a_part_of_the_schema_forbids_are_all_taken_out(keyword):
    definition = DEFINITION | {"allOf": [DEFINITION | {keyword: False}]}
    extra = {"Colour": "red", "Shape": "round"}
    found = _validated({"title": "Tea"}, definition=definition, strict=False, extra_allowed=True, extra=extra)
    assert (dict(found), [each["pointer"] for each in found.violations]) == ({"title": "Tea"}, ["/Colour", "/Shape"])


@pytest.mark.parametrize(
    ("found", "stored"),
    [
        pytest.param("a\x00b", "ab", id="NUL"),
        pytest.param("a\ud800b", "a\ufffdb", id="a lone surrogate"),
        pytest.param(2**53, str(2**53), id="a huge integer"),
        pytest.param(10**400, str(10**400), id="an integer of 400 digits"),
        pytest.param({"\x00a": ["\x00"]}, {"a": [""]}, id="NUL inside"),
        pytest.param([1.5, math.nan], [1.5, None], id="NaN inside"),
    ],
)
def test_values_are_stored_as_both_databases_can(found, stored):
    assert _validated({"any": found}, definition=_properties(any={}))["any"] == stored


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_a_number_that_json_does_not_have_is_no_value(number):
    with pytest.raises(DropItem, match="invalid: None is not of type 'number'"):
        _validated({"title": "Tea", "price": number})


@pytest.mark.parametrize("number", [math.nan, math.inf])
def test_a_number_that_json_does_not_have_is_null_where_the_schema_allows_it(number):
    assert (
        _validated(
            {"title": "Tea", "price": number}, definition=_properties(title={}, price={"type": ["number", "null"]})
        )["price"]
        is None
    )


def test_evidence_is_cleaned_like_the_value_it_speaks_of():
    assert _validated({"title": "T\x00ea"}).evidence["title"].text == "Tea"


def test_a_link_is_cleaned_like_a_value():
    assert _validated({"title": "Tea"}, url="https://shop.example/a\x00b\ud800").record_url == (
        "https://shop.example/ab\ufffd"
    )


def test_a_confidence_that_is_no_number_is_none():
    assert _validated({"title": "Tea"}, confidence=math.nan).confidence == 0.0


def test_a_value_nested_deeper_than_the_databases_keep_drops_the_record():
    nested = "leaf"
    for _ in range(120):
        nested = [nested]
    with pytest.raises(DropItem, match=r"^invalid: .* nested more than"):
        _validated({"any": nested}, definition=_properties(any={}))


@pytest.mark.parametrize(
    ("spec", "value", "is_valid"),
    [
        pytest.param({"type": "number", "multipleOf": 0.01}, 1e308, None, id="a huge number and multipleOf"),
        pytest.param({"type": "number", "multipleOf": 1e-308}, 1e308, None, id="a quotient beyond a float"),
        pytest.param({"type": "string", "format": "date"}, "2026-02-30", False, id="a day that does not exist"),
        pytest.param({"type": "string", "format": "date"}, "2026-02-28", True, id="a day"),
        pytest.param({"type": "string", "format": "email"}, "nobody", False, id="no address"),
        pytest.param({"type": "integer"}, 3.0, True, id="a whole float is an integer"),
        pytest.param({"type": "number"}, True, False, id="true is no number"),
        pytest.param({"$ref": "#/$defs/money"}, 3, True, id="a local reference"),
        pytest.param({"$ref": "#/$defs/money"}, -3, False, id="a local reference that says no"),
    ],
)
def test_validation_says_yes_or_no_and_never_breaks_off(spec, value, is_valid):
    definition = _properties(title={}, value=spec) | {"$defs": {"money": {"type": "number", "minimum": 0}}}
    kept = _validated({"title": "Tea", "value": value}, definition=definition, strict=False)
    assert is_valid in (None, not kept.violations)


@pytest.mark.parametrize(
    "dialect",
    [
        "http://json-schema.org/draft-07/schema#",
        "http://json-schema.org/draft-07/schema",
        "https://json-schema.org/draft-07/schema",
    ],
)
def test_a_draft_7_schema_is_validated_as_such(dialect):
    pair = {"type": "array", "items": [{"type": "string"}, {"type": "number"}]}
    definition = _properties(pair=pair, title={}) | {"$schema": dialect}
    kept = _validated({"title": "Tea", "pair": ["a", "b"]}, definition=definition, strict=False)
    assert [each["pointer"] for each in kept.violations] == ["/pair/1"]


def test_one_validator_serves_the_whole_crawl(monkeypatch):
    pipeline = ValidationPipeline(job())
    monkeypatch.delattr(validation, "compiled_validator")
    assert [dict(pipeline.process_item(item()))["title"] for _ in range(3)] == ["Tea"] * 3


def test_a_remote_reference_is_never_fetched():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/schema.json"
        with pytest.raises(Exception, match="Unresolvable"):
            compiled_validator(_properties(title={"$ref": url})).validate({"title": "Tea"})
        with pytest.raises(TimeoutError):
            server.accept()
