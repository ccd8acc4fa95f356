"""Pagination type `link_header`: the response's header names the next page, `Link: <…>; rel="next"` (RFC 8288)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urljoin

from scraper.page import Page
from scraper.pagination.links import url_key
from scraper.pagination.settings import is_web_url, refuse_others
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step

# RFC 8288, section 3: <URI> and parameters, whose values may be quoted and then hold commas and semicolons.
_TARGET = re.compile(r"[\s,]*<([^<>]*)>")
_PARAMETER = re.compile(r'\s*;\s*([\w!#$&+.^`|~*-]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*+)"|([^\s,;"]*+)))?')


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The page that the header names with rel=next; the method and body stay as they are."""
    if page is None:
        return Step(stop="no_next", reason=f"page {request.number} could not be read, so its Link header is unknown")
    url = next_in_header(page)
    if url is None:
        return Step(stop="no_next", reason=f"page {request.number} has no Link header with rel=next")
    return Step((replace(request, url=url, number=request.number + 1),), reason="Link header with rel=next")


def next_in_header(page: Page) -> str | None:
    """The absolute URL of rel=next in the page's Link header; None if it names none, or the page itself."""
    for target, parameters in links(page.headers.get("link", "")):
        if "next" not in parameters.get("rel", "").lower().split() or "anchor" in parameters:
            continue
        try:
            url = urljoin(page.url, target.strip())
        except ValueError:
            continue
        if is_web_url(url) and url_key(url) != url_key(page.url):
            return url
    return None


def links(header: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The links of a Link header: (target, parameters); the first of several equal parameters counts."""
    place = 0
    while match := _TARGET.match(header, place):
        place, parameters = match.end(), dict[str, str]()
        while parameter := _PARAMETER.match(header, place):
            quoted, plain = parameter[2], parameter[3]
            value = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else plain or ""
            parameters.setdefault(parameter[1].lower(), value)
            place = parameter.end()
        yield match[1], parameters
        place = header.find(",", place)
        if place < 0:
            return


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions if there is any setting."""
    refuse_others("link_header", settings, ())


LINK_HEADER = PaginationType(name="link_header", following=following, check=check, aliases=("header_link",))
