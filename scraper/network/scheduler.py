"""Scrapy's scheduler with a waiting room: for requests that are tried again later and for those to a paused host."""

import asyncio
from heapq import heappop, heappush
from itertools import count
from time import monotonic
from typing import Any

from scrapy import Request
from scrapy.core.scheduler import Scheduler
from twisted.internet.defer import Deferred

from scraper.network.host_pauses import host_of_request, pauses_of

NOT_BEFORE = "not_before"
"""The key of Request.meta that holds when it may be made, in monotonic seconds."""


class WaitingScheduler(Scheduler):
    """Gives out requests when their time has come; what waits takes no place of the downloader, so others go on.

    What waits is in memory alone: the run's requests stay queued in the database until their page is stored.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert self.crawler is not None
        self._pauses = pauses_of(self.crawler)
        self._waiting: list[tuple[float, int, Request]] = []  # a heap by time, then by order of arrival
        self._arrivals = count()
        self._alarm: asyncio.TimerHandle | None = None

    def enqueue_request(self, request: Request) -> bool:
        due = max(request.meta.get(NOT_BEFORE, 0.0), self._pauses.end(host_of_request(request)))
        if due <= monotonic():
            return super().enqueue_request(request)
        self._hold(request, due)
        return True

    def next_request(self) -> Request | None:
        while (request := super().next_request()) is not None:
            due = self._pauses.end(host_of_request(request))
            if due <= monotonic():
                return request
            self._hold(request, due)
        return None

    def __len__(self) -> int:
        return super().__len__() + len(self._waiting)

    def close(self, reason: str) -> Deferred[None] | None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._waiting.clear()
        return super().close(reason)

    def _hold(self, request: Request, due: float) -> None:
        place = next(self._arrivals)
        heappush(self._waiting, (due, place, request))
        if self._waiting[0][1] == place:  # it is the first to be due
            self._set_alarm()

    def _set_alarm(self) -> None:
        """Wake when the first of the waiting is due."""
        if self._alarm is not None:
            self._alarm.cancel()
        if self._waiting:
            self._alarm = asyncio.get_running_loop().call_later(self._waiting[0][0] - monotonic(), self._release)

    def _release(self) -> None:
        """Put the requests that are due back on their way."""
        self._alarm = None
        assert self.crawler is not None
        assert self.crawler.engine is not None
        while self._waiting and self._waiting[0][0] <= monotonic():
            self.crawler.engine.crawl(heappop(self._waiting)[2])
        self._set_alarm()
