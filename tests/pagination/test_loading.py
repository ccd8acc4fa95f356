"""Pagination types load_more and infinite_scroll over HTTP."""

import json

import pytest

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination import PAGINATION_TYPES, PageRequest

URL = "https://h.example/list"
MORE = "https://h.example/more?page=2"


def step(name, body, settings=None, request=None):
    text = body if isinstance(body, str) else json.dumps(body)
    page = Page(URL, text, is_json=not isinstance(body, str))
    return PAGINATION_TYPES[name].following(page, request or PageRequest(URL), settings or {})


@pytest.mark.parametrize(
    ("name", "html", "settings"),
    [
        ("load_more", '<button data-url="/more?page=2">Load more</button>', {}),
        ("load_more", '<button hx-get="/more?page=2">Mehr anzeigen</button>', {}),
        ("load_more", '<a href="/more?page=2">Voir plus</a>', {}),
        ("load_more", '<a class="btn-load-more" href="/more?page=2"><i></i></a>', {}),
        (
            "load_more",
            '<form action="/more"><input type="hidden" name="page" value="2"><button>Ver más</button></form>',
            {},
        ),
        ("load_more", '<button>Load more</button><i id="x" data-href="/more?page=2"></i>', {"selector": "#x"}),
        ("load_more", '<a rel="next" href="/more?page=2">Next</a>', {}),
        ("infinite_scroll", '<div class="infinite-scroll" data-next-url="/more?page=2"></div>', {}),
        ("infinite_scroll", '<div hx-get="/more?page=2" hx-trigger="revealed"></div>', {}),
        ("infinite_scroll", '<turbo-frame loading="lazy" src="/more?page=2"></turbo-frame>', {}),
        ("infinite_scroll", '<a class="infinite-more-link" href="/more?page=2" hidden>more</a>', {}),
        ("infinite_scroll", '<script type="application/json">{"endpoint": "/more", "page": 1}</script>', {}),
        ("infinite_scroll", '<script type="application/json">{"next_url": "/more?page=2"}</script>', {}),
        ("infinite_scroll", '<link rel="next" href="/more?page=2">', {}),
    ],
)
def test_what_loads_more_is_asked_over_http(name, html, settings):
    [request] = step(name, f"<body>{html}</body>", settings).requests
    assert (request.url, request.number, request.state["is_fragment"]) == (MORE, 2, True)


def test_htmx_and_scripts_are_asked_as_they_ask():
    headers = [
        step("load_more", f'<button {name}="/m">More</button>').requests[0].headers for name in ("hx-get", "data-url")
    ]
    assert headers == [{"HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"}]


@pytest.mark.parametrize("name", ["load_more", "infinite_scroll"])
@pytest.mark.parametrize("html", ["<p>a list</p>", "<button onclick='more()'>Load more</button>"])
def test_a_list_that_http_cannot_follow_is_no_quiet_end(name, html):
    made = step(name, f"<body>{html}</body>")
    assert (made.stop, "browser" in made.reason) == ("needs_browser", True)


def part(number, **state):
    return PageRequest(f"https://h.example/more?page={number}", number, state={"is_fragment": True, **state})


@pytest.mark.parametrize(
    ("body", "request_", "expected"),
    [
        ('<li>a</li><button data-url="/more?page=3">More</button>', part(2, named=1), "/more?page=3"),
        ({"html": '<li>a</li><button data-url="/more?page=3">More</button>'}, part(2, named=1), "/more?page=3"),
        ({"items": [{"a": 1}], "next": "/more?page=3"}, part(2, named=1), "/more?page=3"),
        ("<li>a</li>", part(2, named=1), "/more?page=3"),
        ({"items": [{"a": 1}]}, part(2, named=1), "/more?page=3"),
        ("<li>a</li>", part(5, named=1, step=1), "/more?page=6"),
        ("<li>a</li>", part(3, named=2), "no_next"),
        ("<li>a</li>", part(4, named=1, last=4), "no_next"),
        ('<li>a</li><button data-url="/more?page=9">More</button>', part(4, named=3, last=4), "no_next"),
        ({"items": [{"a": 1}], "next": None}, part(2, named=1), "no_next"),
        ({"html": "<li>a</li>", "hasMore": False}, part(2, named=1), "no_next"),
        ("<li>a</li>", PageRequest("https://h.example/more/x", 2, state={"named": 1}), "no_next"),
        ('<li>a</li><button onclick="x()">Load more</button>', part(2, named=1), "needs_browser"),
    ],
)
def test_a_part_leads_to_the_next_one(body, request_, expected):
    made = step("load_more", body, request=request_)
    assert (made.stop or made.requests[0].url.removeprefix("https://h.example")) == expected


def test_offsets_are_counted_on_by_the_first_one():
    request = PageRequest("https://h.example/more?offset=20", 2, state={"named": 1})
    [third] = step("load_more", "<li>a</li>", request=request).requests
    [fourth] = step("load_more", "<li>b</li>", request=third).requests
    assert [third.url, fourth.url] == [f"https://h.example/more?offset={number}" for number in (40, 60)]


def test_a_part_that_cannot_be_had_is_passed_where_the_address_counts():
    made = PAGINATION_TYPES["load_more"].following(None, part(3, named=1), {})
    assert [each.url for each in made.requests] == ["https://h.example/more?page=4"]


def test_the_pages_that_a_button_names_are_the_limit():
    html = '<button data-url="/more?page=2" data-total-pages="2">More</button>'
    [second] = step("load_more", html).requests
    assert step("load_more", "<li>a</li>", request=second).stop == "no_next"


@pytest.mark.parametrize(("name", "setting"), [("load_more", "max_clicks"), ("infinite_scroll", "max_scrolls")])
def test_the_limit_of_the_job_ends_it(name, setting):
    html = '<button data-url="/more?page=9">More</button>'
    stops = [step(name, html, {setting: 3}, request=part(number)).stop for number in (2, 3, 4)]
    assert stops == [None, None, "max_pages"]


@pytest.mark.parametrize(
    ("name", "settings", "pointer"),
    [
        ("load_more", {"selector": "a["}, "selector"),
        ("load_more", {"max_clicks": 0}, "max_clicks"),
        ("load_more", {"max_scrolls": 2}, "max_scrolls"),
        ("infinite_scroll", {"max_scrolls": 0}, "max_scrolls"),
        ("infinite_scroll", {"scroll_delay": -1}, "scroll_delay"),
        ("infinite_scroll", {"selector": "a"}, "selector"),
    ],
)
def test_settings_that_cannot_work_are_refused(name, settings, pointer):
    with pytest.raises(InvalidOptions) as caught:
        PAGINATION_TYPES[name].check(URL, settings)
    assert caught.value.pointer == f"/pagination/{pointer}"


@pytest.mark.parametrize(
    ("name", "settings"),
    [
        ("load_more", {"selector": "a.more", "max_clicks": 5}),
        ("infinite_scroll", {"max_scrolls": 5, "scroll_delay": 0.5}),
    ],
)
def test_settings_that_work_pass(name, settings):
    PAGINATION_TYPES[name].check(URL, settings)
