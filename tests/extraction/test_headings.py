"""What a page calls itself."""

import pytest

from scraper.extraction.headings import main_heading, title_keys, title_parts
from tests.extraction.reading import document_of


@pytest.mark.parametrize(
    ("html", "heading"),
    [
        ("<title>Lamp | Shop</title><h1>Shop</h1><h1>Lamp</h1>", "Shop"),
        ("<title>Red lamp - Shop</title><h1>Welcome</h1><h2>Red lamp</h2>", "Red lamp"),
        ("<h2>One</h2><h1>Two</h1>", "Two"),
    ],
    ids=["first of two that agree", "h2 that agrees with the title", "h1 before h2"],
)
def test_the_main_heading_agrees_with_the_title(html, heading):
    document = document_of(html)
    assert document.text(main_heading(document)) == heading


def test_a_page_may_have_no_main_heading():
    assert main_heading(document_of("<p>text</p>")) is None


def test_a_title_has_parts():
    assert title_parts("Lamp | Light – Shop") == ["Lamp | Light – Shop", "Lamp", "Light", "Shop"]


def test_the_keys_of_a_page_are_its_heading_and_the_parts_of_its_titles():
    document = document_of("<title>Lamp | Shop</title><h1>The Lamp</h1>")
    assert title_keys(document) >= {"lamp", "shop", "the lamp"}
