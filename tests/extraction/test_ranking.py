"""Candidates to choices."""

import pytest

from scraper.extraction.locale import page_locale
from scraper.extraction.ranking import canonical, choose, record_confidence
from scraper.extraction.values import Candidate
from tests.extraction.reading import field_of, schema_of

LOCALE = page_locale("https://shop.example/", "en")
PRICE = field_of("price", type="number")


def candidate(raw, source, score=0.6):
    return Candidate(raw, source, "/html[1]", str(raw), score)


def test_sources_that_agree_outweigh_a_stronger_one_alone():
    found = choose([candidate("$5", "dom"), candidate(5, "meta"), candidate("$9", "json_ld", 0.7)], PRICE, LOCALE)
    assert [choice.value for choice in found] == [5, 9]


def test_agreement_makes_a_value_more_likely():
    alone = choose([candidate(5, "dom")], PRICE, LOCALE)[0].confidence
    assert choose([candidate(5, "dom"), candidate(5, "meta")], PRICE, LOCALE)[0].confidence > alone


def test_a_rival_makes_it_less_likely():
    alone = choose([candidate(5, "dom")], PRICE, LOCALE)[0].confidence
    assert choose([candidate(5, "dom"), candidate(6, "meta", 0.5)], PRICE, LOCALE)[0].confidence < alone


def test_one_source_twice_counts_once():
    once = choose([candidate(5, "dom")], PRICE, LOCALE)[0].belief
    assert choose([candidate(5, "dom"), candidate("5.00", "dom")], PRICE, LOCALE)[0].belief == once


def test_candidates_that_cannot_be_read_are_left_out():
    assert choose([candidate("call us", "dom")], PRICE, LOCALE) == []


def test_an_explicit_selector_is_believed():
    assert choose([candidate(5, "selector", 0.999)], PRICE, LOCALE)[0].confidence == 0.99


@pytest.mark.parametrize(
    ("one", "other"),
    [("A  Lamp", "a lamp"), (5, 5.0), ("https://a.example/x/", "https://a.example/x"), (["A"], ["a"])],
)
def test_values_that_mean_the_same_have_one_key(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("required", "confidence", "expected"),
    [([], {}, 0.0), ([], {"a": 0.81}, 0.81), (["a"], {"a": 0.81, "b": 0.1}, 0.81), (["a", "b"], {"a": 0.9}, 0.0)],
    ids=["nothing found", "none required", "only required ones count", "a required one is missing"],
)
def test_the_confidence_of_a_record_is_that_of_its_required_fields(required, confidence, expected):
    schema = schema_of(a={}, b={})
    if required:
        definition = {"properties": {"a": {}, "b": {}}, "required": required}
        schema = type(schema).from_definition(definition)
    assert record_confidence(schema, confidence) == pytest.approx(expected)
