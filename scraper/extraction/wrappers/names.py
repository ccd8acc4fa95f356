"""Names in a page that last: classes and ids that a person chose, told from those that a build or a database made."""

import re
from functools import lru_cache

from scraper.extraction.words import split_words, word_set

_TOKEN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_-]{1,2}[A-Za-z0-9]++)*")
_COUNTED = re.compile(r"[-_]\d+$")  # "item-7", "row_12"; "col-6" is of no use either
_DIGITS = re.compile(r"\d+")
# Prefixes of libraries that put a hash of the styles behind them: Emotion, styled-components, JSS, Svelte.
_HASHING = re.compile(
    r"(?:css|sc|jsx|jss|emotion|svelte|scoped|tw|ember|react|ng|mui|_ngcontent|yui)[-_]?\w*\d|sc-[a-zA-Z]+$"
)
_MIXED = re.compile(r"\d[a-zA-Z]+\d|[a-zA-Z]+\d+[a-zA-Z]+|\d[a-zA-Z]{2,}")
_VOWEL = re.compile(r"[aeiouyAEIOUY]")
_MAX_LENGTH = 40
_MIN_RANDOM = 5  # letters; shorter parts are abbreviations ("btn", "img", "hdr")
# States of an element rather than what it is: they differ from record to record and from minute to minute.
_STATES = word_set(
    "active first last odd even selected current hover open opened closed hidden visible loaded loading lazy lazyload "
    "lazyloaded lazyloading disabled enabled checked expanded collapsed focus show shown hide in fade clearfix "
    "new sale animated ready done"
)
_STATE_PREFIXES = ("is-", "has-", "is_", "no-", "post-", "item-id", "postid-", "page-id")


@lru_cache(maxsize=16384)
def stable_classes(value: str | None) -> tuple[str, ...]:
    """The class tokens of an attribute that are likely to last, sorted, each once."""
    if not value:
        return ()
    return tuple(sorted({token for token in value[:400].split() if is_stable(token)}))


@lru_cache(maxsize=16384)
def is_stable(token: str) -> bool:
    """Whether a class or id looks chosen by a person: no hash ("css-1x2y3z"), no number of a record, no state."""
    if len(token) > _MAX_LENGTH or len(token) < 2 or not _TOKEN.fullmatch(token):
        return False
    if token.lower() in _STATES or token.startswith(_STATE_PREFIXES) or _HASHING.match(token):
        return False
    if _COUNTED.search(token) or any(len(digits) > 2 for digits in _DIGITS.findall(token)):
        return False
    words = split_words(token)
    if len(words) > 2 and sum(map(len, words)) / len(words) < 2.5:  # camel case of a hash: "kYzAbCq"
        return False
    return not any(map(_is_random, re.split(r"[_-]+", token)))


def _is_random(part: str) -> bool:
    """Whether one part of a name is a hash: letters and digits in turn, or no vowel in five letters."""
    if len(part) >= _MIN_RANDOM - 1 and _MIXED.search(part) and not part[:1].isupper():
        return True
    return len(part) > _MIN_RANDOM and part.isalpha() and not _VOWEL.search(part)


@lru_cache(maxsize=16384)
def shape_of_names(tag: str, classes: str | None, identifier: str | None = None) -> str:
    """An element as its tag with what lasts of its names: "li.card.product#list"."""
    named = "".join(f".{token}" for token in stable_classes(classes))
    return f"{tag}{named}#{identifier}" if identifier and is_stable(identifier) else tag + named
