"""The main text of a page: its article without menus, teasers, advertisements, comments and captions.

Each block of text (`blocks`) is judged by a small forest (`block_features`, models/content.json, made by
`training.content`). Nothing of it looks at words of any language but those of class and id attributes.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from scraper.extraction.document import Document
from scraper.extraction.forest import Forest
from scraper.extraction.text.block_features import Rows, rows
from scraper.extraction.text.blocks import TextBlock, blocks

MODEL = "content"
_MIN_LENGTH = 140  # characters; a text of less is sought again among the less likely blocks
_LESS_LIKELY = -1.4  # log-odds (a chance of 0.2)


@dataclass(frozen=True, slots=True)
class MainText:
    """`text` has each paragraph, heading and list item on a line of its own. `container` is the deepest element that
    holds all of it; `expected_f1` (0..1) is the F1 with the true text that the blocks' chances let expect."""

    text: str
    container: int
    expected_f1: float


def main_text(document: Document, forest: Forest | None = None) -> MainText | None:
    """The page's main text, or None where it has no text of its own. Without `forest` the shipped one judges."""
    found = document.once(blocks)
    odds = block_odds(rows(document, found), forest or shipped_forest())
    kept = taken(found, odds)
    if not kept:
        return None
    text = "\n".join(found[i].text for i in kept)
    container = _common(document, [found[i].owner for i in kept])
    return MainText(text, container, expected_f1(found, odds, kept))


def expected_f1(found: Sequence[TextBlock], odds: Mapping[int, float], kept: Sequence[int]) -> float:
    """The F1 0..1 of the kept blocks with the true main text that the chances let expect, counted in characters."""
    expected = {i: len(found[i].text) / (1 + math.exp(-each)) for i, each in odds.items()}
    right = sum(expected[i] for i in kept)
    return 2 * right / (sum(len(found[i].text) for i in kept) + sum(expected.values()))


def block_odds(table: Rows, forest: Forest) -> dict[int, float]:
    """Position of a block -> log-odds that it belongs to the main text; those that never do have none."""
    odds = {i: forest.score(row) for i, row in table.rows.items()}
    means: dict[int, float] = {}
    for i, alike in table.likes.items():
        first = alike[0]
        if first not in means:
            means[first] = sum(odds[each] for each in alike) / len(alike)
        odds[i] = means[first]
    return dict(sorted(odds.items()))


def taken(found: Sequence[TextBlock], odds: dict[int, float]) -> list[int]:
    """The positions of the blocks that are taken: the likelier ones; where these say hardly anything, more."""
    kept = [i for i, each in odds.items() if each > 0]
    if sum(len(found[i].text) for i in kept) < _MIN_LENGTH:
        kept = [i for i, each in odds.items() if each > _LESS_LIKELY]
    return kept


@lru_cache(maxsize=1)
def shipped_forest() -> Forest:
    """The model of the package, read once a process."""
    return Forest.load(MODEL)


def _common(document: Document, indexes: Sequence[int]) -> int:
    """The deepest element that holds all these."""
    at, last = indexes[0], max(indexes)
    first = min(indexes)
    while at >= 0 and not (at <= first and last < document.ends[at]):
        at = document.parents[at]
    return max(at, 0)
