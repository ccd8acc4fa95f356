"""Pages that are cut, mixed up or not HTML at all: extraction may find nothing in them, but it never raises."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scraper.exceptions import UnusablePage
from scraper.extraction import ExtractOptions, extract
from scraper.page import Page
from tests.extraction.monsters import BODY_SCHEMA, LIST_SCHEMA, SCHEMA, body

PAGE = body(
    """<script type="application/ld+json">{"@type": "Product", "name": "Brass lamp", "offers": {"price": "4,90"}}
    </script><div itemscope itemtype="http://schema.org/Product"><b itemprop="sku">L-1</b></div>
    <p class="price">4,90 €</p>
    <table><tr><th>Hull length<td>9 m</table><dl><dt>Brand<dd>Acmé</dl><p>By Ann Other, <time>5 May 2024</time></p>
    <ul><li class="card"><a href="/a">A</a> 1 €<li class="card"><a href="/b">B</a> 2 €<li class="card"><a href="/c">C
    </ul><h2>Instructions</h2><ol><li>Plug it in.<li>Switch it on.</ol><select><option>1</select><img src="data:,x">"""
)
PIECES = [
    b"<",
    b">",
    b"/",
    b"'",
    b"=",
    b"&",
    b"&#",
    b"<!--",
    b"-->",
    b"<script",
    b"</p>",
    b"<td>",
    b"\0",
    b"\xff",
    b"\xfe",
]


def warnings_of(html, schema=SCHEMA):
    try:
        return extract(Page.from_bytes("https://shop.example/lamp", html), schema).warnings
    except UnusablePage:
        return ()


@pytest.mark.parametrize("schema", [SCHEMA, LIST_SCHEMA, BODY_SCHEMA], ids=["detail", "list", "body"])
@settings(max_examples=40, deadline=None, derandomize=True)
@given(end=st.integers(0, len(PAGE)))
def test_a_page_cut_anywhere_breaks_no_source(schema, end):
    assert warnings_of(PAGE[:end], schema) == ()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(cuts=st.lists(st.tuples(st.integers(0, len(PAGE)), st.sampled_from(PIECES)), max_size=12))
def test_a_page_with_bytes_put_in_breaks_no_source(cuts):
    html = PAGE
    for at, piece in cuts:
        html = html[:at] + piece + html[at:]
    assert warnings_of(html) == ()


@settings(max_examples=60, deadline=None, derandomize=True)
@given(html=st.binary(max_size=400))
def test_any_bytes_break_no_source(html):
    assert warnings_of(b"<p>" + html) == ()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32", "latin-1", "cp037", "shift_jis", "utf-7"])
@pytest.mark.parametrize("declared", ["utf-8", "utf-16", "latin-1", "shift_jis", "klingon", ""])
def test_a_wrong_encoding_breaks_no_source(encoding, declared):
    html = f'<meta charset="{declared}">'.encode() + PAGE.decode().encode(encoding, "replace")
    assert warnings_of(html) == ()


def test_what_is_not_read_of_a_page_is_named():
    warnings = warnings_of(body("<p>5 €</p>" * 30_000))
    assert warnings == ("the page has more than 20,000 elements: what stands after them is not read",)


def test_selectors_leave_out_what_is_not_read():
    page = Page.from_bytes("https://shop.example/", body("<p>5 €</p>" * 30_000))
    found = extract(page, LIST_SCHEMA, ExtractOptions(mode="detail", selectors={"title": "p:last-child, h1"}))
    assert found.records[0].data["title"] == "Brass lamp"
