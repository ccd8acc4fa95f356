"""Runs what waits in the queue, one run after another, each in a process of its own: for machines without Scrapyd."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.failures import cause_of
from db.leases import Lease
from db.models import Run
from db.queue import Taken
from db.session import session_scope
from scraper.config import Config
from scraper.credits.settler import Settler
from scraper.runs.giving_back import REST_SECONDS, give_back_run
from scraper.runs.reaper import Reaper
from scraper.runs.taking import keep_starting, take_next_run

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5  # how late the end of a run is noticed
QUEUE_SECONDS = 2.0  # how late a run that waits is noticed
ENDING_SECONDS = 60.0  # for a run that was told to end


class InTurn:
    """Takes the runs of one database in turn. `settings` are NAME=VALUE for the crawls, as behind Scrapy's -s."""

    def __init__(self, database: Engine, config: Config, *, settings: Sequence[str] = ()) -> None:
        self._database = database
        self._config = config
        self._settings = settings
        self._reaper = Reaper(database, config)
        self._settler = Settler(database, config)
        self._process: subprocess.Popen[bytes] | None = None
        self._taken: Taken | None = None
        self._host = socket.gethostname()
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
        """Notice that a run has ended, begin the next, look for dead workers and settle credits, each in its time."""
        try:
            if self._process is not None and self._process.poll() is not None:
                self._ended()
            now = time.monotonic()
            if self._process is None and now >= self._queue_at:
                self._queue_at = now + QUEUE_SECONDS
                self._begin_next()
            if now >= self._reap_at:
                self._reap_at = now + self._config.heartbeat_seconds / 2
                if self._process is not None and self._taken is not None:
                    keep_starting(self._database, self._config, [self._taken.lease.worker_id], place=self._host)
                self._reaper.look()
                self._settler.look()
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
            logger.error("A run did not end within %g s and was killed; it is taken over later", ENDING_SECONDS)
            self._process.kill()
            self._process.wait()
        with suppress(SQLAlchemyError):  # else the run waits for the end of its lease
            self._ended()

    def _begin_next(self) -> None:
        """Take the run whose turn it is, and start its process."""
        self._taken = take_next_run(self._database, self._config, place=self._host, node=f"cron on {self._host}")
        if self._taken is not None:
            self._start(self._taken.lease)

    def _start(self, lease: Lease) -> None:
        arguments = [part for each in (f"run_id={lease.run_id}", f"worker={lease.worker_id}") for part in ("-a", each)]
        settings = [part for each in self._settings for part in ("-s", each)]
        # The URL may hold a password, so it is no argument.
        url = self._config.database_url
        environment = {**os.environ, **({"SCRAPER_DATABASE_URL": url} if url else {})}
        logger.info("Run %s begins", lease.run_id)
        # A process group of its own: Ctrl-C on the terminal comes through `stop`, once.
        command = [sys.executable, "-m", "scrapy", "crawl", "job", *arguments, *settings]
        try:
            self._process = subprocess.Popen(command, env=environment, start_new_session=True)  # noqa: S603
        except OSError as error:  # no memory, no more processes, no Python
            logger.error("No process can be started: %s", error)
            give_back_run(self._database, self._config, lease.worker_id)

    def _ended(self) -> None:
        """A run that its process left in the middle goes back to the queue; too often, and it is failed."""
        assert self._process is not None
        assert self._taken is not None
        lease, code = self._taken.lease, self._process.returncode
        given = give_back_run(self._database, self._config, lease.worker_id, exit_code=code)
        with session_scope(self._database, is_read_only=True) as session:
            run = session.get(Run, lease.run_id)
            status = run.status if run else "gone"
        self._process = None
        self._queue_at = time.monotonic() + REST_SECONDS if given and given.pause_seconds else 0.0
        logger.info("Run %s is %s, its process ended with %d", lease.run_id, status, code)
