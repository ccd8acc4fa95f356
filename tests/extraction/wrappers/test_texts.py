"""What stands at a place of the tree, read as the slow path reads it."""

import pytest

from scraper.extraction.document import Document
from scraper.extraction.wrappers.texts import script_types, text_node, type_of, typed_value, visible_text
from scraper.page import Page

HTML = (
    "<html><body><div>One <b>two</b><p>three</p>\n four<script>five</script><style>x</style><!-- six -->"
    "<ul><li>a</li><li>b</li></ul></div><p>  spaced \u00a0 out </p></body></html>"
)
LINKED = '{"@graph": [{"@type": "Shop"}, {"@type": ["Product", "Thing"], "offers": [{"price": 5}]}]}'


def script(text):
    html = f"<html><body><script type=application/ld+json>{text}</script></body></html>"
    return Page("https://a.example/", html, is_json=False).root.find(".//script")


def test_texts_are_those_of_the_slow_path():
    document = Document(Page("https://a.example/", HTML, is_json=False))
    texts = {index: visible_text(element) for index, element in enumerate(document.elements)}
    assert texts == {index: document.text(index) for index in texts}


@pytest.mark.parametrize(("number", "text"), [(1, "One"), (2, "four"), (9, ""), (0, "")])
def test_text_nodes_are_numbered_from_one(number, text):
    div = Page("https://a.example/", HTML, is_json=False).root.find(".//div")
    assert text_node(div, number) == text


def test_a_value_is_found_in_the_first_item_of_its_type():
    assert typed_value(script(LINKED), "Product", "/offers/0/price") == (5, "/@graph/1/offers/0/price")
    assert typed_value(script(LINKED), "Event", "/offers") is None
    assert typed_value(script("no json"), "", "") is None


def test_a_pointer_is_told_by_the_type_of_the_item_that_it_leads_through():
    assert script_types(script('{"@type": "Product", "sku": "7"}'), "/sku") == [("Product", "/sku")]
    assert script_types(script('[{"@type": "Product", "sku": "7"}]'), "/0/sku") == [("Product", "/sku")]


@pytest.mark.parametrize(
    ("item", "name"),
    [({"@type": "http://schema.org/Product"}, "Product"), ({"@type": ["Book"]}, "Book"), ({"@type": 5}, ""), ([], "")],
)
def test_types_have_no_namespace(item, name):
    assert type_of(item) == name
