"""Enums and booleans by meaning: "Auf Lager", "https://schema.org/InStock" and "In stock" are one value."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from scraper.extraction.coercion.stock_phrases import NOT_BEFORE, PHRASES
from scraper.extraction.words import fold, label_key, split_words, word_set

_TRUE = word_set(
    "true yes y 1 on ja oui si sim da tak evet ano igen kylla nai да 是 はい 예 check checked tick included inklusive "
    "allowed available possible vorhanden inclus incluido incluso"
)
_FALSE = word_set(
    "false no n 0 off nein non nao ne nie hayir nem ei nej oxi нет 否 いいえ 아니요 none cross times xmark unchecked "
    "keine kein aucun ninguno nessuno without ohne sans sin senza"
)
_TRUE_SIGNS, _FALSE_SIGNS = frozenset("✓✔☑✅●⬤"), frozenset("✗✘✕✖☒❌×○")
_DASHES = frozenset("-–—−")
_NEGATIONS = word_set("not no non un nicht kein keine pas sin senza ej ikke nao нет не")
_MAX_TRUTH_WORDS = 3  # a longer text says more than yes or no by its first word
_ANY_NUMBER = r"\d+"
_NOT_OF_WORDS = re.compile(r"\W")
_MEANINGS = frozenset(meaning for meaning, _ in PHRASES)
_FIRST_UNPARTED = 0x0E00  # Thai and what follows write words without spaces between them
_STEM = 5  # letters of a word that decide whether it is another's form


@lru_cache(maxsize=16384)
def meaning_of(text: str) -> str | None:
    """The meaning ("instock", "outofstock", "preorder", "madetoorder", "offered") that a short text has, or None.

    The phrase that begins first counts: a negation stands before what it denies.
    """
    joined = fold(_NOT_OF_WORDS.sub("", text.rsplit("/", 1)[-1]))
    if joined in _MEANINGS:
        return joined
    words = split_words(text)
    spaced = f" {' '.join(words)} "
    if spaced.isascii() and _first_words().isdisjoint(words):
        return None  # most texts: the pattern of all phrases is dear
    found = _phrases().search(spaced)
    return found.lastgroup if found else None


def may_mean(text: str) -> bool:
    """Whether the text, or a part of it, may have a meaning: much quicker than `meaning_of`."""
    return not text.isascii() or not _first_words().isdisjoint(split_words(text))


@cache
def _first_words() -> frozenset[str]:
    """The first words, other than numbers, of the phrases that are ASCII when folded; and what meanings are called."""
    phrases = (label_key(phrase) for _, joined in PHRASES for phrase in joined.split("|"))
    return _MEANINGS.union(phrase.split()[0] for phrase in phrases if phrase.isascii())


@cache
def _phrases() -> re.Pattern[str]:
    """One group a meaning, tried in their order at once: a negation stands before what it denies."""
    groups = []
    for meaning, phrases in PHRASES:
        alternatives = sorted(phrases.split("|"), key=len, reverse=True)
        worded = [_worded(each) for each in alternatives]
        groups.append(f"(?P<{meaning}>{'|'.join(worded)})")
    return re.compile("|".join(groups))


def _worded(phrase: str) -> str:
    """The pattern of a phrase; one in a script that parts its words counts only where it begins with one."""
    if phrase.isascii():
        words = [_ANY_NUMBER if word == "#" else re.escape(word) for word in phrase.split()]
        after = "".join(f"(?!{word} )" for word in NOT_BEFORE.get(phrase, ()))
        return f" {' '.join(words)} {after}"
    folded = re.escape(fold(phrase))
    return folded if ord(phrase[0]) > _FIRST_UNPARTED else f" {folded}"


def match_enum(text: str, values: Sequence[Any]) -> tuple[Any, float] | None:
    """The enum value that the text is or means, with how certain that is; None where it is none of them."""
    joined = "".join(split_words(text.rsplit("/", 1)[-1] if "schema.org" in text else text))
    by_name = {"".join(split_words(str(value))): value for value in values}
    if joined in by_name:
        return by_name[joined], 1.0
    wanted = {meaning_of(str(value)) or name: value for name, value in by_name.items()}
    meaning = meaning_of(text)
    if meaning in wanted:
        return wanted[meaning], 0.95
    if meaning in ("preorder", "madetoorder", "offered") and "instock" in wanted:
        return wanted["instock"], 0.7
    return _named(text, values)


def _named(text: str, values: Sequence[Any]) -> tuple[Any, float] | None:
    """The one value that the text names in full, not denied; else the one whose words' forms it has."""
    words = label_key(text).split()
    named = {key: value for value in values if (key := label_key(str(value))) and _stands_in(key.split(), words)}
    longest = [key for key in named if not any(key != other and f" {key} " in f" {other} " for other in named)]
    if len(longest) == 1:
        return named[longest[0]], 0.8
    if named:
        return None
    alike = [value for value in values if _stands_in(_stems(label_key(str(value)).split()), _stems(words))]
    return (alike[0], 0.6) if len(alike) == 1 else None


def _stems(words: Sequence[str]) -> list[str]:
    return [word[:_STEM] if len(word) > _STEM else word for word in words]


def _stands_in(wanted: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words stand in the text one after another, no negation before them."""
    size = len(wanted)
    for at in range(len(words) - size + 1):
        if size and list(words[at : at + size]) == list(wanted) and not (at and words[at - 1] in _NEGATIONS):
            return True
    return False


def parse_boolean(text: str) -> tuple[bool, float] | None:
    """The truth value that the text says ("yes", "nein", "✓", "Not furnished", "In stock"), and how certain; or None.

    A dash alone is what tables print beside ticks where a thing is missing.
    """
    signs = set(text)
    if signs & _TRUE_SIGNS or signs & _FALSE_SIGNS:
        return (not signs & _FALSE_SIGNS), 0.95
    words = label_key(text).split()
    if not words:
        return (False, 0.5) if text.strip() in _DASHES else None
    meaning = meaning_of(text)
    if len(words) > 1 and meaning is not None:
        return meaning != "outofstock", 0.9
    if len(words) <= _MAX_TRUTH_WORDS and words[0] in _NEGATIONS:
        return False, 0.9
    if words[0] in _TRUE or words[0] in _FALSE:
        return words[0] in _TRUE, 1.0 if len(words) == 1 else 0.85
    if len(words) <= _MAX_TRUTH_WORDS and (words[-1] in _TRUE or words[-1] in _FALSE):
        return words[-1] in _TRUE, 0.75
    return None if meaning is None else (meaning != "outofstock", 0.9)
