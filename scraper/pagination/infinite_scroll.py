"""Pagination type `infinite_scroll`: a list that grows by scrolling, followed over HTTP."""

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination.loading import next_part
from scraper.pagination.settings import integer_setting, pointer, refuse_others
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


def first(target: PageRequest, settings: Settings) -> tuple[PageRequest, ...]:
    """One request: the target's own."""
    return (target,)


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The next part of the list; needs_browser where HTTP cannot ask for it."""
    return next_part(
        page,
        request,
        selector=None,
        limit=integer_setting(settings, "max_scrolls"),
        control="address of what scrolling loads",
    )


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions for settings of other types and for such that cannot work."""
    refuse_others("infinite_scroll", settings, ("max_scrolls", "scroll_delay"))
    limit = integer_setting(settings, "max_scrolls")
    if limit is not None and limit < 1:
        raise InvalidOptions(
            pointer("max_scrolls"), f"must be at least 1, not {limit}; for one page choose the type none"
        )
    delay = settings.get("scroll_delay")
    if delay is not None and (isinstance(delay, bool) or not isinstance(delay, int | float) or delay < 0):
        raise InvalidOptions(pointer("scroll_delay"), f"is a number of seconds from 0, not {delay!r}")


INFINITE_SCROLL = PaginationType(
    name="infinite_scroll",
    first=first,
    following=following,
    check=check,
    aliases=("scroll", "lazy_load"),
    is_open_ended=True,
)
