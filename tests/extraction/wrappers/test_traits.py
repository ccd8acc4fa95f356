"""What pages of one layout share, and what a value brings along."""

import pytest

from scraper.extraction.wrappers.traits import traits_of
from scraper.page import Page


def traits(body):
    return traits_of(Page("https://a.example/", f"<html><body>{body}</body></html>", is_json=False).root)


def every(found):
    return found.names.keys() | found.labels.keys() | found.ids


PLAIN = "<h1>Lamp</h1><p>Made to last.</p>"


@pytest.mark.parametrize(
    "added",
    [
        '<p class="material">oak</p>',
        '<span itemprop="material">oak</span>',
        '<meta name="material" content="oak">',
        "<p>Material: oak</p>",
        "<dl><dt>Material</dt><dd>oak</dd></dl>",
        "<div><span>Material</span><i>oak</i></div>",
        "<p id=material>oak</p>",
        '<script type="application/ld+json">{"material": "oak"}</script>',
        "<h3>Material</h3><p>oak</p>",
        "<address>Oslo</address>",
    ],
)
def test_a_value_brings_a_trait_of_its_own(added):
    assert every(traits(PLAIN + added)) - every(traits(PLAIN))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("<p class=title>One</p>", "<p class=title>Another text of it</p>"),
        ('<p class="css-1x2y3z">One</p>', '<p class="css-4a5b6c">One</p>'),
        ("<dl><dt>Year</dt><dd>1990</dd></dl>", "<dl><dt>Year</dt><dd>2001</dd></dl>"),
        ('<div id="row-17">One</div>', '<div id="row-18">One</div>'),
        ("<p>At 10:30 they left</p>", "<p>At 11:45 they left</p>"),
        (
            '<script type="application/ld+json">{"name": "a"}</script>',
            '<script type="application/ld+json">{"name": "b"}</script>',
        ),
    ],
)
def test_what_is_content_is_no_trait(one, other):
    assert traits(one) == traits(other)


@pytest.mark.parametrize("nothing", ["null", '""', "[]", "{}"])
def test_a_key_of_linked_data_without_a_value_is_no_trait(nothing):
    script = '<script type="application/ld+json">{"name": "a"%s}</script>'
    assert traits(script % f', "brand": {nothing}') == traits(script % "")


def test_labels_are_kept_as_keys():
    assert list(traits("<table><tr><th>Case Number:</th><td>7</td></tr></table>").labels.values()) == ["case number"]
