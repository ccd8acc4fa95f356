"""Pagination type next_button."""

import pytest

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination import PageRequest
from scraper.pagination.next_button import NEXT_BUTTON

URL = "https://h.example/list"
HTML = (
    '<body><a href="/auto">Next</a><a class="go" href="/css">forward one step</a>'
    '<a class="go off" href="/off">off</a></body>'
)


def following(settings, html=HTML, number=1):
    return NEXT_BUTTON.following(Page(URL, html, is_json=False), PageRequest(URL, number), settings)


def test_the_target_url_is_the_first_page():
    assert NEXT_BUTTON.first(PageRequest(URL), {}) == (PageRequest(URL, 1),)


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({}, "/auto"),
        ({"selector": "a.go"}, "/css"),
        ({"selector": "//a[@class='go']"}, "/css"),
        ({"text": "forward one step »"}, "/css"),
        ({"selector": "a", "text": "forward"}, "/css"),
    ],
    ids=["found", "css", "xpath", "text", "both"],
)
def test_the_next_page_is_requested_with_the_next_number(settings, path):
    assert following(settings, number=4).requests == (PageRequest("https://h.example" + path, 5),)


@pytest.mark.parametrize(
    "settings", [{"selector": "a.missing"}, {"text": "Suivant"}, {"selector": ".off"}], ids=["css", "text", "disabled"]
)
def test_a_link_that_the_job_names_is_not_replaced_by_another(settings):
    step = following(settings)
    assert (step.requests, step.stop, step.reason) == ((), "no_next", "page 1 has no next link")


def test_the_last_page_stops():
    assert following({}, "<body><p>the end</p></body>").stop == "no_next"


def test_a_page_that_could_not_be_read_stops():
    step = NEXT_BUTTON.following(None, PageRequest(URL, 7), {})
    assert (step.stop, step.reason) == ("no_next", "page 7 could not be read, so its next link is unknown")


def test_a_page_without_elements_stops():
    step = following({}, "<!-- nothing -->")
    assert (step.stop, step.reason) == ("no_next", "page 1 has no next link: it has no HTML elements")


def test_a_json_page_stops():
    step = NEXT_BUTTON.following(Page(URL, "{}", is_json=True), PageRequest(URL), {"selector": "a"})
    assert (step.stop, step.reason) == ("no_next", "the page is JSON and has no links to follow")


@pytest.mark.parametrize("settings", [{}, {"selector": "a.next"}, {"selector": "(//a)[1]", "text": "Next"}])
def test_settings_that_work_pass(settings):
    NEXT_BUTTON.check(URL, settings)


@pytest.mark.parametrize(
    ("settings", "pointer", "cure"),
    [
        ({"selector": "a["}, "/pagination/selector", "is not a valid CSS selector"),
        ({"selector": "//a["}, "/pagination/selector", "is not a valid XPath"),
        ({"selector": "//a[x:y()]"}, "/pagination/selector", "is not a valid XPath"),
        ({"selector": "a:nope"}, "/pagination/selector", "is not a valid CSS selector"),
        ({"selector": ""}, "/pagination/selector", "must be a non-empty text"),
        ({"text": 5}, "/pagination/text", "must be a non-empty text"),
        ({"select": "a"}, "/pagination/select", "did you mean 'selector'"),
        ({"urls": []}, "/pagination/urls", "choose the pagination_type it belongs to"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings, pointer, cure):
    with pytest.raises(InvalidOptions, match=cure) as caught:
        NEXT_BUTTON.check(URL, settings)
    assert caught.value.pointer == pointer
