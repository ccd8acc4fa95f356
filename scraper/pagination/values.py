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
    """What follows a page: the next requests, or none and why (`stop`: "no_next", "empty_pages" or "not_found")."""

    requests: tuple[PageRequest, ...] = ()
    stop: str | None = None
    reason: str = ""


Settings = Mapping[str, Any]
FirstPages = Callable[[str, Settings], Sequence[PageRequest]]
NextPages = Callable[[Page, PageRequest, Settings], Step]


@dataclass(frozen=True, slots=True)
class PaginationType:
    """A way to page: `first(target_url, settings)` and `following(page, request, settings)`; both pure.

    `check(target_url, settings)` raises InvalidOptions before any request when the settings cannot work.
    `is_open_ended`: pages are guessed, so a 404 past the first one means the end (stop reason not_found).
    `has_page_limit`: whether the default max_pages applies.
    """

    name: str
    first: FirstPages
    following: NextPages
    check: Callable[[str, Settings], None]
    aliases: tuple[str, ...] = ()
    is_open_ended: bool = False
    has_page_limit: bool = True
