"""Raw texts to values as coercion reads them, faster: how a text of one shape was read is remembered.

"$12.49" and "$18.99" have the shape "$99.99"; where the first was read as the number in characters 1 to 6 with a point
for decimals, so is the second. What has no such reading (dates, enums, durations in words) goes to coercion each time.
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from scraper.extraction.coercion import coerce
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.words import clean

Read = tuple[Any, str, float]
"""A value, the name of its transformation, and how certain the reading is."""

_RUN = re.compile(r"\d[\d.,'’\u00a0\u202f ]*\d|\d")
_SEPARATORS = str.maketrans("", "", ".,'’\u00a0\u202f ")
_NINES = str.maketrans("012345678", "999999999")
_MAX_SHAPED = 40  # characters
_MAX_SHAPES = 500  # of one field; more is no shape but free text
_MAX_DIGITS, _MAX_DECIMALS = 15, 6  # what coercion keeps of a number
_TRIALS = 4  # texts of a shape that coercion reads itself: "4 1/4 cups" is 4 by its first number or by its last
_SEGMENTS = r"/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*+/?+)*+"
_PATH = re.compile(rf"{_SEGMENTS}(?:\?[A-Za-z0-9_=&-]+)?")
_ABSOLUTE = re.compile(rf"https?://[a-z0-9-]+(?:\.[a-z0-9-]++)+{_SEGMENTS}")
_ORIGIN = re.compile(r"(https?://[a-z0-9.-]+(?::\d{2,5})?)(?:[/?#]|$)")
_STRINGS = frozenset((None, "hostname", "uuid", "time", "regex"))


@dataclass(frozen=True, slots=True)
class Recipe:
    """Where in texts of a shape the number stands and how it is written."""

    start: int
    end: int
    decimal: str
    transformation: str
    certainty: float
    is_bare: bool  # digits and at most a decimal point: what float() reads
    trials: int = 1  # different texts that were read so


class Reader:
    """Reads the raw values of one field. Keeps what it learnt of their shapes; not shared between fields."""

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self._shapes: dict[tuple[str | None, str | None, str], Recipe | None] = {}
        is_free = not spec.enum and not spec.is_array
        self._is_plain = (
            is_free and spec.type == "string" and spec.format in _STRINGS and spec.concept not in ("currency", "body")
        )
        self._is_link = is_free and spec.is_uri and spec.type == "string"
        self._is_number = is_free and spec.is_numeric

    def read(self, raw: Any, locale: PageLocale) -> Read | None:
        """What `coerce` makes of the raw value, or None."""
        if isinstance(raw, str):
            if self._is_plain and "<" not in raw and "&" not in raw:
                return _plain(raw)
            if self._is_link and (known := _link(raw, locale.base_url)) is not None:
                return known
            if self._is_number and len(raw) <= _MAX_SHAPED:
                return self._number(raw, locale)
        return _coerced(raw, self.spec, locale)

    def read_each(self, raws: list[str], locale: PageLocale) -> list[Read | None]:
        """What `read` makes of each of the texts."""
        if self._is_link:
            origin = _ORIGIN.match(locale.base_url)
            head = origin.group(1) if origin is not None else ""
            return [
                (head + raw, "absolute link", 1.0) if head and _PATH.fullmatch(raw) else self.read(raw, locale)
                for raw in raws
            ]
        if self._is_plain:
            return [_plain(raw) if "<" not in raw and "&" not in raw else self.read(raw, locale) for raw in raws]
        if self._is_number:
            return self._numbers(raws, locale)
        read = self.read
        return [read(raw, locale) for raw in raws]

    def _numbers(self, raws: list[str], locale: PageLocale) -> list[Read | None]:
        """What `read` makes of texts, most of which are of known shapes and have a bare number."""
        language, country, shapes = locale.language, locale.country, self._shapes
        is_whole = self.spec.type == "integer"
        found: list[Read | None] = []
        for raw in raws:
            recipe = shapes.get((language, country, raw.translate(_NINES)))
            if recipe is None or not recipe.is_bare or recipe.trials < _TRIALS or raw[recipe.start] == "0":
                found.append(self.read(raw, locale))
                continue
            bare = float(raw[recipe.start : recipe.end])
            if bare.is_integer():
                found.append((int(bare), recipe.transformation, recipe.certainty))
            else:
                found.append(self.read(raw, locale) if is_whole else (bare, recipe.transformation, recipe.certainty))
        return found

    def _number(self, text: str, locale: PageLocale) -> Read | None:
        shape = (locale.language, locale.country, text.translate(_NINES))
        recipe = self._shapes.get(shape)
        if recipe is not None and recipe.trials >= _TRIALS and text[recipe.start] != "0":
            number = _number_at(text, recipe.start, recipe.end, recipe.decimal)
            if isinstance(number, int) or self.spec.type != "integer":
                return number, recipe.transformation, recipe.certainty
        read = _coerced(text, self.spec, locale)
        if read is not None and (recipe is not None or shape not in self._shapes):
            self._try(shape, recipe, (text, read))
        return read

    def _try(self, shape: tuple[str | None, str | None, str], recipe: Recipe | None, tried: tuple[str, Read]) -> None:
        """Count one more trial of the shape's recipe; one that fails is given up for good."""
        text, read = tried
        if recipe is None:
            found = _recipe(text, read)
            if found is not None and len(self._shapes) < _MAX_SHAPES:
                self._shapes[shape] = found
        elif text[recipe.start] != "0":
            number = _number_at(text, recipe.start, recipe.end, recipe.decimal)
            is_right = (number, recipe.transformation, recipe.certainty) == read
            self._shapes[shape] = replace(recipe, trials=recipe.trials + 1) if is_right else None


