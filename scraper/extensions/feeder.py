"""Feeds a worker of a shared run: claims requests as its pages need them, and ends its crawl when the run is over."""

import asyncio
import contextlib
import logging
from functools import partial
from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured
from scrapy.utils.defer import deferred_from_coro

from db.failures import cause_of
from scraper.runs.run import LiveRun, live_run
from scraper.runs.trouble import is_ended_by
from scraper.shared.claiming import Claimed
from scraper.shared.worker import SharedRun

logger = logging.getLogger(__name__)

AHEAD = 2  # requests that a worker holds for each that it makes at a time: it claims again when half of them are done
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 1.0  # how late a worker without requests notices new ones
_BEGIN_SECONDS = 0.02


class Feeder:
    """Keeps one worker of a shared run supplied, and open as long as its fellows may find or leave work for it."""

    def __init__(self, crawler: Crawler, run: LiveRun, shared: SharedRun) -> None:
        self.crawler = crawler
        self.run = run
        self.shared = shared
        self._is_over = False
        self._call = asyncio.Event()
        self._pause_seconds = FIRST_PAUSE_SECONDS
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = live_run(crawler)
        if not isinstance(run.shared, SharedRun):
            raise NotConfigured  # without a message: Scrapy would warn of it
        feeder = cls(crawler, run, run.shared)
        crawler.signals.connect(feeder.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(feeder.spider_idle, signal=signals.spider_idle)
        crawler.signals.connect(feeder.spider_closed, signal=signals.spider_closed)
        return feeder

    def spider_opened(self) -> None:
        self.shared.wake = partial(self._wake, asyncio.get_running_loop())
        self._task = asyncio.ensure_future(self._feed())

    def spider_idle(self) -> None:
        if not self._is_over and not self.run.is_stopped:
            raise DontCloseSpider

    def spider_closed(self) -> None:
        self.shared.wake = _nothing
        if self._task is not None:
            self._task.cancel()

    def _wake(self, loop: asyncio.AbstractEventLoop) -> None:
        """Called in any thread."""
        loop.call_soon_threadsafe(self._call.set)

    async def _feed(self) -> None:
        try:
            if not await self._has_begun():
                return
            while not self.run.is_stopped and not self._is_over:
                await self._claim()
                await self._called()
                if self.shared.stopped_by is not None:
                    self.run.stop(self.shared.stopped_by)
        except Exception as error:  # the edge of the task: whatever it is, the run must hear of it
            if not is_ended_by(self.run, error):
                logger.exception("Claiming requests failed")
                self.run.stop("crash", f"Claiming requests failed: {cause_of(error)}")

    async def _has_begun(self) -> bool:
        """Wait until the run is this process's, and all that pages are read with is there; False where it never is."""
        while self.run.claim is None or not self.run.claim.done():
            await asyncio.sleep(_BEGIN_SECONDS)
        return not self.run.claim.cancelled() and self.run.claim.exception() is None

    async def _claim(self) -> None:
        held, at_a_time = self.run.in_flight, self.run.job.options.concurrent_requests
        if held > at_a_time * (AHEAD - 1):
            return
        claimed = await asyncio.to_thread(self.shared.claim, at_a_time * AHEAD - held)
        if self.run.is_stopped:
            return
        self.run.issue(self.run.admit(claimed.visits))
        self._rest(claimed)
        if claimed.is_over:
            self._is_over = True
            assert self.crawler.engine is not None
            deferred_from_coro(self.crawler.engine.close_spider_async(reason="finished"))

    def _rest(self, claimed: Claimed) -> None:
        """Look again soon after there was something, and less and less often where there is nothing."""
        longer = min(self._pause_seconds * 2, LONGEST_PAUSE_SECONDS)
        self._pause_seconds = FIRST_PAUSE_SECONDS if claimed.visits else longer

    async def _called(self) -> None:
        """Wait until a page is complete or stored, or until it is time to look again."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._call.wait(), self._pause_seconds)
        self._call.clear()


def _nothing() -> None:
    """Nobody is to be woken any more."""
