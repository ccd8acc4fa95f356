"""The numbers of blocks: one for each name, finite, and none for what is never main text."""

import math

import pytest

from scraper.extraction.document import Document
from scraper.extraction.text.block_features import FEATURES, rows
from scraper.extraction.text.blocks import blocks
from scraper.page import Page

PROSE = "A sentence of the page, which is about as long as sentences are, and says something. "


def features_of(body):
    """(the texts that have rows, their features by name)"""
    document = Document(Page.from_bytes("https://a.example/", f"<html><body>{body}</body></html>".encode()))
    found = blocks(document)
    table = rows(document, found)
    return [found[i].text for i in table.rows], [dict(zip(FEATURES, row, strict=True)) for row in table.rows.values()]


def test_a_row_has_a_finite_number_for_each_name():
    _, found = features_of(f"<h1>Title</h1><p>{PROSE}</p><p>天気がいいから、散歩しましょう。</p><div>1<br>2</div>")
    assert all(math.isfinite(value) for row in found for value in row.values())


@pytest.mark.parametrize(
    "body",
    [
        "<nav><p>Home</p></nav>",
        "<footer><p>Imprint</p></footer>",
        '<p><a href="/">Home</a></p>',
        "<button><p>Send</p></button>",
        "",
    ],
    ids=["menu", "footer", "link", "button", "empty"],
)
def test_what_is_never_main_text_has_no_row(body):
    assert features_of(body)[0] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("is_p", 1.0),
        ("in_article", 1.0),
        ("container", 3.0),
        ("near_lead", 1.0),
        ("in_top", 1.0),
        ("make_count", 2.0),
        ("links", 1.0),
    ],
)
def test_a_feature_says_what_its_name_says(name, value):
    body = (
        f'<article class="article-body"><p class="lead">{PROSE} <a href="/">More</a></p>'
        f'<p class="lead">{PROSE}</p></article><div><p>{PROSE}</p></div>'
    )
    assert features_of(body)[1][0][name] == value


def test_a_run_beside_a_surer_container_than_its_own_knows_the_gap():
    texts, found = features_of(
        f'<div itemprop="articleBody"><p>{PROSE}</p></div><div class="post"><p>Teaser.</p></div>'
    )
    assert dict(zip(texts, (row["container_gap"] for row in found), strict=True)) == {
        PROSE.strip(): 0.0,
        "Teaser.": 3.0,
    }


def test_of_very_many_runs_alike_the_later_ones_lean_on_the_first():
    document = Document(
        Page.from_bytes("https://a.example/", f"<html><body>{'<p>A line.</p>' * 700}</body></html>".encode())
    )
    table = rows(document, blocks(document))
    assert (len(table.rows), len(table.likes), len(table.likes[699])) == (60, 640, 60)
