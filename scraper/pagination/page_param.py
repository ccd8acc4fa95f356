"""Pagination type `page_param`: a parameter of the query or the body counts pages."""

from dataclasses import replace

from scraper.exceptions import InvalidOptions, UnusablePage
from scraper.page import Page
from scraper.pagination.json_hints import says_last
from scraper.pagination.page_number import PAGE_PARAMETERS
from scraper.pagination.parameters import find_parameter, integer_parameter, with_parameters
from scraper.pagination.settings import integer_setting, pointer, refuse_others, text_setting
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


def first(target: PageRequest, settings: Settings) -> tuple[PageRequest, ...]:
    """The target's own request, with `start` as its page number if that is set."""
    start = integer_setting(settings, "start")
    return (target if start is None else with_parameters(target, {_param(target, settings): start}),)


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The same request with the next number, whatever this page holds, unless it is JSON and says that it is the last.

    A request without the parameter counts as page 1.
    """
    if is_said_to_be_last(page):
        return Step(stop="no_next", reason=f"page {request.number} says that it is the last one")
    param, step = _param(request, settings), integer_setting(settings, "step") or 1
    own = integer_parameter(request, param)
    number = (1 if own is None else own) + step
    if number < 0:
        return Step(stop="no_next", reason=f"{param} has come down to zero")
    request = replace(with_parameters(request, {param: number}), number=request.number + 1)
    return Step((request,), reason=f"{param}={number}")


def is_said_to_be_last(page: Page | None) -> bool:
    """Whether a page is JSON with a flag that no page follows."""
    if page is None or not page.is_json:
        return False
    try:
        return says_last(page.json)
    except UnusablePage:
        return False


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions for settings of other types and for numbers that never come to a page."""
    refuse_others("page_param", settings, ("param", "start", "step"))
    text_setting(settings, "param")
    start, step = integer_setting(settings, "start"), integer_setting(settings, "step")
    if step == 0:
        raise InvalidOptions(pointer("step"), "must not be 0: every page would be the same")
    if start is not None and start < 0:
        raise InvalidOptions(pointer("start"), f"{start} is no page number; count from 0 or 1, as the site does")


def _param(request: PageRequest, settings: Settings) -> str:
    """The parameter of the settings, or the one of the request that counts pages by its name, or "page"."""
    return text_setting(settings, "param") or find_parameter(request, PAGE_PARAMETERS) or "page"


PAGE_PARAM = PaginationType(
    name="page_param",
    first=first,
    following=following,
    check=check,
    aliases=("page_number", "page_increment"),
    is_open_ended=True,
)
