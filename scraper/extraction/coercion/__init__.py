"""Coercion: raw text or JSON values to values of a field's type, or nothing. Never a guess without a lower certainty.

`coerce(raw, field, locale)` gives one value, `coerce_all` those of an array field.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from scraper.extraction.coercion.kinds import coerce_value
from scraper.extraction.coercion.lists import split_list
from scraper.extraction.coercion.values import Coerced
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale

__all__ = ["Coerced", "coerce", "coerce_all"]

# Lists in which the same line may rightly stand twice ("salt"); in others a repetition is one value shown twice.
_REPEATING = frozenset(("ingredients", "instructions"))


def coerce(raw: Any, field: FieldSpec, locale: PageLocale) -> Coerced | None:
    """The value of the field's type that `raw` (text, or a JSON value) says, or None where it says none.

    For an array field the value of one item; see `coerce_all` for the whole array. Objects are read from mappings
    elsewhere and give None here.
    """
    return coerce_value(raw, field, locale)


def coerce_all(raws: Sequence[Any], field: FieldSpec, locale: PageLocale) -> list[Coerced]:
    """The items of an array field from its raw values, in order; one single text is split into items.

    A value that comes twice is kept once, but for lists of steps and of ingredients.
    """
    is_one_text = len(raws) == 1 and isinstance(raws[0], str)
    parts: Sequence[Any] = split_list(raws[0], field) if is_one_text else raws
    found: list[Coerced] = []
    seen: set[str] = set()
    for number, part in enumerate(parts):
        coerced = coerce_value(part, field, locale)
        if coerced is None or (repr(coerced.value) in seen and field.concept not in _REPEATING):
            continue
        seen.add(repr(coerced.value))
        found.append(coerced if is_one_text else replace(coerced, origin=number))
    return found
