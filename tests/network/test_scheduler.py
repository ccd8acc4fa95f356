"""scraper.network.scheduler: requests wait for their time and for their host, and the others go on."""

import asyncio
from time import monotonic

import pytest
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from scraper.network.host_pauses import pauses_of
from scraper.network.scheduler import NOT_BEFORE, WaitingScheduler


class Engine:
    """What of Scrapy's engine the scheduler uses: it puts requests back into the scheduler."""

    def __init__(self, scheduler):
        self.scheduler = scheduler
        self.has_crawled = asyncio.Event()

    def crawl(self, request):
        self.scheduler.enqueue_request(request)
        self.has_crawled.set()


def opened():
    """An open scheduler with its engine."""
    crawler = get_crawler(
        Spider,
        {
            "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
            "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
            "SCHEDULER_PRIORITY_QUEUE": "scrapy.pqueues.ScrapyPriorityQueue",
        },
    )
    scheduler = WaitingScheduler.from_crawler(crawler)
    crawler.engine = Engine(scheduler)
    scheduler.open(Spider("test"))
    return scheduler


def request(name, host="a.example", **meta):
    return Request(f"http://{host}/{name}", meta=meta)


def given_out(scheduler):
    """The paths of all requests that may be made now."""
    requests = iter(scheduler.next_request, None)
    return [each.url.rpartition("/")[2] for each in requests]


async def until_asked(scheduler, times=1):
    """Wait until the scheduler has put that many requests back on their way."""
    for _ in range(times):
        async with asyncio.timeout(5):
            await scheduler.crawler.engine.has_crawled.wait()
        scheduler.crawler.engine.has_crawled.clear()


def test_requests_are_given_out_in_their_order():
    async def play():
        scheduler = opened()
        for name in "abc":
            scheduler.enqueue_request(request(name))
        return given_out(scheduler)

    assert asyncio.run(play()) == ["a", "b", "c"]


def test_a_request_waits_for_its_time_and_counts_meanwhile():
    async def play():
        scheduler = opened()
        due = monotonic() + 0.1
        scheduler.enqueue_request(request("late", **{NOT_BEFORE: due}))
        scheduler.enqueue_request(request("now"))
        first = given_out(scheduler), scheduler.has_pending_requests()
        await until_asked(scheduler)
        return first, given_out(scheduler), monotonic() >= due, scheduler.has_pending_requests()

    assert asyncio.run(play()) == ((["now"], True), ["late"], True, False)


def test_the_earliest_of_several_is_given_out_first():
    async def play():
        scheduler = opened()
        scheduler.enqueue_request(request("second", **{NOT_BEFORE: monotonic() + 0.2}))
        scheduler.enqueue_request(request("first", **{NOT_BEFORE: monotonic() + 0.1}))
        await until_asked(scheduler)
        first = given_out(scheduler)
        await until_asked(scheduler)
        return first, given_out(scheduler)

    assert asyncio.run(play()) == (["first"], ["second"])


@pytest.mark.parametrize("is_queued_before", [True, False])
def test_requests_of_a_paused_host_wait_in_their_order_and_others_do_not(is_queued_before):
    async def play():
        scheduler = opened()
        pause = pauses_of(scheduler.crawler).pause
        if not is_queued_before:
            pause("a.example", 0.1)
        for name in "abc":
            scheduler.enqueue_request(request(name))
        scheduler.enqueue_request(request("other", "b.example"))
        if is_queued_before:
            pause("a.example", 0.1)
        first = given_out(scheduler)
        await until_asked(scheduler)
        return first, given_out(scheduler)

    assert asyncio.run(play()) == (["other"], ["a", "b", "c"])


def test_a_pause_that_is_prolonged_holds_what_waits():
    async def play():
        scheduler = opened()
        pauses = pauses_of(scheduler.crawler)
        pauses.pause("a.example", 0.05)
        scheduler.enqueue_request(request("a"))
        pauses.pause("a.example", 0.2)
        end = pauses.end("a.example")
        await until_asked(scheduler, times=2)
        return given_out(scheduler), monotonic() >= end

    assert asyncio.run(play()) == (["a"], True)


def test_a_closed_scheduler_wakes_for_nothing():
    async def play():
        scheduler = opened()
        scheduler.enqueue_request(request("late", **{NOT_BEFORE: monotonic() + 0.01}))
        alarm = scheduler._alarm
        scheduler.close("finished")
        return alarm.cancelled(), scheduler.has_pending_requests()

    assert asyncio.run(play()) == (True, False)
