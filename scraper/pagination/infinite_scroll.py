"""Pagination type `infinite_scroll`: a list that grows by scrolling, followed over HTTP."""

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination.loading import check_limit, next_part
from scraper.pagination.settings import integer_setting, pointer, refuse_others
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


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
    check_limit(settings, "max_scrolls")
    delay = settings.get("scroll_delay")
    if delay is not None and (isinstance(delay, bool) or not isinstance(delay, int | float) or delay < 0):
        raise InvalidOptions(pointer("scroll_delay"), f"is a number of seconds from 0, not {delay!r}")


INFINITE_SCROLL = PaginationType(
    name="infinite_scroll",
    following=following,
    check=check,
    aliases=("scroll", "lazy_load"),
    is_open_ended=True,
)
