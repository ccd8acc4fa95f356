"""Until when the hosts of a crawl want to be left alone; shared by what hears of it and what fetches."""

from collections.abc import Callable
from time import monotonic
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached


class HostPaused(IgnoreRequest):
    """The request's host is paused: it goes back to the scheduler, which holds it until the pause is over."""


class HostPauses:
    """Pauses by host name (in the sense of Scrapy's downloader slots), in seconds of a monotonic clock."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._ends: dict[str, float] = {}

    def pause(self, host: str, seconds: float) -> None:
        """Nothing is asked of the host for so long, or for longer where that has been said before."""
        self._ends[host] = max(self.end(host), self._now() + seconds)

    def end(self, host: str) -> float:
        """When the host may be asked again; a time in the past where it may now."""
        return self._ends.get(host, 0.0)

    def seconds_left(self, host: str) -> float:
        """How long the host's pause still lasts; 0 where there is none."""
        return max(0.0, self.end(host) - self._now())


_PAUSES: WeakKeyDictionary[Crawler, HostPauses] = WeakKeyDictionary()


def pauses_of(crawler: Crawler) -> HostPauses:
    """The pauses of this crawler: the same for all who ask."""
    return _PAUSES.setdefault(crawler, HostPauses())


def host_of_request(request: Request) -> str:
    """The host that the request goes to, as Scrapy's downloader slots name it."""
    return urlparse_cached(request).hostname or ""
