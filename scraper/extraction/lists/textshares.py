"""What the texts of a column have in common: shares, shared words, amounts of money."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from scraper.extraction.coercion.money import find_money
from scraper.extraction.locale import PageLocale
from scraper.extraction.words import split_words

_SHARED_WORD = 0.6  # of the values must have a word for it to describe the column ("3 comments", "by Ann")
_MAX_MONEY = 60  # characters


def share(values: Iterable[bool]) -> float:
    """The share 0..1 of the values that are true; 0 without any."""
    found = [*values]
    return sum(found) / len(found) if found else 0.0


def shared_words(texts: Sequence[str], *, whole: bool) -> frozenset[str]:
    """The words of the text that most of them are (`whole`), or the words that most of them have; no numbers then."""
    needed = _SHARED_WORD * len(texts)
    if whole:
        text = max(dict.fromkeys(texts), key=texts.count)
        return frozenset(split_words(text)) if text and texts.count(text) >= needed else frozenset()
    found = [word for text in texts if text for word in set(split_words(text[:200]))]
    if len(found) < needed:
        return frozenset()
    return frozenset([word for word, count in Counter(found).items() if count >= needed and not word.isdigit()])


@lru_cache(maxsize=8192)
def spoken_words(text: str) -> int:
    """How many words the text has that are no numbers and have three letters or more, fewer in other scripts."""
    return sum([(len(word) > 2 or not word.isascii()) and not word.isdigit() for word in split_words(text)])


def holds_money(text: str, locale: PageLocale) -> bool:
    """Whether the text is short and holds an amount with a currency."""
    return len(text) < _MAX_MONEY and any(map(str.isdigit, text)) and find_money(text, locale) is not None
