"""Descriptions that nothing labels."""

import pytest

from scraper.extraction.sources.paragraphs import paragraphs
from tests.extraction.reading import scope_of

TEXT = "A lamp of brass that throws its light down on the book, and whose shade turns all the way round."
NOTE = "Returns are possible within thirty days of delivery."
PAGE = "<html><body><p>We use cookies to keep your basket. {0}</p><h1>Lamp</h1><p>$12.00</p>{0}</body></html>"


def texts(html, **fields):
    scope = scope_of(html, **(fields or {"description": {"type": "string"}}))
    return [candidate.text for candidate in paragraphs(scope, scope.schema.fields[0])]


def test_the_longest_paragraph_below_the_heading_comes_first():
    assert texts(PAGE.format(f"<p>{NOTE}</p><div><p>{TEXT}</p></div>")) == [TEXT, NOTE]


def test_inline_elements_belong_to_the_paragraph():
    assert texts(PAGE.format(f"<p>{TEXT} <b>Made by hand.</b></p>")) == [f"{TEXT} Made by hand."]


@pytest.mark.parametrize(
    "html",
    [
        f"<footer><p>{TEXT}</p></footer>",
        f'<p><a href="/lamps">{TEXT}</a></p>',
        f"<ul><li><p>{TEXT}</p></li></ul>",
        "<p>Brass</p>",
        "<p>Brass, steel, oak, beech, larch, linen, wool, cork</p>",
    ],
    ids=["footer", "link", "list", "word", "no sentence"],
)
def test_what_is_no_prose_of_the_page_is_no_description(html):
    assert texts(PAGE.format(html)) == []


def test_a_description_in_the_head_is_not_outvoted():
    assert texts(f'<head><meta name="description" content="Lamps"></head>{PAGE.format(f"<p>{TEXT}</p>")}') == []


def test_other_fields_are_not_answered():
    assert texts(PAGE.format(f"<p>{TEXT}</p>"), color={"type": "string"}) == []
