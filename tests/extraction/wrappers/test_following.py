"""scraper.extraction.wrappers.following: pages that continue a list."""

import pytest

from scraper.extraction import extract
from scraper.extraction.values import ExtractOptions
from scraper.extraction.wrappers.following import continued, record_xpath
from scraper.page import Page
from tests.extraction.monsters import LIST_SCHEMA

_MENU = "".join(f'<li><a href="/c/{name}">{name}</a></li>' for name in ("Chairs", "Tables", "Lamps", "Sofas"))
_RUGS = "".join(f'<div class="rug"><a href="/r/{n}">Rug {n}</a> $ {n}9.00</div>' for n in range(4))
_OPTIONS = ExtractOptions()


def _page(lamps, *, number=2, beside="", classes="card w-1/2"):
    cards = "".join(
        f'<article class="{classes}"><h3><a href="/p/{each}">Lamp {each}</a></h3><p>$ 10.50</p></article>'
        for each in (f"{number}-{n}" for n in range(lamps))
    )
    html = (
        f"<html><head><title>Lamps</title></head><body><ul>{_MENU}</ul><main><h1>Departments</h1>"
        f"<section>{cards or '<p>0 hits</p>'}</section><aside>{beside}</aside></main></body></html>"
    )
    return Page.from_bytes(f"https://shop.example/lamps?page={number}", html.encode())


def _titles(page, *, first):
    xpath = record_xpath(first, extract(first, LIST_SCHEMA))
    assert xpath is not None
    read = continued(page, extract(page, LIST_SCHEMA), xpath, (LIST_SCHEMA, _OPTIONS))
    assert read.mode == "list"
    return [record.data["title"] for record in read.records]


@pytest.mark.parametrize("beside", ["", _RUGS], ids=["alone", "beside a longer list"])
@pytest.mark.parametrize("lamps", [0, 1, 2, 5])
def test_a_last_page_gives_the_records_that_it_has_and_no_others(lamps, beside):
    first = _page(12, number=1, beside=beside)
    assert _titles(_page(lamps, beside=beside), first=first) == [f"Lamp 2-{n}" for n in range(lamps)]


def test_cards_of_another_class_in_the_place_of_the_list_are_its_records():
    page = _page(5, classes="tile", beside=_RUGS)
    assert _titles(page, first=_page(12, number=1, beside=_RUGS)) == [f"Lamp 2-{n}" for n in range(5)]


def test_a_page_about_one_thing_leads_to_no_records():
    html = b"<html><head><title>Lamp 1</title></head><body><h1>Lamp 1</h1><p class='price'>$ 10.50</p></body></html>"
    page = Page.from_bytes("https://shop.example/p/1", html)
    assert record_xpath(page, extract(page, LIST_SCHEMA)) is None


def test_json_pages_are_left_as_they_were_read():
    page = Page.from_bytes("https://shop.example/api?page=2", b'[{"title": "Lamp", "price": 3.5}]')
    read = extract(page, LIST_SCHEMA)
    assert record_xpath(page, read) is None
    assert continued(page, read, "./body/main/article", (LIST_SCHEMA, _OPTIONS)) is read


def test_a_list_that_is_found_by_its_id_is_continued():
    def page(lamps, number):
        cards = "".join(
            f'<div><h5><a href="/p/{number}-{n}">Lamp {number}-{n}</a></h5><p>$ 10.50</p></div>' for n in range(lamps)
        )
        html = f'<html><body><h1>Departments</h1><div id="results">{cards}</div></body></html>'
        return Page.from_bytes(f"https://shop.example/lamps?page={number}", html.encode())

    assert record_xpath(page(12, 1), extract(page(12, 1), LIST_SCHEMA)).startswith("id(")
    assert _titles(page(1, 2), first=page(12, 1)) == ["Lamp 2-0"]
