"""Fields and corpora left out of training."""

import pytest

from training.unseen import corpus_lines, fields_of, is_same_field, without_corpus, without_field


@pytest.fixture(scope="module")
def price(readings):
    return without_field(readings, ("price", "price"))


def test_every_page_of_the_field_is_decided_once(readings, price):
    asked = [r for r in readings if r.task in ("own", "unknown") and any(f.name == "price" for f in r.fields)]
    assert sorted(each.reading.id for each in price) == sorted(reading.id for reading in asked)


def test_a_field_is_left_out_under_every_name_that_means_it(readings):
    titles = [
        (reading, field) for reading in readings for field in reading.fields if field.name == "name" and field.concept
    ]
    assert {is_same_field(*each, ("title", "title")) for each in titles} == {True}


def test_a_corpus_is_left_out_whole(readings):
    found = without_corpus(readings, "dates")
    assert len(found) == 24


def test_every_labelled_field_is_listed(readings):
    assert ("products", "sku", "sku") in fields_of(readings)


def test_a_table_has_a_line_for_each_corpus_and_variant(readings):
    assert len([line for line in corpus_lines(readings) if line.startswith("| products")]) == 2
