"""Responses as pages."""

import gzip

import pytest
from scrapy.http import Response

from scraper.exceptions import UnusablePage
from scraper.responses import page_of

URL = "https://shop.example/sitemap.xml.gz"
TEXT = "<urlset><url><loc>https://shop.example/a</loc></url></urlset>"


def of(body, max_size=1000, **headers):
    return page_of(Response(URL, body=body, headers=headers), max_size=max_size)


def test_a_gzipped_file_is_unpacked_whatever_its_type():
    assert of(gzip.compress(TEXT.encode()), **{"Content-Type": "application/x-gzip"}).text == TEXT


def test_the_values_of_a_repeated_header_are_joined():
    assert of(b"<p>a</p>", Link=["<b>; rel=next", "<c>; rel=prev"]).headers["link"] == "<b>; rel=next, <c>; rel=prev"


@pytest.mark.parametrize(
    ("body", "reason"),
    [(gzip.compress(b" " * 2000), "unpacks to more than 1,000 bytes"), (gzip.compress(b"a" * 900)[:-12], "damaged")],
    ids=["bomb", "cut"],
)
def test_a_packed_file_that_cannot_be_had_whole_is_refused(body, reason):
    with pytest.raises(UnusablePage, match=reason):
        of(body)
