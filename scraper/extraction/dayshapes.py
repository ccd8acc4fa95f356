"""Whether a text holds a date, told by its shape before the costly reading: digits, month names, "ago"."""

import re
from functools import cache, lru_cache

from scraper.extraction.coercion.dates import find_date
from scraper.extraction.locale import PageLocale
from scraper.extraction.words import fold, split_words

_NUMERIC = re.compile(
    r"\d{4}\s?[-/.年년]\s?\d{1,2}|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{2}"
    r"|^\s*(?:\d{8}|\d{10}|\d{13})\s*$"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_REACH = 32  # characters before a year in which a long text may hold the rest of its date
_WHEN = re.compile(
    r"^\W*(?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?)"
    r"(?:\s*(?:to|-|\u2013)\s*\d{1,2}:\d{2}\s*(?:[ap]\.?m\.?)?)?(?=\W)",
    re.IGNORECASE,
)
_LONG = 80  # characters; dates in longer texts are looked for around their years only
_RELATIVE = re.compile(
    r"\b(?:ago|yesterday|today|just now|vor \d+|gestern|heute|il y a|hier|hace|ayer|hoy|ieri|oggi|geleden|"
    r"gisteren|sedan|siden|temu|wczoraj|dzisiaj|yang lalu|kemarin|once|atras|fa)\b"
    r"|назад|вчера|сегодня|\d\s?(?:分|時間|日|天|小时|小時)\s?前"
)
_COUNTED = re.compile(
    r"^\W*\d[\d.,]*[km]?\s+[^\W\d].*\b(?:today|heute|hoy|oggi|aujourd|vandaag|hoje)\b"
)  # "815 stars today"
_MAX_RELATIVE = 48  # characters
_COMMON_LANGUAGES = ("en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru")


@lru_cache(maxsize=8192)
def date_purity(text: str, locale: PageLocale) -> float:
    """0 where the text holds no date, 1 where it is one, between where other words stand around it."""
    piece = date_piece(text, locale)
    if piece is None:
        return 0.8 if is_relative(text) else 0.0
    words = [word for word in split_words(text) if not word.isdigit()]
    return 1.0 if len(text) <= 40 and len(words) <= 4 else max(0.25, min(0.85, 24 / len(text)))


def without_leading_day(text: str) -> str:
    """What stands after a date in digits or a time of day at the start of the text, "" where hardly a word does."""
    rest = _WHEN.sub("", text, count=1).strip(" \u2013\u2014-|,;:") if _WHEN.match(text) else ""
    return rest if sum(map(str.isalpha, rest)) > 2 else ""


def is_relative(text: str) -> bool:
    """Whether the text is short and counts back from today ("3 days ago", "vor 2 Stunden")."""
    return len(text) <= _MAX_RELATIVE and bool(_RELATIVE.search(fold(text))) and not _COUNTED.match(fold(text))


@lru_cache(maxsize=8192)
def date_piece(text: str, locale: PageLocale) -> str | None:
    """The part of the text that holds its first date (the whole text if it is short), or None without a date."""
    if len(text) <= _LONG:
        return text if _may_hold(text, locale) and find_date(text, locale) else None
    for year in _YEAR.finditer(text[:2000]):
        piece = text[max(0, year.start() - _REACH) : year.end()]
        piece = piece if piece[:1].isspace() or year.start() < _REACH else piece.partition(" ")[2] or piece
        if _may_hold(piece, locale) and find_date(piece, locale):
            return piece.strip()
    return None


def _may_hold(text: str, locale: PageLocale) -> bool:
    if not any(map(str.isdigit, text)):
        return False
    if _NUMERIC.search(text):
        return True
    if not _YEAR.search(text):
        return False
    return not month_names(locale.language).isdisjoint(split_words(text))


@cache
def month_names(language: str | None) -> frozenset[str]:
    """The folded names of the months, whole and short, in the language and in English."""
    from babel import Locale, UnknownLocaleError  # heavy: loads the CLDR on first use

    names: set[str] = {"sept"}
    for code in ("en", language) if language else _COMMON_LANGUAGES:
        try:
            months = Locale.parse(code or "en").months
        except (UnknownLocaleError, ValueError):
            continue
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names.update(word for name in months[context][width].values() for word in split_words(name))
    return frozenset(names)
