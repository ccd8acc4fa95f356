"""What JSON documents say about their next pages."""

import pytest

from scraper.exceptions import InvalidOptions
from scraper.pagination.json_hints import (
    check_path,
    find_next_url,
    find_token,
    longest_list,
    next_url_of,
    number_named,
    says_last,
    says_more,
    value_at,
)

NEXT = "https://h.example/api?page=2"


@pytest.mark.parametrize(
    ("document", "path", "value"),
    [
        ({"paging": {"next": NEXT}}, "paging.next", NEXT),
        ({"paging": {"next": NEXT}}, "$.paging.next", NEXT),
        ({"paging": {"next": NEXT}}, "$['paging'][\"next\"]", NEXT),
        ({"@odata.nextLink": NEXT}, "@odata.nextLink", NEXT),
        ({"data": [{"id": 1}, {"id": 2}]}, "data[-1].id", 2),
        ([{"id": 1}], "$[0].id", 1),
        ({"a": 1}, "b.c", None),
    ],
)
def test_a_path_is_a_key_jsonpath_or_jmespath(document, path, value):
    assert value_at(document, path) == value


@pytest.mark.parametrize("path", ["a.", "a[", "$.a[?"])
def test_a_path_that_is_none_is_refused(path):
    with pytest.raises(InvalidOptions, match="not a valid JSON path"):
        check_path(path, "path")


@pytest.mark.parametrize(
    "document",
    [
        {"next": NEXT},
        {"next_page_url": NEXT},
        {"info": {"next": NEXT}},
        {"links": {"next": {"href": NEXT}}},
        {"_links": {"next": {"href": NEXT}}},
        {"links": [{"rel": "self", "href": "/a"}, {"rel": "next", "href": NEXT}]},
        {"@odata.nextLink": NEXT},
        {"data": {"paging": {"nextPage": NEXT}}},
    ],
    ids=str,
)
def test_a_next_url_is_found_under_the_usual_names(document):
    assert find_next_url({"items": [{"next": "/no"}], **document}).url == NEXT


@pytest.mark.parametrize("document", [{}, [], {"next": None}, {"next": "abc"}, {"items": [{"next": NEXT}]}], ids=str)
def test_what_is_no_next_url_is_not_taken_for_one(document):
    assert find_next_url(document) is None


@pytest.mark.parametrize(
    ("value", "url"),
    [
        ("/api?page=2", NEXT),
        ("?page=2", NEXT),
        ({"href": NEXT}, NEXT),
        (NEXT, NEXT),
        ("", None),
        (None, None),
        (7, None),
        ("http://[", None),
        ("mailto:a@b", None),
    ],
)
def test_a_next_url_is_resolved(value, url):
    assert next_url_of(value, "next", "https://h.example/api") == url


@pytest.mark.parametrize(
    ("document", "value", "param"),
    [
        ({"next_cursor": "x"}, "x", "cursor"),
        ({"nextPageToken": "x"}, "x", "pageToken"),
        ({"next_page_token": "x"}, "x", "page_token"),
        ({"data": {"items": {"pageInfo": {"endCursor": "x", "hasNextPage": True}}}}, "x", "after"),
        ({"cursor": "own", "next_cursor": "x"}, "x", "cursor"),
        ({"meta": {"next": "x"}}, "x", "cursor"),
        ({"offset": 3, "next_offset": 6}, 6, "offset"),
        ({"continuationToken": "x"}, "x", "continuationToken"),
    ],
    ids=str,
)
def test_a_token_is_found_under_the_usual_names(document, value, param):
    token = find_token(document)
    assert (token.value, token.param) == (value, param)


@pytest.mark.parametrize("document", [{}, {"next_cursor": None}, {"next_cursor": ""}, {"next": NEXT}, {"next": True}])
def test_what_is_no_token_is_not_taken_for_one(document):
    assert find_token(document) is None


def test_the_page_s_own_token_is_not_the_next_one():
    assert find_token({"cursor": "own"}, not_value="own") is None


@pytest.mark.parametrize(
    ("document", "is_last", "is_more"),
    [
        ({"has_more": False}, True, False),
        ({"hasMore": True}, False, True),
        ({"page": {"last": True, "isLast": True}}, True, False),
        ({"data": {"pageInfo": {"hasNextPage": False}}}, True, False),
        ({"items": [{"has_more": False}]}, False, False),
    ],
    ids=str,
)
def test_flags_say_whether_there_is_more(document, is_last, is_more):
    assert (says_last(document), says_more(document)) == (is_last, is_more)


def test_a_number_is_found_by_name():
    assert number_named({"meta": {"totalPages": "12", "page": 3}}, "totalpages") == 12


@pytest.mark.parametrize(
    ("document", "length"), [([{"a": 1}] * 3, 3), ({"d": {"rows": [{"a": [1] * 9}] * 2}}, 2), ({"a": [1, 2]}, 0)]
)
def test_the_longest_list_of_objects_is_counted(document, length):
    assert longest_list(document) == length
