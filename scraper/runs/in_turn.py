"""Runs what waits in the queue, one run after another, each in a process of its own: for machines without Scrapyd."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.failures import cause_of
from db.models import Run
from db.runs import next_queued
from db.session import session_scope
from scraper.config import Config
from scraper.runs.reaper import Reaper

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5  # how late the end of a run is noticed
QUEUE_SECONDS = 2.0  # how late a run that waits is noticed
AGAIN_SECONDS = 60.0  # before a run is tried again whose process left it in the queue
ENDING_SECONDS = 60.0  # for a run that was told to end


class InTurn:
    """Takes the runs of one database in turn. `settings` are NAME=VALUE for the crawls, as behind Scrapy's -s."""

    def __init__(self, database: Engine, config: Config, *, settings: Sequence[str] = ()) -> None:
        self._database = database
        self._config = config
        self._settings = settings
        self._reaper = Reaper(database, config)
        self._process: subprocess.Popen[bytes] | None = None
        self._run_id: UUID | None = None
        self._left: dict[UUID, float] = {}
        self._queue_at = self._reap_at = 0.0

    def work_for(self, seconds: float) -> bool:
        """Go on with the queue for so long; never the end of it (False), as `Cron.run` asks."""
        until = time.monotonic() + seconds
        while True:
            self.look()
            left = until - time.monotonic()
            if left <= 0:
                return False
            time.sleep(min(left, POLL_SECONDS))

    def look(self) -> None:
        """Notice that a run has ended, begin the next one, and look for dead workers, each when it is time."""
        try:
            if self._process is not None and self._process.poll() is not None:
                self._ended()
            now = time.monotonic()
            if self._process is None and now >= self._queue_at:
                self._queue_at = now + QUEUE_SECONDS
                self._begin_next(now)
            if now >= self._reap_at:
                self._reap_at = now + self._config.heartbeat_seconds / 2
                self._reaper.look()
        except SQLAlchemyError as error:
            logger.warning("The queue was not seen and is looked at again: %s", cause_of(error))

    def stop(self, number: signal.Signals) -> None:
        """Pass a signal on to the run under way and wait for its end: SIGINT ends it, SIGTERM queues it again."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(number)
        try:
            self._process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            logger.error("Run %s did not end within %g s and was killed", self._run_id, ENDING_SECONDS)
            self._process.kill()
            self._process.wait()

    def _begin_next(self, now: float) -> None:
        self._left = {run_id: since for run_id, since in self._left.items() if now - since < AGAIN_SECONDS}
        with session_scope(self._database, is_read_only=True) as session:
            self._run_id = next_queued(session, leave_out=self._left)
        if self._run_id is None:
            return
        settings = [part for each in self._settings for part in ("-s", each)]
        command = [sys.executable, "-m", "scrapy", "crawl", "job", "-a", f"run_id={self._run_id}", *settings]
        # A process group of its own: Ctrl-C on the terminal comes through `stop`, once. The URL may hold a password.
        url = self._config.database_url
        environment = {**os.environ, **({"SCRAPER_DATABASE_URL": url} if url else {})}
        logger.info("Run %s begins", self._run_id)
        self._process = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603

    def _ended(self) -> None:
        """What a process left in the queue is tried again later, so that one that cannot start blocks no other run."""
        assert self._process is not None
        assert self._run_id is not None
        code, self._process, self._queue_at = self._process.returncode, None, 0.0
        with session_scope(self._database, is_read_only=True) as session:
            run = session.get(Run, self._run_id)
            status = run.status if run else "gone"
        logger.info("Run %s is %s, its process ended with %d", self._run_id, status, code)
        if status == "queued":
            self._left[self._run_id] = time.monotonic()
