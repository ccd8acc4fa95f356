"""Pagination type url_list."""

import pytest

from scraper.exceptions import InvalidOptions
from scraper.pagination import PageRequest
from scraper.pagination.url_list import MAX_URLS, URL_LIST

TARGET = "https://h.example/"
A, B = "https://h.example/a", "https://h.example/b"


def test_each_url_is_a_request_in_order():
    assert URL_LIST.first(PageRequest(TARGET), {"urls": [B, A]}) == (PageRequest(B, 1), PageRequest(A, 2))


def test_duplicates_are_dropped():
    assert [request.url for request in URL_LIST.first(PageRequest(TARGET), {"urls": [A, B, f" {A} "]})] == [A, B]


def test_nothing_follows_and_nothing_ends_while_others_are_queued():
    step = URL_LIST.following(None, PageRequest(A, 1), {"urls": [A, B]})
    assert (step.requests, step.stop) == ((), None)


def test_the_end_is_known():
    assert URL_LIST.has_known_end(TARGET, {"urls": [A]})


def test_as_many_urls_as_allowed_pass():
    urls = [f"{A}/{number}" for number in range(MAX_URLS)]
    URL_LIST.check(TARGET, {"urls": urls})
    assert len(URL_LIST.first(PageRequest(TARGET), {"urls": urls})) == MAX_URLS


@pytest.mark.parametrize(
    ("settings", "pointer", "cure"),
    [
        ({}, "/pagination/urls", "needs a non-empty list"),
        ({"urls": []}, "/pagination/urls", "needs a non-empty list"),
        ({"urls": A}, "/pagination/urls", "needs a non-empty list"),
        ({"urls": [A, A, B, "/relative"]}, "/pagination/urls/3", "write it in full"),
        ({"urls": [A, "ftp://h.example/a"]}, "/pagination/urls/1", "write it in full"),
        ({"urls": ["https://h.example:port/"]}, "/pagination/urls/0", "write it in full"),
        ({"urls": ["https://h.example/a b"]}, "/pagination/urls/0", "write it in full"),
        ({"urls": [7]}, "/pagination/urls/0", "write it in full"),
        ({"urls": [A] * (MAX_URLS + 1)}, "/pagination/urls", "split the list over several jobs"),
        ({"urls": [A], "url": B}, "/pagination/url", "did you mean 'urls'"),
        ({"urls": [A], "pattern": B}, "/pagination/pattern", "choose the pagination_type it belongs to"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, pointer, cure):
    with pytest.raises(InvalidOptions, match=cure) as caught:
        URL_LIST.check(TARGET, settings)
    assert caught.value.pointer == pointer
