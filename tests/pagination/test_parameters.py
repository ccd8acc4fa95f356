"""The parameters of requests, in the query and in the body."""

import pytest

from scraper.pagination import PageRequest
from scraper.pagination.parameters import find_parameter, integer_parameter, parameter, with_parameters

URL = "https://h.example/api?q=a&page=2"


def post(body):
    return PageRequest("https://h.example/api?v=1", method="POST", body=body)


@pytest.mark.parametrize(
    ("request_", "name", "value"),
    [
        (PageRequest(URL), "page", "2"),
        (PageRequest(URL), "size", None),
        (post('{"page": 3}'), "page", 3),
        (post('{"variables": {"after": "x"}}'), "variables.after", "x"),
        (post('{"variables": {"after": "x"}}'), "after", "x"),
        (post("q=a&page=4"), "page", "4"),
        (post('{"page": 3}'), "v", "1"),
    ],
    ids=["query", "missing", "JSON", "dotted", "nested", "form", "query beside a body"],
)
def test_a_parameter_is_read_where_it_stands(request_, name, value):
    assert parameter(request_, name) == value


@pytest.mark.parametrize(
    ("request_", "name", "url", "body"),
    [
        (PageRequest(URL), "page", "https://h.example/api?q=a&page=9", None),
        (PageRequest("https://h.example/api"), "page", "https://h.example/api?page=9", None),
        (post('{"page": 3}'), "page", "https://h.example/api?v=1", '{"page": 9}'),
        (post('{"page": "3"}'), "page", "https://h.example/api?v=1", '{"page": "9"}'),
        (post('{"a": {"p": 1}}'), "p", "https://h.example/api?v=1", '{"a": {"p": 9}}'),
        (post('{"a": {}}'), "a.p", "https://h.example/api?v=1", '{"a": {"p": 9}}'),
        (post('{"q": "x"}'), "page", "https://h.example/api?v=1", '{"q": "x", "page": 9}'),
        (post("q=a&page=4"), "page", "https://h.example/api?v=1", "q=a&page=9"),
        (post('{"q": "x"}'), "v", "https://h.example/api?v=9", '{"q": "x"}'),
        (post("plain"), "page", "https://h.example/api?v=1&page=9", "plain"),
    ],
    ids=["query", "new", "JSON", "JSON text", "nested", "dotted", "new in JSON", "form", "the query's", "no form"],
)
def test_a_parameter_is_set_where_it_stands_or_belongs(request_, name, url, body):
    made = with_parameters(request_, {name: 9})
    assert (made.url, made.body) == (url, body)


def test_a_parameter_is_found_by_any_of_its_names():
    assert find_parameter(post('{"variables": {"pageToken": null}}'), ("cursor", "page_token")) == "pageToken"


@pytest.mark.parametrize(("value", "number"), [("7", 7), ("x", None), ("", None)])
def test_a_number_is_read_as_such(value, number):
    assert integer_parameter(PageRequest(f"https://h.example/?page={value}"), "page") == number
