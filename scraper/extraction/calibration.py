"""Beliefs to confidences: a logistic curve with constants fitted on the development corpora, splits by site."""

import math
from collections.abc import Sequence

from scraper.extraction.fields import FieldSpec

# (intercept, weight of the belief's log-odds, of the lead over the runner-up, of agreement between sources).
_WEIGHTS: dict[str, tuple[float, float, float, float]] = {"default": (-0.6, 0.8, 1.0, 0.4)}
_EXPLICIT = frozenset(("selector",))
_EXPLICIT_CONFIDENCE = 0.99
_MAX_LOG_ODDS = 6.0


def calibrated(belief: float, rival: float, sources: Sequence[str], spec: FieldSpec) -> float:
    """The chance 0..1 that a value is right: `belief` is its own, `rival` that of the best other value."""
    if not _EXPLICIT.isdisjoint(sources):
        return _EXPLICIT_CONFIDENCE
    intercept, own, lead, agreement = _WEIGHTS.get(spec.concept or "", _WEIGHTS["default"])
    total = intercept + own * _log_odds(belief) + lead * (belief - rival) + agreement * (len(sources) - 1)
    return round(1.0 / (1.0 + math.exp(-total)), 4)


def _log_odds(probability: float) -> float:
    clipped = min(1 - 1e-6, max(1e-6, probability))
    return max(-_MAX_LOG_ODDS, min(_MAX_LOG_ODDS, math.log(clipped / (1 - clipped))))
