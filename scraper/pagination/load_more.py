"""Pagination type `load_more`: a button that loads more of the list, followed over HTTP."""

from scraper.page import Page
from scraper.pagination.loading import check_limit, next_part
from scraper.pagination.selected_link import check_selector
from scraper.pagination.settings import integer_setting, refuse_others, text_setting
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


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
    check_limit(settings, "max_clicks")
    selector = text_setting(settings, "selector")
    if selector is not None:
        check_selector(selector)


LOAD_MORE = PaginationType(
    name="load_more",
    following=following,
    check=check,
    aliases=("click_more", "show_more"),
    is_open_ended=True,
)
