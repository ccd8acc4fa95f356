"""How much of each text of a page a labelled main text has: which blocks the labels mean."""

import re
from collections.abc import Sequence

_WORD = re.compile(r"\w+")
_SHINGLE = 4  # words, as the benchmark of article extraction compares texts


def shares_of(truth: str, texts: Sequence[str]) -> list[float]:
    """0..1 for each text: the share of its shingles of four words that `truth` has; short ones must be whole lines."""
    words = _WORD.findall(truth)
    shingles = set(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
    lines = {tuple(_WORD.findall(line)) for line in truth.splitlines()}
    return [_share(tuple(_WORD.findall(text)), shingles, lines) for text in texts]


def _share(words: tuple[str, ...], shingles: set[tuple[str, ...]], lines: set[tuple[str, ...]]) -> float:
    if len(words) < _SHINGLE:
        return float(bool(words) and words in lines)
    own = list(zip(*(words[start:] for start in range(_SHINGLE)), strict=False))
    return sum(each in shingles for each in own) / len(own)
