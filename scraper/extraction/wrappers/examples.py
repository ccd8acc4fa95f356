"""Pages with what the slow path read on them, as learning needs it: record elements, and the places of their values."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

from scraper.extraction.locale import PageLocale
from scraper.extraction.values import Extraction, Record
from scraper.extraction.wrappers.findings import MAIN_TEXT
from scraper.extraction.wrappers.values import locale_of_page
from scraper.page import Page

CONFIDENT = 0.5
"""Values with less confidence are not learnt from, and not missed."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a value stands: an element and its part as in `Place.part`, a script's with the whole pointer."""

    element: HtmlElement
    part: str


@dataclass(frozen=True, slots=True)
class Known:
    """One value of one record as the slow path read it. `spot` is None for values from the URL."""

    value: Any
    text: str
    confidence: float
    spot: Spot | None
    is_main_text: bool = False


@dataclass(frozen=True, slots=True)
class Example:
    """A page, its locale, its record elements in page order, and per record the known values and its own link."""

    page: Page
    locale: PageLocale
    roots: tuple[HtmlElement, ...]
    known: tuple[Mapping[str, Known], ...]
    links: tuple[str | None, ...]
    extraction: Extraction


def example_of(page: Page, extraction: Extraction) -> Example | None:
    """The page as an example; None where its records have no elements of their own, or there are none."""
    records = extraction.records
    known = [_known(page.root, record) for record in records]
    if extraction.mode == "detail":
        roots: list[HtmlElement] | None = [page.root] if len(records) == 1 else None
    else:
        roots = record_roots([list(_elements(each)) for each in known])
    if roots is None:
        return None
    links = tuple(record.url for record in records)
    return Example(page, locale_of_page(page), tuple(roots), tuple(known), links, extraction)


def _known(root: HtmlElement, record: Record) -> dict[str, Known]:
    found = {}
    for name, value in record.data.items():
        evidence = record.evidence[name]
        spot = None if evidence.path == "url" else spot_at(root, evidence.path)
        if spot is None and evidence.path != "url":
            spot = Spot(root, "?")
        is_main_text = evidence.source == MAIN_TEXT
        found[name] = Known(value, evidence.text, record.field_confidence[name], spot, is_main_text)
    return found


def spot_at(root: HtmlElement, path: str) -> Spot | None:
    """What stands at an evidence path of an HTML page; None where nothing does."""
    xpath, is_inside, pointer = path.partition("#")
    part = f"#{pointer}" if is_inside else ""
    head, _, last = xpath.rpartition("/")
    if last.startswith(("@", "text()")):
        xpath, part = head, last
    try:
        found = root.xpath(xpath)
    except etree.XPathError:
        return None
    if not isinstance(found, list) or len(found) != 1 or not isinstance(found[0], HtmlElement):
        return None
    return Spot(found[0], part)


def _elements(known: Mapping[str, Known]) -> Iterator[HtmlElement]:
    for each in known.values():
        if each.spot is not None and each.spot.part[:1] not in ("#", "?"):
            yield each.spot.element


def record_roots(values: Sequence[Sequence[HtmlElement]]) -> list[HtmlElement] | None:
    """The outermost element around each record's values that holds no other record's; None where one has none.

    Elements that hold values of several records are no part of any: a heading with the date of all rows below it.
    """
    if len(values) < 2:
        return None
    owners: Counter[HtmlElement] = Counter()
    for elements in values:
        owners.update({above for each in elements for above in (each, *each.iterancestors())})
    roots = []
    for elements in values:
        own = [each for each in elements if owners[each] == 1]
        root = _outermost(own, owners)
        if root is None:
            return None
        roots.append(root)
    return roots if len(set(roots)) == len(roots) else None


def _outermost(elements: Sequence[HtmlElement], owners: Mapping[HtmlElement, int]) -> HtmlElement | None:
    """The outermost element with one owner, if it is around all the elements."""
    tops = set()
    for each in elements:
        top = each
        for above in each.iterancestors():
            if owners[above] > 1:
                break
            top = above
        tops.add(top)
    return tops.pop() if len(tops) == 1 else None
