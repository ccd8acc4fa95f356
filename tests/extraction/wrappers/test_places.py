"""Ways to an element: each finds it, and all are of the forms that may be stored."""

import lxml.html
import pytest

from scraper.extraction.wrappers.places import literal, ways_to, ways_to_all
from scraper.extraction.wrappers.wrapper import Place, Wrapper, _place

PAGE = lxml.html.document_fromstring(
    '<body><main id="content"><ul class="things"><li class="card"><h3 class="name"><a href="/1">One</a></h3>'
    '<dl><dt>Price</dt><dd class="css-1x2y3z">3</dd></dl><p>Weight: 5 kg</p></li></ul><meta itemprop="sku" content="7">'
    "</main></body>"
)


@pytest.mark.parametrize("path", [".//a", ".//dd", ".//p", ".//meta", ".//ul", ".//main"])
def test_every_way_finds_the_element_and_may_be_stored(path):
    element = PAGE.find(path)
    ways = ways_to(element, PAGE)
    assert all(element in PAGE.xpath(xpath) for _, xpath in ways)
    for kind, xpath in ways:
        assert _place(Wrapper("detail", (), ()).as_json() and _plain(Place(kind, xpath))) == Place(kind, xpath)


def _plain(place):
    return {name: getattr(place, name) for name in ("kind", "xpath", "part", "cut", "classes", "up", "is_single")}


def test_labels_names_and_structure_are_among_the_ways():
    kinds = {kind for kind, _ in ways_to(PAGE.find(".//dd"), PAGE)}
    assert kinds == {"structure", "name", "label", "tag"}
    assert ("label", ".//dt[normalize-space()='Price']/following-sibling::dd[1]") in ways_to(PAGE.find(".//dd"), PAGE)
    assert ("label", ".//p[starts-with(normalize-space(),'Weight:')]") in ways_to(PAGE.find(".//p"), PAGE)


def test_hashed_names_lead_nowhere():
    assert not any("1x2y3z" in xpath for _, xpath in ways_to(PAGE.find(".//dd"), PAGE))


def test_an_open_position_finds_the_elements_like():
    page = lxml.html.document_fromstring("<body><ul><li>a</li><li>b</li></ul></body>")
    first = page.find(".//li")
    assert any([each.text for each in page.xpath(xpath)] == ["a", "b"] for _, xpath in ways_to_all(first, page))


@pytest.mark.parametrize(("text", "quoted"), [("a", "'a'"), ("it's", '"it\'s"'), ("'\"", None), ("x" * 300, None)])
def test_texts_are_quoted_where_that_can_be_done(text, quoted):
    assert literal(text) == quoted
