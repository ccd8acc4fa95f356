"""Pagination type `numbered_links`: a strip of page numbers (1 2 3 … 57), each page once, gaps filled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import lxml.html

from scraper.exceptions import UnusablePage
from scraper.page import Page
from scraper.pagination.controls import controls, sent_by
from scraper.pagination.links import Link, page_links, url_key
from scraper.pagination.number_labels import MIN_LETTERS, letter_number, option_links, range_reader
from scraper.pagination.number_strip import Strip, find_strips, number_of
from scraper.pagination.number_urls import NumberedUrls
from scraper.pagination.page_number import find_page_number
from scraper.pagination.selected_link import check_selector, elements_by_selector
from scraper.pagination.settings import refuse_others, text_setting
from scraper.pagination.url_step import pages_ahead
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the numbers when a page came: its own, the highest one that was shown, how their URLs are made.

    It travels with the requests, so that a page that cannot be had, or shows no strip, is not the end.
    """

    number: int
    last: int
    urls: NumberedUrls | None

    def request(self, url: str, request: PageRequest) -> PageRequest:
        """The request of the next number at `url`."""
        state = {"number": self.number + 1, "last": self.last, "urls": self.urls.as_json() if self.urls else None}
        return PageRequest(url, request.number + 1, state={**request.state, **state})


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The page of the next number: its link, or in a gap the URL that the other links tell; else the end."""
    if page is None:
        return _by_what_is_known(_known(request, None, None), request, "could not be read")
    if page.is_json:
        return Step(stop="no_next", reason="the page is JSON and has no links to follow")
    try:
        links = page_links(page)
        strip = strip_of(page, links, text_setting(settings, "selector"))
    except UnusablePage as error:
        return Step(stop="no_next", reason=f"page {request.number} has no page numbers: {error}")
    known = _known(request, strip, page)
    if strip is None:
        return _by_what_is_known(known, request, "shows no page numbers")
    link = strip.links.get(known.number + 1)
    if link is not None:
        return _by_link(page, link, known, request)
    if known.number < known.last:
        return _by_what_is_known(known, request, f"leaves out number {known.number + 1}")
    following_block = _next_block(page, links, strip)
    if following_block is not None:
        return _by_link(page, following_block, known, request)
    beyond = _beyond(links, known)
    if beyond is not None:
        return Step((known.request(beyond.url, request),), reason="the link after the last number that is shown")
    return Step(stop="no_next", reason=f"page {request.number} is the last of the page numbers")


def _by_link(page: Page, link: Link, known: Known, request: PageRequest) -> Step:
    reason = f"number {known.number + 1} of a strip up to {known.last}"
    if not link.url.startswith("control:"):
        return Step((known.request(link.url, request),), reason=reason)
    sent = sent_by(page, link.element)
    if sent is None:
        reason = f"page {request.number} has page numbers up to {known.last} that only a browser can click"
        return Step(stop="needs_browser", reason=reason)
    made = known.request(sent.request.url, request)
    made = replace(made, method=sent.request.method, body=sent.request.body, headers=sent.request.headers)
    return Step((made,), reason=f"{reason}, {sent.reason}")


def _by_what_is_known(known: Known, request: PageRequest, why: str) -> Step:
    """The next number's URL as the earlier strips told; the end where they showed no such number."""
    if known.number >= known.last:
        return Step(stop="no_next", reason=f"page {request.number} {why}, and no later one was shown")
    if known.urls is None:
        return Step(stop="error", reason=f"page {request.number} {why}, and its URL cannot be told from the others")
    url = known.urls.url(known.number + 1)
    return Step((known.request(url, request),), reason=f"number {known.number + 1}, whose URL the others tell")


def _known(request: PageRequest, strip: Strip | None, page: Page | None) -> Known:
    state = request.state
    own = state.get("number") or (strip.current if strip else None) or _own_number(request)
    urls = NumberedUrls.of({number: link.url for number, link in strip.links.items()}) if strip else None
    shown = max((*strip.links, 0)) if strip else 0
    return Known(own, max(shown, state.get("last") or 0), urls or NumberedUrls.from_json(state.get("urls")))


def _own_number(request: PageRequest) -> int:
    found = find_page_number(request.url)
    return found.value if found is not None and found.kind == "page" and found.value > 0 else request.number


def strip_of(page: Page, links: Sequence[Link], selector: str | None = None) -> Strip | None:
    """The strip of the list: of links, of the options of a select, or else of what only looks like links."""
    holders = None if selector is None else set(elements_by_selector(page, selector))
    for found in (links, option_links(page), [*links, *controls(page)]):
        kept = [link for link in found if holders is None or not holders.isdisjoint(_around(link))]
        for read in (number_of, range_reader(link.text for link in kept), letter_number):
            strips = find_strips(kept, page.url, read)
            if read is letter_number:
                strips = [strip for strip in strips if len(strip.links) >= MIN_LETTERS]
            if strips:
                return max(strips, key=lambda strip: _rank(strip, page.url))
    return None


def _rank(strip: Strip, page_url: str) -> tuple[bool, bool, int]:
    """A strip of the page's own list comes before one of its comments, then the one with the most numbers."""
    is_own = any(pages_ahead(page_url, link.url) is not None for link in strip.links.values())
    return is_own, strip.current is not None, len(strip.links)


def _around(link: Link) -> list[lxml.html.HtmlElement]:
    return [link.element, *link.element.iterancestors()]


def _next_block(page: Page, links: Sequence[Link], strip: Strip) -> Link | None:
    """The "…" after the last number of a block (1 … 5 …), which in ASP.NET's grids leads to the next number."""
    inside = [link for link in (*links, *controls(page)) if link.element in strip.members]
    highest = strip.links[max(strip.links)]
    later = inside[inside.index(highest) + 1 :] if highest in inside else []
    return next((link for link in later if link.text in ("...", "…")), None)


def _beyond(links: Sequence[Link], known: Known) -> Link | None:
    """The link to the number after the last one of a block (1 … 10 >), told by its URL."""
    if known.urls is None:
        return None
    wanted = url_key(known.urls.url(known.number + 1))
    return next((link for link in links if url_key(link.url) == wanted), None)


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions for a selector that does not parse and for settings of other types."""
    refuse_others("numbered_links", settings, ("selector",))
    selector = text_setting(settings, "selector")
    if selector is not None:
        check_selector(selector)


NUMBERED_LINKS = PaginationType(
    name="numbered_links", following=following, check=check, aliases=("page_numbers", "numbered")
)
