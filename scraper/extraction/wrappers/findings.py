"""What applying a wrapper found: values with where they stand, evidence that is written out on demand, and doubts."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from lxml.html import HtmlElement

from scraper.extraction.coercion import Coerced
from scraper.extraction.values import Evidence, Extraction, Part

SOURCE = "wrapper"
Reason = Literal["records", "missing", "many", "conflict", "names", "neighbours", "shape", "same", "order"]
_UNNUMBERED = re.compile(r"(/[A-Za-z][\w-]*)(?=/|$)")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a page is not to be read by the wrapper: the field ("" for the records themselves) and what is wrong.

    "conflict" and "order" say that values are there and contradict each other; the others that something is missing or
    odd.
    """

    field: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Applied:
    """What the wrapper read. Where there are doubts, the page is to be read by the slow path.

    `missing` are the fields of which the page gave nothing; whether that is as it should be the template knows.
    """

    extraction: Extraction
    doubts: tuple[Doubt, ...]
    missing: tuple[str, ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against the values."""
        return not self.doubts


MAIN_TEXT = "content"
"""The part of an element that is the page's main text; also the source of its evidence, as on the slow path."""


@dataclass(frozen=True, slots=True)
class Items:
    """The items of an array: values as coerced, the element and part of each raw value, and the name of the cut."""

    coerced: tuple[Coerced, ...]
    spots: tuple[tuple[HtmlElement, str], ...]
    cut: str = ""

    def how(self, item: Coerced) -> str:
        """The name of what made the item's value."""
        return f"{self.cut}, {item.transformation}" if self.cut else item.transformation

    def parts(self) -> tuple[Part, ...]:
        """A part of evidence for each item, in order."""
        return tuple(
            Part(path_of(*self.spots[min(item.origin, len(self.spots) - 1)]), item.text, self.how(item))
            for item in self.coerced
        )


class Finding(NamedTuple):
    """A value that was found, its text, and the element and part where it stands; no element: in the URL.

    `part` is that of the place, for JSON with the whole pointer. `items` are those of an array.
    """

    value: Any
    text: str
    element: HtmlElement | None
    part: str
    transformation: str
    certainty: float
    items: Items | None = None


class LazyEvidence(Mapping[str, Evidence]):
    """The evidence of a record, written out when it is asked for: paths cost more than the values themselves.

    It keeps the page's tree alive; `dict(evidence)` frees it.
    """

    __slots__ = ("_confidence", "_found", "_names")

    def __init__(self, names: Sequence[str], found: Sequence[Finding | None], confidence: Mapping[str, float]) -> None:
        self._names = names
        self._found = found
        self._confidence = confidence

    def __getitem__(self, name: str) -> Evidence:
        confidence = self._confidence[name]
        found = self._found[self._names.index(name)]
        assert found is not None  # what has a confidence was found
        if found.part == MAIN_TEXT:
            return Evidence(MAIN_TEXT, path_of(found.element, ""), found.text, found.transformation, confidence)
        parts = found.items.parts() if found.items is not None else ()
        path = path_of(found.element, found.part)
        return Evidence(SOURCE, path, found.text, found.transformation, confidence, parts)

    def __iter__(self) -> Iterator[str]:
        return iter(self._confidence)

    def __len__(self) -> int:
        return len(self._confidence)

    def __repr__(self) -> str:
        return repr(dict(self))


def path_of(element: HtmlElement | None, part: str) -> str:
    """The evidence path of a part of the element: "/html[1]/body[1]/h1[1]", "…/@href", "…#/offers/price", or "url"."""
    if element is None:
        return "url"
    path = _UNNUMBERED.sub(r"\1[1]", element.getroottree().getpath(element))
    if not part:
        return path
    return f"{path}{part}" if part[0] == "#" else f"{path}/{part}"
