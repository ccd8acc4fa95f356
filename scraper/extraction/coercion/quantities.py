"""Quantities: a number with a unit, converted to the unit that is asked for."""

import re

from scraper.extraction.coercion.numbers import NUMBER, ascii_digits, parse_number, without_exponents
from scraper.extraction.locale import PageLocale
from scraper.extraction.units import converted, unit_named
from scraper.extraction.words import fold

_UNIT = re.compile(r"\s*([^\W\d_]+|\"|″)")


def parse_quantity(text: str, wanted: str, locale: PageLocale) -> tuple[float, float] | None:
    """The first amount with a unit of the wanted kind, in the wanted unit, and its certainty; None if there is none."""
    text = without_exponents(ascii_digits(text))
    for match in NUMBER.finditer(text):
        after = _UNIT.match(text, match.end())
        parsed = parse_number(match.group(), locale)
        if not after or parsed is None:
            continue
        unit = unit_named("inches" if after.group(1) in ('"', "″") else fold(after.group(1)))
        amount = converted(float(parsed[0]), unit, wanted) if unit else None
        if amount is not None:
            return round(amount, 6), parsed[1]
    return None
