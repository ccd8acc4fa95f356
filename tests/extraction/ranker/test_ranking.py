"""Candidates to choices."""

import pytest

from scraper.extraction.ranker.ranking import ranked, record_confidence, with_confidence
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from tests.extraction.models import resources_of
from tests.extraction.reading import document_of, schema_of

SCHEMA = schema_of(price={"type": "number"}, sku={"type": "string"})
PRICE = SCHEMA.fields[0]
BY_META = resources_of({"source_meta": 0.1}, {"score": 0.0, "others_mean": 0.5})


def candidate(raw, source, score=0.6):
    return Candidate(raw, source, "/html[1]", str(raw), score)


@pytest.fixture
def scope():
    return Scope(document_of("<p>$5</p>"), SCHEMA, resources=BY_META)


def test_the_ranker_decides_not_the_belief(scope):
    found = ranked([candidate(5, "dom", 0.9), candidate(6, "meta", 0.2)], PRICE, scope)
    assert [choice.value for choice in found] == [6, 5]


def test_an_explicit_selector_is_believed(scope):
    found = ranked([candidate(5, "selector", 0.999), candidate(6, "meta")], PRICE, scope)
    assert [(choice.value, choice.confidence) for choice in found] == [(5, 0.99)]


def test_other_fields_that_are_found_make_a_value_more_likely(scope):
    choices = {"price": ranked([candidate(5, "meta")], PRICE, scope), "sku": []}
    alone = with_confidence(choices, scope)["price"][0].confidence
    choices["sku"] = ranked([candidate("A-17", "meta")], SCHEMA.fields[1], scope)
    assert with_confidence(choices, scope)["price"][0].confidence > alone


def test_what_lost_gets_no_more_than_what_is_left(scope):
    found = ranked([candidate(5, "meta"), candidate(6, "meta", 0.5)], PRICE, scope)
    first, second = with_confidence({"price": found, "sku": found[:1]}, scope)["price"]
    assert second.confidence <= 1.0 - first.confidence


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
