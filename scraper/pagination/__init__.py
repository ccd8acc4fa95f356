"""How the next pages of a job are found: the registry of pagination types. Pure functions, no Scrapy and no network."""

from collections.abc import Mapping
from typing import Any

from scraper.exceptions import JobError, UnknownPaginationType
from scraper.pagination.cursor import CURSOR
from scraper.pagination.json_link import JSON_LINK
from scraper.pagination.link_header import LINK_HEADER
from scraper.pagination.next_button import NEXT_BUTTON
from scraper.pagination.none import NONE
from scraper.pagination.offset import OFFSET
from scraper.pagination.page_param import PAGE_PARAM
from scraper.pagination.url_list import URL_LIST
from scraper.pagination.url_pattern import URL_PATTERN
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step

__all__ = [
    "PAGINATION_TYPES",
    "PLANNED_TYPES",
    "PageRequest",
    "PaginationType",
    "Settings",
    "Step",
    "pagination_type",
    "way_of",
]

PAGINATION_TYPES: dict[str, PaginationType] = {
    "none": NONE,
    "next_button": NEXT_BUTTON,
    "url_pattern": URL_PATTERN,
    "page_param": PAGE_PARAM,
    "offset": OFFSET,
    "cursor": CURSOR,
    "link_header": LINK_HEADER,
    "json_link": JSON_LINK,
    "url_list": URL_LIST,
}

# Legal names that no function serves yet, with their aliases: refused by name, so that a job never runs otherwise.
PLANNED_TYPES: dict[str, tuple[str, ...]] = {
    "auto": ("detect",),
    "numbered_links": ("page_numbers", "numbered"),
    "load_more": ("click_more", "show_more"),
    "infinite_scroll": ("scroll", "lazy_load"),
    "sitemap": ("sitemap_xml",),
}

_ALIASES: dict[str, str] = {
    alias: name
    for name, aliases in [*((name, kind.aliases) for name, kind in PAGINATION_TYPES.items()), *PLANNED_TYPES.items()]
    for alias in (name, *aliases)
}


def pagination_type(name: str | None) -> PaginationType:
    """The type called `name` or by one of its aliases; None and "" are `none`. Case and outer spaces do not count.

    Raises UnknownPaginationType with all legal names, and JobError for a legal one that is not built yet.
    """
    folded = (name or "").strip().lower()
    known = _ALIASES.get(folded)
    if known is None:
        raise UnknownPaginationType(folded if name is None else name, (*PAGINATION_TYPES, *PLANNED_TYPES))
    if known in PLANNED_TYPES:
        built = ", ".join(PAGINATION_TYPES)
        raise JobError(f"pagination_type {known!r} is not built yet; use one of: {built}")
    return PAGINATION_TYPES[known]


def way_of(declared: PaginationType, settings: Settings, state: Mapping[str, Any]) -> tuple[PaginationType, Settings]:
    """The pagination that a request with this state belongs to: the declared one, or the one that `auto` chose."""
    chosen = state.get("auto")
    return (PAGINATION_TYPES[chosen["type"]], chosen["settings"]) if chosen else (declared, settings)
