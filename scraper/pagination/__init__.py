"""How the next pages of a job are found: the registry of pagination types. Pure functions, no Scrapy and no network."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from scraper.exceptions import UnknownPaginationType
from scraper.page import Page
from scraper.pagination.auto import AUTO
from scraper.pagination.cursor import CURSOR
from scraper.pagination.infinite_scroll import INFINITE_SCROLL
from scraper.pagination.json_link import JSON_LINK
from scraper.pagination.link_header import LINK_HEADER
from scraper.pagination.load_more import LOAD_MORE
from scraper.pagination.next_button import NEXT_BUTTON
from scraper.pagination.none import NONE
from scraper.pagination.numbered_links import NUMBERED_LINKS
from scraper.pagination.offset import OFFSET
from scraper.pagination.page_param import PAGE_PARAM
from scraper.pagination.sitemap import SITEMAP
from scraper.pagination.url_list import URL_LIST
from scraper.pagination.url_pattern import URL_PATTERN
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step

__all__ = [
    "PAGINATION_TYPES",
    "PageRequest",
    "PaginationType",
    "Settings",
    "Step",
    "following",
    "pagination_type",
    "way_of",
]

PAGINATION_TYPES: dict[str, PaginationType] = {
    "none": NONE,
    "auto": AUTO,
    "next_button": NEXT_BUTTON,
    "numbered_links": NUMBERED_LINKS,
    "url_pattern": URL_PATTERN,
    "page_param": PAGE_PARAM,
    "offset": OFFSET,
    "cursor": CURSOR,
    "link_header": LINK_HEADER,
    "json_link": JSON_LINK,
    "load_more": LOAD_MORE,
    "infinite_scroll": INFINITE_SCROLL,
    "url_list": URL_LIST,
    "sitemap": SITEMAP,
}

_ALIASES: dict[str, str] = {alias: name for name, kind in PAGINATION_TYPES.items() for alias in (name, *kind.aliases)}


def pagination_type(name: str | None) -> PaginationType:
    """The type called `name` or by one of its aliases; None and "" are `none`. Case and outer spaces do not count.

    Raises UnknownPaginationType with all legal names.
    """
    folded = (name or "").strip().lower()
    known = _ALIASES.get(folded)
    if known is None:
        raise UnknownPaginationType(folded if name is None else name, tuple(PAGINATION_TYPES))
    return PAGINATION_TYPES[known]


def way_of(declared: PaginationType, settings: Settings, state: Mapping[str, Any]) -> tuple[PaginationType, Settings]:
    """The pagination that a request with this state belongs to: the declared one, or the one that `auto` chose."""
    chosen = state.get("auto")
    return (PAGINATION_TYPES[chosen["type"]], chosen["settings"]) if chosen else (declared, settings)


def following(declared: PaginationType, settings: Settings, page: Page | None, request: PageRequest) -> Step:
    """What follows the page of `request`, by the pagination that it belongs to; what `auto` chose goes on with it."""
    pagination, own = way_of(declared, settings, request.state)
    step = pagination.following(page, request, own)
    if "auto" not in request.state:
        return step
    chosen = {"auto": request.state["auto"]}
    return replace(step, requests=tuple(replace(each, state={**each.state, **chosen}) for each in step.requests))
