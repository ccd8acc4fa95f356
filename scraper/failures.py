"""Why a page could not be had: Scrapy's and Twisted's exceptions and HTTP statuses as reasons and clear sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import get_args
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)

from scraper.network.block_pages import BlockPage
from scraper.network.block_signs import Kind

# Statuses that say "not you" or "not so fast" rather than "no such page" (RFC 9110, section 15.5; RFC 6585).
BLOCKED_STATUSES = frozenset({401, 403, 407, 429, 451})
# How the reasons of pages that keep us out begin (`scraper.network.block_pages`).
_BLOCKED = "blocked_"
GONE_STATUSES = frozenset({404, 410})
TROUBLE = "trouble"  # in the meta of a further try: why the one before failed


class OffsiteRequest(IgnoreRequest):
    """The request leaves the job's allowed_domains."""


class RobotsUnreachable(OSError):
    """robots.txt cannot be had, so that nobody knows what it forbids; as an OSError it is tried again."""


class GivenUp(IgnoreRequest):
    """The run ends here without the page, which stays queued: not a failure of the page."""


@dataclass(frozen=True, slots=True)
class FailedFetch:
    """`reason` is from a closed list; `sentence` tells a person what happened and what to do about it."""

    reason: str
    sentence: str


_BY_EXCEPTION: Mapping[type[Exception], tuple[str, str]] = {
    CannotResolveHostError: ("dns", "{host} has no address: check the spelling of the URL"),
    DownloadConnectionRefusedError: ("connection_refused", "{host} refused the connection: is the server running?"),
    DownloadTimeoutError: ("timeout", "{url} did not answer in time: raise the option timeout or try again later"),
    ResponseDataLossError: ("truncated", "the answer of {url} was cut short or damaged on its way"),
    DownloadCancelledError: ("too_large", "{url} is larger than DOWNLOAD_MAXSIZE allows"),
    UnsupportedURLSchemeError: ("unsupported_scheme", "{url} is no http or https URL"),
    DownloadFailedError: ("connection_lost", "the connection to {host} failed: {error}"),
    RobotsUnreachable: (
        "robots_unreachable",
        "robots.txt of {host} cannot be had ({error}), which forbids everything there: try again later, "
        "or set the option respect_robots_txt to false",
    ),
}
# Scrapy has one exception, IgnoreRequest, for what its middlewares refuse: part of its text -> what it is.
_BY_TEXT: Mapping[str, tuple[str, str]] = {
    "max redirections reached": ("redirect_loop", "{url} leads from one redirect to the next and never to a page"),
    "DOWNLOAD_MAXSIZE": ("too_large", "{url} is larger than DOWNLOAD_MAXSIZE allows"),
    "robots.txt": (
        "robots_forbidden",
        "robots.txt of {host} forbids {url}: ask the site, or set the option respect_robots_txt to false",
    ),
}


FAILURE_REASONS = frozenset(
    {
        *(reason for reason, _ in (*_BY_EXCEPTION.values(), *_BY_TEXT.values())),
        *(f"{_BLOCKED}{kind}" for kind in get_args(Kind)),
        *("offsite", "download_failed", "http_<status>", "unusable", "extraction_error"),
    }
)
"""All reasons of failed pages; docs/jobs.md says what each means."""


def failed_fetch(exception: BaseException, url: str) -> FailedFetch:
    """What the downloader's exception means for a person."""
    host = urlsplit(url).netloc
    if isinstance(exception, OffsiteRequest):
        return FailedFetch("offsite", f"{url} leads to a host that the option allowed_domains does not name")
    known = [each for kind, each in _BY_EXCEPTION.items() if isinstance(exception, kind)]
    if isinstance(exception, IgnoreRequest):
        known = [each for text, each in _BY_TEXT.items() if text in str(exception)]
    for reason, sentence in known[:1]:
        return FailedFetch(reason, sentence.format(host=host, url=url, error=_cause(exception)))
    return FailedFetch("download_failed", f"{url} could not be fetched: {str(exception) or type(exception).__name__}")


def _cause(exception: BaseException) -> str:
    """What Twisted's parts said: its ResponseFailed shows the representation of a list of failures."""
    reasons = getattr(exception.__cause__, "reasons", ())
    return "; ".join(each.getErrorMessage() for each in reasons) or str(exception)


def tries_of(request: Request | None) -> tuple[int, str | None]:
    """How often the page was asked for, as Scrapy's retry middleware counts, and why more than once."""
    meta = request.meta if request else {}
    return 1 + meta.get("retry_times", 0), meta.get(TROUBLE)


def after_tries(failure: FailedFetch, tries: int) -> FailedFetch:
    """The failure, with the number of tries that it took where there were several."""
    return failure if tries <= 1 else replace(failure, sentence=f"{failure.sentence}, after {tries} tries")


def failed_status(status: int, url: str) -> FailedFetch:
    """What an HTTP error status means for a person."""
    try:
        phrase = f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = str(status)
    if status in BLOCKED_STATUSES:
        return FailedFetch(f"http_{status}", f"{url} answered {phrase}: the site does not let this scraper in")
    return FailedFetch(f"http_{status}", f"{url} answered {phrase}")


def failed_block(verdict: BlockPage, url: str) -> FailedFetch:
    """What a page that keeps us out means for a person."""
    signs = ", ".join(verdict.signs)
    sentence = f"{url} {verdict.sentence} (told by its {signs}): the site does not let this scraper in"
    return FailedFetch(verdict.reason, sentence)


def is_refusal(reason: str | None, status: int | None) -> bool:
    """Whether a page failed because the site does not want us, by its status or by what it shows."""
    return status in BLOCKED_STATUSES or (reason or "").startswith(_BLOCKED)


def failure_stop_reason(failure: FailedFetch, *, status: int | None, is_first: bool) -> str:
    """The stop reason of a pagination that ends with this failure."""
    if failure.reason == "robots_forbidden":
        return "robots_forbidden"
    if is_refusal(failure.reason, status):
        return "blocked"
    if status in GONE_STATUSES and not is_first:
        return "not_found"
    return "error"
