"""Page numbers and record offsets in URLs."""

import pytest

from scraper.pagination.page_number import find_page_number, find_page_size


@pytest.mark.parametrize(
    ("url", "kind", "digits"),
    [
        ("https://h.example/l?page=2", "page", "2"),
        ("https://h.example/l?a=1&p=12&b=3", "page", "12"),
        ("https://h.example/l?PAGEN_1=3", "page", "3"),
        ("https://h.example/l?seite=4", "page", "4"),
        ("https://h.example/l?page%5D=1&paged=7", "page", "7"),
        ("https://h.example/l?list[page]=5", "page", "5"),
        ("https://h.example/l?start=40", "offset", "40"),
        ("https://h.example/l?page=2&offset=20", "page", "2"),
        ("https://h.example/l/page/2/", "page", "2"),
        ("https://h.example/l/page/2/?sort=a", "page", "2"),
        ("https://h.example/l/page-3.html", "page", "3"),
        ("https://h.example/l_p2", "page", "2"),
        ("https://h.example/l/seite7", "page", "7"),
        ("https://h.example/index2.html", "page", "2"),
        ("https://h.example/l?page=2#page=9", "page", "2"),
        ("https://h.example/l/page/2/sort/price", "page", "2"),
    ],
)
def test_the_number_is_found(url, kind, digits):
    found = find_page_number(url)
    assert (found.kind, found.digits) == (kind, digits)


@pytest.mark.parametrize(
    "url",
    [
        "https://h.example/",
        "https://h.example/2016/01/",
        "https://h.example/item/12345",
        "https://h.example/homepage",
        "https://page2.example/",
        "https://h.example/l?page=two",
        "https://h.example/l#page=2",
        "https://h.example/l?year=2016",
        "https://h.example/mp3.html",
    ],
)
def test_other_numbers_are_no_page_numbers(url):
    assert find_page_number(url) is None


@pytest.mark.parametrize(
    ("url", "value", "expected"),
    [
        ("https://h.example/l?page=2&x=1", 10, "https://h.example/l?page=10&x=1"),
        ("https://h.example/l?page=09", 10, "https://h.example/l?page=10"),
        ("https://h.example/l?page=009", 10, "https://h.example/l?page=010"),
    ],
    ids=["plain", "two digits", "three digits"],
)
def test_another_number_takes_its_place(url, value, expected):
    assert find_page_number(url).with_value(value) == expected


@pytest.mark.parametrize(
    ("url", "size"),
    [
        ("https://h.example/l?start=0&limit=25", 25),
        ("https://h.example/l?per_page=10", 10),
        ("https://h.example/l?limit=0", None),
        ("https://h.example/limit=5", None),
    ],
)
def test_the_page_size_is_read_from_the_query(url, size):
    assert find_page_size(url) == size
