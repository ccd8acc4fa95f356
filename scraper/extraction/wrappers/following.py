"""Reads the pages after a list page as what they are, its continuation: its last page may have one record, or none."""

from collections.abc import Iterator
from dataclasses import replace

from lxml.html import HtmlElement

from scraper.extraction.extract import extract
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Extraction, ExtractOptions, Record
from scraper.extraction.wrappers.examples import example_of, spot_at
from scraper.extraction.wrappers.learning import record_places
from scraper.extraction.wrappers.matches import elements
from scraper.page import Page

_PLAINLY = 3  # records: a page with so many is a list without being told
_MAX_CHARACTERS = 500


def record_xpath(page: Page, extraction: Extraction) -> str | None:
    """An XPath that finds the elements of the page's records, for the pages that follow it; None where none does."""
    if page.is_json or extraction.mode != "list":
        return None
    example = example_of(page, extraction)
    places = record_places([example]) if example is not None else None
    if not places:
        return None
    classes = "".join(f"[contains(concat(' ',normalize-space(@class),' '),' {each} ')]" for each in places[0].classes)
    xpath = places[0].xpath + classes
    return xpath if len(xpath) <= _MAX_CHARACTERS else None


def continued(page: Page, read: Extraction, xpath: str, how: tuple[RecordSchema, ExtractOptions]) -> Extraction:
    """What was read, or, where that is no list or another one, the records that stand where those of the list stood.

    A page without such records is an empty page of the list, unless it shows another list in their place.
    """
    if page.is_json:
        return read
    found = elements(xpath, page.root)
    is_plain = read.mode == "list" and len(read.records) >= _PLAINLY
    if is_plain and _is_in_place(read.records, found or _around(xpath, page.root), page.root):
        return read
    if not found:
        return replace(read, records=(), mode="list")
    schema, options = how
    return extract(page, schema, replace(options, mode="list", record_selector=f"({xpath})"))


def _around(xpath: str, root: HtmlElement) -> list[HtmlElement]:
    """What is around the list: the elements that the expression finds without its last step, if it has several."""
    depth = 0
    for at in range(len(xpath) - 1, 0, -1):
        depth += {"]": 1, "[": -1}.get(xpath[at], 0)
        if xpath[at] == "/" and depth == 0:
            above = xpath[:at].rstrip("/")
            return elements(above, root) if above.strip("./") else []
    return []


def _is_in_place(records: tuple[Record, ...], places: list[HtmlElement], root: HtmlElement) -> bool:
    """Whether the first or last record stands in one of the places; also where there are none, or nobody can tell."""
    own = [each for record in (records[0], records[-1]) for each in _elements(record, root)] if places else []
    return not own or any(above in places for each in own for above in (each, *each.iterancestors()))


def _elements(record: Record, root: HtmlElement) -> Iterator[HtmlElement]:
    for evidence in record.evidence.values():
        spot = spot_at(root, evidence.path) if evidence.path != "url" else None
        if spot is not None and not spot.part.startswith("#"):
            yield spot.element
