"""The values that paginations take and give. No logic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.page import Page


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to fetch. `number` counts pagination steps from 1 (the first page)."""

    url: str
    number: int = 1
    method: str = "GET"
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What follows a page: the next requests, or none and why (`stop`: "no_next", "empty_pages" or "not_found").

    Neither requests nor `stop`: nothing follows from this page, but others are already queued (a fixed list).
    """

    requests: tuple[PageRequest, ...] = ()
    stop: str | None = None
    reason: str = ""


Settings = Mapping[str, Any]
FirstPages = Callable[[str, Settings], Sequence[PageRequest]]
NextPages = Callable[[Page | None, PageRequest, Settings], Step]


@dataclass(frozen=True, slots=True)
class PaginationType:
    """A way to page: `first(target_url, settings)` and `following(page, request, settings)`; both pure.

    `check(target_url, settings)` raises InvalidOptions before any request when the settings cannot work; `settings` is
    the job's `options.pagination`. The page given to `following` is None when it could not be fetched or read: types
    that count go on past it, types that read links stop.
    `is_open_ended`: pages may be guessed, so a 404 past the first one means the end (stop reason not_found), unless
    `has_known_end(target_url, settings)`: then all pages come from `first`, and a missing one is only a failed page.
    `has_page_limit`: whether the default max_pages applies.
    """

    name: str
    first: FirstPages
    following: NextPages
    check: Callable[[str, Settings], None]
    aliases: tuple[str, ...] = ()
    is_open_ended: bool = False
    has_page_limit: bool = True
    has_known_end: Callable[[str, Settings], bool] = lambda target_url, settings: False
