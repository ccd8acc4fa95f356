"""Quantities: a number with a unit, converted to the unit that is asked for."""

import re

from scraper.extraction.coercion.numbers import NUMBER, ascii_digits, parse_number, without_exponents
from scraper.extraction.locale import PageLocale
from scraper.extraction.units import converted, unit_named
from scraper.extraction.words import fold

_UNIT = re.compile(
    r"\s*(km\s?/\s?h|sq\.?\s?(?:ft|feet|m)\b\.?|(?:ft|m)\s?[²2](?!\d)|°\s?[cf]\b|%|[^\W\d_]+|\"|''|″|”|'|′|’)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s*(?:-|–|—|to|bis|à|a|-|x|×)\s*$", re.IGNORECASE)
_SIGNS = {'"': "in", "''": "in", "″": "in", "”": "in", "'": "ft", "′": "ft", "’": "ft"}
_SQUARE = {"sqft": "sqft", "sqfeet": "sqft", "sqm": "m2", "ft²": "sqft", "ft2": "sqft", "m²": "m2", "m2": "m2"}
_FEET_AND_INCHES = re.compile(r"(\d)\s?(?:'|′|’)\s?(\d{1,2}(?:\.\d+)?)\s?(?:\"|''|″|”)")
_RANGE_CERTAINTY = 0.8


def parse_quantity(text: str, wanted: str, locale: PageLocale) -> tuple[float, float] | None:
    """The first amount with a unit of the wanted kind, in the wanted unit, and its certainty; None if there is none.

    Of a range ("5–12 cm") the first end counts; feet and inches add up (32' 6").
    """
    text = _FEET_AND_INCHES.sub(r"\1 ft \2 in", without_exponents(ascii_digits(text)))
    before: tuple[float, int] | None = None  # a number without a unit that the next one's may be of, and its end
    found: tuple[float, float, str, int] | None = None  # amount, certainty, unit, end
    for match in NUMBER.finditer(text):
        parsed = parse_number(match.group(), locale)
        after = _UNIT.match(text, match.end())
        unit = _unit(after.group(1)) if after else None
        if parsed is None:
            continue
        number = float(parsed[0])
        if found is not None:
            return _with_inches(found, (number, unit, text[found[3] : match.start()]), wanted)
        amount = converted(number, unit, wanted) if unit else None
        if amount is None or unit is None or after is None:
            before = (number, match.end())
            continue
        if before is not None and _RANGE.fullmatch(text[before[1] : match.start()]):
            first = converted(before[0], unit, wanted)
            return (round(first, 6), parsed[1] * _RANGE_CERTAINTY) if first is not None else None
        found = (amount, parsed[1], unit, after.end())
    return None if found is None else (round(found[0], 6), found[1])


def _with_inches(
    found: tuple[float, float, str, int], further: tuple[float, str | None, str], wanted: str
) -> tuple[float, float]:
    """The amount, with the inches that follow right after feet."""
    amount, certainty, unit, _ = found
    number, other, between = further
    if unit == "ft" and other == "in" and not between.strip(" ,"):
        amount += converted(number, "in", wanted) or 0.0
    return round(amount, 6), certainty


def _unit(written: str) -> str | None:
    if written in _SIGNS:
        return _SIGNS[written]
    joined = fold(written).replace(" ", "").replace(".", "")
    return _SQUARE.get(written.lower().replace(" ", "").replace(".", "")) or _SQUARE.get(joined) or unit_named(joined)
