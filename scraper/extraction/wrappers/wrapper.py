"""Wrappers as values: where a template's records stand, where each field stands in them, what its values look like.

`as_json` and `from_json` are the form in which they are stored. What comes back is checked as if a stranger had written
it: expressions of the few forms that learning makes, no others, and sizes within limits.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

FORMAT = 2
"""Of the stored form; wrappers of another format are not read."""

PlaceKind = Literal["structure", "name", "label", "tag", "markup", "url", "explicit", "content"]
KINDS = ("structure", "name", "label", "tag", "markup", "url", "explicit", "content")
CUTS = {"strip": 3, "before": 2, "after": 2, "date": 1, "regex": 1}
"""What may be cut out of a raw text, by name: how many parts the cut has with its name."""

_QUOTED = r"(?:'[^']{0,200}+'|\"[^\"]{0,200}+\")"
_PREDICATE = (
    rf"\[(?:\d{{1,5}}+|@[\w:-]{{1,60}}+(?:={_QUOTED})?"
    rf"|contains\(concat\(' ',normalize-space\(@class\),' '\),{_QUOTED}\)"
    rf"|normalize-space\(\)={_QUOTED}|starts-with\(normalize-space\(\),{_QUOTED}\))\]"
)
_STEP = rf"(?:following-sibling::)?(?:[a-zA-Z][\w-]{{0,40}}+|\*)(?:{_PREDICATE}){{0,6}}+"
_XPATH = re.compile(rf"(?:\.|(?:\.|id\({_QUOTED}\))?/{{1,2}}{_STEP}(?:/{{1,2}}{_STEP}){{0,200}}|id\({_QUOTED}\))")
_PART = re.compile(r"|@[\w:-]{1,60}|text\(\)\[\d{1,4}\]|#[^/#]{0,80}(?:/[^#]{0,500})?")
MAX_UP = 2
"""Levels above an element whose class names may tell it."""

MAX_PLACES = 8
"""Places that a field may be looked for at."""

_MAX_XPATH, _MAX_FIELDS = 4000, 400
_MAX_DESCENTS = 3  # each // multiplies the elements that are looked at


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: an XPath below the record (the page, for details) and what of the element it finds.

    `part` is "" (visible text), "@name", "text()[n]" or "#Type/pointer" (JSON in a script: the first item of the type,
    the whole value for none; * stands for every element of an array). `cut` says what of that is the value. `classes`
    are lasting class names that each element had which was found when the place was learnt, or the element so many
    levels `up`; `is_single` says that there was never more than one.
    """

    kind: PlaceKind
    xpath: str
    part: str = ""
    cut: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    up: int = 0
    is_single: bool = True


@dataclass(frozen=True, slots=True)
class Profile:
    """What a field's texts and values looked like: characters, numbers, and whether they hold digits and letters.

    `has_digits` and `has_letters` are None where some did. `is_varied` says that records of a page differ in it.
    """

    shortest: int = 0
    longest: int = 1_000_000
    lowest: float | None = None
    highest: float | None = None
    has_digits: bool | None = None
    has_letters: bool | None = None
    is_varied: bool = False


@dataclass(frozen=True, slots=True)
class FieldWrapper:
    """How a field is read: `places` are asked in order, `witnesses` must not say otherwise.

    `neighbours` are what stood before and after the element; empty where that was never the same. `fill` is the share
    of records that had a value, `confidence` the slow path's mean in them, `certainty` that of their coercion.
    """

    name: str
    places: tuple[Place, ...]
    witnesses: tuple[Place, ...] = ()
    neighbours: tuple[str, ...] = ()
    fill: float = 1.0
    confidence: float = 0.5
    certainty: float = 1.0
    profile: Profile = field(default_factory=Profile)


@dataclass(frozen=True, slots=True)
class Wrapper:
    """One layout of a template. `records` are one or two ways to the same elements; empty for detail pages.

    `link` reads the record's own link. `orders` are pairs of numeric fields of which the first is never greater.
    """

    mode: Literal["list", "detail"]
    records: tuple[Place, ...]
    fields: tuple[FieldWrapper, ...]
    link: FieldWrapper | None = None
    orders: tuple[tuple[str, str], ...] = ()
    pages: int = 1

    def as_json(self) -> dict[str, Any]:
        """The wrapper as plain JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, value: Any) -> "Wrapper | None":
        """What `as_json` gave, or None for anything else."""
        try:
            return _wrapper(value)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
            return None


def _wrapper(value: Mapping[str, Any]) -> Wrapper:
    mode = value["mode"]
    records = tuple(_place(each) for each in value["records"])
    fields = tuple(_field(each) for each in value["fields"])
    _require(mode in ("list", "detail") and bool(records) == (mode == "list") and len(records) <= 2)
    _require(0 < len(fields) <= _MAX_FIELDS)
    return Wrapper(
        mode=mode,
        records=records,
        fields=fields,
        link=None if value["link"] is None else _field(value["link"]),
        orders=tuple((_text(low), _text(high)) for low, high in value["orders"]),
        pages=int(value["pages"]),
    )


def _field(value: Mapping[str, Any]) -> FieldWrapper:
    places, witnesses = (tuple(_place(each) for each in value[name]) for name in ("places", "witnesses"))
    _require(0 < len(places) <= MAX_PLACES and len(witnesses) <= MAX_PLACES)
    return FieldWrapper(
        name=_text(value["name"]),
        places=places,
        witnesses=witnesses,
        neighbours=tuple(_text(each) for each in value["neighbours"]),
        fill=_share(value["fill"]),
        confidence=_share(value["confidence"]),
        certainty=_share(value["certainty"]),
        profile=_profile(value["profile"]),
    )


def _place(value: Mapping[str, Any]) -> Place:
    kind, xpath, part = value["kind"], _text(value["xpath"]), _text(value["part"])
    cut = tuple(_text(each) for each in value["cut"])
    _require(len(xpath) <= _MAX_XPATH and xpath.count("//") <= _MAX_DESCENTS)
    _require(kind in KINDS and _PART.fullmatch(part) is not None)
    _require(_XPATH.fullmatch(xpath) is not None or (xpath == "" and kind in ("url", "explicit", "content")))
    _require(not cut or CUTS.get(cut[0]) == len(cut))
    classes = tuple(_text(each) for each in value["classes"])
    up = int(value["up"])
    _require(0 <= up <= MAX_UP)
    return Place(kind, xpath, part, cut, classes, up, is_single=bool(value["is_single"]))


def _profile(value: Mapping[str, Any]) -> Profile:
    lowest, highest = (None if value[name] is None else float(value[name]) for name in ("lowest", "highest"))
    _require(all(each is None or math.isfinite(each) for each in (lowest, highest)))
    has_digits, has_letters = (None if value[n] is None else bool(value[n]) for n in ("has_digits", "has_letters"))
    is_varied = bool(value["is_varied"])
    return Profile(int(value["shortest"]), int(value["longest"]), lowest, highest, has_digits, has_letters, is_varied)


def _text(value: Any) -> str:
    _require(isinstance(value, str))
    return str(value)


def _share(value: Any) -> float:
    _require(isinstance(value, int | float) and 0 <= value <= 1)
    return float(value)


def _require(is_right: bool) -> None:
    if not is_right:
        raise ValueError("not a wrapper")
