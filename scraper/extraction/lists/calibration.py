"""Beliefs in values of list records to confidences: logistic curves fitted on labelled list pages, split by site.

The weights stand in models/list_calibration.json, written by `python -m training.list_calibration`; docs/extraction.md
has the figures. Fields with a selector of their own are not calibrated.
"""

import json
import math
from collections.abc import Mapping
from importlib.resources import files

from scraper.extraction.lists.roles import Role

DATA = files("scraper.extraction") / "models" / "list_calibration.json"
WEIGHTS: dict[str, float] = json.loads(DATA.read_text(encoding="utf-8"))
"""Weight by name of the feature; "belief" and "json.belief" alone, with 1, give the beliefs back."""


def list_confidence(belief: float, role: Role) -> float:
    """The chance 0..1 that a value is right which a column gives that is believed so far to give its field."""
    return chance(features(belief, role), WEIGHTS)


def json_confidence(belief: float, *, is_part: bool) -> float:
    """The chance 0..1 that a value is right which a key of JSON objects gives that is believed so far.

    `is_part` says that it is a part of a text.
    """
    return chance(json_features(belief, is_part=is_part), WEIGHTS)


def chance(named: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The chance 0..1 that a value of these features is right by the weights; features without one count nothing."""
    total = sum(weights.get(name, 0.0) * value for name, value in named.items())
    return 1.0 / (1.0 + math.exp(-total))


def json_features(belief: float, *, is_part: bool) -> dict[str, float]:
    """The named features of a value of a JSON record."""
    clipped = min(0.99, max(0.01, belief))
    return {
        "json": 1.0,
        "json.belief": math.log(clipped / (1 - clipped)),
        "json:part": float(is_part),
    }


def features(belief: float, role: Role) -> dict[str, float]:
    """The named features of a value; `role:` is an indicator of what the field asks for."""
    clipped = min(0.99, max(0.01, belief))
    return {"intercept": 1.0, "belief": math.log(clipped / (1 - clipped)), f"role:{role}": 1.0}
