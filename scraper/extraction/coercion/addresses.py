"""Postal addresses in one text, taken apart: street, postal code, city, region, country."""

import re
from functools import cache

from scraper.extraction.words import clean, fold

_PARTS = re.compile(r"\s*[,;·|\n]\s*")
_CODE_CITY = re.compile(
    r"^(?:[A-Z]{1,3}[-\s])?(\d{5}|\d{4} ?[A-Z]{2}|\d{2}-\d{3}|\d{3} \d{2}|\d{4}-\d{3}|\d{4})\s+([^\d,]{2,40})$"
)
_REGION_CODE = re.compile(r"^(?:(.{2,40}?)\s+)?([A-Z]{2,3})\s+(\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|\d{4})$")
_CITY_CODE = re.compile(r"^(?:(.{2,40}?)\s+)?([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$")
_CITY_DIGITS = re.compile(r"^([^\d,]{2,40}?)\s+(\d{5,6})$")
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")
_MAX_TEXT = 250


def parse_address(text: str) -> dict[str, str]:
    """Those of street, postal_code, city, region and country that the text has, as they are written; {} if no address.

    A text is an address if it has a postal code beside a city, or a street with a number before a city and a country.
    """
    parts = [clean(part) for part in _PARTS.split(text) if part.strip()] if len(text) <= _MAX_TEXT else []
    found: dict[str, str] = {}
    if len(parts) > 1 and fold(parts[-1]).strip(".") in _countries():
        found["country"] = parts.pop()
    for number, part in enumerate(parts):
        placed = _placed(part)
        if not placed:
            continue
        found.update({name: value for name, value in placed.items() if value})
        before = parts[:number]
        if not placed.get("city") and before:
            found["city"] = before.pop()
        return _with_street(found, before)
    if "country" in found and len(parts) == 2 and any(map(str.isdigit, parts[0])):
        return {"street": parts[0], "city": parts[1], **found}
    return {}


def _placed(part: str) -> dict[str, str]:
    """Postal code, city and region of a part that has a postal code."""
    if match := _CODE_CITY.match(part):
        return {"postal_code": match.group(1), "city": match.group(2)}
    if match := _REGION_CODE.match(part):
        return {"city": match.group(1) or "", "region": match.group(2), "postal_code": match.group(3)}
    if match := _CITY_CODE.match(part):
        return {"city": match.group(1) or "", "postal_code": match.group(2)}
    if match := _CITY_DIGITS.match(part):
        return {"city": match.group(1), "postal_code": match.group(2)}
    return {}


def _with_street(found: dict[str, str], before: list[str]) -> dict[str, str]:
    street = next((part for part in reversed(before) if any(map(str.isdigit, part))), before[-1] if before else "")
    return {"street": street, **found} if street else found


@cache
def _countries() -> frozenset[str]:
    import babel  # heavy: loads the CLDR on first use, and pages without addresses need none of it

    names = {
        fold(name)
        for language in _LANGUAGES
        for code, name in babel.Locale(language).territories.items()
        if len(code) == 2 and code.isalpha()
    }
    return frozenset(names | {"usa", "u s a", "uk", "great britain", "england", "scotland", "wales"})
