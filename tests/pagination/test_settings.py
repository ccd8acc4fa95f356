"""The checks that all pagination types share."""

import pytest

from scraper.pagination.settings import is_web_url, pointer


@pytest.mark.parametrize(
    ("path", "expected"),
    [((), "/pagination"), (("urls", 3), "/pagination/urls/3"), (("a/b~c",), "/pagination/a~1b~0c")],
    ids=["root", "index", "escaped"],
)
def test_a_pointer_names_the_place_in_the_options(path, expected):
    assert pointer(*path) == expected


@pytest.mark.parametrize("url", ["http://h.example", "HTTPS://h.example:8080/a?b#c", "http://[::1]/", " http://h/ "])
def test_web_urls(url):
    assert is_web_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        None,
        5,
        "/a",
        "h.example",
        "//h.example",
        "ftp://h.example",
        "http://",
        "http://[x",
        "http://h:x/",
        "http://u:p@h/",
    ],
)
def test_what_is_no_web_url(url):
    assert not is_web_url(url)
