"""A price that is read for two fields belongs to one."""

import pytest

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.twins import MOST_IN_DOUBT, doubted, ruled_out
from scraper.page import Page

NUMBER = {"type": "number"}
SCHEMA = RecordSchema.from_definition({"properties": {"title": {}, "price": NUMBER, "old_price": NUMBER}})


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"price": 5, "old_price": 5.0}, {"old_price"}),
        ({"price": 5, "old_price": 7}, set()),
        ({"old_price": 7}, set()),
        ({"price": 5}, set()),
    ],
)
def test_an_old_price_that_is_the_price_is_ruled_out(values, names):
    assert ruled_out(SCHEMA, values) == names


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"price": 7, "old_price": 5.5}, {"price", "old_price"}),
        ({"price": 5, "old_price": 7}, set()),
        ({"price": "7", "old_price": 5}, set()),
        ({"old_price": 7}, set()),
    ],
)
def test_an_old_price_below_the_price_puts_both_in_doubt(values, names):
    assert doubted(SCHEMA, values) == names


def test_what_the_author_selected_is_in_no_doubt():
    assert doubted(SCHEMA.with_selectors({"price": "b"}), {"price": 7, "old_price": 5}) == {"old_price"}


@pytest.mark.parametrize("mode", ["list", "detail"])
def test_swapped_prices_are_not_sure(mode):
    card = '<h3><a href="/{0}">Thing {0}</a></h3><p><s class="old-price">${0}.50</s> <b class="price">${0}9.00</b></p>'
    cards = "".join(f"<li class=card>{card.format(n)}</li>" for n in range(1, 9))
    html = f"<ul>{cards}</ul>" if mode == "list" else f"<h1>Thing 4</h1>{card.format(4)}"
    page = Page("https://a.example/", f'<html lang="en"><title>Things</title>{html}', is_json=False)
    records = extract(page, SCHEMA, ExtractOptions(mode=mode)).records
    assert records
    for record in records:
        assert {"price", "old_price"} <= set(record.data)
        assert max(record.field_confidence[name] for name in ("price", "old_price")) <= MOST_IN_DOUBT


def test_what_the_author_selected_is_kept():
    schema = SCHEMA.with_selectors({"old_price": "del"})
    assert ruled_out(schema, {"price": 5, "old_price": 5}) == frozenset()


def test_a_page_with_one_price_gives_no_old_price():
    html = '<html lang="en"><title>Lamp</title><h1>Lamp</h1><div class="prices"><span class="price">$9.50</span></div>'
    (record,) = extract(
        Page("https://a.example/lamp", html, is_json=False), SCHEMA, ExtractOptions(mode="detail")
    ).records
    assert record.data == {"title": "Lamp", "price": 9.5}


def test_records_with_one_price_have_no_old_price():
    cards = "".join(
        f'<li class="card"><h3><a href="/t/{n}">Thing {n}</a></h3><del>{"" if n % 3 else f"${n + 5}.00"}</del>'
        f'<span class="price">${n}.50</span></li>'
        for n in range(1, 9)
    )
    page = Page("https://a.example/", f'<html lang="en"><title>Things</title><ul>{cards}</ul>', is_json=False)
    records = extract(page, SCHEMA, ExtractOptions(mode="list")).records
    assert [record.data.get("old_price") for record in records] == [None, None, 8, None, None, 11, None, None]
