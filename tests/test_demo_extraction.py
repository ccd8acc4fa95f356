"""How much of the demo shop is read right by its bare schema, held to floors that only move up (of 60 products)."""

import json
from collections import Counter
from importlib.resources import files

import pytest

from scraper.demo.catalogue import listed_truth, truth
from scraper.demo.shop import list_paths, page
from scraper.extraction import extract
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import ExtractOptions
from scraper.page import Page

BASE = "http://127.0.0.1:8000"
DEFINITION = json.loads(files("scraper.demo").joinpath("schema.json").read_text(encoding="utf-8"))
SCHEMA = RecordSchema.from_definition(DEFINITION)
LISTED_FLOORS = {"url": 60, "title": 59, "price": 60, "images": 60, "availability": 60, "description": 36}
DETAIL_FLOORS = {"url": 60, "title": 59, "price": 56, "images": 60, "availability": 59, "description": 0}


def records_at(path):
    """The records on a page of the shop with their links."""
    body = page(path).encode()
    extraction = extract(Page.from_bytes(BASE + path, body), SCHEMA, ExtractOptions())
    return [{**record.data, "url": record.url or BASE + path} for record in extraction.records]


def right(expected, records):
    """How many records have each field as the truth has it (absent where it is absent), by the record's link."""
    found = {record["url"]: record for record in reversed(records)}
    counted = Counter()
    for record in expected:
        read = found.get(record["url"], {})
        counted.update(field for field in LISTED_FLOORS if read and read.get(field) == record.get(field))
    return counted


@pytest.fixture(scope="module")
def listed():
    return [record for path in list_paths() for record in records_at(path)]


@pytest.fixture(scope="module")
def details():
    return [record for expected in truth(BASE) for record in records_at(expected["url"].removeprefix(BASE))]


@pytest.mark.parametrize("field", LISTED_FLOORS)
def test_list_pages_are_read(listed, field):
    assert right(listed_truth(BASE), listed)[field] >= LISTED_FLOORS[field]


@pytest.mark.parametrize("field", DETAIL_FLOORS)
def test_detail_pages_are_read(details, field):
    assert right(truth(BASE), details)[field] >= DETAIL_FLOORS[field]


def test_list_pages_give_no_more_records_than_they_show(listed):
    assert len(listed) <= 61


def test_detail_pages_give_one_record_each(details):
    assert len(details) == 60
