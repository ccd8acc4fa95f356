"""How the URLs of page numbers are made."""

import pytest

from scraper.pagination.number_urls import NumberedUrls


@pytest.mark.parametrize(
    ("urls", "ninth"),
    [
        ({2: "/p/2", 3: "/p/3"}, "/p/9"),
        ({1: "/list", 2: "/list?page=2", 7: "/list?page=7"}, "/list?page=9"),
        ({2: "/2020/s=20", 3: "/2020/s=40"}, "/2020/s=160"),
        ({1: "/p0", 2: "/p1"}, "/p8"),
        ({2: "/p002", 3: "/p003"}, "/p009"),
        ({2: "/2/30", 3: "/3/60"}, "/9/240"),
        ({2: "/a", 3: "/b"}, None),
        ({2: "/p/2", 3: "/p/3", 4: "/x/4"}, None),
        ({2: "/p/5", 4: "/p/6"}, None),
        ({2: "/p/2", 3: "/p/1"}, None),
        ({2: "/p/2"}, None),
        ({}, None),
    ],
)
def test_a_rule_is_told_from_the_urls_that_are_known(urls, ninth):
    made = NumberedUrls.of(urls)
    assert (made and made.url(9)) == ninth


def test_a_rule_travels_as_json():
    made = NumberedUrls.of({2: "/p02", 3: "/p03"})
    assert NumberedUrls.from_json(made.as_json()) == made
    assert NumberedUrls.from_json(None) is None
