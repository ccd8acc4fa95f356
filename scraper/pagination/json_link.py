"""Pagination type `json_link`: a JSON answer holds the URL of the next page."""

import json
from dataclasses import replace
from typing import Any

from scraper.exceptions import UnusablePage
from scraper.page import Page
from scraper.pagination.json_hints import NextUrl, check_path, find_next_url, next_url_of, says_last, value_at
from scraper.pagination.parameters import is_json_body
from scraper.pagination.settings import refuse_others, text_setting
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The page behind the URL at `path`, or under one of the usual names; the method and body stay as they are."""
    if page is None:
        return Step(stop="no_next", reason=f"page {request.number} could not be read, so its next URL is unknown")
    try:
        document = page.json
    except UnusablePage as error:
        return Step(stop="error", reason=f"json_link needs JSON, and page {request.number} is none: {error.reason}")
    path = text_setting(settings, "path")
    found = find_next_url(document) if path is None else _at(document, path)
    url = next_url_of(found.url, found.path, page.url) if found is not None else None
    if found is None or url is None:
        return Step(stop="no_next", reason=f"page {request.number} names no next URL at {path or 'any usual place'}")
    if says_last(document) and url == page.url:
        return Step(stop="no_next", reason=f"page {request.number} says that it is the last one")
    return Step((_request(replace(request, url=url, number=request.number + 1), found),), reason=f"URL at {found.path}")


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions if `path` is no JSON path."""
    refuse_others("json_link", settings, ("path",))
    path = text_setting(settings, "path")
    if path is not None:
        check_path(path, "path")


def _at(document: Any, path: str) -> NextUrl | None:
    value = value_at(document, path)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dict):
        value = next((value[name] for name in ("href", "url", "uri") if isinstance(value.get(name), str)), None)
    return NextUrl(value, path) if isinstance(value, str) else None


def _request(request: PageRequest, link: NextUrl) -> PageRequest:
    """The request with the method and body that the link itself asks for."""
    if link.method is None or link.method.upper() not in ("GET", "POST"):
        return request
    if link.method.upper() == "GET":
        return replace(request, method="GET", body=None)
    body = link.body
    if link.is_merged and isinstance(body, dict) and is_json_body(request.body):
        body = {**json.loads(request.body or "{}"), **body}
    text = request.body if body is None else json.dumps(body, ensure_ascii=False)
    return replace(request, method="POST", body=text, headers={"Content-Type": "application/json", **request.headers})


JSON_LINK = PaginationType(name="json_link", following=following, check=check, aliases=("next_url",))
