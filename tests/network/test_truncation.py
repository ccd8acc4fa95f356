"""scraper.network.truncation: whether a text whose length nobody said looks cut short."""

import pytest

from scraper.network.truncation import ends_in_a_tag, looks_cut


@pytest.mark.parametrize(
    ("body", "content_type", "is_cut"),
    [
        pytest.param(b"<html><body><p>all of it</p></body></html>", "text/html", False, id="a whole page"),
        pytest.param(b"<HTML lang=en><p>all of it</HTML >\n", "text/html", False, id="a whole page without a body"),
        pytest.param(b"<!doctype html><body class=a><p>a</body>", "text/html", False, id="a body alone"),
        pytest.param(b"<html><body><p>half of", "text/html", True, id="half a page"),
        pytest.param(b"<!doctype html><html lang='en'><head><ti", "", True, id="half a head"),
        pytest.param(b"<p>a part of a page</p>", "text/html", False, id="a fragment"),
        pytest.param(b"plain text", "text/plain", False, id="plain text"),
        pytest.param(b'{"items": [1, 2]}', "application/json", False, id="whole JSON"),
        pytest.param(b'{"items": [1, 2', "application/json; charset=utf-8", True, id="half of it"),
        pytest.param(b"", "application/ld+json", True, id="nothing of it"),
        pytest.param(b"[" * 100_000, "application/json", True, id="100,000 levels"),
    ],
)
def test_a_body_looks_cut_where_an_end_is_missing(body, content_type, is_cut):
    assert looks_cut(body, content_type) is is_cut


@pytest.mark.parametrize(
    ("body", "is_in_tag"),
    [
        pytest.param(b"<html><body><div class=", True, id="in a tag"),
        pytest.param(b"<html><body><p>text</", True, id="in an end tag"),
        pytest.param(b"<html><body><p>text", False, id="in a text"),
        pytest.param(b"<html><body><p>text</p>\n", False, id="after a tag"),
        pytest.param(b"1 < 2", False, id="a text that is no HTML"),
    ],
)
def test_no_whole_page_ends_within_a_tag(body, is_in_tag):
    assert ends_in_a_tag(body) is is_in_tag
