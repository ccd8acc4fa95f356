"""Coercion: raw text or JSON values to values of a field's type, or nothing. Never a guess without a lower certainty.

`coerce(raw, field, locale)` gives one value, `coerce_all` those of an array field.
"""

from collections.abc import Sequence
from typing import Any

from scraper.extraction.coercion.kinds import coerce_value
from scraper.extraction.coercion.lists import split_list
from scraper.extraction.coercion.values import Coerced
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale

__all__ = ["Coerced", "Readings", "coerce", "coerce_all"]

# Lists in which the same line may rightly stand twice ("salt"); in others a repetition is one value shown twice.
_REPEATING = frozenset(("ingredients", "instructions"))


def coerce(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    """The value of the field's type that `raw` (text, or a JSON value) says, or None where it says none.

    For an array field the value of one item; see `coerce_all` for the whole array. Objects are read from mappings
    elsewhere and give None here.
    """
    return coerce_value(raw, field, locale)


class Readings(dict[str, Coerced | None]):
    """Text -> what it says as one field's type, as `coerce` reads it: each text is read once."""

    def __init__(self, field: FieldSpec, locale: PageLocale) -> None:
        self._field = field
        self._locale = locale

    def __missing__(self, text: str) -> Coerced | None:
        read = self[text] = coerce_value(text, self._field, self._locale)
        return read

    def of(self, raw: Any) -> Coerced | None:
        """`coerce` of a text or a JSON value."""
        return self[raw] if raw.__class__ is str else coerce_value(raw, self._field, self._locale)


def coerce_all(
    raws: Sequence[Any], field: FieldSpec, locale: PageLocale, readings: Readings | None = None
) -> list[Coerced]:
    """The items of an array field from its raw values, in order; one single text is split into items.

    A value that comes twice is kept once, but for lists of steps and of ingredients. `readings` are those of the field
    and locale, where several arrays of it are read.
    """
    read = readings if readings is not None else Readings(field, locale)
    is_one_text = len(raws) == 1 and isinstance(raws[0], str)
    parts: Sequence[Any] = split_list(raws[0], field) if is_one_text else raws
    found: list[Coerced] = []
    seen: set[str] = set()
    is_repeating = field.concept in _REPEATING
    for number, part in enumerate(parts):
        each = read.of(part)
        if each is None or ((key := repr(each.value)) in seen and not is_repeating):
            continue
        seen.add(key)
        origin = each.origin if is_one_text else number
        found.append(Coerced(each.value, each.transformation, each.text, each.certainty, origin, each.parts))
    return found
