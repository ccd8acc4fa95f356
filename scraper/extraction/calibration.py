"""Beliefs to confidences: a logistic curve with weights fitted on labelled pages, split by site.

The weights stand in calibration.json, written by benchmarks/fit_calibration.py; docs/extraction.md has the figures.
"""

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from scraper.extraction.fields import FieldSpec

DATA = files("scraper.extraction") / "calibration.json"
_EXPLICIT = "selector"
_EXPLICIT_CONFIDENCE = 0.99
_MAX_LOG_ODDS = 6.0


def calibrated(belief: float, rival: float, origin: tuple[str, Sequence[str]], spec: FieldSpec) -> float:
    """The chance 0..1 that a value is right.

    `belief` is the value's own, `rival` that of the best other value; `origin` is (source of the best candidate, all
    sources that agree on the value).
    """
    if origin[0] == _EXPLICIT:
        return _EXPLICIT_CONFIDENCE
    weights = _weights()
    named = features(belief, rival, origin, spec)
    total = sum(weights.get(name, 0.0) * value for name, value in named.items())
    return round(1.0 / (1.0 + math.exp(-total)), 4)


def features(belief: float, rival: float, origin: tuple[str, Sequence[str]], spec: FieldSpec) -> dict[str, float]:
    """The named features of a value; those with a colon are indicators of its source and of the field's concept."""
    source, sources = origin
    return {
        "intercept": 1.0,
        "belief": _log_odds(belief),
        "lead": belief - rival,
        "agreement": math.log(len(sources)),
        f"source:{source}": 1.0,
        f"concept:{spec.concept}": 1.0,
        f"type:{'array' if spec.is_array else spec.format or spec.type}": 1.0,
    }


@cache
def _weights() -> Mapping[str, float]:
    weights: dict[str, float] = json.loads(DATA.read_text(encoding="utf-8"))
    return weights


def _log_odds(probability: float) -> float:
    clipped = min(1 - 1e-6, max(1e-6, probability))
    return max(-_MAX_LOG_ODDS, min(_MAX_LOG_ODDS, math.log(clipped / (1 - clipped))))
