"""What the calibrator is told, and what comes of it."""

import pytest

from scraper.extraction.ranker.calibration import (
    NAMES,
    calibration_row,
    confidence_of,
    fit_of,
    kind_of,
    on_curve,
    vouched,
)
from scraper.extraction.ranker.group_features import NAMES as ROW
from scraper.extraction.scope import Scope
from tests.extraction.models import resources_of
from tests.extraction.reading import document_of, field_of, schema_of

SHOP = schema_of(sku={"type": "string"}, price={"type": "number"}, image={"type": "string"})
NO_ROW = [0.0] * len(ROW)


def test_a_row_has_a_number_for_every_column():
    assert len(calibration_row(SHOP.fields[0], ([0.9, 0.1], NO_ROW), {}, SHOP)) == len(NAMES)


def test_the_other_fields_of_the_record_are_told():
    row = calibration_row(SHOP.fields[2], ([0.9], NO_ROW), {"sku": 0.8, "price": 0.2, "image": 0.9}, SHOP)
    assert row[-3:] == [3.0, 0.5, 0.5]


def test_a_confidence_is_a_chance_even_where_the_score_is_extreme():
    scope = Scope(document_of("<p>x</p>"), SHOP, resources=resources_of({}, {"score": 0.0}))
    found = [confidence_of(SHOP.fields[0], ([score], NO_ROW), {}, scope) for score in (0.0, 0.5, 1.0)]
    assert found == pytest.approx([0.1192, 0.1192, 0.8808], abs=1e-4)


def test_the_fit_of_the_page_is_a_chance():
    scope = Scope(document_of("<p>x</p>"), SHOP, resources=resources_of({}, fit={"kind_best": 0.5}))
    assert fit_of({"sku": 0.9}, scope) > 0.5 > fit_of({"image": 0.9}, scope)


def test_labels_of_the_fields_own_words_vouch_for_the_page():
    assert vouched(0.25, 0) == pytest.approx(0.25)
    assert vouched(0.25, 1) == pytest.approx(0.5)
    assert 0.95 < vouched(0.25, 4) < 1.0


@pytest.mark.parametrize(
    ("curve", "expected"), [((0.0, 1.0), 0.7), ((1.0, 1.0), 0.8638), ((0.0, 2.0), 0.8448)], ids=str
)
def test_a_curve_sets_a_confidence_right(curve, expected):
    assert on_curve(0.7, curve) == expected


@pytest.mark.parametrize(
    ("definition", "kind"),
    [
        ({"type": "string"}, "string"),
        ({"type": "integer"}, "number"),
        ({"type": "string", "format": "date"}, "date"),
        ({"type": "string", "format": "uri"}, "uri"),
        ({"type": "string", "enum": ["a"]}, "enum"),
        ({"type": "array", "items": {"type": "number"}}, "array"),
        ({"type": "object", "properties": {"a": {}}}, "object"),
    ],
)
def test_each_type_of_value_has_a_kind(definition, kind):
    assert kind_of(field_of("thing", **definition)) == kind
