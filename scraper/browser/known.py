"""Leaves out records of a page that were on it before the last step: page.js marks them. Pure."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import lxml.etree

from scraper.browser.values import KNOWN
from scraper.exceptions import UnusablePage
from scraper.extraction.values import Extraction, Record
from scraper.page import Page


def without_known(extraction: Extraction, page: Page) -> Extraction:
    """The extraction without records most of whose values stand in parts of the page that were there before."""
    if KNOWN not in page.text or extraction.mode != "list":
        return extraction
    try:
        root = page.root
    except UnusablePage:
        return extraction
    new = tuple(record for record in extraction.records if not _is_known(record, root))
    return replace(extraction, records=new)


def _is_known(record: Record, root: lxml.etree._Element) -> bool:
    places = [_is_marked(element) for element in _places(record, root)]
    return sum(places) * 2 > len(places)


def _places(record: Record, root: lxml.etree._Element) -> Iterator[lxml.etree._Element]:
    """The elements that the record's values were read from."""
    for evidence in record.evidence.values():
        path = evidence.path.partition("/@")[0].partition("/text()")[0]
        if path.startswith("/html"):
            try:
                found: Any = root.xpath(path)
            except lxml.etree.XPathError:
                continue
            yield from (each for each in found if isinstance(each, lxml.etree._Element))


def _is_marked(element: lxml.etree._Element) -> bool:
    return element.get(KNOWN) is not None or any(each.get(KNOWN) is not None for each in element.iterancestors())
