"""The words around a place."""

from scraper.extraction.ranker.surroundings import surroundings_at
from tests.extraction.reading import document_of

PAGE = """<html><head><meta property="og:price:amount" content="5"></head><body><h2>Technical data</h2>
<div class="spec-rows"><dl><dt>Hull length</dt><dd class="cell"><b id="x1">7 m</b></dd></dl></div></body></html>"""


def around(tag):
    document = document_of(PAGE)
    return surroundings_at(document, document.path(document.by_tag[tag][0]))


def test_an_element_is_named_by_itself_and_by_what_encloses_it():
    found = around("dd")
    assert (found.named, found.near) == ({"cell"}, {"spec", "row"})


def test_a_label_reaches_what_stands_inside_the_value():
    assert around("b").label_key == "hull length"


def test_the_heading_above_is_known():
    assert around("dd").heading == {"technical", "data"}


def test_a_meta_element_is_named_by_its_property():
    assert around("meta").named == {"og", "price", "amount"}


def test_a_json_pointer_is_named_by_its_key_and_near_those_above():
    document = document_of('<script type="application/json">{"a": 1}</script>')
    path = document.path(document.by_tag["script"][0])
    found = surroundings_at(document, f"{path}#/offers/0/salePrice")
    assert (found.named, found.near, found.is_in_script) == ({"sale", "price"}, {"offer"}, True)


def test_the_url_has_no_surroundings():
    assert surroundings_at(document_of(PAGE), "url").index == -1
