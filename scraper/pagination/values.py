"""The values that paginations take and give. No logic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.page import Page


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page to fetch. `number` counts pagination steps from 1 (the first page).

    A number of 0 is a document that only names pages, such as a sitemap, and is no page itself. `headers` go with the
    request, `state` (plain JSON) with its row: it is what the type knows when the page comes, in whatever process.
    """

    url: str
    number: int = 1
    method: str = "GET"
    body: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """What follows a page: the next requests, or none and why (`stop`: "no_next"; "needs_browser" where there
    are further pages that HTTP alone cannot get; "error" where the settings do not fit the page).
    `choice` is what `auto` chose and why, for the run's metadata.

    Neither requests nor `stop`: nothing follows from this page, but others are already queued (a fixed list).
    """

    requests: tuple[PageRequest, ...] = ()
    stop: str | None = None
    reason: str = ""
    choice: Mapping[str, str] | None = None


Settings = Mapping[str, Any]
FirstPages = Callable[[PageRequest, Settings], Sequence[PageRequest]]
NextPages = Callable[[Page | None, PageRequest, Settings], Step]


def target_alone(target: PageRequest, settings: Settings) -> tuple[PageRequest, ...]:
    """One request: the target's own."""
    return (target,)


@dataclass(frozen=True, slots=True)
class PaginationType:
    """A way to page: `first(target, settings)` and `following(page, request, settings)`; both pure.

    `check(target_url, settings)` raises InvalidOptions before any request when the settings cannot work; `settings` is
    the job's `options.pagination`; `target` is the request of its target URL, method and body. The page given to
    `following` is None when it could not be fetched or read: types that count go on past it, others stop.
    `is_open_ended`: pages may be guessed, so a 404 past the first one means the end (stop reason not_found), unless
    `has_known_end(target_url, settings)`: then all pages come from `first`, and a missing one is only a failed page.
    `has_page_limit`: whether the default max_pages applies.
    """

    name: str
    following: NextPages
    check: Callable[[str, Settings], None]
    first: FirstPages = target_alone
    aliases: tuple[str, ...] = ()
    is_open_ended: bool = False
    has_page_limit: bool = True
    has_known_end: Callable[[str, Settings], bool] = lambda target_url, settings: False
