"""`scrapy cron` inside the Scrapyd process: the same loop in a thread of its own, which the reactor never waits for."""

import logging
import threading
from typing import Any

from scrapyd.config import Config as ScrapydConfig
from twisted.application.service import Service
from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThread
from twisted.logger import Logger, LogLevel

from scraper.cron import Cron
from scraper.scrapyd.shared_runs import shared_runs

OPTION = "cron"  # of [scrapyd]
STOP_SECONDS = 5.0  # for a decision that is under way; a thread that hangs on a database does not keep the process


class CronService(Service):
    """Looks at the schedules from Scrapyd's start to its end. What it logs is in Scrapyd's log."""

    name = "cron"

    def __init__(self, cron: Cron) -> None:
        self._cron = cron
        self._is_stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cron", daemon=True)

    def startService(self) -> None:  # noqa: N802
        """Twisted's start."""
        super().startService()  # type: ignore[no-untyped-call]
        self._thread.start()

    def stopService(self) -> Deferred[None]:  # noqa: N802
        """Twisted's end: fires when the thread has ended."""
        super().stopService()  # type: ignore[no-untyped-call]
        self._is_stopped.set()
        return deferToThread(self._thread.join, STOP_SECONDS)

    def _run(self) -> None:
        self._cron.run(self._is_stopped.wait)


class TwistedHandler(logging.Handler):
    """Hands Python's log records to Twisted, which writes Scrapyd's log."""

    def __init__(self, namespace: str) -> None:
        super().__init__()
        self._log = Logger(namespace)

    def emit(self, record: logging.LogRecord) -> None:
        """One record as one event."""
        level = LogLevel.levelWithName("warn" if record.levelname == "WARNING" else record.levelname.lower())
        self._log.emit(level, "{text}", text=self.format(record))


def add_cron(app: Any, scrapyd_config: ScrapydConfig) -> None:
    """Let the application start the runs of scheduled jobs, where [scrapyd] says `cron = on`."""
    if not scrapyd_config.getboolean(OPTION, False):
        return
    logger = logging.getLogger("scraper.cron")
    logger.setLevel(logging.INFO)
    logger.addHandler(TwistedHandler("scraper.cron"))
    runs = shared_runs(scrapyd_config)
    CronService(Cron(runs.database, runs.config)).setServiceParent(app)  # type: ignore[no-untyped-call]
