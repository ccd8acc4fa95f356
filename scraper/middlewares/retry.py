"""Tries failed requests again, later each time; hears when a host wants to be left alone; refuses cut bodies."""

import hashlib
from datetime import UTC, datetime
from random import random
from time import monotonic
from typing import Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.exceptions import ResponseDataLossError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from scraper.config import Config
from scraper.failures import TROUBLE, failed_fetch
from scraper.middlewares.compression import DATALOSS
from scraper.network.download_handler import SECONDS_SPENT
from scraper.network.host_pauses import HostPaused, HostPauses, host_of_request, pauses_of
from scraper.network.retry_after import retry_after_seconds
from scraper.network.scheduler import NOT_BEFORE
from scraper.network.truncation import ends_in_a_tag, looks_cut

_LONGEST_BACKOFF_SECONDS = 60.0
_TOO_MANY_REQUESTS = 429
# Scrapy's flag of a body that ended with its connection, and the digest of such a one in the meta of its next try.
_PARTIAL, _CUT_DIGEST = "partial", "cut_digest"


def backoff_seconds(tries: int, base: float) -> float:
    """How long to wait after so many failed tries: half of base * 2^(tries - 1), and up to as much again by chance.

    "Equal jitter" of M. Brooker, "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015): what failed together
    does not come back together, and nothing comes back at once.
    """
    span = min(_LONGEST_BACKOFF_SECONDS, base * 2.0 ** min(tries - 1, 20))
    return span / 2 + random() * span / 2  # noqa: S311 - it spreads requests, it keeps no secret


class PatientRetryMiddleware(RetryMiddleware):
    """Takes the place of Scrapy's middleware, which tries again at once and knows no Retry-After.

    A request that is to wait goes to the scheduler, which holds it, so that no other request waits with it. What
    Scrapy fetches past the scheduler (robots.txt) cannot wait: it is tried once more where the connection failed.
    """

    pauses: HostPauses
    config: Config

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = super().from_crawler(crawler)
        middleware.pauses = pauses_of(crawler)
        middleware.config = Config.from_settings(crawler.settings)
        return middleware

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """The response; the request for its next try; raises ResponseDataLossError for a cut body after the last."""
        if response.status >= 400:
            self._hear(request, response)
        elif DATALOSS in response.flags:
            return self._whole(request)
        elif self._looks_cut(request, response):
            again = self._whole(request, is_asked_twice=_CUT_DIGEST not in request.meta)
            again.meta[_CUT_DIGEST] = _digest(response)
            return again
        return super().process_response(request, response)

    def process_exception(
        self, request: Request, exception: Exception, spider: Spider | None = None
    ) -> Request | Response | None:
        if isinstance(exception, HostPaused):
            return request.replace(dont_filter=True)
        return super().process_exception(request, exception)

    def _retry(self, request: Request, reason: str | Exception | type[Exception]) -> Request | None:
        """The request for the next try, with the time before which it is not made; None after the last one."""
        is_past_scheduler = request.callback is NO_CALLBACK
        if is_past_scheduler and (isinstance(reason, str) or request.meta.get("retry_times", 0)):
            return None
        again: Request | None = super()._retry(request, reason)
        if again is not None:
            again.meta.pop(SECONDS_SPENT, None)
            again.meta[TROUBLE] = _trouble(reason, request.url)
            wait = backoff_seconds(again.meta["retry_times"], self.config.retry_backoff_seconds)
            again.meta[NOT_BEFORE] = monotonic() + wait
        return again

    def _hear(self, request: Request, response: Response) -> None:
        """Pause the host for as long as it says; one that has had too many requests and names no time, for a while."""
        tries = request.meta.get("retry_times", 0) + 1
        wait = _wanted_seconds(response)
        if wait is None and response.status == _TOO_MANY_REQUESTS:
            wait = backoff_seconds(tries, self.config.retry_backoff_seconds)
        if wait:
            wait = min(wait, self.config.retry_after_limit_seconds)
            self.pauses.pause(host_of_request(request), wait)
            self.crawler.stats.inc_value("scraper/pauses")

    def _whole(self, request: Request, *, is_asked_twice: bool = False) -> Request:
        """The request for the whole of a body that was cut. Raises ResponseDataLossError after the last try.

        `is_asked_twice` grants a second try to a job that wants none.
        """
        again = self._retry(request, ResponseDataLossError())
        if again is None and not is_asked_twice:
            raise ResponseDataLossError
        return again or request.replace(dont_filter=True)

    def _looks_cut(self, request: Request, response: Response) -> bool:
        """Whether a body that ended with its connection looks cut; the same body twice is how the page is."""
        if _PARTIAL not in response.flags or request.method == "HEAD" or request.callback is NO_CALLBACK:
            return False
        content_type = (response.headers.get("Content-Type") or b"").decode("latin-1")
        if not looks_cut(response.body, content_type):
            return False
        return ends_in_a_tag(response.body) or request.meta.get(_CUT_DIGEST) != _digest(response)


def _trouble(reason: str | Exception | type[Exception], url: str) -> str:
    """Scrapy's reason for a further try ("503 Service Unavailable", an exception) as one of ours."""
    if isinstance(reason, str):
        return f"http_{reason.split()[0]}" if reason[:3].isdigit() else "download_failed"
    return failed_fetch(reason() if isinstance(reason, type) else reason, url).reason


def _digest(response: Response) -> str:
    return hashlib.sha256(response.body).hexdigest()


def _wanted_seconds(response: Response) -> float | None:
    """What the response's Retry-After says; None for one without."""
    value = response.headers.get("Retry-After")
    if value is None:
        return None
    date = (response.headers.get("Date") or b"").decode("latin-1")
    return retry_after_seconds(value.decode("latin-1"), now=datetime.now(UTC), server_date=date)
