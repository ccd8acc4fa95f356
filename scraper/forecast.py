"""What a run of a job will come to, foretold from its first pages: pages, items, seconds and credits. Pure."""

import math
from dataclasses import asdict, dataclass
from typing import Any

from scraper.coverage.tracking import Track
from scraper.credits.policies import CreditPolicy, Usage
from scraper.job import Job

# What a page takes besides its delay where nothing was measured.
_UNKNOWN_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What the first pages showed: pages known at the start, records on the first, links to details, seconds a page."""

    listed_pages: int
    per_page: int
    details_per_page: int
    seconds_per_page: float
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """The figures; `pages` and `items` are at most so many where `is_upper_limit`. `basis` says what they rest on."""

    pages: int
    items: int
    seconds: float
    credits: int
    basis: str
    is_upper_limit: bool = False

    def as_metadata(self) -> dict[str, Any]:
        """The forecast as JSON, for `runs.metadata`."""
        return asdict(self)


def forecast(job: Job, seen: Seen, track: Track, policy: CreditPolicy) -> Forecast:
    """The figures of a run of the job, whose first pages gave `seen` and, of promises, `track`."""
    records, pages = track.ranked("records")[:1], track.ranked("pages")[:1]
    total = records[0].promise.value if records else None
    is_open = False
    if not seen.goes_on:
        list_pages, basis = 1, "one page"
    elif seen.listed_pages > 1:
        list_pages, basis = seen.listed_pages, f"the job names {seen.listed_pages} pages"
    elif total is not None and seen.per_page:
        list_pages, basis = math.ceil(total / seen.per_page), f"the site promises {total} records"
    elif pages:
        list_pages, basis = pages[0].promise.value, f"the site promises {pages[0].promise.value} pages"
    else:
        most = job.max_pages({})
        list_pages, is_open = int(most) if math.isfinite(most) else 1, True
        basis = "nothing is promised: max_pages" if math.isfinite(most) else "nothing is promised and nothing limits it"
    return _figures(job, seen, policy, _Extent(list_pages, total if seen.goes_on else None, basis, is_open))


@dataclass(frozen=True, slots=True)
class _Extent:
    pages: int
    items: int | None
    basis: str
    is_open: bool


def _figures(job: Job, seen: Seen, policy: CreditPolicy, extent: _Extent) -> Forecast:
    """The extent within the limits of the job, with what it takes and costs."""
    options, basis = job.options, extent.basis
    list_pages = int(min(extent.pages, job.max_pages({})))
    if list_pages < extent.pages:
        basis += f", max_pages is {list_pages}"
    items = list_pages * seen.per_page
    if extent.items is not None:
        items = min(items, extent.items)
    if options.max_items is not None and items > options.max_items:
        items = options.max_items
        list_pages = min(list_pages, math.ceil(items / max(1, seen.per_page)))
        basis += f", max_items is {items}"
    details = round(items * min(1.0, seen.details_per_page / seen.per_page)) if seen.per_page else 0
    pages = list_pages + details
    price = policy(Usage(browser_pages=1) if options.render_js is True else Usage(http_pages=1))
    charged = details if details else (pages if seen.per_page else 0)
    credits = charged * price
    if options.max_credits is not None and credits > options.max_credits:
        credits, basis = options.max_credits, f"{basis}, max_credits is {options.max_credits}"
    seconds = round(pages * _seconds(job, seen), 1)
    if options.max_duration is not None and seconds > options.max_duration:
        seconds, basis = options.max_duration, f"{basis}, max_duration is {options.max_duration:g}"
    return Forecast(pages, items, seconds, credits, basis, extent.is_open)


def _seconds(job: Job, seen: Seen) -> float:
    """Seconds between two pages: the delay, or what an answer takes, shared by those that are fetched side by side."""
    fetching = (seen.seconds_per_page or _UNKNOWN_SECONDS) / job.options.concurrent_requests
    return max(job.options.delay_between_requests, fetching)
