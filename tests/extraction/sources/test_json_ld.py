"""JSON-LD."""

import pytest

from scraper.extraction.sources.json_ld import json_ld, json_ld_items
from tests.extraction.reading import scope_of

PRICE = {"type": "number"}


def page(json_text):
    return (
        f'<html><head><script type="application/ld+json">{json_text}</script></head><body><h1>Lamp</h1></body></html>'
    )


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "Product", "name": "Lamp", "offers": {"price": "12.50"}}',
        '[{"@type": "Product", "name": "Lamp", "offers": [{"price": "12.50"}, {"price": 3}]}]',
        '{"@graph": [{"@type": "WebPage"}, {"@type": "Product", "offers": {"price": "12.50"}}]}',
        '{"@type": "Product", "offers": {"price": "12.50",},}',
        '<!-- {"@type": "Product", "offers": {"price": "12.50"}} -->',
        '{"@graph": [{"@type": "Product", "offers": {"@id": "#o"}}, {"@id": "#o", "price": "12.50"}]}',
    ],
    ids=["object", "array", "graph", "trailing comma", "comment", "reference"],
)
def test_a_value_is_found_through_offers(text):
    scope = scope_of(page(text), price=PRICE)
    assert json_ld(scope, scope.schema.fields[0])[0].raw == "12.50"


@pytest.mark.parametrize(
    ("stocks", "place"),
    [(("OutOfStock", "InStock", "InStock"), 1), (("OutOfStock", "OutOfStock"), 0), (("PreOrder", "OutOfStock"), 0)],
)
def test_what_can_be_had_in_one_of_its_sizes_is_in_stock(stocks, place):
    offers = ", ".join(f'{{"availability": "https://schema.org/{each}"}}' for each in stocks)
    scope = scope_of(page(f'{{"@type": "Product", "offers": [{offers}]}}'), availability={"type": "string"})
    found = json_ld(scope, scope.schema.fields[0])[0]
    assert (found.raw, found.path) == (
        f"https://schema.org/{stocks[place]}",
        f"/html[1]/head[1]/script[1]#/offers/{place}/availability",
    )


def test_of_an_item_with_thousands_of_properties_the_first_are_read():
    many = ", ".join(f'"p{n}": 1' for n in range(5_000))
    scope = scope_of(page(f'{{"@type": "Product", "price": 3, {many}}}'), price=PRICE)
    item = json_ld_items(scope.document)[0]
    assert (json_ld(scope, scope.schema.fields[0])[0].raw, len(item.properties) < 500) == (3, True)


def test_evidence_is_the_script_and_a_json_pointer():
    scope = scope_of(page('{"@type": "Product", "offers": {"price": 3}}'), price=PRICE)
    assert json_ld(scope, scope.schema.fields[0])[0].path == "/html[1]/head[1]/script[1]#/offers/price"


def test_the_item_that_the_page_is_about_comes_first():
    items = '[{"@type": "Organization", "name": "Shop"}, {"@type": "Product", "name": "Lamp", "sku": "A1"}]'
    scope = scope_of(page(items), title={"type": "string", "description": "product name"}, sku={"type": "string"})
    assert json_ld(scope, scope.schema.fields[0])[0].raw == "Lamp"


def test_steps_of_sections_are_one_flat_list():
    steps = (
        '{"@type": "Recipe", "recipeInstructions": [{"@type": "HowToSection", "name": "Dough", "itemListElement": '
        '[{"@type": "HowToStep", "text": "Mix."}, {"@type": "HowToStep", "name": "Rest", "text": "Wait an hour."}]}]}'
    )
    scope = scope_of(page(steps), instructions={"type": "array", "items": {"type": "string"}})
    assert json_ld(scope, scope.schema.fields[0])[0].raw == ["Dough", "Mix.", "Rest", "Wait an hour."]


def test_properties_of_no_concept_are_found_by_their_name():
    scope = scope_of(page('{"@type": "Boat", "hullLength": "9 m"}'), hull_length={"type": "string"})
    assert json_ld(scope, scope.schema.fields[0])[0].raw == "9 m"


@pytest.mark.parametrize("text", ["", "{broken", "[" * 50_000, '"text"', "null", "[[1]]"])
def test_scripts_that_hold_no_items_give_nothing(text):
    scope = scope_of(page(text), price=PRICE)
    assert json_ld(scope, scope.schema.fields[0]) == []


def test_a_part_of_a_page_has_no_json_ld():
    scope = scope_of(page('{"@type": "Product", "offers": {"price": 3}}'), (1,), price=PRICE)
    assert json_ld(scope, scope.schema.fields[0]) == []
