"""The next link that a job names itself."""

import pytest

from scraper.page import Page
from scraper.pagination.selected_link import link_by_selector, link_by_text

URL = "https://h.example/list"


def path(link):
    return link and link.url.removeprefix("https://h.example")


def page(html):
    return Page(URL, f"<body>{html}</body>", is_json=False)


@pytest.mark.parametrize(
    ("html", "selector", "expected"),
    [
        ('<a class="n" href="/2">x</a>', ".n", "/2"),
        ('<a class="n" href="/2">x</a>', ".n::attr(href)", "/2"),
        ('<a class="n" href="/2">x</a>', "//a/@href", "/2"),
        ('<a href="/2"><i class="n"></i></a>', ".n", "/2"),
        ('<li class="n"><a href="/2">x</a></li>', ".n", "/2"),
        ('<button class="n" data-url="/2">x</button>', ".n", "/2"),
        ('<a class="n" href="#">x</a><a class="n" href="/2">x</a>', ".n", "/2"),
        ('<a class="n" href="https://other.example/2">x</a>', ".n", "https://other.example/2"),
        ('<a class="n disabled" href="/2">x</a>', ".n", None),
        ('<a class="n" href="/list">x</a>', ".n", None),
        ('<a class="n" href="javascript:x()">x</a>', ".n", None),
        ('<a class="n" href="http://[x">x</a>', ".n", None),
        ('<p class="n">x</p>', ".n", None),
        ("", ".n", None),
        ('<a href="/2">x</a>', "(count(//a))", None),
    ],
)
def test_a_selector_finds_a_link(html, selector, expected):
    assert path(link_by_selector(page(html), selector)) == expected


@pytest.mark.parametrize(
    ("html", "text", "expected"),
    [
        ('<a href="/2">MORE things »</a>', "more things", "/2"),
        ('<a href="/1">no more things</a><a href="/2">more things</a>', "More things", "/2"),
        ('<a href="/1">show more things</a>', "more things", "/1"),
        ('<a href="/2" aria-label="More things">+</a>', "more things", "/2"),
        ('<a href="/2"><img alt="More things"></a>', "more things", "/2"),
        ('<a href="/2">»</a>', "»", "/2"),
        ('<a href="/2">less</a>', "more", None),
        ('<a href="#">more</a><a href="/2">more</a>', "more", "/2"),
    ],
)
def test_a_text_finds_a_link(html, text, expected):
    assert path(link_by_text(page(html), text)) == expected
