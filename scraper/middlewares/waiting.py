"""Holds requests back while the writer's queue is full or the database is away."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from scraper.failures import GivenUp
from scraper.runs.run import LiveRun, live_run


class WaitingMiddleware:
    """A request waits here, where it counts as being under way: Scrapy starts no more than its limit of them."""

    def __init__(self, run: LiveRun) -> None:
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(live_run(crawler))

    async def process_request(self, request: Request) -> None:
        if not await self.run.intake.is_wanted():
            raise GivenUp(f"{request.url} is left to whoever goes on with the run")
