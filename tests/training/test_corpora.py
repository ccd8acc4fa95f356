"""Labelled pages, as they are and without their structured data."""

from tests.training.corpus import page_html
from training.corpora import pages_of, stripped


def test_pages_come_with_their_truth(corpus_folder):
    page = next(pages_of(corpus_folder, "products"))
    assert (page.id, page.site, page.truth["sku"]) == ("products-1", "site1.example", "L-1")


def test_a_stripped_page_declares_nothing():
    body = b"<p itemprop='name' class='x'>a</p>" + page_html(1).encode()
    bare = stripped(body)
    assert (b"itemprop" in bare, b"ld+json" in bare, b"class='x'" in bare) == (False, False, True)
