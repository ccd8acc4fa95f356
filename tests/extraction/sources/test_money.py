"""Prices on pages without structured data."""

import pytest

from scraper.extraction.detail import field_choices
from scraper.extraction.sources.money import money
from tests.extraction.reading import scope_of

OTHERS = "".join(f'<li><a href="/{n}">Other {n}</a> <small class="price">${n}.00</small></li>' for n in (7, 8, 9))
PAGE = """<html><body><aside><p>Free delivery on orders over $75.00.</p></aside><main><h1>Lamp</h1>%s
<h2>Customers also bought</h2><ul>%s</ul></main></body></html>"""
PRICE = {"price": {"type": "number"}}


@pytest.mark.parametrize(
    ("shown", "expected"),
    [("<p>$12.00</p>", [12]), ("<p><s>$15.00</s> $12.00</p>", [12, 15]), ("<p>Price on request</p>", [])],
    ids=["priced", "reduced", "without a price"],
)
def test_no_price_is_that_of_another_product(shown, expected):
    scope = scope_of(PAGE % (shown, OTHERS), **PRICE)
    assert [choice.value for choice in field_choices(scope, scope.schema.fields[0], [])] == expected


def test_amounts_are_for_money_fields_only():
    scope = scope_of(PAGE % ("<p>$12.00</p>", OTHERS), weight={"type": "number"})
    assert money(scope, scope.schema.fields[0]) == []
