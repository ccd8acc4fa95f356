"""Addresses and names of items."""

import pytest

from scraper.extraction.lists.item_keys import is_own, is_place_of, names_of, own_url, target_of, urls_of
from scraper.extraction.lists.item_sets import item_sets
from scraper.extraction.scope import locale_of
from tests.extraction.lists.marked_lists import script
from tests.extraction.reading import document_of

PAGE = "https://shop.example/list"


def items(*made):
    document = document_of(
        script({"@graph": [{"@type": "Product", "sku": str(n), **each} for n, each in enumerate(made)]}), url=PAGE
    )
    return document, document.once(item_sets)[0].nodes


@pytest.mark.parametrize(
    ("href", "expected"), [("#", True), ("#p3", True), (f"{PAGE}#p3", True), ("/list", False), ("/other#p3", False)]
)
def test_the_page_with_a_fragment_is_a_place_on_the_page(href, expected):
    assert is_place_of(PAGE, href) is expected


def test_places_on_the_page_are_no_addresses_of_items():
    document, nodes = items({"@id": f"{PAGE}#p0", "name": "A"}, {"@id": "#p1", "url": "/p/1", "name": "B"})
    assert [urls_of(node, document.base_url) for node in nodes] == [[], ["/p/1"]]
    assert [own_url(node, document.once(locale_of)) for node in nodes] == [None, "https://shop.example/p/1"]


def test_items_marked_by_fragments_are_not_the_page():
    document, nodes = items({"@id": f"{PAGE}#p0", "name": "A"}, {"@id": f"{PAGE}#p1", "name": "B"})
    assert not is_own(document, nodes, frozenset(("lamps",)))


@pytest.mark.parametrize(("title", "expected"), [("wool rug", True), ("carpets", False)])
def test_an_item_called_as_the_page_is_what_the_page_is_about(title, expected):
    document, nodes = items({"name": "Oak table"}, {"name": "Wool rug"})
    assert is_own(document, nodes, frozenset((title,))) is expected


def test_an_item_at_the_address_of_the_page_is_what_the_page_is_about():
    document, nodes = items({"name": "A", "url": "http://www.shop.example/list/"}, {"name": "B"})
    assert is_own(document, nodes, frozenset())


def test_names_are_label_keys():
    _, nodes = items({"name": "Wool  RUG"}, {"headline": "Oak table", "name": ""})
    assert [names_of(node) for node in nodes] == [["wool rug"], ["oak table"]]


def test_a_target_is_the_same_however_it_is_written():
    written = ("/p/1", "https://www.shop.example/p/1/", "http://shop.example/p/1#top")
    assert {target_of(href, PAGE) for href in written} == {"shop.example/p/1"}
