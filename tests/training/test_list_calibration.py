"""Confidences of list records: fitted on labelled values, weighed by page."""

import hashlib
import json

import pytest

from scraper.extraction.lists.calibration import chance
from training.list_calibration import PROVENANCE, WEIGHTS_FILE, Row, fit, hide


def row(belief, *, is_right):
    return Row("lists", "shop.example", {"intercept": 1.0, "belief": belief}, is_right, 1.0)


def test_what_was_right_more_often_gets_a_higher_chance():
    rows = (
        [row(2.0, is_right=True)] * 9
        + [row(2.0, is_right=False), row(-2.0, is_right=True)]
        + [row(-2.0, is_right=False)] * 3
    )
    weights = fit(rows)
    assert chance(row(2.0, is_right=True).named, weights) == pytest.approx(0.9, abs=0.03)
    assert chance(row(-2.0, is_right=True).named, weights) == pytest.approx(0.25, abs=0.03)


@pytest.mark.parametrize(
    ("pointer", "left"),
    [
        ("/items/0/price", {"items": [{"name": "a"}, {"price": 2}]}),
        ("/items/price", {"items": [{"name": "a"}, {"price": 2}]}),
    ],
    ids=["by number", "of the first"],
)
def test_a_key_is_hidden_where_its_evidence_says(pointer, left):
    body = {"items": [{"name": "a", "price": 1}, {"price": 2}]}
    hide(body, pointer)
    assert body == left


def test_the_shipped_weights_are_those_of_their_provenance():
    stated = json.loads(PROVENANCE.read_text(encoding="utf-8"))["sha256"]
    assert hashlib.sha256(WEIGHTS_FILE.read_bytes()).hexdigest() == stated
