"""Scrapyd's launcher, whose slots survive a process that cannot be started."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from scrapyd.interfaces import IEnvironment, IPoller
from scrapyd.launcher import Launcher
from twisted.internet import reactor
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import ProcessExitedAlready
from twisted.internet.threads import deferToThread
from twisted.logger import Logger

from scraper.scrapyd.environment import RunEnvironment
from scraper.scrapyd.jobstorage import workers_of
from scraper.scrapyd.poller import RunPoller
from scraper.scrapyd.shared_runs import shared_runs

log = Logger()
STOP_LOOKS, STOP_LOOK_SECONDS = 25, 0.2  # for processes that end at once, as those do that do not listen yet
PAUSE_SECONDS = 5.0  # before the slot takes another one: what kept one process from starting may keep the next


class RunLauncher(Launcher):
    """Starts the processes. Where one cannot be started (a job id that is no file name), Scrapyd loses the slot."""

    def __init__(self, config: Any, app: Any) -> None:
        super().__init__(config, app)
        self.runs = shared_runs(config)
        self._told: list[Any] = []
        app.setComponent(IEnvironment, RunEnvironment(app.getComponent(IEnvironment), self.runs.projects))

    def stopService(self) -> Deferred[None]:  # noqa: N802
        """Twisted's end: fires when no run is on its way to a process any more, nor to the end of one's start.

        A process that has not begun cannot give its run back, and this server will not be there to do so.
        """
        super().stopService()
        poller = self.app.getComponent(IPoller)
        if not isinstance(poller, RunPoller):
            return succeed(None)
        return poller.stop().addCallback(lambda _: self._end_starting(STOP_LOOKS))

    def _end_starting(self, looks: int) -> Deferred[None]:
        looked: Deferred[Any] = deferToThread(self.runs.starting)
        looked.addCallback(self._tell_to_go, looks)
        looked.addErrback(lambda _: None)  # the database is away: a reaper sees to them
        return looked

    def _tell_to_go(self, starting: set[UUID], looks: int) -> Deferred[None] | None:
        """SIGTERM, once each, to the processes of these workers; then look again until they are gone."""
        if not starting or not looks:
            return None
        for process in list(self.processes.values()):
            if starting.intersection(workers_of(process)) and process not in self._told:
                self._told.append(process)
                with suppress(ProcessExitedAlready):
                    process.transport.signalProcess("TERM")
        again: Deferred[None] = Deferred()
        clock: Any = reactor
        clock.callLater(STOP_LOOK_SECONDS, again.callback, None)
        return again.addCallback(lambda _: self._end_starting(looks - 1))

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
