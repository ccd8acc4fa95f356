"""The values of one key path over many JSON objects as a column, and how well they look like what a field asks for.

Shapes only: what the keys are called is `json_keys`'.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.coercion.markup import without_markup
from scraper.extraction.explain.excerpts import Kind, excerpt
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lazy import lazy
from scraper.extraction.lists.roles import Role
from scraper.extraction.locale import PageLocale
from scraper.extraction.ranker.plausibility import plausibility
from scraper.extraction.words import clean, word_set

Path = tuple[str, ...]
_CODE = re.compile(r"^(?=.*\d)[\w.,&#()/:\- ]{2,40}$")
_HASH = re.compile(r"^[0-9a-f-]{20,}$|^[\w+/=]{40,}$", re.IGNORECASE)
_DAY = re.compile(r"^\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b|^\d{4}-\d{2}-\d{2}T")
_ADDRESS = re.compile(r"^\s*(?:https?:)?/|^\S+\.\w{2,5}(?:[/?]\S*)?$|^\S+/\S+$", re.IGNORECASE)
_CASE_WORDS = word_set("case party parties versus caption")
_PARTY_WORDS = word_set("party parties versus")
_FEW = 4  # values; fewer tell nothing by being alike
_ALIKE = 0.4  # what a column counts whose values are all the same, for fields that tell records apart
_BYLINES = 0.5  # share of values from which they are sentences that mention names, not names
ONE_OF_MANY = 0.8  # what the first of several elements counts for a field that wants one value
_DISTINCT_ROLES = frozenset(("title", "code", "link", "long"))


@dataclass(frozen=True)
class KeyColumn:
    """The values, empty ones left out, at a path of keys in `total` objects; with a `part` only that of the texts.

    A path that an array stands on has the array's first element; `is_one_of_many` says that there often are others.
    """

    path: Path
    values: tuple[Any, ...]
    total: int
    part: Kind | None = None
    is_one_of_many: bool = False

    @lazy
    def filled(self) -> float:
        """The share 0..1 of the objects that have a value."""
        return len(self.values) / max(1, self.total)

    @lazy
    def texts(self) -> tuple[str, ...]:
        """The scalars as plain texts."""
        return tuple(clean(without_markup(str(each))) for each in self.values if not isinstance(each, dict | list))

    @lazy
    def distinct(self) -> float:
        """Different texts per text, 0..1."""
        return len(set(self.texts)) / max(1, len(self.texts))

    @lazy
    def is_constant(self) -> bool:
        """Whether several texts are all the same."""
        return len(self.texts) >= _FEW and len(set(self.texts)) == 1

    @lazy
    def codes(self) -> float:
        """The share of values that may be identifiers that people write: short, with a digit, no hash and no day."""
        return _share(
            bool(_CODE.match(each)) and each.count(" ") < 5 and not _HASH.match(each) and not _DAY.match(each)
            for each in self.texts
        )

    @lazy
    def mixed(self) -> float:
        """The share of values with both letters and digits."""
        return _share(any(map(str.isdigit, each)) and any(map(str.isalpha, each)) for each in self.texts)

    @lazy
    def addresses(self) -> float:
        """The share of values that are a URL or a path."""
        return _share(bool(_ADDRESS.match(each)) for each in self.texts)

    @lazy
    def names(self) -> float:
        """The share of values that may be names: up to eight words without digits."""
        return _share(
            any(map(str.isalpha, each)) and not any(map(str.isdigit, each)) and each.count(" ") < 8 and len(each) < 80
            for each in self.texts
        )

    @lazy
    def bylines(self) -> float:
        """The share of values in which a name stands after "by"."""
        return _share(self.part is None and excerpt("person", each) is not None for each in self.texts)

    def of(self, kind: Kind) -> "KeyColumn":
        """The column of those parts of the texts."""
        texts = (each for each in self.values if isinstance(each, str) and not _ADDRESS.match(each))
        parts = (excerpt(kind, each if kind == "link" else without_markup(each)) for each in texts)
        return KeyColumn(self.path, tuple(each for each in parts if each), self.total, kind)

    def fit(self, spec: FieldSpec, role: Role, locale: PageLocale) -> float:
        """0..1: how well the values look like the field's: readable as its type, likely, and of the role's shape."""
        readable = sum(readability(value, spec, locale) for value in self.values) / max(1, len(self.values))
        return readable * self.shape(role) * (ONE_OF_MANY if self.is_one_of_many and not spec.is_array else 1.0)

    def shape(self, role: Role) -> float:
        """0..1: how far the values look like what the role asks for."""
        alike = _ALIKE if self.is_constant and role in _DISTINCT_ROLES else 1.0
        if role == "code":
            return alike * (0.3 + 0.7 * self.codes)
        if role == "link":
            return alike * (0.2 + 0.8 * self.addresses)
        if role == "person":
            return (0.3 + 0.7 * self.names) * (0.5 if self.bylines >= _BYLINES else 1.0)
        if role in ("text", "title"):
            return (0.7 if self.is_constant else 1.0) * (1.0 - 0.6 * self.addresses)
        return alike


def readability(value: Any, spec: FieldSpec, locale: PageLocale) -> float:
    """0..1: how likely the value is one of the field's type and kind."""
    if spec.type == "object" or isinstance(value, dict):
        is_array = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
        return float(spec.type == "object" and (is_array if spec.is_array else is_array or isinstance(value, dict)))
    if spec.is_array:
        return float(bool(coerce_all(value if isinstance(value, list) else [value], spec, locale)))
    if isinstance(value, list):
        value = value[0] if value else None
    coerced = coerce(value, spec, locale)
    return plausibility(coerced.value, spec) if coerced else 0.0


def parts_for(spec: FieldSpec, role: Role) -> tuple[Kind, ...]:
    """The parts of texts that may be the field's value."""
    if spec.is_array or spec.type != "string":
        return ()
    if role == "link":
        return ("link",)
    if role == "code":
        return ("citation",) if "citation" in spec.words else ("code",)
    if role == "person":
        return ("person",)
    if role == "title" and names_case(spec):
        return ("parties",)
    return ("lead",) if role in ("text", "title") and spec.hint_words else ()


def names_case(spec: FieldSpec) -> bool:
    """Whether the field asks for the name of a case: its parties."""
    return not (_CASE_WORDS.isdisjoint(spec.words) and _PARTY_WORDS.isdisjoint(spec.hint_words))


def column_at(path: Path, objects: Sequence[dict[str, Any]]) -> KeyColumn:
    """The column of the path in the objects: of arrays on the way the first element."""
    found = [_first_at(each, path) for each in objects]
    values = tuple(value for value, _ in found if value not in (None, "", [], {}))
    return KeyColumn(path, values, len(objects), is_one_of_many=2 * sum(many for _, many in found) >= len(found))


def _first_at(value: Any, path: Path) -> tuple[Any, bool]:
    is_many = False
    for key in path:
        if isinstance(value, list):
            is_many = is_many or len(value) > 1
            value = value[0] if value else None
        value = value.get(key) if isinstance(value, dict) else None
    return value, is_many


def _share(values: Iterable[bool]) -> float:
    found: Sequence[bool] = list(values)
    return sum(found) / len(found) if found else 0.0
