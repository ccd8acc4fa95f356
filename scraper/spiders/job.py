"""The spider `job`: a run's job in, its pages' records and next requests out."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Self

from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider
from scrapy.http import Response
from scrapy.utils.defer import deferred_from_coro
from twisted.python.failure import Failure

from db.exceptions import DatabaseAway, IllegalStatusChange, RunLost
from db.patience import TRY_SECONDS, Patience
from db.session import check_room, make_engine
from scraper.arguments import SpiderArguments
from scraper.browser.remembering import remember_browser
from scraper.browser.rendering import Rendering
from scraper.config import Config
from scraper.coverage.promises import promises
from scraper.crawl_settings import crawl_settings, drop_job_dir
from scraper.credits.checking import check_credits
from scraper.credits.settler import Settler
from scraper.exceptions import ScraperError, UnusablePage
from scraper.extraction.values import Record
from scraper.failures import (
    GONE_STATUSES,
    FailedFetch,
    GivenUp,
    after_tries,
    failed_block,
    failed_fetch,
    failed_status,
    tries_of,
)
from scraper.items import PageTally, RecordItem, Visit
from scraper.model_reader import model_reader
from scraper.network.block_pages import block_page
from scraper.page import Page
from scraper.reading import Reading, extraction_of, listed_record, own_hosts, reading_of
from scraper.responses import page_of
from scraper.runs.frontier import renew_lease, seconds_before, take_run
from scraper.runs.heartbeat import Heartbeat
from scraper.runs.interruptions import Interruptions
from scraper.runs.launch import NOT_CLAIMED, enter_run, refuse_run
from scraper.runs.reaper import Reaper
from scraper.runs.run import LiveRun
from scraper.runs.templates import load_templates
from scraper.shared.starting import live_run_of
from scraper.visits import VisitMaker, request_of

logger = logging.getLogger(__name__)


class JobSpider(Spider):
    """Runs one job. Arguments: job_id [idempotency_key] or run_id [worker]; Scrapyd's _job and _version; no others."""

    name = "job"

    def __init__(self, run: LiveRun) -> None:
        super().__init__()
        self.run = run

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider of the run that the arguments name.

        Raises InvalidArguments, InvalidSetting, JobError and NotFound before any request, AlreadyStarted for a run that
        is not waiting to be started, and RunLost where the lease that was taken for this process is over.
        """
        interruptions = Interruptions()
        interruptions.watch()
        arguments = SpiderArguments.from_arguments(args, kwargs)
        config = Config.from_settings(crawler.settings)
        check_credits(config)
        patience = Patience(config.database_start_seconds)
        interruptions.on_first = partial(patience.hurry, 0.0)
        database = make_engine(config.database_url, lock_seconds=TRY_SECONDS)
        check_room(database, reserve_mb=config.database_reserve_mb)
        loaded = enter_run(database, arguments, patience, config)
        run = live_run_of(loaded, config, database)
        run.interruptions = interruptions
        run.seconds_before = patience.run(partial(seconds_before, run))
        settings = _settings_of(run)
        crawler.settings.setdict(settings, priority="spider")
        drop_job_dir(crawler.settings)
        spider = cls(run)
        spider._set_crawler(crawler)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        """The first requests; or, where the run goes on after an interruption, those still queued."""
        self.own_hosts = own_hosts(self.run.job)
        self.rendering = Rendering(self.run)
        self.visits = VisitMaker(self.run, self.crawler.request_fingerprinter, self.rendering.following)
        self.model = model_reader(self.run, self.crawler.stats)
        self.run.issue = self._issue
        self.run.halt = self._halt
        if self.run.interruptions.first is not None:
            raise CloseSpider("shutdown")
        # A thread that may be left alone: Scrapy cancels this when it is to stop, and who ends the run waits for it.
        executor = ThreadPoolExecutor(1, thread_name_prefix="claim")
        self.run.claim = executor.submit(self._begin, asyncio.get_running_loop())
        executor.shutdown(wait=False)
        try:
            visits = await asyncio.shield(asyncio.wrap_future(self.run.claim))
        except (IllegalStatusChange, RunLost, DatabaseAway) as error:
            logger.error("%s", error)
            is_taken = not isinstance(error, DatabaseAway)
            if isinstance(error, RunLost):
                self.run.lose(str(error))
            elif isinstance(error, DatabaseAway) and self.run.is_claimed:
                self.run.stop("database_away")
            raise CloseSpider(NOT_CLAIMED if is_taken else "database_away") from error
        for visit in self.run.admit(visits):
            yield self._request(visit)

    def _begin(self, loop: asyncio.AbstractEventLoop) -> list[Visit]:
        """Claim the run and load what it has; in a thread, because the database may be away."""
        take = partial(take_run, self.run) if self.run.shared is None else self.run.shared.take
        visits = take(self.visits.first, on_claimed=partial(self._start_heartbeat, loop))
        self.run.templates = self.run.patience.run(partial(load_templates, self.run))
        remember_browser(self.run)
        return visits

    async def parse(self, response: Response, visit: Visit) -> AsyncIterator[Any]:
        """The records of the page as items; once their fates are known, the requests that follow from it."""
        if not await self.run.intake.is_wanted():
            return
        outcome = await self._outcome(response, visit)
        if outcome is None:
            yield self._request(visit)
            return
        outcome[0].tries, outcome[0].trouble = tries_of(response.request)
        async for each in self._settled(*outcome):
            yield each

    async def errback(self, failure: Failure) -> AsyncIterator[Any]:
        """What follows from a page that could not be fetched."""
        assert failure.value is not None
        if isinstance(failure.value, GivenUp):
            return
        request: Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.cb_kwargs["visit"]
        why = after_tries(failed_fetch(failure.value, visit.url), tries_of(request)[0])
        tally, items = self._failed(visit, why)
        tally.tries, tally.trouble = tries_of(request)
        async for each in self._settled(tally, items):
            yield each

    async def _settled(self, tally: PageTally, items: list[RecordItem]) -> AsyncIterator[Any]:
        """The items, then the page's next requests: what may be fetched next depends on what became of the items."""
        tally.ends = self.run.ending()
        tally.renderer = self.rendering.settled(tally.visit)
        tally.close()
        for item in items:
            yield item
        if await self.run.intake.until(tally.settled):
            for visit in self.run.admit(tally.next_visits):
                yield self._request(visit)

    async def _outcome(self, response: Response, visit: Visit) -> tuple[PageTally, list[RecordItem]] | None:
        """The page is read, or named in the run as one that could not be; None: the browser is asked for it, too."""
        status = response.status
        if status >= 400:
            why = after_tries(self._failed_response(response, visit), tries_of(response.request)[0])
            return self._failed(visit, why, status)
        if not self.rendering.saw(visit, response.meta):
            return PageTally(visit, self.run.page_complete, state="skipped", reason="no_next", http_status=status), []
        try:
            page = self._page(response)
            blocked = block_page(page)
            if blocked is not None and blocked.is_certain:
                return self._failed(visit, failed_block(blocked, visit.url), status)
            extraction = extraction_of(page, visit, self.run.job, self.run.templates)
            if self.model is not None:
                extraction = await self.model.improved(page, visit, extraction)
            reading = reading_of(extraction, page, visit, self.run.job)
            if self.rendering.is_lacking(page, visit, extraction, partial(self.visits.plain_step, page, visit)):
                return None
            self.crawler.stats.inc_value(f"scraper/pages/{extraction.read_by}")
        except UnusablePage as error:
            return self._failed(visit, FailedFetch("unusable", f"{visit.url} cannot be read: {error.reason}"), status)
        except Exception:  # one page's extraction must not end the run; the page is named in it
            logger.exception("Reading %s failed", visit.url)
            sentence = f"{visit.url} could not be read because of an error in this program; its log has the details"
            return self._failed(visit, FailedFetch("extraction_error", sentence), status)
        if blocked is not None and not reading.found and self.run.paging.is_repeated(blocked.key, visit.url):
            return self._failed(visit, failed_block(blocked, visit.url), status)
        return self._read(page, reading, visit)

    def _page(self, response: Response) -> Page:
        """Raises UnusablePage."""
        return page_of(response, max_size=self.crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def _failed_response(self, response: Response, visit: Visit) -> FailedFetch:
        """What an error status means, by the page that came with it where that says more."""
        if response.status not in GONE_STATUSES:
            with contextlib.suppress(UnusablePage):
                blocked = block_page(self._page(response))
                if blocked is not None and blocked.is_certain:
                    return failed_block(blocked, visit.url)
        return failed_status(response.status, visit.url)

    def _read(self, page: Page, reading: Reading, visit: Visit) -> tuple[PageTally, list[RecordItem]]:
        if not reading.found and not visit.is_index:
            logger.warning("No record on %s", page.url)
        for warning in reading.warnings:
            self.run.notes.warn(warning)
        tally = PageTally(visit, self.run.page_complete, http_status=page.status, signature=reading.signature)
        tally.content, tally.linked = reading.content, len(reading.details)
        if visit.kind == "page" and (reading.is_list or not reading.found):
            has_strips = "selector" not in self.run.job.options.pagination  # one that is named is not the only one
            tally.promises = promises(page, found=reading.found, has_strips=has_strips)
        tally.next_visits = self.visits.details(visit, reading)
        tally.repeated = reading.repeated + tally.linked - len(tally.next_visits)
        if visit.kind == "page" and self.run.goes_on(visit, found=reading.found, content=reading.content):
            tally.next_visits += self.visits.next_pages(page, visit, reading)
        return tally, _items(tally, reading.records, page.url)

    def _failed(
        self, visit: Visit, failure: FailedFetch, status: int | None = None
    ) -> tuple[PageTally, list[RecordItem]]:
        """The page is named in the run; what its list page said of the record is kept, so that no record is lost."""
        if self.run.is_past_the_end(visit, status):
            self.run.finish("not_found")
            return PageTally(visit, self.run.page_complete, state="skipped", reason="not_found", http_status=status), []
        stop_reason = self.run.failed(visit, failure, status=status)
        tally = PageTally(visit, self.run.page_complete, state="failed", reason=failure.reason, http_status=status)
        if visit.kind == "page":
            tally.next_visits = self.visits.past_failure(visit, stop_reason)
        records = (listed_record(visit.listed, self.run.job),) if visit.listed else ()
        return tally, _items(tally, records, visit.parent_url or visit.url)

    def _request(self, visit: Visit) -> Request:
        request = request_of(visit, self.run.job, self.own_hosts)
        return request.replace(meta=self.rendering.meta(visit), callback=self.parse, errback=self.errback)

    def _start_heartbeat(self, loop: asyncio.AbstractEventLoop) -> None:
        def lost(error: Exception) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed: the process ends
                loop.call_soon_threadsafe(self._lost, str(error))

        def beat() -> None:
            if renew_lease(self.run):
                with contextlib.suppress(RuntimeError):
                    loop.call_soon_threadsafe(self.run.stop, "cancelled")

        database, config = self.run.database, self.run.config
        beats = (beat, Reaper(database, config).look, Settler(database, config).look)
        self.run.heartbeat = Heartbeat(beats, seconds=config.heartbeat_seconds, on_lost=lost)

    def _lost(self, message: str) -> None:
        """A heartbeat found the run no longer ours. Of a run that is being ended only the end itself can tell."""
        if not self.run.is_closed:
            self.run.lose(message)

    def _issue(self, visits: list[Visit]) -> None:
        for visit in visits:
            self.crawler.engine.crawl(self._request(visit))

    def _halt(self) -> None:
        reason = "lost" if self.run.is_lost else self.run.stop_reason or "cancelled"
        deferred_from_coro(self.crawler.engine.close_spider_async(reason=reason))


def _settings_of(run: LiveRun) -> dict[str, Any]:
    """The crawl settings of the run's job.

    Raises InvalidOptions or InvalidSetting, and fails the run, where the installation lacks what the job asks for.
    """
    try:
        return crawl_settings(run.job, run.config, seconds_before=run.seconds_before)
    except ScraperError as error:
        refuse_run(run.database, run.run_id, str(error), run.lease)
        raise


def _items(tally: PageTally, records: Sequence[Record], source_url: str) -> list[RecordItem]:
    """The records of a page as its items, counted by its tally."""
    tally.found = len(records)
    return [
        RecordItem.from_record(record, page=tally, position=position, source_url=source_url)
        for position, record in enumerate(records)
    ]
