"""The pagination types of APIs: page_param, offset, cursor, link_header, json_link."""

import json

import pytest

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination import PAGINATION_TYPES, PageRequest
from scraper.pagination.link_header import links

URL = "https://h.example/api"
POST = {"method": "POST", "headers": {"Content-Type": "application/json"}}


def json_page(value, url=URL, headers=None):
    return Page(url, json.dumps(value), is_json=True, headers=headers)


def html_page(text, headers=None):
    return Page(URL, text, is_json=False, headers=headers)


def step(name, page, settings=None, url=URL, **request):
    return PAGINATION_TYPES[name].following(page, PageRequest(url, 3, **request), settings or {})


def following(name, page, settings=None, url=URL, **request):
    """URL and body of the next request, which is page 4; the stop where there is none."""
    made = step(name, page, settings, url, **request)
    if made.stop:
        return made.stop
    [found] = made.requests
    assert (found.number, found.method) == (4, request.get("method", "GET"))
    return found.url if found.body is None else (found.url, json.loads(found.body))


@pytest.mark.parametrize(
    ("name", "page", "settings", "url", "expected"),
    [
        ("page_param", html_page("<p>a"), {}, f"{URL}?seite=4", f"{URL}?seite=5"),
        ("page_param", html_page("<p>a"), {}, URL, f"{URL}?page=2"),
        ("page_param", html_page("<p>a"), {"param": "nr", "step": 10}, f"{URL}?nr=20&x=1", f"{URL}?nr=30&x=1"),
        ("page_param", html_page("<p>a"), {"step": -1}, f"{URL}?page=0", "no_next"),
        ("page_param", json_page({"has_more": False}), {}, f"{URL}?page=4", "no_next"),
        ("page_param", None, {}, f"{URL}?page=4", f"{URL}?page=5"),
        ("offset", html_page("<p>a"), {"page_size": 20}, URL, f"{URL}?offset=20"),
        ("offset", html_page("<p>a"), {}, f"{URL}?limit=5&skip=10", f"{URL}?limit=5&skip=15"),
        ("offset", html_page("<p>a"), {"param": "from", "page_size": 5}, f"{URL}?from=5", f"{URL}?from=10"),
        ("offset", json_page({"items": [{"a": 1}] * 3}), {}, f"{URL}?offset=3", f"{URL}?offset=6"),
        ("offset", json_page({"items": []}), {}, URL, "no_next"),
        ("offset", json_page({"items": [{"a": 1}], "hasMore": False}), {}, URL, "no_next"),
        ("offset", html_page("<p>a"), {}, URL, "error"),
        ("offset", None, {"page_size": 2}, f"{URL}?offset=3", f"{URL}?offset=5"),
        ("cursor", json_page({"next_cursor": "a/b="}), {}, URL, f"{URL}?cursor=a%2Fb%3D"),
        ("cursor", json_page({"next_cursor": "b"}), {}, f"{URL}?after=a", f"{URL}?after=b"),
        ("cursor", json_page({"m": {"t": 7}}), {"cursor_path": "$.m.t", "param": "t"}, URL, f"{URL}?t=7"),
        ("cursor", json_page({"t": "x", "has_more": False}), {"cursor_path": "t"}, URL, "no_next"),
        ("cursor", json_page({"t": None}), {"cursor_path": "t"}, URL, "no_next"),
        ("cursor", json_page({}, headers={"x-next": "h"}), {"cursor_path": "X-Next"}, URL, f"{URL}?cursor=h"),
        ("cursor", html_page("<p>a", {"x-next": "h"}), {"cursor_path": "header:X-Next"}, URL, f"{URL}?cursor=h"),
        ("cursor", html_page("<p>a"), {"cursor_path": "header:X-Next"}, URL, "no_next"),
        ("cursor", html_page("<i data-c=k>"), {"cursor_path": "i::attr(data-c)", "param": "c"}, URL, f"{URL}?c=k"),
        ("cursor", html_page("<meta name=c content=k>"), {"cursor_path": "//meta[@name='c']"}, URL, f"{URL}?cursor=k"),
        ("cursor", html_page("<p>a"), {}, URL, "no_next"),
        ("cursor", None, {}, URL, "no_next"),
        ("link_header", html_page("<p>a", {"link": '</b?x=1>; rel="next"'}), {}, URL, "https://h.example/b?x=1"),
        (
            "link_header",
            json_page([], headers={"link": "</a>; rel=prev, </b>; rel=next"}),
            {},
            URL,
            "https://h.example/b",
        ),
        ("link_header", html_page("<p>a", {"link": "</a>; rel=prev"}), {}, URL, "no_next"),
        ("link_header", html_page("<p>a", {"link": "</api>; rel=next"}), {}, URL, "no_next"),
        ("link_header", html_page("<p>a"), {}, URL, "no_next"),
        ("link_header", None, {}, URL, "no_next"),
        ("json_link", json_page({"paging": {"next": "?page=2"}}), {}, URL, f"{URL}?page=2"),
        ("json_link", json_page({"a": {"b": "/c"}}), {"path": "a.b"}, URL, "https://h.example/c"),
        ("json_link", json_page({"a": [{"href": "/c"}]}), {"path": "a"}, URL, "https://h.example/c"),
        ("json_link", json_page({"next": None}), {}, URL, "no_next"),
        ("json_link", json_page({"next": "/c"}), {"path": "a.b"}, URL, "no_next"),
        ("json_link", html_page("<p>a"), {}, URL, "error"),
        ("json_link", None, {}, URL, "no_next"),
    ],
)
def test_the_next_request_of_a_page(name, page, settings, url, expected):
    assert following(name, page, settings, url) == expected


