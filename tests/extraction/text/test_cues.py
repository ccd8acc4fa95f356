"""What names and tags above an element say."""

import pytest

from scraper.extraction.document import Document
from scraper.extraction.text.cues import ABOVE, CUES, TextCuesReader
from scraper.page import Page

NAMES = tuple(CUES)


def cues_of(body, mass=0.0):
    document = Document(Page.from_bytes("https://a.example/", f"<html><body>{body}</body></html>".encode()))
    reader = TextCuesReader(document, [mass] * len(document), 1.0)
    return reader.of(document.by_tag["p"][0])


def cues(mask):
    return {name for bit, name in enumerate(NAMES) if mask >> bit & 1}


def test_cues_are_words_of_class_and_id():
    assert cues(cues_of('<p class="teaser-caption" id="newsletterBox">x</p>').own) == {
        "others",
        "media",
        "offer",
        "box",
    }


def test_cues_of_all_above_count_beside_the_prose():
    assert cues(cues_of('<div class="comments"><div><p>x</p></div></div>').side) == {"comments"}


def test_cues_of_what_holds_the_prose_do_not_count():
    assert cues_of('<div class="comments"><p>x</p></div>', mass=0.9).side == 0


@pytest.mark.parametrize(
    ("attributes", "kind"),
    [
        ('class="x"', 0),
        ('class="post"', 1),
        ('id="story-content"', 2),
        ('class="articleBody"', 3),
        ('itemprop="articleBody"', 4),
    ],
)
def test_the_surest_container_above_counts(attributes, kind):
    assert cues_of(f'<div class="post"><div {attributes}><p>x</p></div></div>').kind == max(kind, 1)


def test_the_tags_above_are_known():
    mask = cues_of("<article><figure><p>x</p></figure></article>").tags
    assert [tag for bit, tag in enumerate(ABOVE) if mask >> bit & 1] == ["article", "figure"]
