"""Strips whose labels are no plain numbers."""

import pytest

from scraper.page import Page
from scraper.pagination import PageRequest
from scraper.pagination.number_labels import letter_number, range_reader
from scraper.pagination.numbered_links import NUMBERED_LINKS

URL = "https://h.example/list"


@pytest.mark.parametrize(
    ("text", "number"), [("A", 1), (" z ", 26), ("AB", None), ("É", None), ("1", None), ("", None)]
)
def test_letters_count_from_a(text, number):
    assert letter_number(text) == number


@pytest.mark.parametrize(
    ("text", "number"), [("1-20", 1), ("21 – 40", 2), ("101-115", 6), ("5-9", None), ("21", None), ("x", None)]
)
def test_ranges_count_by_their_size(text, number):
    assert range_reader(["1-20", "21-40", "41–60", "101-115"])(text) == number


@pytest.mark.parametrize(
    "html",
    [
        "<p><b>A</b>" + "".join(f" <a href='/list?l={each}'>{each}</a>" for each in "BCDEFG"),
        '<p><b>1-20</b> <a href="/list?l=B">21-40</a> <a href="/list?l=C">41-60</a>',
        '<select onchange="go()"><option value="/list" selected>Page 1</option>'
        '<option value="/list?l=B">Page 2</option>',
        '<p><b>١</b> <a href="/list?l=B">٢</a> <a href="/list?l=C">٣</a>',
    ],
    ids=["letters", "ranges", "select", "Arabic digits"],
)
def test_the_second_is_followed(html):
    step = NUMBERED_LINKS.following(Page(URL, f"<body>{html}</body>", is_json=False), PageRequest(URL), {})
    assert [each.url for each in step.requests] == ["https://h.example/list?l=B"]
