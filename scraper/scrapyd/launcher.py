"""Scrapyd's launcher, whose slots survive a process that cannot be started."""

from typing import Any
from uuid import UUID

from scrapyd.interfaces import IEnvironment, IPoller
from scrapyd.launcher import Launcher
from twisted.internet import reactor
from twisted.internet.defer import Deferred, succeed
from twisted.internet.threads import deferToThread
from twisted.logger import Logger

from scraper.scrapyd.environment import RunEnvironment
from scraper.scrapyd.poller import RunPoller
from scraper.scrapyd.shared_runs import shared_runs

log = Logger()
PAUSE_SECONDS = 5.0  # before the slot takes another one: what kept one process from starting may keep the next


class RunLauncher(Launcher):
    """Starts the processes. Where one cannot be started (a job id that is no file name), Scrapyd loses the slot."""

    def __init__(self, config: Any, app: Any) -> None:
        super().__init__(config, app)
        self.runs = shared_runs(config)
        app.setComponent(IEnvironment, RunEnvironment(app.getComponent(IEnvironment), self.runs.projects))

    def stopService(self) -> Deferred[None]:  # noqa: N802
        """Twisted's end: fires when no run is on its way to a process any more."""
        super().stopService()
        poller = self.app.getComponent(IPoller)
        return poller.stop() if isinstance(poller, RunPoller) else succeed(None)

    def _spawn_process(self, message: dict[str, Any], slot: int) -> None:
        given = dict(message)
        try:
            super()._spawn_process(message, slot)
        except Exception:  # the edge of the slot
            log.failure("A process of project {project} could not be started", project=given["_project"])
            if given["_project"] in self.runs.projects:
                put_back = deferToThread(self.runs.process_ended, UUID(given["worker"]), was_started=False)
                put_back.addErrback(lambda _: None)
            clock: Any = reactor
            clock.callLater(PAUSE_SECONDS, self._get_message, slot)
