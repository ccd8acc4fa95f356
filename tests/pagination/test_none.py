"""Pagination type none."""

import pytest

from scraper.exceptions import InvalidOptions
from scraper.pagination import PageRequest
from scraper.pagination.none import NONE


def test_the_target_url_is_the_only_page():
    assert NONE.first(PageRequest("https://h.example/a"), {}) == (PageRequest("https://h.example/a", 1),)


def test_nothing_follows():
    step = NONE.following(None, PageRequest("https://h.example/a"), {})
    assert (step.requests, step.stop) == ((), "no_next")


def test_any_setting_is_refused():
    with pytest.raises(InvalidOptions, match=r"/pagination/urls: .*has no such setting.*choose the pagination_type"):
        NONE.check("https://h.example/a", {"urls": []})
