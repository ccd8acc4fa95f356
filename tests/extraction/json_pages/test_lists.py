"""The lists that a JSON body may hold."""

import pytest

from scraper.extraction.json_pages.lists import json_lists, list_of

ROW = {"title": "Ark", "price": 5}


def found_in(body):
    return [(each.pointer, len(each.places), each.depth) for each in json_lists(body)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ([ROW, ROW], [("", 2, 0)]),
        ({"a": {"b/c": [ROW]}}, [("/a/b~1c", 1, 0)]),
        ([{"parts": [ROW]}], [("", 1, 0), ("/0/parts", 1, 1)]),
        ({"1": ROW, "2": ROW}, [("", 2, 0)]),
        ({"1": {"parts": [ROW]}, "2": {"parts": []}}, [("", 2, 0), ("/1/parts", 1, 1)]),
        ({"columns": ["title"], "rows": [["Ark"], ["Dory"]]}, [("/rows", 2, 0)]),
        ({"columns": ["title", "title"], "rows": [["Ark", 1]]}, []),
        ({"columns": ["title"], "rows": [["Ark", 1]]}, []),
        ({"boat": {"title": "Ark"}, "meta": {"total": 1}}, []),
        ({"boat": {"title": "Ark"}}, []),
        ([1, "x", [2]], []),
        ("text", []),
        (None, []),
    ],
)
def test_arrays_of_objects_objects_of_alike_objects_and_rows_are_lists(body, expected):
    assert found_in(body) == expected


def test_elements_that_are_no_objects_are_counted():
    assert list_of("", [ROW, None, "x"]).others == 2


def test_a_cell_stands_at_its_number_in_the_row():
    found = next(json_lists({"columns": ["title", "price"], "rows": [["Ark", {"usd": 5}]]}))
    assert found.places[0].pointer_of(("price", "usd")) == "/rows/0/1/usd"


@pytest.mark.parametrize(("key", "is_beside"), [("ads", True), ("relatedItems", True), ("products", False)])
def test_the_key_says_what_stands_beside_records(key, is_beside):
    (found,) = json_lists({key: {"items": [ROW]}})
    assert found.is_beside is is_beside
