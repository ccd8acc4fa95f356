"""Pagination type `load_more`: a button that loads more of the list, followed over HTTP."""

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination.loading import next_part
from scraper.pagination.selected_link import check_selector
from scraper.pagination.settings import integer_setting, pointer, refuse_others, text_setting
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


def first(target: PageRequest, settings: Settings) -> tuple[PageRequest, ...]:
    """One request: the target's own."""
    return (target,)


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The next part of the list; needs_browser where HTTP cannot ask for it."""
    return next_part(
        page,
        request,
        selector=text_setting(settings, "selector"),
        limit=integer_setting(settings, "max_clicks"),
        control="load-more button",
    )


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions for settings of other types and for such that cannot work."""
    refuse_others("load_more", settings, ("selector", "max_clicks"))
    limit = integer_setting(settings, "max_clicks")
    if limit is not None and limit < 1:
        raise InvalidOptions(
            pointer("max_clicks"), f"must be at least 1, not {limit}; for one page choose the type none"
        )
    selector = text_setting(settings, "selector")
    if selector is not None:
        check_selector(selector)


LOAD_MORE = PaginationType(
    name="load_more",
    first=first,
    following=following,
    check=check,
    aliases=("click_more", "show_more"),
    is_open_ended=True,
)
