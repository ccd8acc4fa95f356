"""scraper.page: a fetched document, told apart and decoded by what it holds."""

import pytest

from scraper.exceptions import UnusablePage
from scraper.page import Page

_URL = "https://shop.example/list/1"


def _page(body, content_type="text/html"):
    return Page.from_bytes(_URL, body, headers={"Content-Type": content_type})


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        pytest.param("<p>é".encode(), "text/html; charset=utf-8", "<p>é", id="UTF-8 by header"),
        pytest.param("<p>é".encode("latin-1"), "text/html; charset=iso-8859-1", "<p>é", id="Latin-1 by header"),
        pytest.param("<p>é".encode(), "text/html", "<p>é", id="UTF-8 by its bytes"),
        pytest.param("<p>é – ".encode("cp1252"), "text/html", "<p>é – ", id="neither: windows-1252"),
        pytest.param(
            '<meta charset="koi8-r"><p>чай'.encode("koi8-r"), "text/html", '<meta charset="koi8-r"><p>чай', id="by meta"
        ),
        pytest.param(
            "<p>чай, кофе, вода".encode(), "text/html; charset=gbk", "<p>чай, кофе, вода", id="UTF-8 declared as GBK"
        ),
        pytest.param(
            b"<html><p>a\x00b" + b" text" * 40, "text/html", "<html><p>a\x00b" + " text" * 40, id="a stray NUL"
        ),
        pytest.param("<p>茶".encode("shift_jis"), "text/html; charset=Shift_JIS", "<p>茶", id="Shift JIS"),
        pytest.param("\ufeff<p>é".encode("utf-16-le"), "text/html", "<p>é", id="UTF-16 by its BOM"),
        pytest.param(b"\xef\xbb\xbf<p>\xc3\xa9", "text/html", "<p>é", id="UTF-8 with a BOM"),
        pytest.param("<p>é".encode(), "text/html; charset=klingon", "<p>é", id="a charset that does not exist"),
        *(
            pytest.param(
                f'<meta charset="{name}"><p>\\x41'.encode(),
                "text/html",
                f'<meta charset="{name}"><p>\\x41',
                id=f"no {name}",
            )
            for name in (
                "utf-16",
                "utf-32",
                "cp037",
                "rot13",
                "undefined",
                "idna",
                "punycode",
                "unicode-escape",
                "utf-7",
            )
        ),
    ],
)
def test_text_is_decoded(body, content_type, text):
    assert _page(body, content_type).text == text


def test_one_broken_byte_does_not_make_utf8_something_else():
    assert _page("<p>äöü".encode() + b"\xff").text == "<p>äöü\ufffd"


def test_bytes_that_are_not_in_the_encoding_do_not_lose_the_page():
    assert _page(b"<p>a\xffb", "text/html; charset=utf-8").text == "<p>a\ufffdb"


@pytest.mark.parametrize(
    ("body", "content_type", "is_json"),
    [
        pytest.param(b'{"a": 1}', "application/json", True, id="an object"),
        pytest.param(b' \n[{"a": 1}]', "application/json", True, id="an array"),
        pytest.param(b'{"a": 1}', "text/html", True, id="JSON called HTML"),
        pytest.param(b'\xef\xbb\xbf{"a": 1}', "application/json", True, id="JSON with a BOM"),
        pytest.param(b"<p>a</p>", "application/json", False, id="HTML called JSON"),
        pytest.param(b'{"a": ', "application/json", False, id="half of it"),
        pytest.param(b"{% if a %}<p>", "text/html", False, id="a template"),
        pytest.param(b"[" * 100_000, "application/json", False, id="100,000 levels"),
        pytest.param(b'"text"', "application/json", False, id="a JSON text"),
    ],
)
def test_json_is_told_by_content(body, content_type, is_json):
    assert _page(body, content_type).is_json is is_json


def test_json_is_parsed():
    assert _page(b'\xef\xbb\xbf{"a": [1, "\\u00e9"]}', "application/json").json == {"a": [1, "é"]}


def test_json_with_a_mark_of_order_in_its_text_is_parsed():
    assert Page(_URL, '\ufeff{"a": 1}', is_json=True).json == {"a": 1}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b')]}\',\n[{"a": 1}, {"a": 2}]', id="behind a guard"),
        pytest.param(b'while(1);[{"a": 1}, {"a": 2}]', id="behind a loop"),
        pytest.param(b'{"a": 1}\n\n{"a": 2}\n', id="lines of objects"),
    ],
)
def test_guarded_json_and_json_lines_are_parsed(body):
    assert _page(body, "application/json").json == [{"a": 1}, {"a": 2}]


