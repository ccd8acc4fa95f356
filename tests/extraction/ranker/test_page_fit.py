"""How far a page is about what a schema speaks of."""

import pytest

from scraper.extraction.ranker.page_fit import CUES, FIT, NAMES, fit_features, fit_row, page_cues
from tests.extraction.reading import document_of, schema_of, scope_of

ARTICLE = '<html><head><meta property="og:type" content="article"></head><body><p>x</p></body></html>'


def fit(html, **properties):
    return dict(zip(FIT, fit_features(scope_of(html, **properties)), strict=True))


def test_a_page_of_the_kind_agrees():
    found = fit(ARTICLE, headline={"type": "string"}, author={"type": "string"}, body={"type": "string"})
    assert (found["declared_agrees"] > 0.3, found["declared_differs"]) == (True, 0.0)


def test_a_page_of_another_kind_differs():
    found = fit(ARTICLE, sku={"type": "string"}, price={"type": "number"})
    assert (found["declared_agrees"], found["declared_differs"]) == (0.0, 0.7)


def test_a_schema_of_no_kind_differs_from_no_page():
    assert fit(ARTICLE, hull={"type": "string"})["declared_differs"] == 0.0


@pytest.mark.parametrize(
    ("html", "cue"),
    [
        ("<p>$5.00</p>", "money"),
        ("<li>200 g flour</li>", "quantities"),
        (f"<p>{'word ' * 40}</p>", "prose"),
        ("<button class='add-to-cart'>x</button>", "cart"),
        ("<article>x</article>", "has_article"),
        ("<a>Add to basket</a>", "buying"),
    ],
)
def test_signs_of_a_kind_are_seen_without_markup(html, cue):
    cues = dict(zip(CUES, page_cues(document_of(html)), strict=True))
    assert cues[cue] > 0


def test_what_only_the_kind_of_thing_has_is_told_apart():
    schema = schema_of(sku={"type": "string"}, mpn={"type": "string"}, image={"type": "string"})
    row = dict(zip(NAMES, fit_row([0.0] * len(FIT), {"sku": 0.8, "image": 0.4}, schema), strict=True))
    assert (row["kind_best"], row["kind_mean"], row["kind_found"], row["best"]) == (0.8, 0.4, 0.5, 0.8)
