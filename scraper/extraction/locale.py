"""How the page writes numbers, dates and links: language, decimal sign, order of day and month, base URL, and today."""

import datetime
import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from scraper.extraction.words import word_set

# Top-level domains whose language is not in doubt; the page's own declaration comes first.
_LANGUAGE_OF_DOMAIN = {
    "de": "de", "at": "de", "ch": "de", "fr": "fr", "be": "nl", "nl": "nl", "it": "it", "es": "es", "pt": "pt",
    "br": "pt", "mx": "es", "ar": "es", "cl": "es", "pl": "pl", "cz": "cs", "sk": "sk", "hu": "hu", "ro": "ro",
    "se": "sv", "no": "nb", "dk": "da", "fi": "fi", "ru": "ru", "ua": "uk", "tr": "tr", "gr": "el", "jp": "ja",
    "cn": "zh", "tw": "zh", "kr": "ko", "hr": "hr", "si": "sl", "bg": "bg", "lt": "lt", "lv": "lv", "ee": "et",
}  # fmt: skip
_DECIMAL_COMMA = word_set("de fr it es pt nl pl cs sk hu ro sv nb no nn da fi ru uk tr el hr sl bg lt lv et sr id vi")
_MONTH_FIRST_COUNTRIES = frozenset(("US", "PH"))
_POINT_COUNTRIES = frozenset(("CH", "LI", "MX", "GB", "IE", "US"))
_LANGUAGE_KEYS = frozenset(("og:locale", "language", "content-language", "dc.language"))
_COUNTRY = re.compile(r"^[a-z]{2,3}[-_](?:[A-Za-z]{4}[-_])?([A-Za-z]{2})\b")


@dataclass(frozen=True, slots=True)
class PageLocale:
    """What coercion needs to know of the page.

    `decimal` is "," or "." where the language says how decimals are written, else None. `is_day_first` says how
    03/04/2020 is read, None where nothing tells. `today` is the day relative dates count from, None if not known.
    """

    base_url: str = ""
    language: str | None = None
    country: str | None = None
    decimal: str | None = None
    is_day_first: bool | None = None
    today: datetime.date | None = None


def page_locale(base_url: str, declared: str | None, today: datetime.date | None = None) -> PageLocale:
    """The locale of a page from its URL and the language tag that it declares ("de-AT", "en_US", None)."""
    language, country, decimal, is_day_first = _habits("/".join(base_url.split("/", 3)[:3]), declared)
    return PageLocale(base_url, language, country, decimal, is_day_first, today)


@lru_cache(maxsize=1024)
def _habits(origin: str, declared: str | None) -> tuple[str | None, str | None, str | None, bool | None]:
    """Language, country, decimal sign and order of day and month of the pages of a site with that language tag."""
    domain = (urlsplit(origin).hostname or "").rsplit(".", 1)[-1]
    stated = re.match(r"[A-Za-z]{2}", declared or "")
    language = stated.group().lower() if stated else _LANGUAGE_OF_DOMAIN.get(domain)
    match = _COUNTRY.match(declared or "")
    country = match.group(1).upper() if match else domain.upper() if domain in _LANGUAGE_OF_DOMAIN else None
    if country is None and domain in ("uk", "au", "nz", "ie", "za", "in", "us", "ca"):
        country = {"uk": "GB"}.get(domain, domain.upper())
    return language, country, _decimal(language, country), _is_day_first(language, country)


def declared_language(root: HtmlElement) -> str | None:
    """The language tag that <html lang> or the page's meta elements name ("de-AT"), or None."""
    return root.get("lang") or root.get("xml:lang") or _meta_language(root)


def _meta_language(root: HtmlElement) -> str | None:
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("http-equiv") or "").lower()
        if key in _LANGUAGE_KEYS:
            return element.get("content") or None
    return None


def _decimal(language: str | None, country: str | None) -> str | None:
    if language is None:
        return None
    return "," if language in _DECIMAL_COMMA and country not in _POINT_COUNTRIES else "."


def _is_day_first(language: str | None, country: str | None) -> bool | None:
    if country in _MONTH_FIRST_COUNTRIES:
        return False
    if country is not None:
        return True
    return None if language in (None, "en") else True
