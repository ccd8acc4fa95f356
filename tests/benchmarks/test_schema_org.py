"""Schema.org items mapped to the fields of our schemas."""

import pytest

from benchmarks.peers.schema_org import first_number, mapped

PRODUCT = {
    "@type": "Product",
    "sku": "L-1",
    "brand": {"@type": "Brand", "name": "Lumo"},
    "offers": [{"price": "12.50", "priceCurrency": "EUR", "availability": "https://schema.org/OutOfStock"}],
}
RECIPE = {
    "@type": ["Recipe"],
    "name": "Soup",
    "totalTime": "PT1H20M",
    "recipeYield": "4 servings",
    "recipeInstructions": [{"@type": "HowToSection", "itemListElement": [{"@type": "HowToStep", "text": "Cook."}]}],
}
NAMING = {"@type": "Recipe", "name": "Soup", "author": {"@id": "#ann"}}
PERSON = {"@type": "Person", "@id": "#ann", "name": "Ann"}
ARTICLE = {"@type": "NewsArticle", "headline": "Rain", "author": [{"name": "Ann"}, {"name": "Bo"}], "keywords": "a, b"}


@pytest.mark.parametrize(
    ("corpus", "found", "record"),
    [
        (
            "products",
            {"json-ld": [{"@graph": [{"@type": "WebPage"}, PRODUCT]}]},
            {"price": "12.50", "currency": "EUR", "sku": "L-1", "availability": "OutOfStock", "brand": "Lumo"},
        ),
        ("products", {"opengraph": [{"product:availability": "instock"}]}, {"availability": "InStock"}),
        (
            "recipes",
            {"microdata": [RECIPE]},
            {"title": "Soup", "total_time": 80.0, "servings": 4.0, "instructions": ["Cook."]},
        ),
        ("news", {"json-ld": [ARTICLE]}, {"title": "Rain", "authors": ["Ann", "Bo"], "topics": ["a", "b"]}),
        ("dates", {"opengraph": [{"article:published_time": "2024-05-01"}]}, {"date": "2024-05-01"}),
        ("dates", {"json-ld": [PRODUCT]}, {}),
        ("recipes", {"json-ld": [{"@graph": [NAMING, PERSON]}]}, {"title": "Soup", "author": "Ann"}),
    ],
    ids=["JSON-LD", "OpenGraph", "microdata", "article", "date", "another type", "a reference"],
)
def test_items_become_records(corpus, found, record):
    assert mapped(corpus, found) == record


def test_the_first_number_of_a_yield_counts():
    assert [first_number(text) for text in ("Serves 4-6", "1,5 l", "some", None)] == [4.0, 1.5, None, None]
