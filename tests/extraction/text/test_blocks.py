"""Runs of text: what stands between two boundaries of blocks."""

import pytest

from scraper.extraction.document import Document
from scraper.extraction.text.blocks import blocks
from scraper.page import Page


def blocks_of(body):
    return blocks(Document(Page.from_bytes("https://a.example/", f"<html><body>{body}</body></html>".encode())))


@pytest.mark.parametrize(
    ("body", "texts"),
    [
        ("<p>One <b>bold</b> word</p><p>Two</p>", ["One bold word", "Two"]),
        ("<div>Before<p>Inside</p>after</div>", ["Before", "Inside", "after"]),
        ("<div>First line<br>second line</div>", ["First line", "second line"]),
        ("<p>Seen</p><script>not()</script><style>p{}</style>", ["Seen"]),
        ("<p> \n </p><p>&#8203;</p>", []),
    ],
    ids=["inline", "mixed", "line-break", "silent", "empty"],
)
def test_a_run_is_what_a_browser_sets_as_one_paragraph(body, texts):
    assert [block.text for block in blocks_of(body)] == texts


def test_a_run_knows_how_much_of_it_are_links():
    assert [
        (block.linked, block.links) for block in blocks_of('<p>See <a href="/a">here</a> or <a href="/b">there</a></p>')
    ] == [(9, 2)]


def test_a_link_around_blocks_makes_each_of_them_a_link():
    assert [block.linked for block in blocks_of('<a href="/a"><h2>News</h2><p>Teaser</p></a><p>Text</p>')] == [4, 6, 0]


def test_a_page_of_very_many_runs_gives_the_first_ones():
    assert len(blocks_of("<p>x</p>" * 10_050)) == 10_000
