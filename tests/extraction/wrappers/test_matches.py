"""What places find on a page, record by record."""

import pytest

from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import page_locale
from scraper.extraction.wrappers.matches import (
    by_record,
    cut_text,
    elements,
    has_neighbours,
    neighbours,
    one_each,
    raw_values,
    strings,
    without_classes,
)
from scraper.extraction.wrappers.wrapper import Place
from scraper.page import Page

LIST = "./body/ul/li"
ROOT = Page(
    "https://a.example/",
    "<html><body><ul><li class=card><b class=price>1</b><i>x</i></li><li class=card><b class=price>2</b></li>"
    '<li><b class="price old">3</b><i>y</i><i>z</i></li></ul><script type="application/ld+json">'
    '{"@type": "Thing", "tags": ["a", "b"], "parts": [{"n": 1}, {"n": 2}], "none": null}</script></body></html>',
    is_json=False,
).root
RECORDS = elements(LIST, ROOT)
SCRIPT = ROOT.find(".//script")
LOCALE = page_locale("https://a.example/", "en")


def test_one_element_in_each_record_is_found_at_once():
    assert [each.text for each in one_each(ROOT, LIST, RECORDS, "./b") or ()] == ["1", "2", "3"]


@pytest.mark.parametrize("xpath", ["./i", ".//i", "./em"])
def test_what_is_not_one_in_each_record_is_none(xpath):
    assert one_each(ROOT, LIST, RECORDS, xpath) is None


def test_each_find_belongs_to_the_record_around_it():
    assert [[each.text for each in found] for found in by_record(ROOT, LIST, RECORDS, "./i")] == [["x"], [], ["y", "z"]]


@pytest.mark.parametrize(
    ("part", "values"),
    [
        ("#Thing/tags", [("a", "/tags/0"), ("b", "/tags/1")]),
        ("#Thing/tags/1", [("b", "/tags/1")]),
        ("#Thing/parts/*/n", [(1, "/parts/0/n"), (2, "/parts/1/n")]),
        ("#Thing/none", []),
        ("#Other/tags", []),
        ("@type", [("application/ld+json", "")]),
        ("@none", []),
    ],
)
def test_raw_values_of_an_element(part, values):
    assert raw_values(SCRIPT, part) == values


@pytest.mark.parametrize(
    ("cut", "left"),
    [
        ((), "Price: $5 | new"),
        (("strip", "Price: ", " | new"), "$5"),
        (("strip", "Cost: ", ""), None),
        (("before", " | "), "Price: $5"),
        (("after", ": "), "$5 | new"),
        (("after", "?"), None),
    ],
)
def test_what_a_cut_leaves_of_a_text(cut, left):
    assert cut_text("Price: $5 | new", cut, FieldSpec(name="price"), LOCALE) == left


def test_elements_without_the_known_class_names_are_counted():
    assert without_classes(RECORDS, Place("structure", ".", classes=("card",))) == 1
    assert without_classes(elements("./body/ul/li/b", ROOT), Place("structure", "./b", classes=("card",), up=1)) == 1


def test_neighbours_are_named_with_their_lasting_classes():
    assert neighbours(RECORDS[0][0]) == "|i"
    assert neighbours(RECORDS[0][1]) == "b.price|"


def test_data_in_scripts_has_no_neighbours():
    assert has_neighbours(RECORDS[0], "")
    assert not has_neighbours(SCRIPT, "#Thing/tags")


def test_strings_are_found_in_page_order():
    assert strings(".//@class", ROOT) == ["card", "price", "card", "price", "price old"]
