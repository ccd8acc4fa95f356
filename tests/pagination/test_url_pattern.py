"""Pagination type url_pattern."""

import pytest

from scraper.exceptions import InvalidOptions
from scraper.pagination import PageRequest
from scraper.pagination.url_pattern import URL_PATTERN

TARGET = "https://h.example/start"


def walk(target_url, settings, pages=3):
    """The URLs of the first `pages` requests, whether they are given at once or one by one."""
    requests = list(URL_PATTERN.first(PageRequest(target_url), settings))
    while len(requests) < pages:
        following = URL_PATTERN.following(None, requests[-1], settings).requests
        if not following:
            break
        requests += following
    return [request.url.removeprefix("https://h.example") for request in requests[:pages]]


@pytest.mark.parametrize(
    ("pattern", "settings", "expected"),
    [
        ("/p/{page}", {}, ["/p/1", "/p/2", "/p/3"]),
        ("/p/{page}", {"start": 0, "step": 2}, ["/p/0", "/p/2", "/p/4"]),
        ("/p/{page}", {"start": 9, "zero_pad": 2}, ["/p/09", "/p/10", "/p/11"]),
        ("/p/{page}", {"end": 2}, ["/p/1", "/p/2"]),
        ("/p/{page}", {"start": 3, "end": 1, "step": -1}, ["/p/3", "/p/2", "/p/1"]),
        ("/p/{page}", {"start": 1, "step": -1}, ["/p/1", "/p/0"]),
        ("/{page}/x?p={page}", {}, ["/1/x?p=1", "/2/x?p=2", "/3/x?p=3"]),
        ("/l?o={offset}", {"step": 20}, ["/l?o=0", "/l?o=20", "/l?o=40"]),
        ("/l?o={offset}", {"step": 20, "start": 10, "end": 35}, ["/l?o=10", "/l?o=30"]),
        ("/l?o={offset}&limit=50", {}, ["/l?o=0&limit=50", "/l?o=50&limit=50", "/l?o=100&limit=50"]),
        ("/[001-100:1].html", {}, ["/001.html", "/002.html", "/003.html"]),
        ("/[8-10]", {}, ["/8", "/9", "/10"]),
        ("/[0-100:50]", {}, ["/0", "/50", "/100"]),
        ("/[2024-2023]", {}, ["/2024", "/2023"]),
        ("/[1-9]", {"start": 8}, ["/8", "/9"]),
        ("/[1-9]", {"end": 2}, ["/1", "/2"]),
        ("/[1-9]", {"step": 4}, ["/1", "/5", "/9"]),
    ],
)
def test_a_pattern_counts_up(pattern, settings, expected):
    assert walk(TARGET, {"pattern": "https://h.example" + pattern, **settings}) == expected


@pytest.mark.parametrize(
    ("target", "settings", "expected"),
    [
        ("/l?page=2&sort=new", {}, ["/l?page=2&sort=new", "/l?page=3&sort=new", "/l?page=4&sort=new"]),
        ("/l/page/2/", {}, ["/l/page/2/", "/l/page/3/", "/l/page/4/"]),
        ("/l_p2.html", {}, ["/l_p2.html", "/l_p3.html", "/l_p4.html"]),
        ("/l?page=09", {}, ["/l?page=09", "/l?page=10", "/l?page=11"]),
        ("/l?page=1", {"end": 2}, ["/l?page=1", "/l?page=2"]),
        ("/l?page=5", {"start": 1}, ["/l?page=1", "/l?page=2", "/l?page=3"]),
        ("/l?page=5", {"start": 3, "step": 3}, ["/l?page=3", "/l?page=6", "/l?page=9"]),
        ("/l?start=0&limit=25", {}, ["/l?start=0&limit=25", "/l?start=25&limit=25", "/l?start=50&limit=25"]),
        ("/l?start=10", {"step": 10}, ["/l?start=10", "/l?start=20", "/l?start=30"]),
    ],
)
def test_without_a_pattern_the_number_in_the_target_url_counts(target, settings, expected):
    assert walk("https://h.example" + target, settings) == expected


def test_with_a_known_end_all_requests_are_made_at_once_and_numbered():
    requests = URL_PATTERN.first(PageRequest(TARGET), {"pattern": "https://h.example/[5-7]"})
    assert requests == tuple(PageRequest(f"https://h.example/{n + 4}", n) for n in (1, 2, 3))


def test_with_a_known_end_nothing_follows_and_nothing_ends_while_others_are_queued():
    settings = {"pattern": "https://h.example/[5-7]"}
    step = URL_PATTERN.following(None, PageRequest("https://h.example/5", 1), settings)
    assert (step.requests, step.stop) == ((), None)


@pytest.mark.parametrize(
    ("settings", "is_known"),
    [({"pattern": "https://h.example/{page}"}, False), ({"pattern": "https://h.example/[1-3]"}, True)],
    ids=["page", "range"],
)
def test_whether_the_end_is_known(settings, is_known):
    assert URL_PATTERN.has_known_end(TARGET, settings) is is_known


@pytest.mark.parametrize(
    ("target", "settings", "pointer", "cure"),
    [
        (TARGET, {}, "/pagination/pattern", "no page number was found .* set pattern to the URL with {page}"),
        (TARGET, {"pattern": "https://h.example/x"}, "/pagination/pattern", "must hold one of {page}"),
        (TARGET, {"pattern": "https://h.example/{page}/{offset}"}, "/pagination/pattern", "only one kind"),
        (TARGET, {"pattern": "https://h.example/[1-2]/[3-4]"}, "/pagination/pattern", "only one kind"),
        (TARGET, {"pattern": "https://h.example/[1-9:0]"}, "/pagination/pattern", "must not be 0"),
        (TARGET, {"pattern": "/l/{page}"}, "/pagination/pattern", "write it in full"),
        (TARGET, {"pattern": 5}, "/pagination/pattern", "must be a non-empty text"),
        (TARGET, {"pattern": "  "}, "/pagination/pattern", "must be a non-empty text"),
        ("https://h.example/{page}", {}, "/pagination/pattern", "is where 'https://h.example/{page}' belongs"),
        (TARGET, {"pattern": "https://h.example/{offset}"}, "/pagination/step", "the number of records a page"),
        ("https://h.example/?offset=20", {}, "/pagination/step", "the number of records a page"),
        (TARGET, {"pattern": "https://h.example/{page}", "step": 0}, "/pagination/step", "must not be 0"),
        (TARGET, {"pattern": "https://h.example/{page}", "step": "2"}, "/pagination/step", "without quotes"),
        (TARGET, {"pattern": "https://h.example/{page}", "start": True}, "/pagination/start", "must be an integer"),
        (TARGET, {"pattern": "https://h.example/{page}", "zero_pad": 99}, "/pagination/zero_pad", "number of digits"),
        (TARGET, {"pattern": "https://h.example/{page}", "end": 0}, "/pagination/end", "is never reached from start 1"),
        (TARGET, {"pattern": "https://h.example/{page}", "end": 100_001}, "/pagination/end", "more than 100,000"),
        (TARGET, {"patern": "https://h.example/{page}"}, "/pagination/patern", "did you mean 'pattern'"),
        (TARGET, {"selector": "a"}, "/pagination/selector", "choose the pagination_type it belongs to"),
    ],
)
def test_settings_that_cannot_work_are_refused(target, settings, pointer, cure):
    with pytest.raises(InvalidOptions, match=cure) as caught:
        URL_PATTERN.check(target, settings)
    assert caught.value.pointer == pointer
