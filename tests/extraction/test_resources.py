"""The shipped models."""

import json
import time

import pytest

from scraper.extraction.ranker.calibration import NAMES as CALIBRATED
from scraper.extraction.ranker.group_features import NAMES
from scraper.extraction.ranker.page_fit import NAMES as FITTED
from scraper.extraction.resources import SHIPPED, Resources, shipped_resources


def test_the_shipped_models_know_the_columns_that_they_are_given():
    shipped = shipped_resources()
    known = (shipped.ranker.features, shipped.calibrator.features, shipped.fit.features)
    assert known == (NAMES, CALIBRATED, FITTED)


def test_the_shipped_models_are_small():
    assert len(SHIPPED.read_bytes()) <= 500_000


def test_the_shipped_models_load_in_50_ms():
    taken = []
    for _ in range(5):
        started = time.process_time()
        Resources.from_json(json.loads(SHIPPED.read_text(encoding="utf-8")))
        taken.append(time.process_time() - started)
    assert min(taken) <= 0.05


@pytest.mark.parametrize("kind", ["string", "number", "date", "array", "enum", "uri"])
def test_every_kind_of_value_has_a_threshold(kind):
    assert 0.0 <= shipped_resources().thresholds[kind] <= 0.5
