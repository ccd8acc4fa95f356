"""Units of quantities: the unit a field asks for, and factors between units of the same kind."""

from collections.abc import Sequence
from itertools import pairwise

from scraper.extraction.words import split_words

# Unit -> (kind, factor to the kind's base: seconds, grams, metres, litres, square metres, metres a second, watts …).
UNITS: dict[str, tuple[str, float]] = {
    "seconds": ("time", 1.0),
    "minutes": ("time", 60.0),
    "hours": ("time", 3600.0),
    "days": ("time", 86400.0),
    "weeks": ("time", 604800.0),
    "mg": ("mass", 0.001),
    "g": ("mass", 1.0),
    "kg": ("mass", 1000.0),
    "t": ("mass", 1_000_000.0),
    "oz": ("mass", 28.349523125),
    "lb": ("mass", 453.59237),
    "mm": ("length", 0.001),
    "cm": ("length", 0.01),
    "m": ("length", 1.0),
    "km": ("length", 1000.0),
    "in": ("length", 0.0254),
    "ft": ("length", 0.3048),
    "yd": ("length", 0.9144),
    "mi": ("length", 1609.344),
    "ml": ("volume", 0.001),
    "cl": ("volume", 0.01),
    "l": ("volume", 1.0),
    "m2": ("area", 1.0),
    "ha": ("area", 10_000.0),
    "sqft": ("area", 0.09290304),
    "acre": ("area", 4046.8564224),
    "km/h": ("speed", 1 / 3.6),
    "mph": ("speed", 0.44704),
    "kn": ("speed", 0.5144444),
    "w": ("power", 1.0),
    "kw": ("power", 1000.0),
    "hp": ("power", 745.69987),
    "b": ("bytes", 1.0),
    "kb": ("bytes", 1e3),
    "mb": ("bytes", 1e6),
    "gb": ("bytes", 1e9),
    "tb": ("bytes", 1e12),
    "°c": ("celsius", 1.0),
    "°f": ("fahrenheit", 1.0),
    "v": ("voltage", 1.0),
    "ah": ("charge", 1.0),
    "%": ("share", 1.0),
}

_WORDS: dict[str, str] = {
    "seconds": "second seconds secs sec sekunden",
    "minutes": "minute minutes mins minuten minutos minuti",
    "hours": "hour hours hrs hr stunden std heures horas ore uur",
    "days": "days tage jours dias giorni dagen",
    "weeks": "weeks wochen semaines semanas",
    "mg": "mg milligram milligrams",
    "kg": "kg kgs kilogram kilograms kilogramm kilos kilo chilogrammi",
    "g": "gram grams gramm gramme grammes gramos grammi gr",
    "t": "tonne tonnes tonnen",
    "lb": "lb lbs pound pounds",
    "oz": "oz ounce ounces",
    "mm": "mm millimetre millimetres millimeter millimeters",
    "cm": "cm centimetre centimetres centimeter centimeters zentimeter",
    "m": "metre metres meter meters metros metri mtr",
    "km": "km kms kilometre kilometres kilometer kilometers kilometros chilometri",
    "in": "inch inches zoll pouces pulgadas",
    "ft": "ft feet foot pieds",
    "yd": "yd yards",
    "mi": "mi mile miles",
    "ml": "ml millilitre millilitres milliliter milliliters",
    "cl": "cl centilitre centilitres",
    "l": "litre litres liter liters litros litri ltr",
    "m2": "m2 sqm qm mq m² quadratmeter",
    "ha": "ha hectare hectares hektar",
    "sqft": "sqft sf ft2 ft²",
    "acre": "acre acres",
    "km/h": "kmh kph km/h",
    "mph": "mph",
    "kn": "kn knots kts",
    "kw": "kw kilowatt kilowatts",
    "w": "watt watts",
    "hp": "hp bhp horsepower",
    "kb": "kb kilobyte kilobytes kib",
    "mb": "mb megabyte megabytes mib",
    "gb": "gb gigabyte gigabytes gib",
    "tb": "tb terabyte terabytes tib",
    "b": "bytes byte",
    "°c": "celsius °c",
    "°f": "fahrenheit °f",
    "v": "volt volts",
    "ah": "ah",
    "%": "percent percentage prozent %",
}
_NAMES: dict[str, str] = {word: unit for unit, words in _WORDS.items() for word in words.split()}
# Symbols of one letter that name a unit at the end of a field's name: "length_m"; "in" and "min" mean other things.
_SYMBOLS = frozenset(("m", "g", "l", "t", "w", "v", "h", "s"))
_SYMBOL_UNITS = {"h": "hours", "s": "seconds"}
_SPOKEN = (
    (("square", "metres"), "m2"),
    (("square", "meters"), "m2"),
    (("square", "metre"), "m2"),
    (("square", "meter"), "m2"),
    (("square", "feet"), "sqft"),
    (("square", "foot"), "sqft"),
    (("sq", "ft"), "sqft"),
    (("sq", "m"), "m2"),
)


def unit_in(name_words: Sequence[str], description: str) -> str | None:
    """The unit that a field's name or description asks for ("time in minutes" -> "minutes"), or None."""
    words = split_words(description)
    spoken = dict(_SPOKEN)
    for pair in (*pairwise(name_words), *pairwise(words)):
        if pair in spoken:
            return spoken[pair]
    last = name_words[-1] if len(name_words) > 1 else ""
    if last in _SYMBOLS:
        return _SYMBOL_UNITS.get(last, last)
    asked = [after for before, after in pairwise(words) if before in ("in", "as", "unit", "units")]
    for word in (*reversed(name_words), *asked, *words):
        if word in _NAMES:
            return _NAMES[word]
    return None


def unit_named(word: str) -> str | None:
    """The unit a word on a page names ("lbs" -> "lb", "cm" -> "cm"), or None."""
    return _NAMES.get(word) or (word if word in UNITS else _SYMBOL_UNITS.get(word))


def converted(amount: float, unit: str, wanted: str) -> float | None:
    """The amount in the wanted unit, or None where the two measure different things."""
    kind, factor = UNITS[unit]
    wanted_kind, wanted_factor = UNITS[wanted]
    return amount * factor / wanted_factor if kind == wanted_kind else None
