"""One page by its URL or from a file, for commands that look at a page: what a crawl would get, stored nowhere."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from scrapy.settings import Settings
from twisted.python.failure import Failure

from scraper.console.terminal import CommandError, ExitCode
from scraper.exceptions import UnusablePage
from scraper.failures import FailedFetch, failed_block, failed_fetch, failed_status
from scraper.network.block_pages import block_page
from scraper.page import Page

GZIP_MAGIC = b"\x1f\x8b"
_MAX_BYTES = 64 * 1024 * 1024  # of one page, unpacked
_UNKNOWN_URL = "https://page.invalid/"  # what links of a file are resolved against when nobody says where it is from


class OnePage(Spider):
    """Fetches one URL under the settings of the process: robots.txt, limits and handlers as in a crawl."""

    name = "one_page"
    # Somebody waits for it: a site that says "later" is asked again soon, or not at all.
    custom_settings = {"ITEM_PIPELINES": {}, "SCRAPER_RETRY_AFTER_LIMIT_SECONDS": 5}  # noqa: RUF012 - read by Scrapy

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url
        self.page: Page | None = None
        self.failure: FailedFetch | None = None

    async def start(self) -> AsyncIterator[Request]:
        """The one request."""
        yield Request(self.url, callback=self.parse, errback=self.errback)

    def parse(self, response: Response, **kwargs: Any) -> None:
        """Keep the page, or why it cannot be read."""
        if response.status >= 400:
            self.failure = failed_status(response.status, self.url)
            return
        headers = {name.decode("latin-1"): b",".join(each).decode("latin-1") for name, each in response.headers.items()}
        try:
            self.page = Page.from_bytes(response.url, response.body, status=response.status, headers=headers)
            blocked = block_page(self.page)
            if blocked is not None and blocked.is_certain:
                self.page, self.failure = None, failed_block(blocked, self.url)
        except UnusablePage as error:
            self.failure = FailedFetch("unusable", f"{self.url} cannot be read: {error.reason}")

    def errback(self, failure: Failure) -> None:
        """Keep why the page could not be had."""
        assert failure.value is not None
        self.failure = failed_fetch(failure.value, self.url)


def is_url(target: str) -> bool:
    """Whether what was given on a command line is a URL, not a file."""
    return target.lower().startswith(("http://", "https://"))


def page_of(target: str, settings: Settings, *, url: str | None = None) -> Page:
    """The page at a URL, fetched by a crawler with these settings, or in a file (HTML or JSON, gzipped or not).

    `url` is where a file is from, for its links. Raises CommandError with the reason where there is no page.
    """
    return fetched(target, settings) if is_url(target) else page_in(Path(target), url or _UNKNOWN_URL)


def fetched(url: str, settings: Settings) -> Page:
    """The page at the URL. Uses up the process's reactor: one page a process. Raises CommandError."""
    process = AsyncCrawlerProcess(settings)
    crawler = process.create_crawler(OnePage)
    task = process.crawl(crawler, url=url)
    process.start()
    if task.done() and not task.cancelled() and (error := task.exception()):
        raise error
    spider = crawler.spider
    if not isinstance(spider, OnePage) or spider.page is None:
        failure = getattr(spider, "failure", None)
        raise CommandError(failure.sentence if failure else f"{url} was not fetched", ExitCode.FAILED)
    return spider.page


def page_in(file: Path, url: str) -> Page:
    """The page in a file. Raises CommandError where it cannot be read, UnusablePage where it is no page."""
    try:
        return Page.from_bytes(url, unpacked(file))
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror or error}", ExitCode.NOT_FOUND) from error


def unpacked(file: Path) -> bytes:
    """The file's bytes, unpacked if they are gzipped. Raises UnusablePage above 64 MB, and OSError."""
    body = file.read_bytes()
    if body.startswith(GZIP_MAGIC):
        with gzip.open(file) as packed:
            body = packed.read(_MAX_BYTES + 1)
    if len(body) > _MAX_BYTES:
        raise UnusablePage(f"{file.name} is larger than {_MAX_BYTES >> 20} MB")
    return body
