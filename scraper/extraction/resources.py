"""The trained models that extraction reads with: those that are shipped, unless a caller brings others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from scraper.extraction.forest import Forest

SHIPPED = files("scraper.extraction") / "models" / "ranker.json"
"""Written by `python -m training.ranker`; ranker.provenance.json beside it says from what."""


@dataclass(frozen=True, slots=True)
class Resources:
    """`ranker` scores groups of candidates (`group_features.NAMES`), `calibrator` the best of each field in the light
    of its record (`calibration.NAMES`), `fit` the page against the schema (`page_fit.NAMES`); `curves` set
    their product right, and below `thresholds` a value is absent; both are by `calibration.kind_of`. `content` tells
    main texts from the rest; None is the shipped one."""

    ranker: Forest
    calibrator: Forest
    fit: Forest
    thresholds: Mapping[str, float]
    curves: Mapping[str, tuple[float, float]]
    content: Forest | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "Resources":
        """The models as `training.ranker` stores them."""
        made = {name: Forest.from_json(stored[name]) for name in ("ranker", "calibrator", "fit")}  # type: ignore[arg-type]
        curves = {kind: (shift, slope) for kind, (shift, slope) in stored["curves"].items()}  # type: ignore[attr-defined]
        return cls(**made, thresholds=stored["thresholds"], curves=curves)  # type: ignore[arg-type]


@cache
def shipped_resources() -> Resources:
    """The models of the package, read once a process."""
    return Resources.from_json(json.loads(SHIPPED.read_text(encoding="utf-8")))
