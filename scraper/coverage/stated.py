"""Totals that a server states for programs: response headers and members of JSON bodies."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from scraper.coverage.values import Promise, Strength, Unit
from scraper.extraction.words import word_set
from scraper.page import Page
from scraper.pagination.page_number import find_page_number

# In use by WordPress, Rails (api-pagination, kaminari, will_paginate), Laravel, OData, GitLab, Magento and others.
_HEADERS: Mapping[str, Unit] = {
    "x-total-count": "records", "x-total": "records", "x-wp-total": "records", "total-count": "records",
    "x-pagination-total-count": "records", "x-pagination-total": "records", "x-result-count": "records",
    "x-total-results": "records", "x-total-items": "records", "total": "records", "x-count": "records",
    "x-wp-totalpages": "pages", "x-total-pages": "pages", "x-pagination-page-count": "pages",
    "x-pagination-total-pages": "pages", "total-pages": "pages", "x-page-count": "pages",
}  # fmt: skip
_CONTENT_RANGE = re.compile(r"^[a-z-]+\s+(\d+)-(\d+)/(\d+)$", re.IGNORECASE)  # RFC 9110, section 14.4, of any unit
_LINK = re.compile(r'<([^<>]+)>\s*;[^,<]*\brel\s*=\s*"?[^",;]*\blast\b', re.IGNORECASE)  # RFC 8288

# Members, in lower case and without _ - . $ @: "totalCount", "total_count", "@odata.count", "hits.total.value".
_RECORD_KEYS = word_set(
    "total totalcount totalresults totalitems totalelements totalhits totalrecords totalentries totalrows "
    "totalnumber numfound nbhits resultcount resultscount resultstotal recordcount recordstotal "
    "recordsfiltered itemcount itemscount itemstotal odatacount productcount productstotal totalproducts "
    "numberofitems numberofresults matches foundcount found hitcount numresults xtotalcount totalsize totalcnt "
    "estimatedtotalhits totalavailable fulllength"
)
_PAGE_KEYS = word_set(
    "totalpages pagecount pagescount pagestotal numpages nbpages lastpage pages totalpage maxpage numberofpages"
)
# "numberOfHits", "num_records", "totalNumberOfProducts": a word for a number before what is counted.
_NUMBER_OF = re.compile(
    r"(?:total)?(?:number|num|nb|no)?(?:of)?(?:total|all|found)?"
    r"(?:hits|results|items|elements|records|rows|entries|products|documents|docs|objects|matches|listings|articles"
    r"|posts|jobs|offers|books)"
)
_AMBIGUOUS = frozenset({"count", "size", "length"})  # often the number of records on this page
_IN_TOTAL = frozenset(
    {"value", "count", "exact"}
)  # {"total": {"value": 240, "relation": "eq"}}, as Elasticsearch has it
_MAX_DEPTH = 4
_MAX_VALUE = 100_000_000


def header_promises(page: Page, *, found: int) -> Iterator[Promise]:
    """Of X-Total-Count and its like, Content-Range, X-Pagination and the last page of a Link header."""
    for name, unit in _HEADERS.items():
        text = page.headers.get(name, "").strip()
        if text.isascii() and text.isdigit() and _fits(unit, int(text), found):
            yield Promise(unit, int(text), Strength.STATED, "header", text, name)
    content_range = _CONTENT_RANGE.match(page.headers.get("content-range", ""))
    if content_range and page.status != 206 and _fits("records", int(content_range[3]), found):
        yield Promise("records", int(content_range[3]), Strength.STATED, "header", content_range[0], "content-range")
    last = _LINK.search(page.headers.get("link", ""))
    number = find_page_number(last[1]) if last else None
    if last and number and number.kind == "page" and number.value:
        yield Promise("pages", number.value, Strength.PLACE, "header", last[0][:200], "link")
    with_members = page.headers.get("x-pagination", "")
    if with_members.startswith("{"):
        try:
            yield from _in_members(json.loads(with_members), "x-pagination", found, "header")
        except ValueError:
            return


def json_promises(page: Page, *, found: int) -> Iterator[Promise]:
    """Of the body's own members and those of the objects in it; never of records, which stand in lists."""
    if page.is_json:
        yield from _in_members(page.json, "", found, "json")


def _in_members(value: Any, pointer: str, found: int, source: str, depth: int = 0) -> Iterator[Promise]:
    if not isinstance(value, dict) or depth > _MAX_DEPTH:
        return
    for name, member in value.items():
        key, place = re.sub(r"[^a-z]", "", str(name).lower()), f"{pointer}/{name}"
        count = _count(member)
        if isinstance(member, dict):
            if key in _RECORD_KEYS:
                yield from _total_object(member, place, found, source)
            else:
                yield from _in_members(member, place, found, source, depth + 1)
        elif count is not None:
            yield from _member(key, count, place, found, source)


def _member(key: str, count: int, place: str, found: int, source: str) -> Iterator[Promise]:
    text = f"{place.rpartition('/')[2]}: {count}"
    if (_is_total(key) and _fits("records", count, found)) or (key in _AMBIGUOUS and count > found > 0):
        strength = Strength.PLACE if key in _AMBIGUOUS else Strength.STATED
        yield Promise("records", count, strength, source, text, place)
    elif key in _PAGE_KEYS and count > 0:
        yield Promise("pages", count, Strength.PLACE, source, text, place)


def _is_total(key: str) -> bool:
    return key in _RECORD_KEYS or bool(_NUMBER_OF.fullmatch(key))


def _total_object(member: Mapping[str, Any], place: str, found: int, source: str) -> Iterator[Promise]:
    for name in _IN_TOTAL & member.keys():
        count = _count(member[name])
        if count is not None and _fits("records", count, found):
            is_least = member.get("relation") == "gte"
            text = f"{place.rpartition('/')[2]}: {count}"
            yield Promise("records", count, Strength.STATED, source, text, f"{place}/{name}", is_least)


def _count(value: Any) -> int | None:
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _MAX_VALUE else None


def _fits(unit: Unit, value: int, found: int) -> bool:
    """Whether there are as many as the page itself shows."""
    return value >= max(1, found) if unit == "records" else value > 0
