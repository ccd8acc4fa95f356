"""scraper.middlewares.waiting: no request leaves while pages could not be stored."""

import asyncio

import pytest
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from scraper.failures import GivenUp
from scraper.middlewares.waiting import WaitingMiddleware
from tests.live import TARGET, live


@pytest.fixture
def run():
    return live()[0]


def _answer(run):
    """What becomes of a request."""
    crawler = get_crawler(Spider)
    crawler.spider = Spider("job")
    crawler.spider.run = run
    middleware = WaitingMiddleware.from_crawler(crawler)
    return asyncio.run(asyncio.wait_for(middleware.process_request(Request(TARGET)), 0.05))


def test_a_request_goes_out_while_all_is_well(run):
    assert _answer(run) is None


@pytest.mark.parametrize("why", ["full", "away"])
def test_a_request_waits_while_pages_cannot_be_stored(run, why):
    run.intake.hold(why)
    with pytest.raises(TimeoutError):
        _answer(run)


def test_a_request_is_given_up_when_the_run_ends_without_its_page(run):
    run.intake.end()
    with pytest.raises(GivenUp, match=TARGET):
        _answer(run)
