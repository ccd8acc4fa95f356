"""Phrases counted in a text without regard to case, in a fraction of the time of one regular expression of them all."""

import re
from collections.abc import Iterable

_LITERAL = re.compile(r"[^\\.^$*+?{}\[\]|()]+")
# Letters that are equal to a plain one without regard to case, though lower() does not make them that or two of them.
_ALSO = (("İ", "i"), ("ı", "i"), ("ſ", "s"))


def lowered(text: str) -> str:
    """The text as `Phrases.count` wants it, with as many characters as before."""
    for letter, plain in _ALSO:
        if letter in text:
            text = text.replace(letter, plain)
    return text.lower()


class Phrases:
    """Phrases that begin where a word does: lower-case regular expressions whose first characters are literal.

    As in an alternation, the first phrase that fits at a place counts there, and matches do not overlap. The literal
    beginnings are what is sought; only where one stands is its expression tried.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        self._phrases = [(_beginning(each), re.compile(rf"\b(?:{each})")) for each in patterns]

    def count(self, text: str) -> int:
        """How often any of the phrases stands in the `lowered` text."""
        found = []
        for number, (beginning, pattern) in enumerate(self._phrases):
            at = text.find(beginning)
            while at >= 0:
                if match := pattern.match(text, at):
                    found.append((at, number, match.end()))
                at = text.find(beginning, at + 1)
        count = end = 0
        for start, _, stop in sorted(found):
            if start >= end:
                count += 1
                end = stop
        return count


def _beginning(pattern: str) -> str:
    match = _LITERAL.match(pattern)
    if match is None:
        raise ValueError(f"the phrase {pattern!r} does not begin with a literal")
    is_repeated = pattern[match.end() : match.end() + 1] in ("?", "*", "{")
    return match.group()[:-1] if is_repeated else match.group()
