"""How a list that grows (load_more, infinite_scroll) goes on over HTTP: by what each part names, else by counting."""

from dataclasses import replace
from typing import Any

from scraper.exceptions import InvalidOptions, UnusablePage
from scraper.page import Page
from scraper.pagination.json_hints import find_next_url, next_url_of, says_last
from scraper.pagination.loaders import Loader, find_loader
from scraper.pagination.next_link import find_next_link
from scraper.pagination.page_number import find_page_number
from scraper.pagination.selected_link import elements_by_selector
from scraper.pagination.settings import integer_setting, pointer
from scraper.pagination.values import PageRequest, Settings, Step


def check_limit(settings: Settings, name: str) -> None:
    """Raise InvalidOptions where the setting that limits how often a list may grow is no integer from 1."""
    limit = integer_setting(settings, name)
    if limit is not None and limit < 1:
        raise InvalidOptions(pointer(name), f"must be at least 1, not {limit}; for one page choose the type none")


def next_part(
    page: Page | None, request: PageRequest, *, selector: str | None, limit: int | None, control: str
) -> Step:
    """The request of the next part of the list; needs_browser where there is one that HTTP cannot ask for.

    `control` is what the job says loads it, in words; `limit` how often it may be used.
    """
    if page is None:
        return _counted_on(request, "could not be read")
    if limit is not None and request.number > limit:
        return Step(stop="max_pages", reason=f"{control} was used {limit} times, which is the limit of the job")
    try:
        part = page.fragment
        loader = _of_json(part) if part.is_json else _of_html(part, selector)
    except UnusablePage as error:
        return _counted_on(request, f"has nothing to click: {error.reason}")
    if loader is not None and loader.request is not None:
        return _by_loader(loader, request)
    if request.number > 1 and (loader is None or part.is_json):
        if _says_last(page):
            return Step(stop="no_next", reason=f"part {request.number} says that it is the last one")
        return _counted_on(request, "names no further part")
    found = f"{control} was found ({loader.reason}), but its address was not" if loader else f"no {control} was found"
    reason = f"page {request.number}: {found} in the HTML: only a browser can go on; set render_js"
    return Step(stop="needs_browser", reason=reason)


def _by_loader(loader: Loader, request: PageRequest) -> Step:
    """The request of a loader, with what is known of those to come."""
    assert loader.request is not None
    last = loader.last or request.state.get("last")
    if last is not None and request.number >= last:
        return Step(stop="no_next", reason=f"part {request.number} is the last of {last}")
    state: dict[str, Any] = {"is_fragment": True, "named": request.number, **({"last": last} if last else {})}
    made = replace(loader.request, number=request.number + 1, state={**request.state, **state})
    return Step((made,), reason=loader.reason)


def _counted_on(request: PageRequest, why: str) -> Step:
    """The next number of a request that counts, where only the first page named what is loaded; else the end.

    Where a later part named the next one, the part that names none is the last.
    """
    state, found = request.state, find_page_number(request.url)
    is_counted = request.method == "GET" and found is not None and state.get("named") == 1
    last = state.get("last")
    if found is None or not is_counted or (last is not None and request.number >= last):
        return Step(stop="no_next", reason=f"part {request.number} {why}")
    step = state.get("step") or (1 if found.kind == "page" else found.value)
    url = found.with_value(found.value + step)
    made = replace(request, url=url, number=request.number + 1, state={**state, "step": step})
    return Step((made,), reason=f"part {request.number} {why}; its address counts")


def _of_json(part: Page) -> Loader | None:
    found = find_next_url(part.json)
    url = next_url_of(found.url, found.path, part.url) if found is not None else None
    if found is None or url is None or says_last(part.json):
        return None
    return Loader(PageRequest(url), f"URL at {found.path}")


def _of_html(part: Page, selector: str | None) -> Loader | None:
    """What loads more, or the next link that a page has for those without its script."""
    loader = find_loader(part, among=None if selector is None else elements_by_selector(part, selector))
    if loader is not None and loader.request is not None:
        return loader
    link = find_next_link(part) if selector is None else None
    return Loader(PageRequest(link.url), f"next link ({link.reason})") if link is not None else loader


def _says_last(page: Page) -> bool:
    """Whether a JSON answer says that no part follows: by a flag, or by a next URL that is null."""
    if not page.is_json:
        return False
    document = page.json
    is_null = isinstance(document, dict) and any(
        document.get(name, "") is None
        for name in ("next", "next_url", "nextUrl", "next_page", "nextPage", "next_page_url")
    )
    return is_null or says_last(document)
