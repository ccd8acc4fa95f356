"""scraper.charset: the text of a body in whatever encoding. The table is tests.encoded_pages."""

import time

import pytest

from scraper.charset import decoded, unmarked_utf16
from scraper.page import Page
from tests.encoded_pages import PAGES


@pytest.mark.parametrize("sample", PAGES, ids=lambda sample: sample.name)
def test_a_page_is_read_in_its_own_encoding(sample):
    page = Page.from_bytes("https://shop.example/1", sample.body, headers={"Content-Type": sample.content_type})
    assert page.root.findtext(".//h1") == sample.title
    assert "\ufffd" not in page.text


def test_the_table_is_large_enough():
    encodings = {sample.name.split(",")[0].partition(" in ")[2] for sample in PAGES}
    assert (len(PAGES), len(encodings)) >= (40, 12)


def test_pasted_bytes_of_windows_1252_are_read_as_such():
    body = "<p>чай, кофе и вода из ручья".encode() + " – “neu”".encode("cp1252")
    assert decoded(body, "text/html; charset=utf-8") == "<p>чай, кофе и вода из ручья – “neu”"


@pytest.mark.parametrize(
    ("body", "content_type", "text"),
    [
        pytest.param("<p>Größe".encode("cp1252"), "text/html; charset=utf-8", "<p>Größe", id="a few umlauts"),
        pytest.param("<p>créée à Évry".encode("cp1252"), "", "<p>créée à Évry", id="French without a declaration"),
        pytest.param("<p>N° 5 – 20 €".encode("cp1252"), "", "<p>N° 5 – 20 €", id="signs alone"),
        pytest.param("<p>茶".encode("euc_jp"), "text/html; charset=EUC-JP", "<p>茶", id="one character"),
        pytest.param(
            "<p>ｱｲｽ".encode("cp932"), "text/html; charset=Shift_JIS", "<p>ｱｲｽ", id="half-width kana of its own"
        ),
        pytest.param("<p>茶です".encode("iso2022_jp"), "text/html; charset=iso-2022-jp", "<p>茶です", id="ISO-2022-JP"),
        pytest.param('{"a": "é"}'.encode("utf-16-le"), "application/json", '{"a": "é"}', id="JSON in UTF-16"),
        pytest.param(b"<p>\x81\x8d\x8f", "", "<p>\ufffd\ufffd\ufffd", id="bytes that are in no encoding"),
    ],
)
def test_short_texts(body, content_type, text):
    assert decoded(body, content_type) == text


@pytest.mark.parametrize(
    ("start", "encoding"),
    [
        pytest.param("<html><head>".encode("utf-16-le"), "utf-16-le", id="little-endian"),
        pytest.param("<html><head>".encode("utf-16-be"), "utf-16-be", id="big-endian"),
        pytest.param(b"<html><head><title>a</title>", None, id="no NUL"),
        pytest.param(b"\x00\x01\x00\x02" * 50, None, id="binary"),
        pytest.param(
            b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00\xb8\x00\x00\x00", None, id="a program"
        ),
        pytest.param(b"<p>", None, id="too short to tell"),
    ],
)
def test_utf16_is_told_by_its_nuls(start, encoding):
    assert unmarked_utf16(start) == encoding


@pytest.mark.parametrize(
    "body", [b"<script>" * 100_000, b"<" * 300_000, b"<html " * 50_000], ids=["scripts", "angles", "tags"]
)
def test_no_body_takes_long(body):
    text = "Этот чайник сделан вручную в маленькой мастерской. " * 100
    started = time.process_time()
    decoded(body + text.encode("cp1251"), "")
    assert time.process_time() - started < 0.5
