"""Groups as rows of numbers."""

import pytest

from scraper.extraction.concepts import ALL
from scraper.extraction.detail import all_candidates
from scraper.extraction.ranker.group_features import NAMES, group_rows
from scraper.extraction.ranker.groups import groups_of
from tests.extraction.reading import scope_of

PAGE = """<html><head><title>Dufour 24</title></head><body><h1>Dufour 24</h1>
<dl><dt>Hull length</dt><dd>7.2 m</dd></dl><footer><p class="length">3.5</p></footer></body></html>"""


@pytest.fixture
def rows():
    scope = scope_of(PAGE, hull_length={"type": "number"})
    spec = scope.schema.fields[0]
    groups = groups_of(all_candidates(scope, spec, []), spec, scope.locale)
    made = group_rows(groups, spec, scope)
    return {group.best.read.value: dict(zip(NAMES, row, strict=True)) for group, row in zip(groups, made, strict=True)}


@pytest.mark.parametrize(
    ("column", "expected"),
    [("label_recall", 1.0), ("is_label", 1.0), ("place_off", 0.0), ("place_cell", 1.0), ("type_number", 1.0)],
)
def test_a_value_beside_its_label_is_told_as_such(rows, column, expected):
    assert rows[7.2][column] == expected


def test_a_value_in_the_footer_is_told_as_such(rows):
    assert (rows[3.5]["place_off"], rows[3.5]["is_label"]) == (1.0, 0.0)


def test_no_column_names_a_field_or_a_concept():
    assert {concept.name for concept in ALL}.isdisjoint(NAMES)
