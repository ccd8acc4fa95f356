"""Scrapy's obedience to robots.txt, stricter where that file cannot be had: then nothing is fetched (RFC 9309)."""

import asyncio
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, IgnoreRequest
from scrapy.http import Response
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from twisted.internet.defer import Deferred

from scraper.failures import RobotsUnreachable

_TOO_MANY_REQUESTS = 429
# What keeps us from robots.txt keeps us from the page in the same way: the page's own failure says it better.
_OF_THE_HOST = (CannotResolveHostError, DownloadConnectionRefusedError)


class _Unreachable(RobotParser):
    """Stands for rules that could not be had; `error` is what the page fails with."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    @classmethod
    def from_crawler(cls, crawler: Crawler, robotstxt_body: bytes) -> Self:
        raise NotImplementedError

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        return False


class UnreachableRobotsMiddleware(RobotsTxtMiddleware):
    """RFC 9309, section 2.3.1: 4xx means that there are no rules, 5xx and a network error that everything is forbidden.

    429 counts as 5xx, as search engines have it. A page whose robots.txt cannot be had fails with what can be tried
    again, and with each try robots.txt is asked for again, so that a site that stumbles loses no page.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Future[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's host, asked for once.

        In Scrapy 2.19 several wait for one Deferred, of which the first alone gets the rules; the others get None and
        pass, whatever is forbidden.
        """
        netloc = urlparse_cached(request).netloc
        if netloc not in self._rules:
            self._rules[netloc] = asyncio.ensure_future(super().robot_parser(request))
        return await asyncio.shield(self._rules[netloc])

    def process_request_2(self, rp: RobotParser | None, request: Request) -> None:
        if isinstance(rp, _Unreachable):
            netloc = urlparse_cached(request).netloc
            if self._parsers.get(netloc) is rp:
                del self._parsers[netloc], self._rules[netloc]
            raise rp.error
        super().process_request_2(rp, request)

    async def _parse_robots(self, response: Response, netloc: str, request: Request) -> None:
        if response.status >= 500 or response.status == _TOO_MANY_REQUESTS:
            raise RobotsUnreachable(f"it answered {response.status}")
        if response.status >= 400:
            response = response.replace(body=b"")
        await super()._parse_robots(response, netloc, request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, IgnoreRequest):  # a middleware of ours left it out: no rules, as of too many redirects
            super()._robots_error(exc, netloc)
            return
        waiting = self._parsers[netloc]
        assert isinstance(waiting, Deferred)
        is_said = isinstance(exc, (RobotsUnreachable, *_OF_THE_HOST))
        error = exc if is_said else RobotsUnreachable(str(exc) or type(exc).__name__)
        self._stats.inc_value(f"robotstxt/exception_count/{type(exc)}")
        unreachable = self._parsers[netloc] = _Unreachable(error)
        waiting.callback(unreachable)
