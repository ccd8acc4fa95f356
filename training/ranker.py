"""Makes scraper/extraction/models/ranker.json from labelled pages, and its provenance beside it.

    python -m training.ranker CORPUS_DIR SCORE_PY [--groups FILE] [--write]

CORPUS_DIR holds folders with pages.jsonl (id, url, file, schema, truth, site), SCORE_PY is the scorer whose rules say
what is right. Reading the pages takes most of the time: with --groups the readings are kept in FILE and taken from
there the next time. The same readings give the same bytes.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from scraper.extraction.resources import SHIPPED, Resources
from training import fitting
from training.corpora import scorer_at
from training.evaluate import calibration, counted, held_out, sure_of_wrong_kind
from training.folds import FOLDS, RANKER, folds_text
from training.forests import stored
from training.readings import Reading, dump, load, readings_of

PROVENANCE = Path(str(SHIPPED)).with_name("ranker.provenance.json")
EVERY = {"recipes": 3, "dates": 2}  # of these one page in so many: most of their sites have several


def model_text(resources: Resources) -> str:
    """The models as the text of ranker.json; `Resources.from_json` reads them back."""
    made = {
        "ranker": stored(resources.ranker),
        "calibrator": stored(resources.calibrator),
        "fit": stored(resources.fit),
        "thresholds": dict(resources.thresholds),
        "curves": dict(resources.curves),
    }
    return json.dumps(made, separators=(",", ":")) + "\n"


def provenance(readings: Sequence[Reading], model: str, figures: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Where the model comes from: script, counts, settings, versions, figures on sites that were not fitted, date."""
    pages = {(reading.corpus, reading.id) for reading in readings}
    return {
        "script": "python -m training.ranker CORPUS_DIR SCORE_PY --write",
        "date": now.date().isoformat(),
        "sha256": hashlib.sha256(model.encode()).hexdigest(),
        "bytes": len(model),
        "pages": dict(sorted(Counter(corpus for corpus, _ in pages).items())),
        "sites": len({reading.site for reading in readings}),
        "readings": dict(sorted(Counter(reading.task for reading in readings).items())),
        "groups": sum(len(field.rows) for reading in readings for field in reading.fields),
        "settings": {
            "ranker": fitting.RANKER,
            "calibrator": fitting.CALIBRATOR,
            "fit": fitting.FIT,
            "tasks": fitting.TASKS,
            "tasks_of_calibration": fitting.TASKS_OF_CALIBRATION,
            "tasks_of_fit": fitting.TASKS_OF_FIT,
            "corpora": fitting.CORPORA,
            "folds": FOLDS,
        },
        "versions": {name: version(name) for name in ("lightgbm", "numpy")},
        "cross_validated": dict(figures),
    }


def figures_of(readings: Sequence[Reading], folds: Sequence[Resources], scorer: Any) -> dict[str, Any]:
    """Micro F1 by corpus ("recipes", "recipes stripped"), calibration of all values, the worst wrong kind."""
    decisions = held_out(readings, folds)
    own = [each for each in decisions if each.reading.task == "own"]
    names = {(each.reading.corpus, each.reading.is_stripped) for each in own}
    micro = {
        f"{corpus}{' stripped' if is_stripped else ''}": round(
            counted(d for d in own if (d.reading.corpus, d.reading.is_stripped) == (corpus, is_stripped)).f1, 3
        )
        for corpus, is_stripped in sorted(names)
    }
    error, area, coverage = calibration(own, scorer)
    wrong = max((shares[0] for shares in sure_of_wrong_kind(decisions).values()), default=0.0)
    return {
        "micro_f1": micro,
        "ece": round(error, 3),
        "auroc": round(area, 3),
        "coverage_at_95": round(coverage, 3),
        "worst_share_of_a_wrong_kind_above_half": round(wrong, 4),
    }


def main() -> None:
    """Reads, fits, prints the figures, and with --write stores the model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--groups", type=Path, help="a file that keeps the readings; used where it exists")
    parser.add_argument("--write", action="store_true", help="store model, provenance and fold models")
    asked = parser.parse_args()
    scorer = scorer_at(asked.scorer)
    if asked.groups and asked.groups.exists():
        readings = load(asked.groups)
    elif asked.groups:
        dump(readings_of(asked.corpus, scorer, EVERY), asked.groups)
        readings = load(asked.groups)
    else:
        readings = list(readings_of(asked.corpus, scorer, EVERY))
    fitted = fitting.fit_all(readings)
    figures = figures_of(readings, fitted.folds, scorer)
    print(json.dumps(figures, indent=1))
    model = model_text(fitted.whole)
    print(f"{len(model)} bytes, sha256 {hashlib.sha256(model.encode()).hexdigest()}")
    if asked.write:
        Path(str(SHIPPED)).write_text(model, encoding="utf-8")
        RANKER.write_text(folds_text(list(map(model_text, fitted.folds))), encoding="utf-8")
        made = provenance(readings, model, figures, datetime.now(UTC))
        PROVENANCE.write_text(json.dumps(made, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
