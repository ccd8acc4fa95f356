"""An extension for crawls of tests: the clock of the process jumps while it crawls."""

from datetime import UTC, datetime, timedelta
from typing import Self

import time_machine
from scrapy import signals
from scrapy.crawler import Crawler

EVERY_PAGES = 4
JUMPS = tuple(timedelta(hours=hours) for hours in (1, -1, 24, -24, 0))


class ClockJumps:
    """After every few responses the time of day is another one: an hour or a day on or back, and at last the real one.

    The monotonic clock goes on as it does when a machine's clock is set.
    """

    def __init__(self) -> None:
        self._left = list(JUMPS)
        self._responses = 0
        self._travel: time_machine.travel | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        jumps = cls()
        crawler.signals.connect(jumps.response_received, signal=signals.response_received)
        return jumps

    def response_received(self) -> None:
        self._responses += 1
        if self._responses % EVERY_PAGES or not self._left:
            return
        if self._travel is not None:
            self._travel.stop()
        self._travel = time_machine.travel(datetime.now(UTC) + self._left.pop(0), tick=True)
        self._travel.start()
