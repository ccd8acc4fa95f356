"""The shape of values."""

import pytest

from scraper.extraction.ranker.plausibility import plausibility
from tests.extraction.reading import field_of


@pytest.mark.parametrize(
    ("name", "likely", "unlikely"),
    [
        ("sku", "AB-1234", "see the table below"),
        ("sku", "1001", "0000"),
        ("gtin", "4054278533728", "12345"),
        ("brand", "Nordlicht", "x" * 60),
        ("author", "Ann Lee", "https://a.example/ann"),
        ("title", "Lamp", "L"),
        ("rating", 4.5, 0),
        ("review_count", 12, 0),
        ("image", "https://a.example/x.jpg", "https://a.example/logo.png"),
    ],
)
def test_what_a_field_hardly_ever_holds_is_doubted(name, likely, unlikely):
    field = field_of(name)
    assert plausibility(likely, field) > plausibility(unlikely, field)


def test_fields_of_no_concept_are_not_judged():
    assert plausibility("anything", field_of("hull_length")) == 1.0
