"""What regions could give at best, told from counts."""

import pytest

from scraper.extraction.lists.prospects import importance, most_fill, weighted_roles
from tests.extraction.reading import document_of, field_of, schema_of

TITLE, NUMBER = {"type": "string"}, {"type": "number"}
URI = {"type": "string", "format": "uri"}


def fill(row, **properties):
    document = document_of(f"<ul>{row * 3}</ul>")
    spans = [(index, document.ends[index]) for index in document.by_tag["li"]]
    return most_fill(document, weighted_roles(schema_of(**properties)), spans)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param("<li><a href='/x'>Lamp</a> <b>$ 3</b></li>", 1.0, id="all"),
        pytest.param("<li><a href='/x'>Lamp</a> <b>cheap</b></li>", 0.75, id="no digit"),
        pytest.param("<li><b>Lamp</b> <b>$ 3</b></li>", 0.75, id="no link"),
        pytest.param("<li><script>3</script></li>", 0.0, id="nothing seen"),
    ],
)
def test_records_without_digits_or_links_cannot_fill_what_needs_them(row, expected):
    assert fill(row, title=TITLE, price=NUMBER, url=URI) == expected


def test_fewer_texts_than_fields_cannot_fill_all_of_them():
    assert fill("<li>Lamp</li>", title=TITLE, color=TITLE, size=TITLE, weave=TITLE) == 0.6


def test_fields_with_a_selector_may_always_be_filled():
    assert fill("<li></li>", sku={"type": "string", "x-css": "i"}) == 1.0


@pytest.mark.parametrize(("name", "weight"), [("title", 2.0), ("color", 1.0)])
def test_the_naming_field_counts_double(name, weight):
    assert importance(field_of(name)) == weight
