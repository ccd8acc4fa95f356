"""List or detail."""

import pytest

from scraper.extraction import RecordSchema, extract
from scraper.extraction.mode import detail_belief, is_list, is_surely_detail, schema_belief
from scraper.page import Page
from tests.extraction.reading import schema_of, scope_of

STRING, URI = {"type": "string"}, {"type": "string", "format": "uri"}
BODY = {"type": "string", "description": "full text of the article"}
PRODUCT = '<script type="application/ld+json">[{"@type": "Product", "name": "Lamp"}%s]</script><h1>Lamp</h1>'


@pytest.mark.parametrize(
    ("fields", "is_sure"),
    [
        ({"title": STRING, "ingredients": STRING}, True),
        ({"title": STRING, "body": BODY}, True),
        ({"title": STRING, "url": URI}, False),
        ({"title": STRING}, False),
    ],
    ids=["recipe", "article", "links", "title alone"],
)
def test_some_schemas_speak_of_one_page(fields, is_sure):
    assert is_surely_detail(schema_belief(schema_of(**fields))) is is_sure


def test_a_product_that_the_page_is_about_makes_a_detail_page():
    schema = {"name": {"type": "string", "description": "product name"}}
    alone, many = (
        scope_of(PRODUCT % "", **schema),
        scope_of(PRODUCT % (', {"@type": "Product", "name": "B"}' * 3), **schema),
    )
    assert detail_belief(alone) > detail_belief(many)


@pytest.mark.parametrize(
    ("belief", "confidence", "count", "expected"),
    [(0.0, 0.5, 10, True), (0.0, 0.0, 10, False), (1.4, 0.3, 5, False), (-1.5, 0.2, 2, True), (-1.5, 0.9, 1, False)],
)
def test_a_list_must_outweigh_the_belief_in_one_record(belief, confidence, count, expected):
    assert is_list(belief, confidence, count) is expected


def card(number):
    price = f'<span class="now">€{10 + number}.90</span>'
    link = f'<h3><a href="/item/{number}">Oak table {number}</a></h3>'
    return f"<li class=card>{link}<p>{price}<s>€{20 + number}.90</s></p><p>In stock</p></li>"


LISTED = ("title", "price", "old_price", "brand", "sku", "availability", "shelf_load")


def test_fields_that_lists_seldom_show_do_not_hide_a_list():
    body = f"<title>Home goods</title><main><h1>Home goods</h1><ul>{''.join(map(card, range(20)))}</ul></main>"
    properties = {name: {"type": "number" if name.endswith(("price", "load")) else "string"} for name in LISTED}
    page = Page.from_bytes("https://shop.example/list", f"<html lang=en><body>{body}".encode())
    extraction = extract(page, RecordSchema.from_definition({"type": "object", "properties": properties}))
    assert (extraction.mode, len(extraction.records)) == ("list", 20)
