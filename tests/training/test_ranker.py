"""The shipped ranker and where it comes from."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from scraper.extraction.resources import SHIPPED, Resources
from tests.training.corpus import SCORER
from training.ranker import PROVENANCE, figures_of, model_text, provenance


def test_what_is_stored_is_read_back(fitted):
    assert Resources.from_json(json.loads(model_text(fitted.whole))) == fitted.whole


@pytest.mark.parametrize("name", ["script", "date", "pages", "groups", "settings", "versions", "cross_validated"])
def test_the_provenance_says_where_the_model_comes_from(readings, fitted, name):
    figures = figures_of(readings, fitted.folds, SCORER)
    assert provenance(readings, "{}", figures, datetime(2026, 1, 2, tzinfo=UTC))[name]


def test_the_shipped_provenance_is_that_of_the_shipped_model():
    stored = json.loads(PROVENANCE.read_text(encoding="utf-8"))
    assert stored["sha256"] == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()
