"""Pagination type auto: what it chooses, and why."""

import json

import pytest

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination import PageRequest
from scraper.pagination.auto import AUTO

URL = "https://h.example/list"
ROWS = [{"a": 1}, {"a": 2}]
STRIP = '<p class="pages"><b>1</b> <a href="?page=2">2</a> <a href="?page=3">3</a></p>'


def following(body, *, url=URL, headers=None, **request):
    is_json = not isinstance(body, str)
    page = Page(url, json.dumps(body) if is_json else body, is_json=is_json, headers=headers)
    return AUTO.following(page, PageRequest(url, **request), {})


@pytest.mark.parametrize(
    ("body", "url", "expected"),
    [
        ('<p><a href="?page=2">Next</a></p>', URL, "next_button"),
        ('<head><link rel="next" href="?page=2"></head>', URL, "next_button"),
        (STRIP, URL, "numbered_links"),
        (STRIP.replace("</p>", '<a href="?page=2">Next</a></p>'), URL, "next_button"),
        ('<div class="pages"><b>1</b> <a href="#">2</a> <a href="#">3</a></div>', URL, "numbered_links"),
        ('<button data-url="/more?page=2">Load more</button>', URL, "load_more"),
        ("<button onclick='x()'>Load more</button>", URL, "load_more"),
        ('<div class="infinite-scroll" data-next-url="/more?page=2"></div>', URL, "infinite_scroll"),
        ('<div class="pager"><button onclick="x()">Next</button></div>', URL, "next_button"),
        ("<p>a list</p>", f"{URL}?page=1", "page_param"),
        ("<urlset><url><loc>/a</loc></url></urlset>", URL, "sitemap"),
        ("<rss><channel><item><link>/a</link></item></channel></rss>", URL, "sitemap"),
        ({"items": ROWS, "next": "/list?page=2"}, URL, "json_link"),
        ({"items": ROWS, "next_cursor": "x"}, URL, "cursor"),
        ({"items": ROWS, "total": 9, "page": 1}, URL, "page_param"),
        ({"items": ROWS, "has_more": True}, f"{URL}?page=1", "page_param"),
        ({"items": ROWS, "total": 9}, f"{URL}?offset=0&limit=2", "offset"),
        ({"items": ROWS, "total": 9, "limit": 2, "offset": 0}, URL, "offset"),
        ("<p>a list</p>", URL, "none"),
        ('<a href="/shop/design">View more</a>', URL, "none"),
        ('<a class="more-link" href="/p/1">Read on</a>', URL, "none"),
        ('<a class="more">More</a>', URL, "none"),
        ('<a class="btn" href="?page=2">Load more</a>', URL, "load_more"),
        ("<p>a list</p>", f"{URL}?page=7", "none"),
        ({"items": ROWS, "total": 2, "next": None}, URL, "none"),
        ({"items": ROWS, "has_more": False, "next_cursor": "x"}, f"{URL}?page=1", "none"),
    ],
)
def test_the_type_is_found_by_what_the_page_shows(body, url, expected):
    assert following(body, url=url).choice["type"] == expected


def test_the_link_header_says_the_next_page():
    step = following([{"a": 1}], headers={"link": "</list?p=2>; rel=next"})
    assert step.choice == {
        "type": "link_header",
        "reason": "its Link header names https://h.example/list?p=2 as the next page",
    }


def test_the_choice_and_its_settings_travel_with_the_request():
    [request] = following({"items": ROWS, "meta": {"next_token": "x"}}).requests
    assert request.url == f"{URL}?next_token=x"
    assert request.state == {
        "auto": {"type": "cursor", "settings": {"cursor_path": "meta.next_token", "param": "next_token"}}
    }


@pytest.mark.parametrize(
    ("html", "stop"), [("<p>a list</p>", "no_next"), ("<button onclick='x()'>Load more</button>", "needs_browser")]
)
def test_a_page_without_a_way_on_is_told_from_one_that_only_a_browser_can_go(html, stop):
    assert following(html).stop == stop


def test_a_first_page_that_cannot_be_had_says_nothing():
    assert AUTO.following(None, PageRequest(URL), {}).stop == "no_next"


def test_the_target_is_the_first_page():
    assert AUTO.first(PageRequest(URL), {}) == (PageRequest(URL),)


def test_auto_has_no_settings():
    with pytest.raises(InvalidOptions):
        AUTO.check(URL, {"selector": "a"})
