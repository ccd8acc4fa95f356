"""Pagination type `offset`: a parameter of the query or the body counts the records to skip."""

from dataclasses import replace

from scraper.exceptions import InvalidOptions, UnusablePage
from scraper.page import Page
from scraper.pagination.json_hints import longest_list
from scraper.pagination.page_number import OFFSET_PARAMETERS, SIZE_PARAMETERS
from scraper.pagination.page_param import is_said_to_be_last
from scraper.pagination.parameters import find_parameter, integer_parameter, with_parameters
from scraper.pagination.settings import integer_setting, pointer, refuse_others, text_setting
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


def first(target: PageRequest, settings: Settings) -> tuple[PageRequest, ...]:
    """The target's own request; with `limit_param` and `page_size` it asks for pages of that size."""
    limit, size = text_setting(settings, "limit_param"), integer_setting(settings, "page_size")
    return (target if limit is None or size is None else with_parameters(target, {limit: size}),)


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The same request, the offset raised by the page size; a request without an offset counts as 0.

    Without `page_size` it is the one that the request asks for, or how many records the JSON answer holds.
    """
    if is_said_to_be_last(page):
        return Step(stop="no_next", reason=f"page {request.number} says that it is the last one")
    size = _size(page, request, settings)
    if size is None:
        reason = "the page size is not known, so neither is the next offset; set /pagination/page_size"
        return Step(stop="error", reason=reason)
    if size == 0:
        return Step(stop="no_next", reason=f"page {request.number} holds no records")
    param = text_setting(settings, "param") or find_parameter(request, OFFSET_PARAMETERS) or "offset"
    offset = (integer_parameter(request, param) or 0) + size
    request = replace(with_parameters(request, {param: offset}), number=request.number + 1)
    return Step((replace(request, state={**request.state, "page_size": size}),), reason=f"{param}={offset}")


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions for settings of other types, a size that is no size, and a limit without a size."""
    refuse_others("offset", settings, ("param", "page_size", "limit_param"))
    text_setting(settings, "param")
    limit, size = text_setting(settings, "limit_param"), integer_setting(settings, "page_size")
    if size is not None and size < 1:
        raise InvalidOptions(pointer("page_size"), f"{size} is no number of records a page")
    has_size = size is not None or (limit and integer_parameter(PageRequest(target_url), limit))
    if limit is not None and not has_size:
        raise InvalidOptions(pointer("page_size"), f"is needed with limit_param: the value of {limit!r}, such as 20")


def _size(page: Page | None, request: PageRequest, settings: Settings) -> int | None:
    size = integer_setting(settings, "page_size") or request.state.get("page_size")
    if size is None:
        limit = text_setting(settings, "limit_param") or find_parameter(request, SIZE_PARAMETERS)
        size = integer_parameter(request, limit) if limit is not None else None
    if size or page is None or not page.is_json:
        return size or None
    try:
        return longest_list(page.json)
    except UnusablePage:
        return None


OFFSET = PaginationType(
    name="offset",
    first=first,
    following=following,
    check=check,
    aliases=("offset_limit", "skip"),
    is_open_ended=True,
)
