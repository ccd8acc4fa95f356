"""Models that are written by hand, so that a test can see what they do."""

from scraper.extraction.forest import Forest
from scraper.extraction.ranker.calibration import NAMES as CALIBRATED
from scraper.extraction.ranker.group_features import NAMES
from scraper.extraction.ranker.page_fit import NAMES as FITTED
from scraper.extraction.resources import Resources


def resources_of(ranker, calibrator=(), thresholds=None, fit=()):
    """Models of one tree a column: +2 where a model's column is above its bound, else -2."""
    return Resources(
        _forest(NAMES, ranker), _forest(CALIBRATED, calibrator), _forest(FITTED, fit), thresholds or {}, {}
    )


def _forest(names, columns):
    return Forest(names, tuple([names.index(name), bound, -2.0, 2.0] for name, bound in dict(columns).items()))
