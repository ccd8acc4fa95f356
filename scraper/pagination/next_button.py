"""Pagination type `next_button`: each page names the next one, by a link that is found or by one the job names."""

from dataclasses import replace

from scraper.exceptions import UnusablePage
from scraper.page import Page
from scraper.pagination.controls import named_control, next_control, sent_by
from scraper.pagination.next_link import NextLink, find_next_link
from scraper.pagination.selected_link import check_selector, link_by_selector, link_by_text
from scraper.pagination.settings import refuse_others, text_setting
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The page behind the next link, or stop "no_next" with the reason."""
    if page is None:
        return Step(stop="no_next", reason=f"page {request.number} could not be read, so its next link is unknown")
    if page.is_json:
        return Step(stop="no_next", reason="the page is JSON and has no links to follow")
    try:
        link = _next_link(page, settings)
    except UnusablePage as error:
        return Step(stop="no_next", reason=f"page {request.number} has no next link: {error}")
    if link is None:
        return _by_control(page, request, settings)
    return Step((PageRequest(link.url, request.number + 1),), reason=link.reason)


def _by_control(page: Page, request: PageRequest, settings: Settings) -> Step:
    """What a click on a next button sends by its form; a button that only a browser can click is named."""
    selector, text = text_setting(settings, "selector"), text_setting(settings, "text")
    button = next_control(page) if selector is None and text is None else named_control(page, selector, text)
    if button is None:
        return Step(stop="no_next", reason=f"page {request.number} has no next link")
    sent = sent_by(page, button)
    if sent is None:
        return Step(
            stop="needs_browser", reason=f"page {request.number} has a next button that only a browser can click"
        )
    return Step((replace(sent.request, number=request.number + 1),), reason=sent.reason)


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions for a selector that does not parse, a blank text, and settings of other types."""
    refuse_others("next_button", settings, ("selector", "text"))
    text_setting(settings, "text")
    selector = text_setting(settings, "selector")
    if selector is not None:
        check_selector(selector)


def _next_link(page: Page, settings: Settings) -> NextLink | None:
    """The link that the settings name, and only that; without settings the one that is found."""
    selector, text = text_setting(settings, "selector"), text_setting(settings, "text")
    if selector is not None:
        return link_by_selector(page, selector, text)
    if text is not None:
        return link_by_text(page, text)
    return find_next_link(page)


NEXT_BUTTON = PaginationType(
    name="next_button",
    following=following,
    check=check,
    aliases=("next_link", "next", "click_next"),
)
