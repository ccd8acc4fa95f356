"""Labels and their values."""

import pytest

from scraper.extraction.sources.labels import labels
from tests.extraction.reading import scope_of


@pytest.mark.parametrize(
    "html",
    [
        "<dl><dt>Hull length</dt><dd>9 m</dd></dl>",
        "<table><tr><th>Hull length:</th><td>9 m</td></tr></table>",
        "<p>Hull length: 9 m</p>",
        "<p><b>Hull length:</b> 9 m</p>",
        "<div><span>Hull Length</span><span>9 m</span></div>",
        "<ul><li><strong>Hull length</strong>: 9 m</li></ul>",
        "<table><tr><th>A</th><th>Hull length</th><th>B</th></tr><tr><td>1</td><td>9 m</td><td>2</td></tr></table>",
    ],
    ids=["dl", "row", "inline", "bold", "beside", "colon after", "columns"],
)
def test_a_field_that_no_lexicon_knows_is_found_by_its_own_label(html):
    scope = scope_of(f"<body><h1>Boat</h1>{html}</body>", hull_length={"type": "string"})
    assert labels(scope, scope.schema.fields[0])[0].raw == "9 m"


@pytest.mark.parametrize("label", ["Artikelnummer", "SKU", "Item No.", "Référence", "Артикул"])
def test_a_concept_is_found_by_its_labels_in_many_languages(label):
    scope = scope_of(f"<body><p>{label}: AB-12</p></body>", sku={"type": "string"})
    found = labels(scope, scope.schema.fields[0])
    assert [each.raw for each in found] == ["AB-12"]


def test_synonyms_of_the_schema_count_as_labels():
    scope = scope_of("<body><p>Draught: 2 m</p></body>", depth={"type": "string", "x-synonyms": ["Draught"]})
    assert labels(scope, scope.schema.fields[0])[0].raw == "2 m"


def test_only_the_scope_is_read():
    html = "<body><div><p>SKU: A1</p></div><div><p>SKU: B2</p></div></body>"
    scope = scope_of(html, (4,), sku={"type": "string"})
    assert [each.raw for each in labels(scope, scope.schema.fields[0])] == ["B2"]


def test_labels_in_menus_do_not_count():
    scope = scope_of("<body><nav><p>SKU: A1</p></nav></body>", sku={"type": "string"})
    assert labels(scope, scope.schema.fields[0]) == []


def test_the_own_label_of_another_field_is_not_this_ones_though_their_concept_is_the_same():
    html = "<body><h1>Soup</h1><p>Course: Starter</p></body>"
    scope = scope_of(html, cuisine={"type": "string"}, course={"type": "string"})
    assert [[each.raw for each in labels(scope, spec)] for spec in scope.schema.fields] == [[], ["Starter"]]
