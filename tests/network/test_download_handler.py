"""The download handler: the deadline of a page and its redirects. What drips and hangs: tests.reliability."""

import asyncio
from time import monotonic

import pytest
from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from scraper import settings
from scraper.network import download_handler
from scraper.network.download_handler import SECONDS_SPENT, DeadlineDownloadHandler
from scraper.network.host_pauses import HostPaused, HostPauses

_URL = "http://shop.example/"


@pytest.fixture
def handler(monkeypatch):
    """A handler without a reactor; what Scrapy's own handler does is up to the test."""
    handler = DeadlineDownloadHandler.__new__(DeadlineDownloadHandler)
    handler._pauses, handler._turns, handler._timeout_seconds = HostPauses(), None, 30.0
    monkeypatch.setattr(download_handler, "_GRACE_SECONDS", 0.0)
    return handler


def scrapys(monkeypatch, download):
    async def download_request(self, request):
        return await download(request)

    monkeypatch.setattr(HTTP11DownloadHandler, "download_request", download_request)


async def at_once(request):
    return Response(request.url)


async def never(request):
    await asyncio.Event().wait()


def test_a_download_that_never_ends_is_ended_by_our_own_clock(handler, monkeypatch):
    scrapys(monkeypatch, never)
    started = monotonic()
    with pytest.raises(DownloadTimeoutError, match=r"longer than 0\.1 seconds"):
        asyncio.run(handler.download_request(Request(_URL, meta={"download_timeout": 0.1})))
    assert monotonic() - started < 1


def test_redirects_share_one_deadline(handler, monkeypatch):
    given = []

    async def download(request):
        given.append(request.meta["download_timeout"])
        return Response(request.url)

    scrapys(monkeypatch, download)
    request = Request(_URL, meta={"download_timeout": 10.0, SECONDS_SPENT: 7.5})
    asyncio.run(handler.download_request(request))
    assert given == [2.5]
    assert request.meta["download_timeout"] == 10.0
    assert 7.5 <= request.meta[SECONDS_SPENT] < 8


def test_a_redirect_after_the_deadline_is_not_followed(handler, monkeypatch):
    scrapys(monkeypatch, at_once)
    with pytest.raises(DownloadTimeoutError):
        asyncio.run(handler.download_request(Request(_URL, meta={"download_timeout": 10.0, SECONDS_SPENT: 10.5})))


def test_a_request_to_a_paused_host_is_not_made(handler, monkeypatch):
    scrapys(monkeypatch, never)
    handler._pauses.pause("shop.example", 60)
    with pytest.raises(HostPaused):
        asyncio.run(handler.download_request(Request(_URL)))


def test_robots_txt_of_a_paused_host_waits(handler, monkeypatch):
    scrapys(monkeypatch, at_once)
    handler._pauses.pause("shop.example", 0.1)
    end = handler._pauses.end("shop.example")
    asyncio.run(handler.download_request(Request(_URL, callback=NO_CALLBACK)))
    assert monotonic() >= end


def test_no_other_handler_is_configured():
    handlers = Settings({"DOWNLOAD_HANDLERS": settings.DOWNLOAD_HANDLERS}).get_component_priority_dict_with_base
    installed = {scheme: each for scheme, each in handlers("DOWNLOAD_HANDLERS").items() if each is not None}
    assert set(installed) == {"http", "https"}
    assert {load_object(each) for each in installed.values()} == {DeadlineDownloadHandler}
