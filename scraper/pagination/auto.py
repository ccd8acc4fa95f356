"""Pagination type `auto`: finds out on the first page how the list goes on; its choice travels with each request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scraper.exceptions import UnusablePage
from scraper.page import Page
from scraper.pagination import (
    cursor,
    infinite_scroll,
    json_link,
    link_header,
    load_more,
    next_button,
    numbered_links,
    page_param,
    sitemap,
)
from scraper.pagination import offset as offset_type
from scraper.pagination.controls import next_control
from scraper.pagination.json_hints import find_next_url, find_token, longest_list, number_named, says_last, says_more
from scraper.pagination.link_header import next_in_header
from scraper.pagination.links import page_links
from scraper.pagination.loaders import find_loader
from scraper.pagination.next_link import find_next_link
from scraper.pagination.numbered_links import strip_of
from scraper.pagination.page_number import OFFSET_PARAMETERS, PAGE_PARAMETERS, SIZE_PARAMETERS
from scraper.pagination.parameters import find_parameter, integer_parameter, parameter
from scraper.pagination.settings import refuse_others
from scraper.pagination.values import NextPages, PageRequest, PaginationType, Settings, Step

_FOLLOWING: Mapping[str, NextPages] = {
    "cursor": cursor.following,
    "infinite_scroll": infinite_scroll.following,
    "json_link": json_link.following,
    "link_header": link_header.following,
    "load_more": load_more.following,
    "next_button": next_button.following,
    "numbered_links": numbered_links.following,
    "offset": offset_type.following,
    "page_param": page_param.following,
    "sitemap": sitemap.pages_of,
}
# Words of a next link's reason that speak of page numbers alone: then the strip itself is the better guide.
_OF_NUMBERS = frozenset(
    ["number after the current one", "beside page numbers", "in a pager", "URL of the next page", "URL of a later page"]
)
_TOTALS = ("total", "totalcount", "totalresults", "totalitems", "totalrecords", "numfound", "count", "recordstotal")
_LAST_PAGES = ("totalpages", "lastpage", "pages", "pagecount", "numpages", "maxpage", "totalpage")


@dataclass(frozen=True, slots=True)
class Choice:
    """A type, why it was chosen, and the settings that it is to have."""

    type: str
    reason: str
    settings: dict[str, Any] = field(default_factory=dict)


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """What follows the first page by the type that was found out; `choice` says which and why.

    The requests carry the choice, so that the pages behind them are followed by that type itself.
    """
    if page is None:
        return Step(stop="no_next", reason=f"page {request.number} could not be read, so its pagination is unknown")
    chosen = choice_of(page, request)
    noted = {"type": chosen.type if chosen else "none", "reason": chosen.reason if chosen else "no sign of other pages"}
    if chosen is None:
        return Step(stop="no_next", reason=noted["reason"], choice=noted)
    step = _FOLLOWING[chosen.type](page, request, chosen.settings)
    state = {"auto": {"type": chosen.type, "settings": chosen.settings}}
    requests = tuple(replace(each, state={**each.state, **state}) for each in step.requests)
    return replace(step, requests=requests, choice=noted)


def choice_of(page: Page, request: PageRequest) -> Choice | None:
    """How the list on `page` goes on; None where nothing says that it does."""
    finders: tuple[Callable[[Page, PageRequest], Choice | None], ...]
    if page.is_json:
        finders = (_by_header, _by_json_url, _by_token, _by_json_numbers)
    elif sitemap.is_sitemap(page):
        return Choice("sitemap", "the page is a sitemap or a feed")
    else:
        finders = (_by_next_link, _by_strip, _by_header, _by_loader, _by_control, _by_address)
    for find in finders:
        try:
            choice = find(page, request)
        except UnusablePage:
            continue
        if choice is not None:
            return choice
    return None


def _by_header(page: Page, request: PageRequest) -> Choice | None:
    url = next_in_header(page)
    return Choice("link_header", f"its Link header names {url} as the next page") if url else None


def _by_json_url(page: Page, request: PageRequest) -> Choice | None:
    found = find_next_url(page.json)
    return Choice("json_link", f"the JSON names the next page at {found.path}") if found else None


def _by_token(page: Page, request: PageRequest) -> Choice | None:
    own = find_parameter(request, cursor.PARAMETERS)
    token = find_token(page.json, not_value=parameter(request, own) if own else None)
    if token is None or says_last(page.json) or (own is None and isinstance(token.value, int)):
        return None
    return Choice(
        "cursor",
        f"the JSON has a token for the next page at {token.path}",
        {"cursor_path": token.path, "param": own or token.param},
    )


def _by_json_numbers(page: Page, request: PageRequest) -> Choice | None:
    """By the numbers of the request or of the answer: a page or an offset, where more is promised than was given."""
    document = page.json
    held, total = longest_list(document), number_named(document, *_TOTALS)
    last, own = number_named(document, *_LAST_PAGES), number_named(document, "page", "currentpage", "pagenumber")
    has_more = says_more(document) or (total is not None and total > held) or (last is not None and last > (own or 1))
    if not held or says_last(document) or (last is not None and own is not None and own >= last):
        return None
    param = find_parameter(request, PAGE_PARAMETERS)
    if param is not None and integer_parameter(request, param) is not None:
        return Choice("page_param", f"the request counts pages by {param}", {"param": param})
    skipped, limit = find_parameter(request, OFFSET_PARAMETERS), find_parameter(request, SIZE_PARAMETERS)
    if not has_more and skipped is None:
        return None
    if own is not None or last is not None:
        return Choice("page_param", "the JSON counts pages, and there are more", {"param": "page"})
    size = (integer_parameter(request, limit) if limit else None) or number_named(document, *SIZE_PARAMETERS) or held
    if skipped is None and number_named(document, "offset", "skip", "start", "from") is None and limit is None:
        return None
    name = skipped or next(
        (each for each in ("offset", "skip", "start") if number_named(document, each) is not None), "offset"
    )
    return Choice("offset", f"the request counts records by {name}, {size} a page", {"param": name, "page_size": size})


def _by_next_link(page: Page, request: PageRequest) -> Choice | None:
    link = find_next_link(page)
    if link is None:
        return None
    if set(link.reason.split(", ")) <= _OF_NUMBERS:
        return Choice("numbered_links", f"it has a strip of page numbers ({link.reason})")
    return Choice("next_button", f"it has a link to the next page ({link.reason})")


def _by_strip(page: Page, request: PageRequest) -> Choice | None:
    """Numbers, letters or ranges that lead on from this page, clickable or not."""
    strip = strip_of(page, page_links(page))
    if strip is None or (strip.current is not None and strip.current >= max(strip.links)):
        return None
    step = numbered_links.following(page, request, {})
    is_sure = step.stop == "needs_browser" or any(each.method == "POST" for each in step.requests)
    if not step.requests and not is_sure:
        return None
    return Choice("numbered_links", f"it has a strip of pages up to number {max(strip.links)}")


def _by_loader(page: Page, request: PageRequest) -> Choice | None:
    loader = find_loader(page)
    if loader is None or not loader.is_sure:
        return None
    is_button = "'" in loader.reason
    name = "load_more" if is_button else "infinite_scroll"
    return Choice(name, f"it has {'a button' if is_button else 'a list'} that loads more ({loader.reason})")


def _by_control(page: Page, request: PageRequest) -> Choice | None:
    return Choice("next_button", "it has a next button that is no link") if next_control(page) is not None else None


def _by_address(page: Page, request: PageRequest) -> Choice | None:
    """By the target's own number, where the page itself names no other: page=1 asks to be counted on."""
    param = find_parameter(request, PAGE_PARAMETERS)
    if param is None or integer_parameter(request, param) not in (0, 1):
        return None
    return Choice("page_param", f"its address counts pages by {param}, and it names no next page", {"param": param})


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions if there is any setting: whoever knows one knows the type."""
    refuse_others("auto", settings, ())


AUTO = PaginationType(name="auto", following=following, check=check, aliases=("detect",))
