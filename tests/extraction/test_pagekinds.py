"""What pages say they are about."""

import pytest

from scraper.extraction.pagekinds import declares_one
from tests.extraction.reading import document_of


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("article", True), ("product.item", True), ("og:product", True), ("video.movie", False), ("website", False)],
)
def test_a_page_declares_that_it_is_about_one_thing(kind, expected):
    html = f"<html><head><meta property='og:type' content='{kind}'></head><body></body></html>"
    assert declares_one(document_of(html)) is expected


def test_a_page_without_a_kind_declares_nothing():
    assert not declares_one(document_of("<html><body><h1>Lamp</h1></body></html>"))
