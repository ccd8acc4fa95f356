"""Scrapy's download handler with a deadline of our own for a page and its redirects, and stricter about ends."""

import asyncio
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from twisted.internet.defer import Deferred
from twisted.internet.error import ConnectionDone
from twisted.internet.interfaces import ISSLTransport
from twisted.internet.protocol import connectionDone
from twisted.python.failure import Failure
from twisted.web._newclient import HEADER, STATUS, HTTP11ClientProtocol, ParseError
from twisted.web.http import _DataLoss

from scraper.failures import GivenUp
from scraper.network.host_pauses import HostPaused, host_of_request, pauses_of
from scraper.network.host_turns import turns_of

SECONDS_SPENT = "download_seconds_spent"
"""The key of Request.meta that holds how long this try's earlier requests (it was redirected) took."""

# What Scrapy's own timer may be late by before ours ends the download.
_GRACE_SECONDS = 0.5
# Browsers and servers take 8 to 256 kB of headers; Twisted takes any number, 0.1 GB a second from loopback.
_MAX_HEAD_BYTES = 256 * 1024


class DeadlineDownloadHandler(HTTP11DownloadHandler):
    """Downloads http and https. meta["download_timeout"] is for a page with all its redirects, whatever drips or hangs.

    A request whose host is paused is not made but raises HostPaused; robots.txt, which has no place to wait, waits
    here.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _StrictFactory
        self._pauses = pauses_of(crawler)
        self._turns = turns_of(crawler)
        self._timeout_seconds = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")

    async def download_request(self, request: Request) -> Response:
        await self._wait_for_host(request)
        await self._wait_for_turn(request)
        allowed = float(request.meta.get("download_timeout") or self._timeout_seconds)
        spent = float(request.meta.get(SECONDS_SPENT, 0.0))
        if spent >= allowed:
            raise DownloadTimeoutError(f"Redirects to {request.url} took longer than {allowed} seconds.")
        request.meta["download_timeout"] = allowed - spent
        started = monotonic()
        try:
            async with asyncio.timeout(allowed - spent + _GRACE_SECONDS):
                return await super().download_request(request)
        except TimeoutError as error:
            raise DownloadTimeoutError(f"Getting {request.url} took longer than {allowed} seconds.") from error
        finally:
            request.meta["download_timeout"] = allowed
            request.meta[SECONDS_SPENT] = spent + monotonic() - started

    async def _wait_for_host(self, request: Request) -> None:
        seconds = self._pauses.seconds_left(host_of_request(request))
        if seconds and request.callback is not NO_CALLBACK:
            raise HostPaused
        if seconds:
            await asyncio.sleep(seconds)

    async def _wait_for_turn(self, request: Request) -> None:
        """Wait until it is this process's turn at the host; robots.txt of a run that stops need not wait any more."""
        if self._turns is None:
            return
        try:
            await self._turns.wait(host_of_request(request))
        except GivenUp:
            if request.callback is not NO_CALLBACK:
                raise

    async def close(self) -> None:
        if self._turns is not None:
            await self._turns.close()
        await super().close()


class _CutBody:
    """Stands for the decoder of a body whose connection was lost."""

    def noMoreData(self) -> None:  # noqa: N802
        raise _DataLoss("The connection was lost before the end of the body")


class _StrictParser(_LenientHTTPClientParser):
    """Takes a bounded number of header lines. `is_lost` says that the connection was lost, not closed."""

    is_lost = False
    _head_bytes = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self._head_bytes += len(line)
        if self.state in (STATUS, HEADER) and self._head_bytes > _MAX_HEAD_BYTES:
            raise ParseError(f"The headers are longer than {_MAX_HEAD_BYTES} bytes", b"")
        super().lineReceived(line)

    def connectionLost(self, reason: Failure | None = None) -> None:  # noqa: N802
        if self.bodyDecoder is not None and self.is_lost:
            self.bodyDecoder = _CutBody()  # type: ignore[assignment]
        super().connectionLost(reason)


class _StrictProtocol(_LenientHTTP11ClientProtocol):
    """Parses with `_StrictParser`, put in place the way Scrapy puts its own.

    A body without a length ends with its connection; Twisted does not look at how that one ended. Over TLS it cannot
    be told: servers that forget to say goodbye are many, and Twisted reports a reset in the same way.
    """

    def request(self, request: Any) -> Deferred[Any]:
        response = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = _StrictParser
        return response

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802
        is_clean = isinstance(reason.value, ConnectionDone) or ISSLTransport.providedBy(self.transport)
        if isinstance(self._parser, _StrictParser):
            self._parser.is_lost = not is_clean
        super().connectionLost(reason)  # type: ignore[no-untyped-call]


class _StrictFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> HTTP11ClientProtocol:  # noqa: N802
        return _StrictProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
