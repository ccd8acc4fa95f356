"""The download handler of jobs that need a browser: requests with a BrowserTask go there, all others over HTTP."""

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from scraper.browser.browser import browser_of
from scraper.browser.values import TASK, BrowserTask
from scraper.network.download_handler import DeadlineDownloadHandler


class BrowserDownloadHandler(DeadlineDownloadHandler):
    """Scrapy has one for http and one for https: both use the crawler's one browser."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._crawler_of_run = crawler

    async def download_request(self, request: Request) -> Response:
        task = request.meta.get(TASK)
        if not isinstance(task, BrowserTask):
            return await super().download_request(request)
        await self._wait_for_host(request)
        await self._wait_for_turn(request)
        return await browser_of(self._crawler_of_run).fetch(request, task)

    async def close(self) -> None:
        await browser_of(self._crawler_of_run).close()
        await super().close()
