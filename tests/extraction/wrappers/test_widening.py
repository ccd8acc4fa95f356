"""A wrapper gets one more place for a field that the slow path found elsewhere."""

import pytest

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.wrappers import Applier, example_of, learn
from scraper.extraction.wrappers.widening import merged, widened
from scraper.extraction.wrappers.wrapper import FieldWrapper, Place, Profile
from scraper.page import Page

SCHEMA = RecordSchema.from_definition(
    {"type": "object", "properties": {"title": {"type": "string"}, "brand": {"type": "string"}}}
)
HOW = SCHEMA, ExtractOptions(mode="detail")
TITLES = ("Sturdy Lamp", "Small Chair", "Green Kettle", "Folding Ladder", "Quiet Clock")
BRANDS = ("Nordheim", "Castello", "Brightwell", "Okafor", "Lindqvist")
DL, TABLE = "<dl><dt>Brand</dt><dd>{}</dd></dl>", "<table><tr><th>Brand</th><td>{}</td></tr></table>"


def example(number, facts):
    html = f'<html><body><h1 class="title">{TITLES[number]}</h1>{facts.format(BRANDS[number])}</body></html>'
    page = Page(f"https://a.example/{number}", html, is_json=False)
    return example_of(page, extract(page, *HOW))


@pytest.fixture(scope="module")
def known():
    return [example(number, DL) for number in range(3)]


@pytest.fixture(scope="module")
def wrapper(known):
    return learn(known, *HOW)


def brands(wrapper, *examples):
    found = [Applier(wrapper, *HOW).apply(each.page).extraction.records[0] for each in examples]
    return [record.data.get("brand") for record in found]


def test_it_reads_the_field_at_both_places(wrapper, known):
    wider = widened(wrapper, [*known, example(3, TABLE)], ["brand"], HOW)
    assert brands(wider, known[0], example(4, TABLE), example(4, "")) == ["Nordheim", "Lindqvist", None]


def test_a_field_that_it_did_not_have_is_added():
    plain = [example(number, "<p>Made to last.</p>") for number in range(3)]
    wider = widened(learn(plain, *HOW), [*plain, example(3, TABLE)], ["brand"], HOW)
    assert brands(wider, plain[0], example(4, TABLE)) == [None, "Lindqvist"]


def test_it_is_not_widened_where_the_newest_page_has_no_such_value(wrapper, known):
    assert widened(wrapper, [*known, example(3, "")], ["brand"], HOW) is None


FIELD = FieldWrapper("brand", (Place("label", "./a"),), (), ("|", "b|"), 1.0, 0.9, 1.0, Profile(1, 9, 2.0, 5.0, True))
OTHER = FieldWrapper("brand", (Place("label", "./b"),), (), ("c|",), 1.0, 0.7, 0.8, Profile(3, 20, None, 9.0, False))


def test_both_ways_are_kept_the_known_one_first():
    assert [place.xpath for place in merged(FIELD, OTHER).places] == ["./a", "./b"]


def test_the_values_of_both_are_plausible():
    assert merged(FIELD, OTHER).profile == Profile(1, 20, None, 9.0, None)


def test_neighbours_of_one_alone_say_nothing():
    alone = FieldWrapper("brand", (Place("label", "./b"),))
    assert merged(FIELD, OTHER).neighbours == ("b|", "c|", "|")
    assert merged(FIELD, alone).neighbours == ()
