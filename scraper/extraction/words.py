"""Words: how names, labels and class strings are split and folded so that they can be compared. No meanings."""

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+|\d+")
_CAMEL = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_PLURAL_MIN_LENGTH = 4
_MAX_KEPT = 200  # characters; longer texts are whole paragraphs and pages, which come once


def word_set(words: str) -> frozenset[str]:
    """The words of a text that are separated by spaces; how this package writes its word lists."""
    return frozenset(words.split())


# Words of a description that say nothing about the value.
STOP_WORDS = word_set(
    "a an the of in on at to for from by with and or as is are be was it its this that which who whom how what when "
    "where if one per each any all such so than then can whether shown page value field text name names etc e g i"
)


# Letters that look like a plain one with a mark, and that Unicode does not decompose.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe"})


@lru_cache(maxsize=24_000)  # more than a page has elements: each class is split for several readers
def split_words(name: str) -> tuple[str, ...]:
    """The folded words of an identifier in any case style: "ratingsCount" -> ("ratings", "count")."""
    lower = name.lower()
    parted = name if lower == name else _CAMEL.sub(" ", name)
    if parted.isascii():
        return tuple(_WORD.findall(parted.lower()))
    return tuple(fold(word) for word in _WORD.findall(parted))


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """The text case-folded and without accents, for comparison only."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


@lru_cache(maxsize=8192)
def singular(word: str) -> str:
    """The word without a plural s; enough to match English and most Romance field names."""
    if len(word) < _PLURAL_MIN_LENGTH or not word.endswith("s") or word.endswith("ss"):
        return word
    return word[:-3] + "y" if word.endswith("ies") and len(word) > _PLURAL_MIN_LENGTH else word[:-1]


def label_key(label: str) -> str:
    """A label as a key: folded, without punctuation and surrounding space: " Prep  Time: " -> "prep time"."""
    return _short_key(label) if len(label) <= _MAX_KEPT else _short_key.__wrapped__(label)


@lru_cache(maxsize=8192)
def _short_key(label: str) -> str:
    if label.isascii():
        return " ".join(_WORD.findall(label.lower()))
    return " ".join(fold(word) for word in _WORD.findall(label))


def clean(text: str) -> str:
    """The text with every run of whitespace as one space, none at its ends, and no invisible characters.

    Joiners stay inside: Persian words and many emoji are spelt with them.
    """
    if text.isascii() and "\0" not in text:
        return " ".join(text.split())
    for character in _INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    return " ".join(text.split()).strip(_JOINERS)


_INVISIBLE = "\u200b\ufeff\u00ad\u2060\0"
_JOINERS = "\u200c\u200d "
