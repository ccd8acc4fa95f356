"""The browser of a run: one Chromium, started when the first page needs it, with one context, closed with the run."""

import asyncio
import contextlib
import logging
from typing import Any
from urllib.parse import unquote, urlsplit
from weakref import WeakKeyDictionary

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page as BrowserPage
from playwright.async_api import Request as BrowserRequest
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError, DownloadTimeoutError
from scrapy.http import HtmlResponse, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from scraper.browser.actions import waiting_seconds
from scraper.browser.failures import IsDownload, check_scheme, download_error
from scraper.browser.tab import Tab
from scraper.browser.values import SEEN, BrowserTask, Seen
from scraper.failures import OffsiteRequest
from scraper.job import Job
from scraper.reading import is_allowed_host, is_on_host, own_hosts
from scraper.runs.run import LiveRun, live_run

logger = logging.getLogger(__name__)

_CONTEXT = "run"
# What a page may fetch besides web addresses: what it holds itself.
_SCHEMES = ("http:", "https:", "ws:", "wss:", "data:", "blob:", "about:")
_UNWANTED_TYPES = frozenset(["media", "font"])
_HTML_TYPES = ("html", "xml")
# Headers that speak of the bytes on their way, of which a rendered page has none.
_OF_THE_BYTES = ("Content-Encoding", "Content-Length", "Transfer-Encoding")
_PLAYWRIGHTS_GRACE_SECONDS = 0.5


class Browser:
    """Fetches pages by scrapy-playwright. Keeps at most one page open beyond its request: the one that is paged on."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.run: LiveRun = live_run(crawler)
        self.job: Job = self.run.job
        self._own_hosts = own_hosts(self.job)
        self._starting = asyncio.Lock()
        self._playwright: ScrapyPlaywrightDownloadHandler | None = None
        self._tab: Tab | None = None

    async def fetch(self, request: Request, task: BrowserTask) -> Response:
        """The page as the browser shows it. Raises the downloader's exceptions; a page that failed is closed."""
        options = self.job.options
        waits = waiting_seconds(options.wait_for, options.actions)
        seconds = float(request.meta.get("download_timeout") or options.timeout) + waits
        try:
            async with asyncio.timeout(seconds * (task.step + 1) + _PLAYWRIGHTS_GRACE_SECONDS):
                return await self._fetch(request, task, seconds)
        except TimeoutError as error:
            await self.leave(task.key)
            message = f"Getting {request.url} in the browser took longer than {seconds} seconds."
            raise DownloadTimeoutError(message) from error
        except PlaywrightError as error:
            await self.leave(task.key)
            raise download_error(error, request.url) from error

    async def leave(self, key: str | None = None) -> None:
        """Close the page that is open under this key, or whichever is open."""
        tab = self._tab
        if tab is not None and key in (None, tab.key):
            self._tab = None
            await _close(tab.page)

    async def close(self) -> None:
        """Close all pages, the context and the browser, and end its processes."""
        await self.leave()
        playwright, self._playwright = self._playwright, None
        if playwright is not None:
            with contextlib.suppress(PlaywrightError):
                await playwright.close()

    async def _fetch(self, request: Request, task: BrowserTask, seconds: float) -> Response:
        if not task.step:
            await self.leave(task.key if task.paging is None else None)
            return await self._opened(request, task, seconds)
        tab = self._tab
        if tab is None or tab.key != task.key or tab.steps != task.step - 1 or tab.page.is_closed():
            tab = await self._reopened(request, task, seconds)
        return await self._stepped(tab, request, task)

    async def _opened(self, request: Request, task: BrowserTask, seconds: float) -> Response:
        tab, response = await self._open(request, task, seconds)
        try:
            if response.status < 400 and _is_html(response):
                text = await tab.text()
                request.meta[SEEN] = await self._seen(tab, task)
                response = _rendered(response, tab.page.url, text, request)
            else:
                request.meta[SEEN] = Seen()
                response = response.replace(request=request)
        finally:
            if tab is not self._tab:
                await _close(tab.page)
        return response

    async def _reopened(self, request: Request, task: BrowserTask, seconds: float) -> Tab:
        """The page as it was before the step, opened once more and brought there."""
        await self.leave()
        logger.info("Opening %s again and repeating %d steps", request.url, task.step - 1)
        tab, response = await self._open(request, task, seconds)
        assert task.paging is not None
        if response.status >= 400:
            raise DownloadFailedError(f"opened again, it answered {response.status}")
        await tab.text()
        for _ in range(task.step - 1):
            await tab.step(task.paging)
            await tab.news()
            tab.steps += 1
        return tab

    async def _stepped(self, tab: Tab, request: Request, task: BrowserTask) -> Response:
        assert task.paging is not None
        has_news = await tab.step(task.paging)
        if not is_allowed_host(tab.page.url, self.job, request.url):
            await self.leave(task.key)
            raise OffsiteRequest
        if not has_news and tab.failed_requests:
            raise DownloadFailedError(f"the page asked for more in vain: {tab.failed_requests[-1]}")
        text = await tab.news()
        tab.steps += 1
        request.meta[SEEN] = await self._seen(tab, task, has_news=has_news)
        empty = HtmlResponse(tab.page.url, status=200)
        return _rendered(empty, tab.page.url, text, request)

    async def _seen(self, tab: Tab, task: BrowserTask, *, has_news: bool = True) -> Seen:
        way, label = await tab.way(task.paging) if task.paging else (None, "")
        return Seen(tab.steps, has_news, way, label)

    async def _open(self, request: Request, task: BrowserTask, seconds: float) -> tuple[Tab, Response]:
        """The page in a tab of its own, after the job's actions and waits; it is kept where it can be paged on."""
        check_scheme(request.url)
        playwright = await self._started()
        tabs: list[Tab] = []

        async def begin(page: BrowserPage, _: Request) -> None:
            page.set_default_timeout(seconds * 1000)
            tabs.append(Tab(page))

        inner = self._inner(request, seconds, begin)
        try:
            response = await _downloaded(playwright, inner)
            tab = tabs[-1]
            tab.key = task.key
            if response.status < 400 and _is_html(response):
                await self._prepare(tab)
            check_scheme(tab.page.url)
            self._check_host(tab.page.url)
        except BaseException:
            for each in tabs:
                await _close(each.page)
            raise
        if task.paging is not None:
            self._tab = tab
        return tab, response

    async def _prepare(self, tab: Tab) -> None:
        options = self.job.options
        await tab.rest()
        await tab.act(options.actions)
        await tab.wait(options.wait_for)
        if options.wait_for:
            await tab.rest()

    def _check_host(self, url: str) -> None:
        """Raise OffsiteRequest where redirects or the page's scripts led to a host that the job does not allow."""
        domains = self.job.options.allowed_domains
        if domains and not is_on_host(url, [each.lower() for each in domains]):
            raise OffsiteRequest

    def _inner(self, request: Request, seconds: float, begin: Any) -> Request:
        """The request that scrapy-playwright is asked for."""
        meta = {
            "playwright": True,
            "playwright_include_page": True,
            "playwright_context": _CONTEXT,
            "playwright_context_kwargs": self._context(),
            "playwright_page_init_callback": begin,
            "playwright_page_goto_kwargs": {"wait_until": "domcontentloaded", "timeout": seconds * 1000},
        }
        return Request(request.url, method=request.method, body=request.body, headers=request.headers, meta=meta)

    def _context(self) -> dict[str, Any]:
        settings, options = self.crawler.settings, self.job.options
        cookies = [
            {"name": name, "value": value, "domain": host, "path": "/", "expires": -1, "httpOnly": False}
            | {"secure": False, "sameSite": "Lax"}
            for host in sorted(self._own_hosts)
            for name, value in options.cookies.items()
        ]
        context: dict[str, Any] = {
            "accept_downloads": False,
            "service_workers": "block",
            "user_agent": settings["USER_AGENT"],
            "ignore_https_errors": not settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES"),
            "viewport": {"width": 1280, "height": 900},
        }
        if options.proxy:
            context["proxy"] = _proxy(self.run.config.proxies[options.proxy])
        if cookies:
            context["storage_state"] = {"cookies": cookies, "origins": []}
        return context

    async def _started(self) -> ScrapyPlaywrightDownloadHandler:
        async with self._starting:
            if self._playwright is None:
                playwright = ScrapyPlaywrightDownloadHandler(self.crawler)
                playwright.abort_request = self._is_refused
                playwright.process_request_headers = self._headers if self.job.options.headers else None
                await playwright._launch()
                self._playwright = playwright
        return self._playwright

    def _is_refused(self, request: BrowserRequest) -> bool:
        return request.resource_type in _UNWANTED_TYPES or not request.url.lower().startswith(_SCHEMES)

    async def _headers(self, *, playwright_request: BrowserRequest, **_: Any) -> dict[str, str]:
        """The browser's own headers, with the job's for the job's own hosts."""
        headers: dict[str, str] = await playwright_request.all_headers()
        if is_on_host(playwright_request.url, self._own_hosts):
            headers |= {name.lower(): value for name, value in self.job.options.headers.items()}
        return headers


