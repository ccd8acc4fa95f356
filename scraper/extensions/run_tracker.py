"""Follows a run from its first request to its end: the two log lines, and the run's last words in its row."""

import asyncio
import logging
from functools import partial
from typing import Self

from scrapy import Spider, signals
from scrapy.crawler import Crawler
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from twisted.python.failure import Failure

from db.exceptions import DbError, NotFound, RunLost
from db.failures import cause_of, is_disk_full
from db.quality import quality_facts
from db.session import reuse_log, session_scope
from scraper.canonical import clean
from scraper.coverage.report import Coverage
from scraper.quality import end_after, judged
from scraper.runs.end import SCRAPY_REASONS, RunEnd, run_end
from scraper.runs.ending import Ending
from scraper.runs.proving import proof, real_figures
from scraper.runs.run import LiveRun, live_run

logger = logging.getLogger(__name__)

FLUSH_SECONDS = 15.0  # of the 30 that Kubernetes gives a process between SIGTERM and SIGKILL


class RunTracker:
    """Ends the run when its spider closes, with the stop reason that applies."""

    def __init__(self, crawler: Crawler, run: LiveRun) -> None:
        self.crawler = crawler
        self.run = run
        self._ending = Ending(run)
        self._coverage: Coverage | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        tracker = cls(crawler, live_run(crawler))
        tracker._watch_for_the_end()
        crawler.signals.connect(tracker.spider_opened, signal=signals.spider_opened)
        crawler.signals.connect(tracker.spider_error, signal=signals.spider_error)
        crawler.signals.connect(tracker.spider_closed, signal=signals.spider_closed)
        return tracker

    def spider_opened(self) -> None:
        job = self.run.job
        logger.info("Run %s started: %s, pagination %s", self.run.run_id, job.target_url, job.pagination.name)
        for warning in job.warnings:
            logger.warning("Run %s: %s", self.run.run_id, warning)

    def spider_error(self, failure: Failure, spider: Spider) -> None:
        """An exception that nothing expected ends the run; it is recorded."""
        assert failure.value is not None
        self.run.stop("crash", f"{type(failure.value).__name__}: {cause_of(failure.value)}")

    async def spider_closed(self, reason: str) -> None:
        if self.run.claim is not None:
            await asyncio.wait([asyncio.wrap_future(self.run.claim)])
        if not self.run.is_claimed:
            return
        self.run.is_closed = True
        if not self.run.is_lost:
            await self._catch_up()
            await self._close(self._end(reason))
        if self.run.is_lost and not await self._is_over_already():
            logger.error("Run %s is lost, nothing more was written: %s", self.run.run_id, self.run.message)
        if self.run.heartbeat is not None:
            await asyncio.to_thread(self.run.heartbeat.stop)

    async def _close(self, end: RunEnd) -> None:
        try:
            end = await asyncio.to_thread(self.run.patience.run, partial(self._judged, end))
            await asyncio.to_thread(self.run.patience.run, partial(self._write_anyhow, end))
        except (RunLost, NotFound) as error:
            self.run.lose(str(error))
        except (DbError, SQLAlchemyError) as error:
            logger.error("Run %s could not be ended as %s: %s", self.run.run_id, end.status, cause_of(error))
        else:
            self.run.end = end
            self._log(end)

    async def _catch_up(self) -> None:
        """A run that was shared ends with what all of its workers have seen."""
        if self.run.shared is None:
            return
        try:
            await asyncio.to_thread(self.run.patience.run, self.run.shared.catch_up)
        except (DbError, SQLAlchemyError) as error:  # its end cannot be written either, and is said there
            logger.warning("Run %s could not be read: %s", self.run.run_id, cause_of(error))

    async def _is_over_already(self) -> bool:
        """Whether another worker of a shared run has ended it: then nothing is lost."""
        if self.run.shared is None:
            return False
        try:
            self.run.end = await asyncio.to_thread(self.run.patience.run, self.run.shared.end_by_others)
        except (DbError, SQLAlchemyError):
            return False
        if self.run.end is not None:
            logger.info("Run %s was ended by another of its workers: %s", self.run.run_id, self.run.end.stop_reason)
        return self.run.end is not None

    def _log(self, end: RunEnd) -> None:
        counters = self.run.committed
        logger.info(
            "Run %s %s: %s, %d pages, %d items found, %d stored, %d credits, coverage %s",
            self.run.run_id,
            end.status,
            end.stop_reason,
            counters.pages_done,
            counters.items_found,
            counters.items_stored,
            counters.credits_charged,
            self._coverage,
        )
        if end.error_message:
            logger.error("%s", end.error_message)

    def _end(self, reason: str) -> RunEnd:
        counters = self.run.counters
        lost = self.run.in_flight if reason == "finished" else 0
        if lost:  # a middleware that is not ours swallowed them
            self.run.notes.warn(f"{lost} requests were dropped on their way and never answered")
        missing = counters.pages_failed + len(self.run.notes.links_not_followed) + lost
        stop_reason = self._stop_reason(reason)
        self._coverage = proof(self.run, stop_reason)
        self.run.notes.coverage = self._coverage.as_metadata()
        if self.run.notes.forecast:
            self.run.notes.forecast["real"] = real_figures(self.run)
        return run_end(
            stop_reason,
            pages_done=self.run.committed.pages_done,
            items_stored=self.run.committed.items_stored,
            pages_missing=missing,
            message=clean(self.run.message or self.run.failure_sentence),
            is_short=self._coverage.verdict == "short",
            is_proven=self._coverage.is_proven,
        )

    def _stop_reason(self, reason: str) -> str:
        """Ours, unless somebody interrupted the crawl meanwhile; else Scrapy's reason for closing, in our words."""
        if reason == "shutdown" and self.run.stop_reason != "crash":
            return "cancelled" if self.run.interruptions.is_by_person else "shutdown"
        if reason != "finished" and reason in SCRAPY_REASONS and not self.run.is_stopped:
            return SCRAPY_REASONS[reason]  # Scrapy closed the spider while there was more to fetch
        return self.run.end_reason or SCRAPY_REASONS.get(reason, "cancelled")

    def _judged(self, end: RunEnd) -> RunEnd:
        """The end after the job's quality rules; what they found is noted in the run.

        A run that goes on, or that somebody ended by hand, is not judged.
        """
        run, rules = self.run, self.run.job.options.quality
        if rules is None or end.status == "queued" or end.stop_reason == "cancelled":
            return end
        with session_scope(run.database, is_read_only=True) as session:
            facts = quality_facts(session, run.run_id, user_id=run.user_id)
        report = judged(rules, facts, list(run.job.definition["properties"]), stopped=end.stop_reason)
        run.notes.quality = report.as_metadata()
        if report.broken:
            logger.warning("Run %s: %s", run.run_id, report.message)
        return end_after(report, rules, end)

    def _write_anyhow(self, end: RunEnd) -> None:
        """Write the end, on a full disk too if there is any room to be found."""
        # Queued again, the run keeps what its worker wrote with its last page: later pages are not in.
        notes = {} if end.status == "queued" else clean(self.run.notes.as_metadata())
        try:
            self._ending.write(end, notes)
        except DBAPIError as error:
            if not is_disk_full(error):
                raise
            reuse_log(self.run.database)
            self._ending.write(end, notes)

    def _watch_for_the_end(self) -> None:
        """A signal bounds how long this process still waits for the database."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # a crawler that nobody runs
            return
        self.run.interruptions.on_first = partial(self._interrupted, loop)
        if self.run.interruptions.first is not None:
            self._interrupted(loop)

    def _interrupted(self, loop: asyncio.AbstractEventLoop) -> None:
        self.run.patience.hurry(FLUSH_SECONDS)
        loop.call_soon_threadsafe(self.run.intake.leave)
