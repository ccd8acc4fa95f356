"""scraper.coverage.stated: totals in headers and JSON bodies."""

import json

import pytest

from scraper.coverage.promises import promises
from scraper.page import Page

_ITEMS = [{"title": f"Thing {number}"} for number in range(20)]


def page(body, **headers):
    return Page.from_bytes("https://api.example/list?page=2", json.dumps(body).encode(), headers=headers)


def told(body=None, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return [(each.unit, each.value, each.path) for each in promises(page(body or _ITEMS, **named), found=20)]


@pytest.mark.parametrize(
    ("headers", "promised"),
    [
        ({"X_Total_Count": "240"}, ("records", 240, "x-total-count")),
        ({"X_WP_TotalPages": "12"}, ("pages", 12, "x-wp-totalpages")),
        ({"Content_Range": "items 0-19/240"}, ("records", 240, "content-range")),
        ({"Link": '<https://api.example/list?page=12>; rel="last"'}, ("pages", 12, "link")),
        ({"X_Pagination": '{"TotalCount": 240}'}, ("records", 240, "x-pagination/TotalCount")),
    ],
)
def test_headers_promise(headers, promised):
    assert told(**headers) == [promised]


@pytest.mark.parametrize(
    "headers", [{"X_Total_Count": "12"}, {"X_Total_Count": "many"}, {"Content_Range": "items */0"}]
)
def test_headers_that_cannot_be_right_promise_nothing(headers):
    assert told(**headers) == []


@pytest.mark.parametrize(
    ("members", "promised"),
    [
        ({"total": 240}, ("records", 240, "/total")),
        ({"meta": {"pagination": {"total_count": "240"}}}, ("records", 240, "/meta/pagination/total_count")),
        ({"hits": {"total": {"value": 240, "relation": "eq"}}}, ("records", 240, "/hits/total/value")),
        ({"count": 240}, ("records", 240, "/count")),
        ({"numberOfHits": 240}, ("records", 240, "/numberOfHits")),
        ({"page": {"totalPages": 12}}, ("pages", 12, "/page/totalPages")),
        ({"@odata.count": 240}, ("records", 240, "/@odata.count")),
    ],
)
def test_members_promise(members, promised):
    assert told({"items": _ITEMS, **members}) == [promised]


@pytest.mark.parametrize("members", [{"count": 20}, {"total": 59.99}, {"total": 3}, {"cart": [{"total": 240}]}])
def test_members_that_mean_something_else_promise_nothing(members):
    assert told({"items": _ITEMS, **members}) == []


def test_a_least_total_is_approximate():
    (promised,) = promises(page({"hits": {"total": {"value": 10000, "relation": "gte"}}, "items": _ITEMS}), found=20)
    assert promised.is_approximate