_BROWSERS: WeakKeyDictionary[Crawler, Browser] = WeakKeyDictionary()


def browser_of(crawler: Crawler) -> Browser:
    """The browser of this crawler: the same for all who ask, and not started before it is needed."""
    if crawler not in _BROWSERS:
        _BROWSERS[crawler] = Browser(crawler)
    return _BROWSERS[crawler]


async def _close(page: BrowserPage) -> None:
    with contextlib.suppress(PlaywrightError):
        await page.close()


def _proxy(url: str) -> dict[str, str]:
    """The proxy as Playwright wants it."""
    parts = urlsplit(url)
    proxy = {"server": f"{parts.scheme}://{parts.hostname}:{parts.port or 80}"}
    if parts.username:
        proxy |= {"username": unquote(parts.username), "password": unquote(parts.password or "")}
    return proxy


async def _downloaded(playwright: ScrapyPlaywrightDownloadHandler, request: Request) -> Response:
    """The response of scrapy-playwright. Raises IsDownload for what a browser would save, which it is not let do."""
    try:
        response: Response = await playwright.download_request(request)
    except RuntimeError as error:
        if "Failed to download" not in str(error):
            raise
        raise IsDownload(f"{request.url} is a file to download, not a page") from error
    return response


def _is_html(response: Response) -> bool:
    kind = (response.headers.get("Content-Type") or b"text/html").decode("latin-1").lower()
    return any(each in kind for each in _HTML_TYPES)


def _rendered(response: Response, url: str, text: str, request: Request) -> HtmlResponse:
    """The response with the page's text as the browser has it now."""
    headers = response.headers.copy()
    for name in _OF_THE_BYTES:
        headers.pop(name, None)
    headers["Content-Type"] = "text/html; charset=utf-8"
    body = text.encode("utf-8", "replace")
    return HtmlResponse(url, status=response.status, headers=headers, body=body, request=request, encoding="utf-8")
