"""scraper.middlewares.robots: what a robots.txt that cannot be had means for each page that waits for it."""

import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import CannotResolveHostError, DownloadTimeoutError, IgnoreRequest
from scrapy.http import TextResponse
from scrapy.utils.test import get_crawler

from scraper.failures import RobotsUnreachable
from scraper.middlewares.robots import UnreachableRobotsMiddleware

FORBIDS = b"User-agent: *\nDisallow: /\n"


def middleware(*answers):
    """The middleware of a crawler to which robots.txt answers this, one after the other."""
    left = list(answers)

    async def download(request):
        await asyncio.sleep(0)
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return TextResponse(request.url, status=answer, body=FORBIDS)

    crawler = get_crawler(Spider, {"ROBOTSTXT_OBEY": True})
    crawler.engine = SimpleNamespace(download_async=download)
    return UnreachableRobotsMiddleware.from_crawler(crawler)


async def _asked(robots, times):
    pages = [Request(f"https://shop.example/{number}") for number in range(times)]
    return await asyncio.gather(*(robots.process_request(each) for each in pages), return_exceptions=True)


def outcomes(robots, times=1):
    """What becomes of so many pages at once: the kind of exception, or None."""
    return [each and type(each) for each in asyncio.run(_asked(robots, times))]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (200, IgnoreRequest),
        (404, None),
        (403, None),
        (429, RobotsUnreachable),
        (503, RobotsUnreachable),
        (DownloadTimeoutError("late"), RobotsUnreachable),
        (CannotResolveHostError("no address"), CannotResolveHostError),
        (IgnoreRequest("max redirections reached"), None),
    ],
)
def test_what_an_answer_means_for_the_page(answer, error):
    assert outcomes(middleware(answer)) == [error]


@pytest.mark.parametrize(("answer", "error"), [(200, IgnoreRequest), (503, RobotsUnreachable), (404, None)])
def test_all_pages_that_wait_for_it_are_told_the_same(answer, error):
    assert outcomes(middleware(answer), times=4) == [error] * 4


def test_the_next_page_asks_again():
    robots = middleware(503, 404)
    assert (outcomes(robots), outcomes(robots), outcomes(robots)) == ([RobotsUnreachable], [None], [None])
