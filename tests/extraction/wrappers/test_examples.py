"""Pages as examples: record elements and where the slow path found their values."""

import pytest

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.values import Evidence, Extraction, Record
from scraper.extraction.wrappers.examples import example_of, record_roots, spot_at
from scraper.page import Page

SCHEMA = RecordSchema.from_definition(
    {"type": "object", "properties": {"title": {"type": "string"}, "price": {"type": "number"}}}
)
HEADING = Evidence("dom", "/html/body/h1", "Lamps", "", 0.9)
CARDS = "".join(
    f'<li class=card><h3><a href="/p/{n}">Sturdy lamp {n}</a></h3><p>Made to last for years.</p><b>${n}.50</b></li>'
    for n in range(3, 9)
)
PAGE = Page("https://a.example/", f"<html><body><h1>Lamps</h1><ul>{CARDS}</ul></body></html>", is_json=False)


def test_the_records_of_a_list_are_the_elements_around_their_values():
    example = example_of(PAGE, extract(PAGE, SCHEMA, ExtractOptions(mode="list")))
    assert [root.tag for root in example.roots] == ["li"] * 6
    assert [known["price"].value for known in example.known] == [n + 0.5 for n in range(3, 9)]
    assert example.links[0] == "https://a.example/p/3"


def test_the_record_of_a_detail_is_the_page():
    record = Record({"title": "Lamps"}, 0.9, {"title": 0.9}, {"title": HEADING})
    example = example_of(PAGE, Extraction((record,), "detail"))
    assert example.roots == (PAGE.root,)
    assert example.known[0]["title"].spot.element.tag == "h1"


def test_a_detail_page_with_two_records_is_no_example():
    record = Record({}, 0.9, {}, {})
    assert example_of(PAGE, Extraction((record, record), "detail")) is None


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("/html[1]/body[1]/h1[1]", ""),
        ("/html[1]/body[1]/ul[1]/li[2]/h3[1]/a[1]/@href", "@href"),
        ("/html[1]/body[1]/h1[1]/text()[1]", "text()[1]"),
        ("/html[1]/body[1]/h1[1]#/a/b", "#/a/b"),
    ],
)
def test_a_path_of_evidence_leads_to_an_element_and_its_part(path, part):
    assert spot_at(PAGE.root, path).part == part


@pytest.mark.parametrize("path", ["/html[1]/body[1]/h4[1]", "/html[1]/body[1]/ul[1]/li", "((", ""])
def test_a_path_that_leads_to_no_single_element_has_no_spot(path):
    assert spot_at(PAGE.root, path) is None


def test_values_of_several_records_in_one_element_have_no_roots():
    heading = PAGE.root.find(".//h1")
    assert record_roots([[heading], [heading]]) is None


def test_a_heading_of_all_records_is_no_part_of_any():
    heading, first, second = PAGE.root.find(".//h1"), *PAGE.root.findall(".//li")[:2]
    assert record_roots([[first, heading], [second, heading]]) == [first, second]
