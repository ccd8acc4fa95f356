"""One raw value to one value of the field's type: picks the reading by type, format and concept."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from scraper.extraction.coercion.dates import find_date, iso_date, iso_date_time
from scraper.extraction.coercion.durations import iso_duration, parse_duration
from scraper.extraction.coercion.markup import without_markup
from scraper.extraction.coercion.meanings import match_enum, parse_boolean
from scraper.extraction.coercion.money import find_currency, find_money
from scraper.extraction.coercion.numbers import finite, mixed_fraction, numbers_in, scientific_number
from scraper.extraction.coercion.people import person_name
from scraper.extraction.coercion.quantities import parse_quantity
from scraper.extraction.coercion.stars import star_rating
from scraper.extraction.coercion.topics import topic
from scraper.extraction.coercion.urls import parse_email, parse_url
from scraper.extraction.coercion.values import Coerced
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.units import UNITS
from scraper.extraction.words import clean

MAX_STRING = 200_000  # characters; longer texts are no values but whole pages
_MONEY = frozenset(("price", "old_price", "salary"))
_TIME_CONCEPTS = frozenset(("prep_time", "cook_time", "total_time", "duration"))
_MAX_NUMERIC_TEXT = 300
_GROUPED = re.compile(r"\d[.,'\s]\d{3}(?!\d)")  # "1,250 h": the page's language says what the separator is

_REFINED: dict[str, Callable[[str], str | None]] = {"author": person_name, "topics": topic}

Reading = Callable[[Any, FieldSpec, PageLocale], Coerced | None]


def coerce_value(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    """The value of the field's (item's) type that `raw` says, or None."""
    if raw is None or isinstance(raw, dict | list | tuple):
        return None
    if isinstance(raw, float) and finite(raw) is None:
        return None
    if field.enum and field.type != "boolean":
        return _enum(raw, field)
    reading = _FORMATS.get(field.format or "") or _TYPES.get(field.type, _string)
    return reading(raw, field, locale)


def _enum(raw: Any, field: FieldSpec) -> Coerced | None:
    if raw in field.enum and not isinstance(raw, bool):
        return Coerced(raw, "as is", str(raw))
    text = clean(str(raw))
    matched = match_enum(text, field.enum) if len(text) <= _MAX_NUMERIC_TEXT else None
    return Coerced(matched[0], "enum by meaning", str(raw), matched[1]) if matched else None


def _string(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    if isinstance(raw, bool):
        return Coerced("true" if raw else "false", "text", str(raw))
    if isinstance(raw, float) and raw.is_integer():
        raw = int(raw)
    text = str(raw)
    plain = without_markup(text)
    if field.concept == "currency":
        found = find_currency(clean(text)) if len(text) <= _MAX_NUMERIC_TEXT else None
        return Coerced(found[0], "currency", text) if found else None
    lines = [clean(line) for line in plain.splitlines()] if field.concept == "body" else [clean(plain)]
    value = "\n".join(line for line in lines if line)
    if not value or len(value) > MAX_STRING:
        return None
    if field.concept in _REFINED:
        refined = _REFINED[field.concept](value)
        if refined != value:
            return Coerced(refined, field.concept, text) if refined else None
    how = "as is" if value == text else "whitespace" if plain == text else "without markup"
    return Coerced(value, how, text)


def _number(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return _numeric(raw, field, ("as is", str(raw), 1.0))
    text = str(raw)
    if not text.strip() or len(text) > _MAX_NUMERIC_TEXT:
        return None
    if field.concept in _TIME_CONCEPTS or (field.unit and UNITS[field.unit][0] == "time"):
        return _time_amount(text, field, locale)
    if field.unit:
        amount = parse_quantity(text, field.unit, locale)
        if amount is not None:
            return _numeric(amount[0], field, (f"quantity in {field.unit}", text, amount[1]))
    stars = star_rating(text) if field.concept == "rating" else None
    if stars is not None:
        return _numeric(stars, field, ("stars", text, 0.9))
    scientific = scientific_number(text, locale)
    if scientific is not None:
        return _numeric(scientific, field, ("scientific", text, 0.9))
    if field.concept in _MONEY:
        return _money(text, field, locale)
    return _first_number(text, field, locale)


def _first_number(text: str, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    if field.concept == "servings" and (fraction := mixed_fraction(text)) is not None and fraction >= 1:
        return _numeric(fraction, field, ("number", text, 0.8))
    numbers = numbers_in(text, locale)
    if not numbers:
        return None
    value, certainty, written = numbers[0]
    share = len(written) / max(1, len(text.strip()))
    rest = 1.0 if len(numbers) == 1 else 0.85
    name = "thousands" if text[text.find(written) + len(written) :][:1].lower() == "k" else "number"
    if name == "thousands":
        value *= 1000
    return _numeric(value, field, (name, text, certainty * rest * (1.0 if share > 0.1 else 0.7)))


def _money(text: str, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    found = find_money(text, locale)
    if found is not None:
        return _numeric(found[0], field, ("money", text, found[2]))
    numbers = numbers_in(text, locale)
    if len(numbers) != 1:
        return None
    return _numeric(numbers[0][0], field, ("number", text, numbers[0][1] * 0.9))


def _time_amount(text: str, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    unit = field.unit if field.unit and UNITS[field.unit][0] == "time" else "minutes"
    numbers = numbers_in(text, locale)
    amount = parse_quantity(text, unit, locale) if len(numbers) == 1 and _GROUPED.search(text) else None
    if amount is not None:
        return _numeric(amount[0], field, (f"quantity in {unit}", text, amount[1]))
    seconds = parse_duration(text)
    if seconds is not None:
        return _numeric(seconds / UNITS[unit][1], field, (f"duration in {unit}", text, 1.0))
    if len(numbers) == 1 and len(numbers[0][2]) == len(text.strip()):
        return _numeric(numbers[0][0], field, ("number", text, 0.7))
    return None


def _numeric(value: float | Decimal, field: FieldSpec, how: tuple[str, str, float]) -> Coerced | None:
    transformation, text, certainty = how
    number = finite(value)
    if number is None:
        return None
    if field.type == "integer" and not isinstance(number, int):
        return None
    if isinstance(number, float):
        number = round(number, 6)
    return Coerced(number, transformation, text, certainty)


def _boolean(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    if isinstance(raw, bool):
        return Coerced(raw, "as is", str(raw))
    text = str(raw)
    found = parse_boolean(text) if len(text) <= _MAX_NUMERIC_TEXT else None
    return None if found is None else Coerced(found[0], "truth by meaning", text, found[1])


def _date(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    found = find_date(str(raw), locale) if not isinstance(raw, bool) else None
    return Coerced(iso_date(found[0]), found[1], str(raw), found[2]) if found else None


def _date_time(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    found = find_date(str(raw), locale) if not isinstance(raw, bool) else None
    return Coerced(iso_date_time(found[0]), found[1], str(raw), found[2]) if found else None


def _duration(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    seconds = parse_duration(str(raw))
    return None if seconds is None else Coerced(iso_duration(seconds), "duration", str(raw))


def _uri(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    text = str(raw)
    url = parse_url(text, locale.base_url)
    return Coerced(url, "as is" if url == text else "absolute link", text) if url else None


def _email(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    found = parse_email(str(raw))
    return Coerced(found, "email", str(raw)) if found else None


def _any(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    if isinstance(raw, bool | int | float):
        return Coerced(raw, "as is", str(raw))
    if field.concept in _MONEY | _TIME_CONCEPTS | {"rating", "review_count"}:
        return _number(raw, field, locale) or _string(raw, field, locale)
    return _string(raw, field, locale)


_FORMATS: dict[str, Reading] = {
    "date": _date,
    "date-time": _date_time,
    "duration": _duration,
    "email": _email,
    "idn-email": _email,
    **dict.fromkeys(("uri", "url", "uri-reference", "iri", "iri-reference"), _uri),
}
_TYPES: dict[str, Reading] = {
    "string": _string,
    "number": _number,
    "integer": _number,
    "boolean": _boolean,
    "any": _any,
    "object": lambda raw, field, locale: None,
}