def _coerced(raw: Any, spec: FieldSpec, locale: PageLocale) -> Read | None:
    found = coerce(raw, spec, locale)
    return (found.value, found.transformation, found.certainty) if found is not None else None


def _plain(text: str) -> Read | None:
    value = clean(text)
    if not value or len(value) > 10_000:
        return None
    return value, "as is" if value == text else "whitespace", 1.0


def _link(text: str, base_url: str) -> Read | None:
    """The absolute link, where nothing in it needs escaping or resolving."""
    if _PATH.fullmatch(text):
        origin = _ORIGIN.match(base_url)
        return (origin.group(1) + text, "absolute link", 1.0) if origin is not None else None
    return (text, "as is", 1.0) if _ABSOLUTE.fullmatch(text) else None


def _recipe(text: str, read: Read) -> Recipe | None:
    """How the number was read, if it is written in the text as it is and at one place only."""
    value, transformation, certainty = read
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    found = {
        (run.start(), run.end(), decimal)
        for run in _RUN.finditer(text)
        for decimal in ".,"
        if _number_at(text, run.start(), run.end(), decimal) == value
    }
    if len({place[:2] for place in found}) != 1:
        return None
    start, end, decimal = min(found)
    has_both = len(found) == 2 and any(sign in text[start:end] for sign in ".,")
    if has_both or text[start] == "0":  # "1.000" is 1 either way only by accident
        return None
    whole, point, rest = text[start:end].partition(".")
    is_bare = whole.isdecimal() and (not point or (decimal == "." and rest.isdecimal() and len(rest) <= _MAX_DECIMALS))
    return Recipe(start, end, decimal, transformation, certainty, is_bare and end - start <= _MAX_DIGITS)


def _number_at(text: str, start: int, end: int, decimal: str) -> int | float | None:
    whole, has_decimals, rest = text[start:end].rpartition(decimal)
    if not has_decimals:
        whole, rest = rest, ""
    digits = whole.translate(_SEPARATORS)
    if not digits.isdecimal() or (rest and not rest.isdecimal()) or len(digits) + len(rest) > _MAX_DIGITS:
        return None
    number = float(f"{digits}.{rest or 0}")
    return int(number) if number.is_integer() else round(number, _MAX_DECIMALS)
