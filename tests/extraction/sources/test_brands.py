"""Brands that nothing labels."""

import pytest

from scraper.extraction.sources.brands import brands
from tests.extraction.reading import scope_of

PRICE = "<p>€ 12.00</p>"


def first(html):
    scope = scope_of(f"<body>{html}{PRICE}</body>", brand={"type": "string"})
    return next((each.raw for each in brands(scope, scope.schema.fields[0])), None)


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Lamp L1</h1><a href='/brand/acme'>Acme</a>",
        "<h1>Lamp L1</h1><a href='/search?rb_vendor=Acme'>Acme</a>",
        "<h1>Lamp L1</h1><a href='/stores/Acme/page/1'>Visit the Acme Store</a>",
        "<h1>Lamp L1</h1><a href='/marke/acme/'>Alle Produkte von Acme</a>",
        "<h1>Lamp L1</h1><a href='/hersteller/acme'><img src=a.png alt='Acme Logo'></a>",
        "<h1>Lamp L1</h1><div class='product-brand'><img src=a.png alt=Acme></div>",
        "<h1>Acme Lamp L1</h1><ul><li><a href='/lamps'>Lamps</a></li><li><a href='/x'>Acme</a></li></ul>",
    ],
)
def test_links_logos_and_first_words_that_stand_elsewhere_are_brands(html):
    assert first(html) == "Acme"


@pytest.mark.parametrize(
    "html",
    [
        "<h1>Lamp L1</h1><footer><a href='/brand/acme'>Acme</a></footer>",
        "<h1>Large lamp with a shade</h1><p>It is large.</p>",
        "<h1>Lamp L1</h1><a href='/lamps'>Lamps</a>",
    ],
)
def test_other_links_and_words_are_not(html):
    assert first(html) is None


def test_a_page_without_a_price_has_no_brand():
    scope = scope_of("<body><h1>Acme rises</h1><a href='/brand/acme'>Acme</a></body>", brand={"type": "string"})
    assert brands(scope, scope.schema.fields[0]) == []
