"""Runs a crawler in this process to its end and says, as an exit code, how that was."""

import contextlib
import logging
import sys
from collections.abc import Mapping
from concurrent.futures import wait
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from db.exceptions import DbError
from db.session import make_engine
from scraper.arguments import SpiderArguments
from scraper.config import Config
from scraper.console.terminal import ExitCode, exit_code, one_line, ready_engine
from scraper.exceptions import AlreadyStarted, ScraperError
from scraper.runs.launch import LEAVING_SECONDS, NOT_CLAIMED, leave_run, refuse_run
from scraper.runs.reaper import await_take_over
from scraper.runs.run import LiveRun

logger = logging.getLogger(__name__)


def crawl(process: Any, crawler: Crawler, arguments: Mapping[str, Any]) -> ExitCode:
    """Run the crawler until it ends; an error that stopped it before its first request is one line on stderr.

    FAILED where the run failed, OK where it completed, was queued again, or was not this process's to start.
    """
    assert isinstance(process, AsyncCrawlerProcess)
    try:
        _await_take_over(crawler, arguments)
    except KeyboardInterrupt:
        print("interrupted before the run was begun: nothing was fetched", file=sys.stderr)
        return ExitCode.FAILED
    task = process.crawl(crawler, **arguments)
    process.start()
    error = task.exception() if task.done() and not task.cancelled() else None
    if isinstance(error, AlreadyStarted):
        print(error)
        _log(crawler, logging.INFO, str(error))
        return ExitCode.OK
    if isinstance(error, DBAPIError):
        error = _cause(error, crawler)
    if isinstance(error, ScraperError | DbError | SQLAlchemyError):
        print(f"error: {one_line(error)}", file=sys.stderr)
        _log(crawler, logging.ERROR, one_line(error))
        return exit_code(error)
    run = getattr(crawler.spider, "run", None)
    if error is not None:
        # It would wait in the queue for the same end.
        if isinstance(run, LiveRun) and (not run.is_claimed or run.claim is None):
            refuse_run(run.database, run.run_id, f"{type(error).__name__}: {error}", run.lease)
        raise error
    return _exit_code(run, crawler) if isinstance(run, LiveRun) else ExitCode.OK


def _log(crawler: Crawler, level: int, message: str) -> None:
    """Say it in the log too where that is a file, as Scrapyd has one for each run; elsewhere it was printed."""
    if crawler.settings.get("LOG_FILE"):
        logger.log(level, "%s", message)


def _await_take_over(crawler: Crawler, arguments: Mapping[str, Any]) -> None:
    """A run that was killed is still `running`: give it back to the queue first, which takes one lease."""
    with contextlib.suppress(ScraperError, DbError, SQLAlchemyError):  # the spider meets the same and says so
        given = SpiderArguments.from_arguments((), arguments)
        config = Config.from_settings(crawler.settings)
        if given.run_id is not None and given.worker is None:  # a worker has its lease already
            await_take_over(make_engine(config.database_url), config, given.run_id)


def _exit_code(run: LiveRun, crawler: Crawler) -> ExitCode:
    """How the run ended; one whose process was stopped before its spider could close it is ended here."""
    if run.claim is not None:
        run.patience.hurry(LEAVING_SECONDS)
        wait([run.claim])
    if not run.is_claimed:
        is_taken = crawler.stats.get_value("finish_reason") == NOT_CLAIMED
        return ExitCode.OK if is_taken or run.interruptions.first is not None else _failure(run)
    if not run.is_closed:
        try:
            leave_run(run, "cancelled" if run.interruptions.is_by_person else "shutdown")
        except (DbError, SQLAlchemyError):  # the log has said so already
            return _failure(run)
        return ExitCode.OK
    if run.end is None:
        return _failure(run)
    return ExitCode.FAILED if run.end.status == "failed" else ExitCode.OK


def _failure(run: LiveRun) -> ExitCode:
    return ExitCode.NO_DATABASE if run.patience.is_away else ExitCode.FAILED


def _cause(error: DBAPIError, crawler: Crawler) -> Exception:
    """NotMigrated where that is why the database refused; looked up only now, so that a crawl starts without it."""
    try:
        ready_engine(crawler.settings).dispose()
    except (ScraperError, DbError, SQLAlchemyError) as cause:
        return cause
    return error
