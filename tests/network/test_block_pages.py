"""Block pages: pages that keep the visitor out, and pages that do not. The table is tests.block_samples."""

import time

import pytest

from scraper.network.block_pages import block_page
from scraper.page import Page
from tests.block_samples import BLOCKS, INNOCENT, html, site


@pytest.mark.parametrize("sample", BLOCKS, ids=lambda sample: sample.name)
def test_a_block_page_is_named(sample):
    verdict = block_page(sample.page)
    assert verdict is not None
    assert (verdict.kind, verdict.is_certain) == (sample.kind, True), verdict.signs


@pytest.mark.parametrize("sample", INNOCENT, ids=lambda sample: sample.name)
def test_a_page_with_content_is_never_taken_for_a_block_page(sample):
    verdict = block_page(sample.page)
    assert verdict is None or not verdict.is_certain, verdict


def test_the_tables_are_large_enough():
    assert (len(BLOCKS), len(INNOCENT)) >= (40, 40)


def test_a_reason_says_what_kind_it_is():
    verdict = block_page(BLOCKS[0].page)
    assert (verdict.reason, verdict.sentence) == (
        "blocked_challenge",
        "tests the browser before it shows anything",
    )


def suspected(identifier):
    body = html("Welcome", f"<p>Unusual activity from your network. Case {identifier}</p>")
    return Page.from_bytes("https://shop.example/", body.encode())


def test_one_sign_alone_is_a_suspicion_and_looks_alike_whatever_its_numbers():
    first, second = block_page(suspected("1a2b3c")), block_page(suspected("99f0"))
    assert (first.is_certain, first.key == second.key) == (False, True)


def test_other_words_look_different():
    other = html("Welcome", "<p>Unusual activity on your line. Call us.</p>")
    assert block_page(suspected("1")).key != block_page(Page.from_bytes("https://shop.example/", other.encode())).key


@pytest.mark.parametrize("body", [b"<!-- nothing -->", b"plain words", b"[]", b'"text"', b"<p>" * 5000])
def test_odd_bodies_are_no_block_pages(body):
    assert block_page(Page.from_bytes("https://shop.example/", body)) is None


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<p>verify " * 30_000, id="one word again and again"),
        pytest.param("<p>" + "confirm that you are " * 60 + "</p>", id="half a phrase again and again"),
        pytest.param("<script>document.cookie=" + "x" * 50_000 + ";</script><p>a", id="a long cookie"),
        pytest.param("<div>" * 3000 + "a", id="deep"),
        pytest.param("<title>" + "| - : " * 5000 + "</title><p>a", id="a title of separators"),
    ],
)
def test_no_page_takes_long(body):
    page = Page.from_bytes("https://shop.example/", site("", body).encode())
    assert page.root is not None
    started = time.process_time()
    block_page(page)
    assert time.process_time() - started < 0.5
