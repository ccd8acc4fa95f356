"""Units of quantities: the unit a field asks for, and factors between units of the same kind."""

from collections.abc import Sequence
from itertools import pairwise

from scraper.extraction.words import split_words

# Unit -> (kind, factor to the kind's base: seconds, grams, metres, litres).
UNITS: dict[str, tuple[str, float]] = {
    "seconds": ("time", 1.0),
    "minutes": ("time", 60.0),
    "hours": ("time", 3600.0),
    "days": ("time", 86400.0),
    "weeks": ("time", 604800.0),
    "mg": ("mass", 0.001),
    "g": ("mass", 1.0),
    "kg": ("mass", 1000.0),
    "oz": ("mass", 28.349523125),
    "lb": ("mass", 453.59237),
    "mm": ("length", 0.001),
    "cm": ("length", 0.01),
    "m": ("length", 1.0),
    "km": ("length", 1000.0),
    "in": ("length", 0.0254),
    "ft": ("length", 0.3048),
    "mi": ("length", 1609.344),
    "ml": ("volume", 0.001),
    "cl": ("volume", 0.01),
    "l": ("volume", 1.0),
}

_NAMES: dict[str, str] = {
    **dict.fromkeys(("second", "seconds", "secs"), "seconds"),
    **dict.fromkeys(("minute", "minutes", "mins", "minuten"), "minutes"),
    **dict.fromkeys(("hour", "hours", "hrs", "stunden"), "hours"),
    **dict.fromkeys(("days",), "days"),
    **dict.fromkeys(("kg", "kilogram", "kilograms", "kilos", "kilo"), "kg"),
    **dict.fromkeys(("gram", "grams", "gramm"), "g"),
    **dict.fromkeys(("lb", "lbs", "pounds"), "lb"),
    **dict.fromkeys(("oz", "ounce", "ounces"), "oz"),
    **dict.fromkeys(("mm", "millimetre", "millimetres", "millimeters"), "mm"),
    **dict.fromkeys(("cm", "centimetre", "centimetres", "centimeters"), "cm"),
    **dict.fromkeys(("metre", "metres", "meters"), "m"),
    **dict.fromkeys(("km", "kilometre", "kilometres", "kilometers"), "km"),
    **dict.fromkeys(("inch", "inches"), "in"),
    **dict.fromkeys(("feet", "foot"), "ft"),
    **dict.fromkeys(("mile", "miles"), "mi"),
    **dict.fromkeys(("ml", "millilitre", "millilitres", "milliliters"), "ml"),
    **dict.fromkeys(("cl",), "cl"),
    **dict.fromkeys(("litre", "litres", "liter", "liters"), "l"),
}


def unit_in(name_words: Sequence[str], description: str) -> str | None:
    """The unit that a field's name or description asks for ("time in minutes" -> "minutes"), or None."""
    words = split_words(description)
    asked = [after for before, after in pairwise(words) if before in ("in", "as", "unit", "units")]
    for word in (*reversed(name_words), *asked, *words):
        if word in _NAMES:
            return _NAMES[word]
    return None


def unit_named(word: str) -> str | None:
    """The unit a word on a page names ("lbs" -> "lb", "cm" -> "cm"), or None."""
    return _NAMES.get(word) or (word if word in UNITS else None)


def converted(amount: float, unit: str, wanted: str) -> float | None:
    """The amount in the wanted unit, or None where the two measure different things."""
    kind, factor = UNITS[unit]
    wanted_kind, wanted_factor = UNITS[wanted]
    return amount * factor / wanted_factor if kind == wanted_kind else None
