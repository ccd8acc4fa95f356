"""What schemas and pages are about."""

import pytest

from scraper.extraction.ranker.subjects import declared_subject, main_kind
from tests.extraction.reading import document_of, schema_of

TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("properties", "kind"),
    [
        ({"sku": TEXT, "price": {"type": "number"}, "availability": TEXT}, "product"),
        ({"headline": TEXT, "author": TEXT, "date_published": TEXT, "body": TEXT}, "article"),
        ({"name": TEXT, "ingredients": {"type": "array", "items": TEXT}}, "recipe"),
        ({"name": {"type": "string", "description": "where the concert takes place"}}, "event"),
        ({"hull": TEXT}, ""),
    ],
    ids=["product", "article", "recipe", "by a description", "none"],
)
def test_a_schema_speaks_of_a_kind_of_thing(properties, kind):
    assert main_kind(schema_of(**properties)) == kind


def test_the_title_of_a_schema_counts():
    definition = {"title": "Recipe", "properties": {"name": TEXT}}
    assert main_kind(type(schema_of(a=TEXT)).from_definition(definition)) == "recipe"


@pytest.mark.parametrize(
    ("html", "kinds"),
    [
        ('<script type="application/ld+json">{"@type": "NewsArticle", "headline": "x"}</script>', {"article"}),
        ('<div itemscope itemtype="https://schema.org/Product"><p itemprop="name">x</p></div>', {"product"}),
        ('<meta property="og:type" content="product.item"><p>x</p>', {"product"}),
        ('<meta property="og:type" content="website"><p>x</p>', set()),
    ],
    ids=["JSON-LD", "microdata", "OpenGraph", "a site is no kind"],
)
def test_a_page_declares_what_it_is_about(html, kinds):
    assert set(declared_subject(document_of(html))) == kinds
