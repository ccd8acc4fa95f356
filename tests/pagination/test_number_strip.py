"""Strips of page numbers."""

import pytest

from scraper.page import Page
from scraper.pagination.links import page_links
from scraper.pagination.number_strip import find_strips, number_of


def strips(html, path="/list"):
    url = "https://h.example" + path
    page = Page(url, f"<body><div><p>{html}</p></div></body>", is_json=False)
    return find_strips(page_links(page), url)


@pytest.mark.parametrize(
    ("html", "path", "current", "following"),
    [
        ('<b>1</b> <a href="/b">2</a> <a href="/c">3</a>', "/list", 1, "/b"),
        ('<a href="/a">1</a> <b>2</b> <a href="/c">3</a>', "/list", 2, "/c"),
        ('<a href="/a">1</a> 2 <a href="/c">3</a>', "/list", 2, "/c"),
        ('<a href="/a">1</a> <a href="/list">2</a> <a href="/c">3</a>', "/list", 2, "/c"),
        ('<a href="/a">1</a> <a class="active" href="/b">2</a> <a href="/c">3</a>', "/x", 2, "/c"),
        ('<a href="/a">1</a> <a aria-current="page" href="/b">2</a> <a href="/c">3</a>', "/x", 2, "/c"),
        ('<a href="?page=1">1</a> <a href="?page=2">2</a> <a href="?page=3">3</a>', "/x?page=2&a=1", 2, "?page=3"),
        ('<a href="/a">1</a> <a href="/b">2</a>', "/list", 1, "/b"),
        ('<a href="/b">2</a> <a href="/c">3</a>', "/list", 1, "/b"),
        ('<a href="/e">5</a> <a href="/d">4</a> <b>3</b> <a href="/b">2</a>', "/list", 3, "/d"),
        ('<a href="/a">1</a> … <a href="/h">1,096</a> <b>1,097</b>', "/list", 1097, None),
        ('<a href="/y">2015</a> <a href="/z">2016</a>', "/list", None, None),
    ],
)
def test_the_current_number_and_the_next_link(html, path, current, following):
    strip = strips(html, path)[0]
    href = strip.next_link and strip.next_link.element.get("href")
    assert (strip.current, href) == (current, following)


@pytest.mark.parametrize(
    ("html", "is_last"),
    [
        ('<a href="/a">1</a> <b>2</b>', True),
        ('<a href="/a">1</a> <b>2</b> <a href="/c">3</a>', False),
        ('<a href="/y">2015</a> <a href="/z">2016</a>', False),
    ],
)
def test_whether_the_page_is_the_last(html, is_last):
    assert strips(html)[0].is_last is is_last


@pytest.mark.parametrize(
    "html",
    [
        pytest.param('<a href="/a">3</a> <a href="/b">17</a>', id="counts"),
        pytest.param("".join(f'<b><a href="/{n}">5</a></b>' for n in range(3000)), id="one count thousands of times"),
        pytest.param('<a href="/a">1</a> <a href="/a">2</a>', id="one address"),
        pytest.param(f'<a href="/a">1</a> <a href="/b">2</a> {"words " * 200}', id="much text"),
        pytest.param("".join(f'<a href="/{n}">{n}</a>' for n in range(1, 90)), id="an index"),
        pytest.param('<span class="calendar"><a href="/a">1</a> <a href="/b">2</a></span>', id="calendar"),
    ],
)
def test_what_is_no_strip(html):
    assert strips(html) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("2", 2), ("[2]", 2), ("2,", 2), (" 12 ", 12), ("1,097", 1097), ("1.097", 1097), ("p2", None), ("1.5", None)],
)
def test_numbers_in_texts(text, number):
    assert number_of(text) == number
