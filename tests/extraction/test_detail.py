"""A page as one record: which sources are asked."""

import pytest

from scraper.extraction.detail import field_choices
from scraper.extraction.explain.offers import offers_of
from scraper.extraction.extract import extract
from scraper.extraction.sources import DECLARED, SOURCES
from scraper.extraction.values import ExtractOptions
from tests.extraction.reading import page_of, schema_of, scope_of

DECLARING = """<html><head><title>Apple cake</title><script type="application/ld+json">{"@type": "Recipe", "name":
"Apple cake", "prepTime": "PT20M"}</script></head><body><h1>Apple cake</h1><dl><dt>Prep time</dt><dd>35 minutes</dd>
</dl></body></html>"""
FIELDS = {"prep_time": {"type": "number"}, "title": {"type": "string"}}


@pytest.fixture
def asked(monkeypatch):
    """The names of the sources that are asked, in order."""
    names = []

    def noted(name, source):
        def ask(scope, spec):
            names.append(name)
            return source(scope, spec)

        return ask

    for name, source in list(SOURCES.items()):
        monkeypatch.setitem(SOURCES, name, noted(name, source))
    return names


def test_what_markup_states_plainly_is_not_sought_elsewhere(asked):
    scope = scope_of(DECLARING, **FIELDS)
    choices = field_choices(scope, scope.schema.fields[0], [])
    assert ([each.value for each in choices], asked) == ([20], list(DECLARED))


def test_where_nothing_is_stated_all_sources_are_asked_once(asked):
    scope = scope_of("<p>x</p>", **FIELDS)
    field_choices(scope, scope.schema.fields[0], [])
    assert sorted(asked) == sorted(SOURCES)


def test_explanations_offer_what_the_other_sources_would_have_said_too():
    page, schema, options = page_of(DECLARING), schema_of(**FIELDS), ExtractOptions()
    offers = offers_of(page, schema, extract(page, schema, options), options)(0, schema.fields[0])
    assert [offers[0].value, 35 in {offer.value for offer in offers}] == [20, True]


def test_a_source_that_breaks_costs_its_own_candidates_only(monkeypatch):
    def broken(scope, spec):
        raise ValueError("odd page")

    monkeypatch.setitem(SOURCES, "meta", broken)
    scope, warnings = scope_of(DECLARING, **FIELDS), []
    assert field_choices(scope, scope.schema.fields[0], warnings)[0].value == 20
    assert warnings == ["source meta failed on field 'prep_time': ValueError: odd page"]
