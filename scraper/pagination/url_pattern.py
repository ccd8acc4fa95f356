"""Pagination type `url_pattern`: a number counts up in a URL, given as a pattern or found in the target URL.

With a known end all requests are made at the start: a page that fails is then one failed page and not the end of the
chain, and pages can be fetched side by side. Without an end each page gives the next, until the spider sees a missing
page, empty pages or a limit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination.page_number import PageNumber, find_page_number, find_page_size
from scraper.pagination.settings import integer_setting, is_web_url, pointer, refuse_others, text_setting
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step

MAX_PAGES = 100_000  # as many as url_list takes: all of them are queued when the run starts
MAX_PAD = 20  # digits; more than any counter of a real site

_PLACEHOLDER = re.compile(r"\{(page|offset)\}|\[(\d+)-(\d+)(?::(-?\d+))?\]")


@dataclass(frozen=True, slots=True)
class Counter:
    """What the settings come to: `url(number)` for number 1, 2, …; `end` is the last value, or None if unknown."""

    before: tuple[str, ...]
    start: int
    step: int
    end: int | None
    width: int

    def url(self, number: int) -> str:
        """The URL of page `number`, which counts from 1."""
        return f"{self.start + (number - 1) * self.step:0{self.width}d}".join(self.before)

    @property
    def pages(self) -> int | None:
        """How many pages there are, 0 if the end is on the wrong side of the start, None if the end is unknown."""
        return None if self.end is None else max(0, (self.end - self.start) // self.step + 1)


def first(target: PageRequest, settings: Settings) -> tuple[PageRequest, ...]:
    """All requests if the end is known, else the first one."""
    return tuple(_requests(target, _counter(target.url, settings)))


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The next page in an open-ended pattern, whatever this page holds; nothing where `first` gave all pages."""
    counter = _counter(request.url, settings, number=request.number)
    if counter.end is not None:
        return Step()
    number = request.number + 1
    if counter.start + request.number * counter.step < 0:
        return Step(stop="no_next", reason="the numbers of the pattern have come down to zero")
    return Step((replace(request, url=counter.url(number), number=number),), reason="the next number of the pattern")


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions if the settings give no pages, or too many, or no http(s) URLs."""
    refuse_others("url_pattern", settings, ("pattern", "start", "step", "end", "zero_pad"))
    counter = _counter(target_url, settings)
    pages = counter.pages
    if pages == 0:
        raise InvalidOptions(
            pointer("end"), f"{counter.end} is never reached from start {counter.start} by step {counter.step}"
        )
    if pages is not None and pages > MAX_PAGES:
        raise InvalidOptions(pointer("end"), f"{pages:,} pages are more than {MAX_PAGES:,}; raise start or lower end")
    if not is_web_url(counter.url(1)):
        reason = f"gives {counter.url(1)[:200]!r}, which is not an absolute http(s) URL; write it in full"
        raise InvalidOptions(pointer("pattern"), reason)


def has_known_end(target_url: str, settings: Settings) -> bool:
    """Whether all pages are known at the start: `end` is set, or the pattern holds a range."""
    return _counter(target_url, settings).end is not None


def _requests(target: PageRequest, counter: Counter) -> Iterator[PageRequest]:
    for number in range(1, (counter.pages or 1) + 1):
        yield replace(target, url=counter.url(number), number=number)


def _counter(url: str, settings: Settings, *, number: int = 1) -> Counter:
    """The counter of these settings; `url` is that of page `number`. Raises InvalidOptions if they do not fit."""
    step, width = integer_setting(settings, "step"), integer_setting(settings, "zero_pad")
    if step == 0:
        raise InvalidOptions(pointer("step"), "must not be 0: every page would be the same")
    if width is not None and not 0 <= width <= MAX_PAD:
        raise InvalidOptions(pointer("zero_pad"), f"is the number of digits, 0 to {MAX_PAD}, not {width}")
    pattern = text_setting(settings, "pattern")
    if pattern is None and _PLACEHOLDER.search(url):
        reason = f"is where {url[:200]!r} belongs; the target URL is a real one, such as that of the first page"
        raise InvalidOptions(pointer("pattern"), reason)
    counter = _from_url(url, settings, step, number) if pattern is None else _from_pattern(pattern, settings, step)
    end = integer_setting(settings, "end")
    return Counter(
        counter.before, counter.start, counter.step, counter.end if end is None else end, width or counter.width
    )


def _from_pattern(pattern: str, settings: Settings, step: int | None) -> Counter:
    """The counter of a URL with {page}, {offset} or [001-100:1] in it."""
    matches = list(_PLACEHOLDER.finditer(pattern))
    if len({match.group() for match in matches}) != 1:
        reason = f"must hold one of {{page}}, {{offset}} or a range such as [001-100:1], and only one kind: {pattern!r}"
        raise InvalidOptions(pointer("pattern"), reason)
    before = tuple(_split(pattern, matches))
    match, start = matches[0], integer_setting(settings, "start")
    if match[1] == "page":
        return Counter(before, 1 if start is None else start, step or 1, None, 0)
    if match[1] == "offset":
        size = step or find_page_size(pattern)
        if size is None:
            raise InvalidOptions(pointer("step"), "is needed with {offset}: the number of records a page, such as 20")
        return Counter(before, start or 0, size, None, 0)
    return _from_range(before, match, step, start)


def _from_range(before: tuple[str, ...], match: re.Match[str], step: int | None, start: int | None) -> Counter:
    """The counter of [001-100:1]; zeros in front of the first number keep its width."""
    low, high = int(match[2]), int(match[3])
    by = step or int(match[4] or (1 if high >= low else -1))
    if by == 0:
        raise InvalidOptions(pointer("pattern"), f"the step of {match.group()} must not be 0")
    width = len(match[2]) if match[2].startswith("0") else 0
    return Counter(before, low if start is None else start, by, high, width)


def _from_url(url: str, settings: Settings, step: int | None, number: int) -> Counter:
    """The counter of the page number found in `url`, which is page `number` of the run."""
    found = find_page_number(url)
    if found is None:
        raise InvalidOptions(
            pointer("pattern"),
            f"no page number was found in the target URL {url[:200]!r}; set pattern to the URL with {{page}} where "
            "the number stands, for example https://host/list?page={page}",
        )
    by = step or _step_of(found)
    start, width = integer_setting(settings, "start"), len(found.digits) if found.digits.startswith("0") else 0
    before = (url[: found.start], url[found.end :])
    return Counter(before, found.value - (number - 1) * by if start is None else start, by, None, width)


def _step_of(found: PageNumber) -> int:
    """1 for a page number; for a record offset the page size that the URL itself asks for."""
    if found.kind == "page":
        return 1
    size = find_page_size(found.url)
    if size is None:
        reason = f"is needed: {found.url[:200]!r} counts records, so set step to the number of records a page"
        raise InvalidOptions(pointer("step"), reason)
    return size


def _split(pattern: str, matches: list[re.Match[str]]) -> Iterator[str]:
    """The texts before, between and after the placeholders."""
    place = 0
    for match in matches:
        yield pattern[place : match.start()]
        place = match.end()
    yield pattern[place:]


URL_PATTERN = PaginationType(
    name="url_pattern",
    first=first,
    following=following,
    check=check,
    aliases=("url_template", "url_range"),
    is_open_ended=True,
    has_known_end=has_known_end,
)
