"""What loads more of a list, and what it asks for over HTTP: a button's data-url, href, hx-get or form."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from w3lib.url import add_or_replace_parameter

from scraper.page import Page
from scraper.pagination.controls import sent_by
from scraper.pagination.json_hints import find_next_url, next_url_of, number_named
from scraper.pagination.links import is_switched_off, link_words, names_of, resolve
from scraper.pagination.more_words import is_more_label
from scraper.pagination.next_words import is_next_label
from scraper.pagination.url_step import pages_ahead
from scraper.pagination.values import PageRequest

# Where scripts keep the address of what they load, best first; htmx (hx-…) is run by attributes alone.
_ADDRESSES = (
    *(
        "hx-get",
        "data-hx-get",
        "data-next-url",
        "data-next-page-url",
        "data-nexturl",
        "data-next-href",
        "data-load-url",
    ),
    *("data-load-more-url", "data-more-url", "data-ajax-url", "data-url", "data-href", "data-next", "data-endpoint"),
    *("data-source", "data-target-url", "ic-get-from", "up-href"),
)
_LASTS = (
    "data-total-pages",
    "data-max-pages",
    "data-pages",
    "data-max-page",
    "data-last-page",
    "data-page-count",
    "data-max",
)
_AJAX = {"X-Requested-With": "XMLHttpRequest"}
_HTMX = {"HX-Request": "true"}
_LOADER = re.compile(r"load-?more|more-?(?:button|btn|posts|items)|show-?more|view-?more|infinite|next-?page", re.I)
_LOADS = re.compile(r"load-?more|infinite", re.IGNORECASE)
_SENTINEL = re.compile(r"infinite|scroll|sentinel|load-?more|next-?page|lazy-?list", re.I)
_TRIGGER = re.compile(r"reveal|intersect", re.I)
_ENDPOINTS = frozenset(["endpoint", "ajaxurl", "apiurl", "loadurl", "loadmoreurl", "feedurl", "pageurl", "dataurl"])
_PAGES = ("page", "currentpage", "pagenumber", "paged")
_COUNTS = ("pages", "totalpages", "maxpages", "lastpage", "pagecount", "numpages")


@dataclass(frozen=True, slots=True)
class Loader:
    """What loads more: the request it sends (None: only a browser can tell), the last page it names, and its reason."""

    request: PageRequest | None
    reason: str
    last: int | None = None
    is_sure: bool = True
    """Whether it is more than a link or label that may as well lead to something else."""


@dataclass(frozen=True, slots=True)
class _Place:
    """An element that may load more, and how sure that is."""

    element: lxml.html.HtmlElement
    label: str
    rank: int
    addresses: dict[str, str] = field(default_factory=dict)


def find_loader(page: Page, *, among: list[lxml.html.HtmlElement] | None = None) -> Loader | None:
    """What loads more of the page's list; `among` are the elements that the job names. None if there is nothing."""
    places = [_place(element) for element in among] if among is not None else list(_places(page))
    loaders = [_loader(page, place) for place in sorted(places, key=lambda place: -place.rank)]
    followable = (loader for loader in loaders if loader.request is not None)
    return next(followable, None) or (None if among is not None else _by_settings(page)) or next(iter(loaders), None)


def _places(page: Page) -> Iterator[_Place]:
    for element in page.root.iter("a", "button", "input", "div", "span", "li", "section", "turbo-frame", "p"):
        place = _place(element)
        if place.rank > 0 and not (
            place.rank < 3 and element.tag in ("div", "span", "li", "section", "p") and not place.addresses
        ):
            yield place


def _place(element: lxml.html.HtmlElement) -> _Place:
    """How sure it is that the element loads more: by its label, its trigger, or its class together with an address."""
    addresses = {name: value for name in _ADDRESSES if (value := (element.get(name) or "").strip())}
    is_clickable = element.tag in ("a", "button", "input") or element.get("role") == "button" or bool(addresses)
    if not is_clickable and element.tag != "turbo-frame":
        return _Place(element, "", 0)
    labels = [*link_words(element), element.get("value") or ""] if is_clickable and len(element) < 20 else [""]
    label, names = next((each for each in labels if each), ""), names_of(element)
    trigger = f"{element.get('hx-trigger') or ''} {element.get('data-hx-trigger') or ''}"
    if any(map(is_more_label, labels)) and not is_switched_off(element):
        return _Place(element, label, 4, addresses)
    if _TRIGGER.search(trigger) or (element.tag == "turbo-frame" and element.get("loading") == "lazy"):
        return _Place(element, label, 3, addresses)
    if addresses and (_SENTINEL.search(names) or any("next" in name or "more" in name for name in addresses)):
        return _Place(element, label, 3, addresses)
    is_link = element.tag == "a" and (_LOADER.search(names) or "next" in (element.get("rel") or "").split())
    if is_link and (any(map(is_next_label, labels)) or _LOADER.search(names)):
        return _Place(element, label, 2, addresses)
    return _Place(element, label, 0, addresses)


def _loader(page: Page, place: _Place) -> Loader:
    """What a place asks for over HTTP, in the order of what says most."""
    element = place.element
    last = next((int(value) for name in _LASTS if (value := element.get(name) or "").isdigit()), None)
    called = f"{place.label!r} " if place.label else ""
    for name, address in place.addresses.items():
        url = resolve(page, address) if re.match(r"https?://|[/?.]|[\w-]+[/?.]", address) else None
        if url is not None:
            headers = _HTMX if name.endswith("hx-get") else _AJAX
            return Loader(PageRequest(url, headers=headers), f"{name} of {called}{_tag(element)}", last)
    url = resolve(page, element.get("src" if element.tag == "turbo-frame" else "href"))
    if url is not None:
        is_called = place.rank == 4 and bool(_LOADS.search(names_of(element)))
        is_sure = is_called or element.tag == "turbo-frame" or (pages_ahead(page.url, url) or 0) > 0
        return Loader(PageRequest(url), f"address of {called}{_tag(element)}", last, is_sure)
    sent = sent_by(page, element)
    if sent is not None:
        return Loader(sent.request, f"{sent.reason} {called}".strip(), last)
    return Loader(None, f"{called}{_tag(element)}", last, place.rank == 4 and len(place.label.split()) > 1)


def _tag(element: lxml.html.HtmlElement) -> str:
    return f"<{element.tag}>"


def _by_settings(page: Page) -> Loader | None:
    """What the settings of a script name: a next URL, or an endpoint with the number of the page."""
    for script in page.root.iter("script"):
        if "json" not in (script.get("type") or "") or "ld+json" in (script.get("type") or ""):
            continue
        try:
            settings = json.loads(script.text or "")
        except ValueError:
            continue
        found = find_next_url(settings)
        url = next_url_of(found.url, found.path, page.url) if found is not None else _counted(settings, page.url)
        if url is not None:
            return Loader(PageRequest(url, headers=_AJAX), "settings of a script", number_named(settings, *_COUNTS))
    return None


def _counted(settings: Any, page_url: str) -> str | None:
    """The endpoint that settings name, with the number after that of the page."""
    if not isinstance(settings, dict):
        return None
    folded = {re.sub(r"[^a-z]", "", name.lower()): (name, value) for name, value in settings.items()}
    endpoint = next((folded[name][1] for name in _ENDPOINTS if name in folded), None)
    page = next((folded[name] for name in _PAGES if name in folded), None)
    url = next_url_of(endpoint, "", page_url)
    if url is None or page is None or not isinstance(page[1], int):
        return None
    name = page[0] if page[0].islower() else "page"
    return add_or_replace_parameter(url, name, str(page[1] + 1))
