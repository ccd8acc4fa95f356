"""The folds of cross-validation: which site is in which, and, stored, the models that were trained without each.

`python -m training.ranker --write` and `python -m training.content --write` store them together with the shipped ones,
from the same pages and settings, so that figures on sites never seen can be measured at any time without training.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from scraper.extraction.forest import Forest
from scraper.extraction.resources import Resources

FOLDS = 5
RANKER = Path(__file__).with_name("ranker.folds.json")
CONTENT = Path(__file__).with_name("content.folds.json")


def fold_of(site: str) -> int:
    """The fold of a site, the same in every corpus that has pages of it."""
    return zlib.crc32(site.encode()) % FOLDS


@cache
def fold_resources() -> tuple[Resources, ...]:
    """By fold the models that saw none of its sites; read once a process."""
    rankers, contents = (json.loads(file.read_text(encoding="utf-8")) for file in (RANKER, CONTENT))
    assert len(rankers) == len(contents) == FOLDS
    return tuple(
        replace(Resources.from_json(ranker), content=Forest.from_json(content))
        for ranker, content in zip(rankers, contents, strict=True)
    )


def folds_text(models: Sequence[str]) -> str:
    """The text of a file of folds from the JSON of each fold's models, one a line."""
    return "[\n" + ",\n".join(model.strip() for model in models) + "\n]\n"