@pytest.mark.parametrize(
    ("name", "document", "settings", "body", "url", "expected"),
    [
        ("page_param", {}, {}, {"q": "a", "page": 2}, URL, {"q": "a", "page": 3}),
        ("offset", {}, {}, {"offset": 10, "limit": 10}, URL, {"offset": 20, "limit": 10}),
        (
            "cursor",
            {"data": {"pageInfo": {"endCursor": "b", "hasNextPage": True}}},
            {},
            {"query": "…", "variables": {"after": "a"}},
            URL,
            {"query": "…", "variables": {"after": "b"}},
        ),
        ("json_link", {"next": "?page=2"}, {}, {"q": "a"}, f"{URL}?page=2", {"q": "a"}),
        (
            "json_link",
            {"links": [{"rel": "next", "href": "/api", "method": "POST", "body": {"t": 1}, "merge": True}]},
            {},
            {"q": "a"},
            URL,
            {"q": "a", "t": 1},
        ),
    ],
)
def test_a_body_goes_on(name, document, settings, body, url, expected):
    assert following(name, json_page(document), settings, body=json.dumps(body), **POST) == (url, expected)


def test_a_next_link_may_ask_for_get():
    page = json_page({"links": [{"rel": "next", "href": "/b", "method": "GET"}]})
    [made] = step("json_link", page, body="{}", **POST).requests
    assert (made.url, made.method, made.body) == ("https://h.example/b", "GET", None)


@pytest.mark.parametrize(
    ("name", "settings", "first"),
    [
        ("page_param", {"start": 0}, f"{URL}?page=0"),
        ("page_param", {}, URL),
        ("offset", {"limit_param": "n", "page_size": 50}, f"{URL}?n=50"),
        ("offset", {"page_size": 50}, URL),
        ("cursor", {}, URL),
        ("link_header", {}, URL),
        ("json_link", {}, URL),
    ],
)
def test_the_target_is_the_first_page_with_the_numbers_of_the_settings(name, settings, first):
    assert [each.url for each in PAGINATION_TYPES[name].first(PageRequest(URL), settings)] == [first]


def test_the_size_of_the_first_answer_stays_the_size():
    page = json_page({"items": [{"a": 1}] * 4})
    [made] = step("offset", page).requests
    short = json_page({"items": [{"a": 1}]})
    assert PAGINATION_TYPES["offset"].following(short, made, {}).requests[0].url == f"{URL}?offset=8"


def test_links_of_a_header_keep_commas_in_quotes():
    header = '<https://h.example/?a=1,2>; title="a, \\"b\\"; c"; rel="prev next", , <x>;rel=last'
    assert list(links(header)) == [
        ("https://h.example/?a=1,2", {"title": 'a, "b"; c', "rel": "prev next"}),
        ("x", {"rel": "last"}),
    ]


@pytest.mark.parametrize("header", ["", "nonsense", "<a", '<a>; rel="next', "<a>;;;;", "<>" * 3])
def test_a_broken_link_header_is_no_error(header):
    assert "next" not in [parameters.get("rel") for _, parameters in links(header)]


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("page_param", {"param": "p", "start": 0, "step": 2}),
        ("offset", {"param": "o", "page_size": 10, "limit_param": "l"}),
        ("cursor", {"cursor_path": "paging.next", "param": "c"}),
        ("cursor", {"cursor_path": "data[-1].id"}),
        ("cursor", {"cursor_path": "input[name=cursor]::attr(value)"}),
        ("cursor", {"cursor_path": "header:X-Next-Cursor"}),
        ("json_link", {"path": "$.links.next"}),
        ("link_header", {}),
    ],
)
def test_settings_that_work_pass(name, settings):
    PAGINATION_TYPES[name].check(URL, settings)


@pytest.mark.parametrize(
    ("name", "settings", "pointer", "cure"),
    [
        ("page_param", {"step": 0}, "/pagination/step", "must not be 0"),
        ("page_param", {"start": -1}, "/pagination/start", "count from 0 or 1"),
        ("page_param", {"param": " "}, "/pagination/param", "non-empty text"),
        ("page_param", {"page_size": 1}, "/pagination/page_size", "no such setting"),
        ("offset", {"page_size": 0}, "/pagination/page_size", "no number of records"),
        ("offset", {"limit_param": "n"}, "/pagination/page_size", "needed with limit_param"),
        ("cursor", {"cursor_path": "]["}, "/pagination/cursor_path", "neither a JSON path"),
        ("json_link", {"path": "a["}, "/pagination/path", "not a valid JSON path"),
        ("link_header", {"path": "a"}, "/pagination/path", "no such setting"),
    ],
)
def test_settings_that_cannot_work_are_refused(name, settings, pointer, cure):
    with pytest.raises(InvalidOptions, match=cure) as caught:
        PAGINATION_TYPES[name].check(URL, settings)
    assert caught.value.pointer == pointer
