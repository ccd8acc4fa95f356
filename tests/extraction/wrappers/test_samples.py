"""Remembered pages: packed, unpacked, and compared with what is read again."""

from dataclasses import replace

import pytest

from scraper.extraction import ExtractOptions, extract
from scraper.extraction.wrappers.samples import Sample, overlap, unpacked
from tests.extraction.wrappers.sites import Tweaks, page, schema

READ, _ = page("shop", "list", 1, Tweaks())
EXTRACTION = extract(READ, schema("list"), ExtractOptions(mode="list"))
SAMPLE = Sample(READ.url, READ.text, EXTRACTION)


def changed(name, count):
    """The reading with another value of the field in so many records."""
    records = [
        replace(record, data=record.data | {name: 1}) if number < count else record
        for number, record in enumerate(EXTRACTION.records)
    ]
    return replace(EXTRACTION, records=tuple(records))


def test_a_packed_sample_is_the_same_again():
    again = unpacked(SAMPLE.packed())
    assert again is not None
    assert (again.url, again.text) == (SAMPLE.url, SAMPLE.text)
    assert [record.data for record in again.extraction.records] == [record.data for record in EXTRACTION.records]
    assert [dict(record.evidence) for record in again.extraction.records] == [r.evidence for r in EXTRACTION.records]


def test_a_page_that_is_too_large_is_not_packed():
    text = "".join(f"<p>{number**7}</p>" for number in range(30_000))
    assert Sample(READ.url, text, EXTRACTION).packed() is None


@pytest.mark.parametrize("packed", [None, "", "no base64", "eJw=", "aGVsbG8="])
def test_what_is_no_sample_is_left_out(packed):
    assert unpacked(packed) is None


def test_records_that_say_the_same_confirm_their_fields():
    assert {"title", "price"} <= overlap([SAMPLE], [EXTRACTION]).confirmed


def test_most_values_changed_contradict_a_few_do_not():
    assert "price" in overlap([SAMPLE], [changed("price", 6)]).contradicted
    assert "price" not in overlap([SAMPLE], [changed("price", 2)]).contradicted
    assert "price" not in overlap([SAMPLE], [changed("price", 2)]).confirmed


def test_other_records_say_nothing():
    other = extract(page("shop", "list", 5, Tweaks())[0], schema("list"), ExtractOptions(mode="list"))
    found = overlap([SAMPLE], [other])
    assert (found.confirmed, found.contradicted) == (frozenset(), frozenset())
