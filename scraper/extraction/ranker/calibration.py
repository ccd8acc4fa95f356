"""From the ranker's scores to confidences: the chance that a value is right, given its score and its record.

Two small forests, fitted on scores of sites that the ranker had not seen (`training/`): the calibrator for values on
pages of the right kind, and the one of `page_fit` for the chance that the page is of that kind. A confidence is the
product of both, set right by a curve for each kind of value. Figures in docs/extraction.md.
"""

import math
from collections.abc import Mapping, Sequence

from scraper.extraction.fields import FieldSpec
from scraper.extraction.ranker.group_features import NAMES as ROW_NAMES
from scraper.extraction.ranker.page_fit import fit_features, fit_row
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope

_MAX_LOG_ODDS = 8.0
_KEPT = (
    "source_json_ld",
    "source_microdata",
    "source_meta",
    "source_headings",
    "source_labels",
    "source_content",
    "cue_expected_f1",
    "source_dom",
    "source_dates",
    "source_stock",
    "belief",
    "rivals",
    "sources",
    "named_recall",
    "label_recall",
    "is_label",
    "is_title",
    "place_is_placed",
    "place_distance",
    "type_string",
    "type_number",
    "type_date",
    "type_uri",
    "type_enum",
    "type_array",
    "has_concept",
    "has_hints",
    "name_words",
    "is_of_page",
)
_KEPT_AT = tuple(map(ROW_NAMES.index, _KEPT))
_SUPPORT = ("fields", "others_mean", "others_found")
NAMES = ("score", "lead", *_KEPT, *_SUPPORT)
"""The columns of a row, in order."""
RISING = frozenset(("score", "lead", "belief", "cue_expected_f1", "others_mean", "others_found"))
"""Columns with which the confidence never falls."""
_LIKELY = 0.5
_OWN_LABEL = math.log(3.0)  # odds for one label; no labelled page has fields that are no concept, so this is not fitted


def confidence_of(
    spec: FieldSpec, found: tuple[Sequence[float], Sequence[float]], firsts: Mapping[str, float], scope: Scope
) -> float:
    """The chance 0..1 that a field's best value is right, if the page is of the kind that the schema speaks of.

    `found` is (scores of the field's values, best first; the ranker's row of the best), `firsts` the best scores of all
    fields that have any.
    """
    return chance(scope.resources.calibrator.score(calibration_row(spec, found, firsts, scope.schema)))


def fit_of(firsts: Mapping[str, float], scope: Scope) -> float:
    """The chance 0..1 that the page is of the kind that the schema speaks of; `firsts` as in `confidence_of`."""
    return chance(scope.resources.fit.score(fit_row(fit_features(scope), firsts, scope.schema)))


def vouched(fit: float, own_labels: int) -> float:
    """The page's fit when so many fields that are no concept stand beside their own label there.

    Each multiplies the odds: a page with "Spore print" and "Edibility" is about what asks for them, whatever kind of
    thing that is. The fitted chance cannot know, as its kinds are those of the labelled pages.
    """
    return chance(math.log(max(fit, 1e-9) / max(1.0 - fit, 1e-9)) + own_labels * _OWN_LABEL)


def on_curve(probability: float, curve: Sequence[float]) -> float:
    """The probability after a curve of (shift, slope) in log-odds, fitted by kind of value; (0, 1) changes nothing.

    Platt, J. (1999): Probabilistic outputs for support vector machines.
    """
    return round(chance(curve[0] + curve[1] * _log_odds(probability)), 4)


def chance(log_odds: float) -> float:
    """The probability of a log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))


def calibration_row(
    spec: FieldSpec,
    found: tuple[Sequence[float], Sequence[float]],
    firsts: Mapping[str, float],
    schema: RecordSchema,
) -> list[float]:
    """A row of NAMES; the arguments are those of `confidence_of`."""
    scores, row = found
    best = _log_odds(scores[0])
    lead = best - _log_odds(scores[1]) if len(scores) > 1 else 2 * _MAX_LOG_ODDS
    others = [firsts.get(field.name, 0.0) for field in schema.fields if field.name != spec.name]
    count = max(1, len(others))
    return [
        best,
        lead,
        *(row[at] for at in _KEPT_AT),
        float(len(schema.fields)),
        sum(others) / count if others else _LIKELY,
        sum(score >= _LIKELY for score in others) / count if others else _LIKELY,
    ]


def kind_of(spec: FieldSpec) -> str:
    """The type of value that thresholds are kept by."""
    if spec.type == "object":
        return "object"
    if spec.is_array:
        return "array"
    if spec.enum:
        return "enum"
    if spec.is_date or spec.is_uri:
        return "date" if spec.is_date else "uri"
    return "number" if spec.is_numeric else "string"


def _log_odds(probability: float) -> float:
    clipped = min(1 - 1e-6, max(1e-6, probability))
    return max(-_MAX_LOG_ODDS, min(_MAX_LOG_ODDS, math.log(clipped / (1 - clipped))))