def test_html_is_no_json():
    with pytest.raises(UnusablePage, match="not valid JSON"):
        _ = _page(b"<p>a").json


def test_json_has_no_elements():
    with pytest.raises(UnusablePage, match="it is JSON"):
        _ = _page(b'{"a": 1}').root


@pytest.mark.parametrize(
    ("body", "content_type", "reason"),
    [
        pytest.param(b"", "text/html", "it is empty", id="nothing"),
        pytest.param(b" \r\n\t", "text/html", "it is empty", id="white space"),
        pytest.param(b"\x89PNG", "image/png", "it is image/png", id="an image"),
        pytest.param(b"%PDF-1.7 ...", "application/octet-stream", "not HTML or JSON", id="a PDF by its bytes"),
        pytest.param(b"%PDF-1.7 ...", "", "a PDF, not HTML", id="a PDF without a type"),
        pytest.param(b"PK\x03\x04", "Application/ZIP; x=1", "application/zip", id="a zip"),
        pytest.param(b"MZ\x90\x00\x03\x00", "text/html", "it is binary", id="a program called HTML"),
    ],
)
def test_what_no_reader_can_use_is_refused(body, content_type, reason):
    with pytest.raises(UnusablePage, match=reason):
        _page(body, content_type)


@pytest.mark.parametrize("body", [b"<!-- nothing -->", b"<!doctype html>", b"\x0c<?xml version='1.0'?>"])
def test_a_page_without_elements_is_refused_when_they_are_asked_for(body):
    with pytest.raises(UnusablePage, match="no HTML elements"):
        _ = _page(body).root


def test_broken_html_is_read():
    assert _page(b"<div><p>one<p>two</div></span>").root.xpath("//p/text()") == ["one", "two"]


def test_nul_in_html_is_left_out():
    body = b"<p>" + b"a" * 2000 + b"\x00b</p>"
    assert _page(body).root.xpath("string(//p)") == "a" * 2000 + "b"


def test_html_above_10_megabytes_is_read():
    assert len(_page(b"<p>" + b"a" * 11_000_000 + b"</p><i>end</i>").root.xpath("//i")) == 1


def test_the_tree_is_parsed_once():
    page = _page(b"<p>a")
    assert page.root is page.root


@pytest.mark.parametrize(
    ("body", "base"),
    [
        pytest.param(b"<p>a", _URL, id="its own URL"),
        pytest.param(b'<base href="/other/"><p>a', "https://shop.example/other/", id="its base element"),
        pytest.param(b'<base href="http://[half"><p>a', _URL, id="its own URL where the base element is broken"),
        pytest.param(b'{"a": "<base href=/x/>"}', _URL, id="JSON has no base element"),
    ],
)
def test_relative_links_are_resolved_against_the_base(body, base):
    assert _page(body).base_url == base


def test_headers_are_found_by_their_lower_case_names():
    page = Page.from_bytes(_URL, b"<p>a", status=203, headers={"X-Total-Count": "240"})
    assert (page.headers, page.status) == ({"x-total-count": "240"}, 203)


def test_a_tag_of_too_many_attributes_loses_them():
    attributes = " ".join(f"data-attribute-{number}='{number}'" for number in range(20_000))
    page = Page.from_bytes("https://a.example/", f"<p {attributes}>x</p><b class=y>z</b>".encode())
    assert [(each.tag, len(each.attrib)) for each in page.root.iter("p", "b")] == [("p", 0), ("b", 1)]


@pytest.mark.parametrize(
    ("html", "base"),
    [
        ("<p>x</p>", "https://a.example/list/2?page=3"),
        ("<!-- <base href='/c/'> --><script>'<base href=\"/s/\">'</script>", "https://a.example/list/2?page=3"),
        ("<BASE HREF='/other/'><p>x</p>", "https://a.example/other/"),
        ("<base target=_blank><p>x</p>", "https://a.example/list/2?page=3"),
    ],
)
def test_links_are_resolved_against_the_base_element_or_the_url(html, base):
    assert Page("https://a.example/list/2?page=3", html, is_json=False).base_url == base


def test_a_url_that_needs_escaping_is_escaped():
    assert Page("https://a.example/a b/é", "<p>x</p>", is_json=False).base_url == "https://a.example/a%20b/%C3%A9"
