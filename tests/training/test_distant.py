"""A page's own JSON-LD as a schema and its truth."""

from tests.extraction.reading import document_of
from training.distant import distant_task

PAGE = """<script type="application/ld+json">{"@type": "Product", "name": "Lamp", "datePublished": "2024-05-01T10:00",
"offers": {"@type": "Offer", "price": "5.50", "availability": "http://schema.org/InStock"}, "color": ["red", "blue"],
"sku": "17"}</script><p>x</p>"""


def test_the_properties_of_the_main_item_become_a_schema_with_its_values_as_truth():
    definition, truth = distant_task(document_of(PAGE))
    assert truth == {
        "availability": "InStock",
        "color": ["red", "blue"],
        "datePublished": "2024-05-01",
        "name": "Lamp",
        "price": "5.50",
        "sku": "17",
    }
    types = {name: field["type"] for name, field in definition["properties"].items()}
    assert types == {**dict.fromkeys(truth, "string"), "color": "array", "price": "number"}


def test_a_page_without_an_item_of_its_own_has_no_distant_labels():
    assert distant_task(document_of("<p>x</p>")) is None


def test_a_page_with_several_items_of_one_type_is_about_none_of_them():
    script = '<script type="application/ld+json">{"@type": "Product", "name": "A", "sku": "1"}</script>'
    assert distant_task(document_of(script * 2)) is None
