"""Signatures: pages of one template agree, other templates and other sites do not."""

import pytest

from scraper.extraction.wrappers import signature
from scraper.extraction.wrappers.skeleton import MIN_SIMILARITY, site_of
from scraper.page import Page
from tests.extraction.wrappers.sites import KINDS, STYLES, Tweaks, page


def of(style, kind, number):
    return signature(page(style, kind, number, Tweaks())[0])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", STYLES)
def test_pages_of_one_template_agree(style, kind):
    assert of(style, kind, 1).similarity(of(style, kind, 7)) >= MIN_SIMILARITY


@pytest.mark.parametrize("style", ["shop", "itemprop"])
def test_lists_and_details_differ(style):
    assert of(style, "list", 1).similarity(of(style, "detail", 1)) < MIN_SIMILARITY


def test_two_sites_have_nothing_in_common():
    assert of("shop", "list", 1).similarity(of("itemprop", "list", 1)) == 0.0


def test_the_same_page_has_the_same_digest():
    assert of("shop", "list", 1).digest == of("shop", "list", 1).digest
    assert len(of("shop", "list", 1).digest) == 32


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://WWW.Shop.example/a?b", "shop.example"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
        ("http://[half", ""),
        ("nothing", ""),
    ],
)
def test_the_site_is_the_host_without_www(url, site):
    assert site_of(url) == site


def test_a_page_without_a_body_has_a_signature():
    assert signature(Page("https://a.example/", "<p>x", is_json=False)).site == "a.example"
