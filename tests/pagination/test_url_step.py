"""How many pages one URL is ahead of another."""

import pytest

from scraper.pagination.url_step import pages_ahead


@pytest.mark.parametrize(
    ("own", "other", "expected"),
    [
        ("/l", "/l?page=2", 1),
        ("/l/", "/l?page=2", 1),
        ("/l/index.php", "/l/?page=3", 2),
        ("/l", "/l/page/2", 1),
        ("/l/", "/l/page/2/", 1),
        ("/l.html", "/l-p2.html", 1),
        ("/l?page=4", "/l?page=5", 1),
        ("/l?page=4", "/l?page=3", -1),
        ("/l?page=4", "/l?page=9", 5),
        ("/l?cat=1&page=4", "/l?page=5&cat=1", 1),
        ("/l/page/4", "/l/page/5", 1),
        ("/l?start=20", "/l?start=40", 2),
        ("/l?start=20", "/l?start=0", -2),
        ("/l", "/l?start=20", 2),
        ("/l", "/l", None),
        ("/l", "/other", None),
        ("/l", "/other?page=2", None),
        ("/l?cat=1", "/l?cat=2&page=2", None),
        ("/l?p=3", "/l?page=4", None),
        ("/a/page/4", "/b/page/5", None),
        ("/l", "http://other.example/l?page=2", None),
    ],
)
def test_pages_ahead(own, other, expected):
    other = other if other.startswith("http") else "http://www.h.example" + other
    assert pages_ahead("http://h.example" + own, other) == expected
