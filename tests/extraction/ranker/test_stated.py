"""Which values markup states so plainly that no other source is asked."""

import json

import pytest

from scraper.extraction.ranker.stated import is_stated
from scraper.extraction.sources import DECLARED, SOURCES
from tests.extraction.reading import scope_of

RECIPE = {
    "@type": "Recipe",
    "name": "Apple cake",
    "prepTime": "PT20M",
    "author": "Ann Miller",
    "recipeIngredient": ["3 apples", "flour"],
    "image": "https://shop.example/cake.jpg",
    "description": "A cake of apples and nothing else.",
}
HEAD = f"""<title>Apple cake</title><meta property="og:image" content="https://shop.example/cake.jpg">
<script type="application/ld+json">{json.dumps(RECIPE)}</script><h1>Apple cake</h1>"""
TEXT, NUMBER = {"type": "string"}, {"type": "number"}


def is_told(html, **properties):
    scope = scope_of(html, **properties)
    spec = scope.schema.fields[0]
    return is_stated([each for name in DECLARED for each in SOURCES[name](scope, spec)], spec, scope)


@pytest.mark.parametrize(
    ("name", "definition", "expected"),
    [
        pytest.param("prep_time", NUMBER, True, id="by markup alone, as no other can state it"),
        pytest.param("image", {"type": "string", "format": "uri"}, True, id="by markup and a meta element"),
        pytest.param("description", TEXT, False, id="by markup, where a meta element could have agreed"),
        pytest.param("author", TEXT, False, id="bylines tell"),
        pytest.param("ingredients", {"type": "array", "items": TEXT}, False, id="lists are shown otherwise"),
        pytest.param("cook_time", NUMBER, False, id="not declared"),
    ],
)
def test_what_is_stated_depends_on_who_else_could_say_it(name, definition, expected):
    others = {"title": TEXT, "ingredients": {"type": "array", "items": TEXT}}
    assert is_told(HEAD, **{name: definition, **others}) is expected


PRODUCT = {"@type": "Product", "name": "Aurora Lamp", "offers": {"price": "29.00", "priceCurrency": "USD"}}
RATED = {"aggregateRating": {"ratingValue": "4.9", "reviewCount": "12310"}}
ASKED = {"rating": NUMBER, "brand": TEXT, "sku": TEXT, "title": TEXT, "price": NUMBER}


def with_items(*items):
    scripts = "".join(f'<script type="application/ld+json">{json.dumps(each)}</script>' for each in items)
    return f"<title>Aurora Lamp - Lampshop</title>{scripts}<h1>Aurora Lamp</h1>"


@pytest.mark.parametrize(
    ("name", "items", "expected"),
    [
        pytest.param("rating", [{**PRODUCT, **RATED}], True, id="of what the page is about"),
        pytest.param("rating", [{"@type": "Organization", "name": "Lampshop", **RATED}], False, id="of the shop"),
        pytest.param("rating", [{"@type": "LocalBusiness", "name": "Lampshop", **RATED}], False, id="of the business"),
        pytest.param("rating", [{"@type": "WebPage", "name": "Aurora Lamp", **RATED}], False, id="of the web page"),
        pytest.param("rating", [{"@type": "Product", "name": "Birch Lamp", **RATED}], False, id="of another product"),
        pytest.param("rating", [{"@type": "Product", **RATED}], False, id="of something without a name"),
        pytest.param(
            "sku", [PRODUCT, {**PRODUCT, **RATED, "name": "Birch Lamp", "sku": "BL-7"}], False, id="of a related one"
        ),
        pytest.param("sku", [{**PRODUCT, "sku": "AL-100"}], True, id="an identifier"),
        pytest.param("sku", [{**PRODUCT, "sku": "0000"}], False, id="in place of an identifier"),
        pytest.param("brand", [{**PRODUCT, "brand": "Lumina"}], True, id="a brand"),
        pytest.param("brand", [{**PRODUCT, "brand": "Lampshop"}], False, id="the shop in place of a brand"),
    ],
)
def test_only_what_markup_says_of_the_page_s_own_item_is_stated(name, items, expected):
    assert is_told(with_items(*items), **{name: ASKED[name], **ASKED}) is expected


def test_nothing_is_stated_where_the_page_has_no_markup():
    assert not is_told("<title>Apple cake</title><h1>Apple cake</h1><p>Preparation: 20 minutes</p>", prep_time=NUMBER)
