"""scraper.coverage.promises: what a whole page promises, menus, facets, cards and footers aside."""

import pytest

from scraper.coverage.promises import promises
from scraper.coverage.values import Strength
from scraper.page import Page

_CARDS = "".join(f"<div class=card><h3>Lamp {n}</h3><p>$4.00</p><span>{n + 30} reviews</span></div>" for n in range(20))


def told(around, language="en"):
    html = f'<html lang="{language}"><body>{around}<div class="list">{_CARDS}</div></body></html>'
    return promises(Page.from_bytes("https://shop.example/lamps", html.encode()), found=20)


@pytest.mark.parametrize(
    "around",
    [
        "<p>Showing <b>1</b>–<b>20</b> of <b>240</b> results</p>",
        '<div class="toolbar"><span>1&nbsp;-&nbsp;20 of 240</span><select><option>20 per page</option></select></div>',
        '<p class="count">240 products</p>',
        "<h1>Lamps (240)</h1>",
        "<header><div><h1>Lamps</h1></div></header><main><header><p>240 results</p></header></main>",
    ],
)
def test_a_total_is_found_wherever_it_stands(around):
    assert {(each.unit, each.value) for each in told(around)} == {("records", 240)}


@pytest.mark.parametrize(
    "around",
    [
        "<ul class=facets><li><a>Brass <span>240 items</span></a></li></ul>",
        "<nav><a>240 products</a></nav>",
        "<footer><p>1,200 products</p></footer>",
        "<body><header><p>5,000 products in 12 shops</p></header>",
        "<select><option>240 items</option></select>",
        "<div><p>120 items</p><p>240 items</p><p>360 items</p></div>",
        "<script>var a = '1-20 of 240';</script>",
    ],
)
def test_counts_of_other_things_are_none(around):
    assert told(around) == ()


def test_the_evidence_is_the_whole_sentence_and_its_place():
    (promised,) = told("<main><p>Showing <b>1</b>–<b>20</b> of <b>240</b></p></main>")
    assert (promised.text, promised.path) == ("Showing 1 – 20 of 240", "/html/body/main/p")


def test_a_strip_promises_its_last_number():
    links = "".join(f'<a href="/lamps?page={n}">{n}</a> ' for n in (2, 3, 12))
    (promised,) = told(f'<div class="pager"><b>1</b> {links}</div>')
    assert (promised.unit, promised.value, promised.strength) == ("pages", 12, Strength.STRIP)


def test_a_link_to_the_last_page_promises_its_number():
    (promised,) = told('<p><a href="/lamps?page=2">Next</a> <a href="/lamps?page=12">Last</a></p>')
    assert (promised.unit, promised.value) == ("pages", 12)


def test_of_two_strips_the_one_that_counts_this_list_is_believed():
    strips = [
        f'<p class="pager"><b>1</b> <a href="?{name}=2">2</a> <a href="?{name}={last}">{last}</a></p>'
        for name, last in (("page", 8), ("comments", 9))
    ]
    page = Page.from_bytes("https://shop.example/lamps", f"<body>{'<hr>'.join(strips)}</body>".encode())
    assert [each.value for each in promises(page, found=2)] == [8]


def test_strips_may_be_left_out_where_the_job_names_its_own():
    html = '<body><p class="pager"><b>1</b> <a href="?page=2">2</a> <a href="?page=9">9</a></p></body>'
    page = Page.from_bytes("https://shop.example/lamps", html.encode())
    assert [each.value for each in promises(page, found=2)] == [9]
    assert promises(page, found=2, has_strips=False) == ()


def test_a_page_without_elements_promises_nothing():
    assert promises(Page("https://shop.example/", " ", is_json=False), found=0) == ()
