"""Identifiers in attributes."""

import pytest

from scraper.extraction.sources.identifiers import identifiers
from tests.extraction.reading import scope_of


def raws(html):
    scope = scope_of(f"<body><h1>Lamp</h1>{html}</body>", sku={"type": "string"})
    return [each.raw for each in identifiers(scope, scope.schema.fields[0])]


@pytest.mark.parametrize(
    "html",
    [
        '<div data-sku="AB-12"></div>',
        '<div data-gtm-product-id="AB-12"></div>',
        '<form><input type="hidden" name="product_id" value="AB-12"></form>',
        '<form><input type="hidden" id="ProductId_77" value="AB-12"></form>',
        '<button data-adno="AB-12">Ask</button>',
    ],
)
def test_attributes_and_inputs_named_for_a_products_number_give_it(html):
    assert raws(html) == ["AB-12"]


@pytest.mark.parametrize(
    "html",
    ['<div data-width="1200"></div>', '<div data-sku="lamp"></div>', '<input type="text" name="q" value="1200">'],
)
def test_other_attributes_do_not(html):
    assert raws(html) == []


def test_the_number_in_the_pages_url_comes_first():
    assert raws('<i data-sku="9999" data-product-id="4711"></i>') == ["4711", "9999"]


def test_the_numbers_of_other_products_do_not_count():
    others = "".join(f'<li data-sku="99{n}0"><a href="/{n}">Other {n}</a></li>' for n in (7, 8, 9))
    assert raws(f"<p data-sku=4711></p><ul>{others}</ul>") == ["4711"]
