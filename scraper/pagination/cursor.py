"""Pagination type `cursor`: a token of the response goes into the next request, in its query or its body."""

import re
from dataclasses import replace

from scraper.exceptions import InvalidOptions, UnusablePage
from scraper.page import Page
from scraper.pagination.json_hints import Token, check_path, find_token, says_last, value_at
from scraper.pagination.parameters import find_parameter, parameter, with_parameters
from scraper.pagination.selected_link import check_selector, texts_by_selector
from scraper.pagination.settings import pointer, refuse_others, text_setting
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step

# Parameters that take a token, where the request has one of them already.
PARAMETERS = (
    *("cursor", "after", "page_token", "next_token", "token", "continuation", "continuation_token", "marker"),
    *("bookmark", "scroll_id", "starting_after", "next_cursor", "resumption_token", "page_cursor"),
)
MAX_TOKEN = 16_384  # characters; a longer text is a page and no token

_HEADER = re.compile(r"(?:header\s*:\s*)?([A-Za-z0-9!#$%&'*+.^_`|~-]+)")


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The same request with the page's token; the end where it has none or says that it is the last one."""
    if page is None:
        return Step(stop="no_next", reason=f"page {request.number} could not be read, so its token is unknown")
    try:
        token = _token(page, request, settings)
        is_last = page.is_json and says_last(page.json)
    except UnusablePage as error:
        return Step(stop="no_next", reason=f"page {request.number} has no token: {error.reason}")
    if token is None or is_last:
        why = "says that it is the last one" if is_last else "has no token"
        return Step(stop="no_next", reason=f"page {request.number} {why}")
    param = text_setting(settings, "param") or find_parameter(request, PARAMETERS) or token.param
    request = replace(with_parameters(request, {param: token.value}), number=request.number + 1)
    return Step((request,), reason=f"{param} from {token.path}")


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions if `cursor_path` is no JSON path, selector or header."""
    refuse_others("cursor", settings, ("param", "cursor_path"))
    text_setting(settings, "param")
    path = text_setting(settings, "cursor_path")
    if path is None or _HEADER.fullmatch(path):
        return
    try:
        check_path(path, "cursor_path")
    except InvalidOptions:
        try:
            check_selector(path)
        except InvalidOptions as error:
            reason = f"{path!r} is neither a JSON path (paging.next), nor a selector, nor a header (header:X-Next)"
            raise InvalidOptions(pointer("cursor_path"), reason) from error


def _token(page: Page, request: PageRequest, settings: Settings) -> Token | None:
    path = text_setting(settings, "cursor_path")
    if path is None:
        return find_token(page.json, not_value=_own(request, settings))
    header = _HEADER.fullmatch(path)
    name = header[1].lower() if header else ""
    if path.lower().startswith("header:") or (name in page.headers and not page.is_json):
        value = page.headers.get(name)
    elif page.is_json:
        value = value_at(page.json, path)
        value = page.headers.get(name) if value is None else value
    else:
        value = next(iter(texts_by_selector(page, path)), None)
    if not isinstance(value, str | int) or isinstance(value, bool) or not 0 < len(str(value).strip()) <= MAX_TOKEN:
        return None
    return Token(value.strip() if isinstance(value, str) else value, path, "cursor")


def _own(request: PageRequest, settings: Settings) -> object:
    """The token that the request itself has: some answers repeat it."""
    param = text_setting(settings, "param") or find_parameter(request, PARAMETERS)
    return parameter(request, param) if param is not None else None


CURSOR = PaginationType(name="cursor", following=following, check=check, aliases=("token", "next_token"))
