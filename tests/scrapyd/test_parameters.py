"""scraper.scrapyd.parameters: what the services read, and what they refuse with the cure."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from scraper.scrapyd.parameters import (
    Parameter,
    Refused,
    a_boolean,
    a_field,
    a_key,
    a_number,
    a_page_size,
    a_priority,
    a_share,
    an_id,
    an_instant,
    read_parameters,
)

ID = "2c5ea4c0-4067-41e9-8bad-9b1deb4d3b7d"
DECLARED = (
    Parameter("run", an_id, is_required=True),
    Parameter("limit", a_page_size, default=100),
    Parameter("has", a_field, is_many=True),
)


def _refusal(given):
    with pytest.raises(Refused) as refused:
        read_parameters(DECLARED, given)
    return refused.value.status, str(refused.value)


def test_what_is_given_is_read_and_the_rest_is_the_default():
    given = {b"run": [ID.encode()], b"has": [b"title", b"price"]}
    assert read_parameters(DECLARED, given) == {"run": UUID(ID), "limit": 100, "has": ("title", "price")}


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        pytest.param({}, (400, "parameter 'run' is required"), id="missing"),
        pytest.param({b"x": [b"1"]}, (400, "unknown parameter 'x'; there are: run, limit, has"), id="unknown"),
        pytest.param({b"run": [b"a", b"b"]}, (422, "parameter 'run' must be a UUID"), id="two that are none"),
        pytest.param({b"run": [b"\xff"]}, (400, "run is not UTF-8 text"), id="no text"),
        pytest.param({b"\xff": [b"1"]}, (400, "a parameter's name is not UTF-8 text"), id="a name that is no text"),
    ],
)
def test_what_cannot_be_read_is_refused(given, refusal):
    assert _refusal(given) == refusal


def test_what_is_given_twice_is_refused():
    assert _refusal({b"run": [ID.encode()] * 2}) == (400, "parameter 'run' is given 2 times: give it once")


@pytest.mark.parametrize(
    ("read", "text", "value"),
    [
        pytest.param(a_key, "monday", "monday", id="a key"),
        pytest.param(a_number, "-1.5", -1.5, id="a number"),
        pytest.param(a_priority, "7", 7.0, id="a priority"),
        pytest.param(a_share, "1", 1.0, id="a share"),
        pytest.param(a_page_size, "1000", 1000, id="a page size"),
        pytest.param(an_instant, "2026-11-23T10:00:00Z", datetime(2026, 11, 23, 10, tzinfo=UTC), id="an instant"),
        pytest.param(a_field, "größe in m²", "größe in m²", id="a field"),
        pytest.param(a_boolean, "1", True, id="a boolean"),
    ],
)
def test_a_text_becomes_its_value(read, text, value):
    assert read(text) == value


@pytest.mark.parametrize(
    ("read", "text"),
    [
        pytest.param(a_key, "", id="an empty key"),
        pytest.param(a_key, "k" * 256, id="a long key"),
        pytest.param(a_key, "a\x00b", id="a key with NUL"),
        pytest.param(a_number, "nan", id="no number"),
        pytest.param(a_number, "1e999", id="infinity"),
        pytest.param(a_number, "high", id="a word"),
        pytest.param(a_priority, "1e9", id="a priority above all"),
        pytest.param(a_share, "1.01", id="more than all"),
        pytest.param(a_page_size, "0", id="a page of nothing"),
        pytest.param(a_page_size, "1001", id="a page too large"),
        pytest.param(a_page_size, "9" * 5000, id="a page of thousands of digits"),
        pytest.param(a_page_size, "٣", id="other digits"),
        pytest.param(an_instant, "2026-11-23T10:00:00", id="a time without an offset"),
        pytest.param(an_instant, "yesterday", id="no time"),
        pytest.param(a_field, 'a"b', id="a field with a quotation mark"),
        pytest.param(a_field, "a\\b", id="a field with a backslash"),
        pytest.param(a_field, "", id="no field"),
        pytest.param(a_boolean, "perhaps", id="neither true nor false"),
    ],
)
def test_a_text_that_is_no_value_says_what_it_must_be(read, text):
    with pytest.raises(ValueError, match=r"^must "):
        read(text)
