"""Scrapyd's poller: asks the shared queue in a thread, and gives each project its turn."""

import time
from collections.abc import Generator
from typing import Any
from uuid import UUID

from scrapyd.interfaces import IPoller
from scrapyd.utils import get_spider_queues
from twisted.internet import reactor
from twisted.internet.defer import Deferred, DeferredQueue, inlineCallbacks, maybeDeferred
from twisted.internet.threads import deferToThread
from twisted.logger import Logger
from twisted.python.failure import Failure
from zope.interface import implementer

from db.failures import cause_of
from scraper.scrapyd.queue import RunQueue
from scraper.scrapyd.shared_runs import shared_runs

log = Logger()
LOOK_SECONDS = 1.0  # between two looks at all runs, however often a slot is freed


@implementer(IPoller)
class RunPoller:
    """Fills free slots: at every poll, when a slot is freed, and when a job is scheduled on this server.

    While the database is away the other projects go on. Slots are left empty for processes that this server started
    before it was killed, as long as they may be alive.
    """

    def __init__(self, config: Any) -> None:
        self.config = config
        self.runs = shared_runs(config)
        self.dq: Any = DeferredQueue()
        self.queues: dict[str, Any] = {}
        self.is_away = False
        self._turns: list[str] = []
        self._is_polling = False
        self._is_stopped = False
        self._stops: list[Deferred[None]] = []
        self._is_asked_again = False
        self._looked_at = float("-inf")
        self.update_projects()

    def update_projects(self) -> None:
        """Learn of projects that came and went."""
        self.queues = get_spider_queues(self.config)
        known = [project for project in self._turns if project in self.queues]
        self._turns = known + [project for project in self.queues if project not in known]

    def next(self) -> Deferred[dict[str, Any]]:
        """The next message for a slot that is free now."""
        message: Deferred[dict[str, Any]] = self.dq.get()
        self.wake()
        return message

    def wake(self) -> None:
        """Poll as soon as the reactor gets to it."""
        clock: Any = reactor
        clock.callLater(0, self.poll)

    def poll(self) -> None:
        """Fill the free slots; returns at once, and never raises, so that Scrapyd's timer goes on."""
        if self._is_stopped:
            return
        if not self._is_polling:
            self._is_polling = True
            self._poll().addErrback(_log_failure)
        elif self._is_asked_again:  # the database has not answered since the poll before: the others need not wait
            others = [each for each in self._turns if not self._is_shared(each)]
            self._fill(others, spare=1).addErrback(_log_failure)
        else:
            self._is_asked_again = True

    def stop(self) -> Deferred[None]:
        """Take nothing any more; fires when a run that was just being taken is back in the queue."""
        self._is_stopped = True
        stopped: Deferred[None] = Deferred()
        self._stops.append(stopped)
        if not self._is_polling:
            self._tell_stopped()
        return stopped

    @inlineCallbacks
    def _poll(self) -> Generator[Deferred[Any], Any, None]:
        try:
            while True:
                self._is_asked_again = False
                yield self._look()
                yield self._fill(self._turns)
                if not self._is_asked_again or self._is_stopped:
                    return
        finally:
            self._is_polling = False
            self._tell_stopped()

    def _tell_stopped(self) -> None:
        stops, self._stops = self._stops, []
        for each in stops:
            each.callback(None)

    @inlineCallbacks
    def _look(self) -> Generator[Deferred[Any], Any, None]:
        if self.runs.project is None or time.monotonic() < self._looked_at + LOOK_SECONDS:
            return
        self._looked_at = time.monotonic()
        try:
            yield deferToThread(self.runs.look)
        except Exception as error:  # whatever it is, other projects go on
            self._note_away(error)
        else:
            self._note_back()

    @inlineCallbacks
    def _fill(self, projects: list[str], *, spare: int = 0) -> Generator[Deferred[Any], Any, None]:
        """One message of each project in turn while there are free slots; who got one goes to the end of the line."""
        is_any = True
        while is_any:
            is_any = False
            for project in list(projects):
                if self._is_stopped or len(self.dq.waiting) <= self.runs.orphans + spare:
                    return
                message = yield self._pop(project)
                if message is not None and project in self.queues:
                    is_any = True
                    self._turns = [*(each for each in self._turns if each != project), project]
                    spider = message.pop("name")
                    self.dq.put({**message, "_project": project, "_spider": spider})

    def _is_shared(self, project: str) -> bool:
        return isinstance(self.queues.get(project), RunQueue)

    @inlineCallbacks
    def _pop(self, project: str) -> Generator[Deferred[Any], Any, dict[str, Any] | None]:
        """The project's next message; None where it has none, or where nobody can say."""
        queue = self.queues.get(project)
        if queue is None:
            return None
        if not self._is_shared(project):
            return (yield self._pop_scrapyds(project, queue))  # type: ignore[no-any-return]
        if self.is_away or not queue.is_first:
            return None
        try:
            message = yield deferToThread(queue.pop)
            if message is not None and (self._is_stopped or project not in self.queues):  # nobody will start it
                yield deferToThread(self.runs.process_ended, UUID(message["worker"]), was_started=False)
                return None
        except Exception as error:  # as in `_look`
            self._note_away(error)
            return None
        return message  # type: ignore[no-any-return]

    @inlineCallbacks
    def _pop_scrapyds(self, project: str, queue: Any) -> Generator[Deferred[Any], Any, dict[str, Any] | None]:
        try:
            message = (yield maybeDeferred(queue.pop)) if (yield maybeDeferred(queue.count)) else None
        except Exception:  # a queue of Scrapyd's that cannot be read keeps nobody else's runs waiting
            log.failure("The queue of project {project} cannot be used, each poll tries again", project=project)
            return None
        return message and dict(message)

    def _note_away(self, error: Exception) -> None:
        self._looked_at = float("-inf")  # the next poll tries again
        if not self.is_away:
            self.is_away = True
            log.error("The runs' database cannot be used, each poll tries again: {cause}", cause=cause_of(error))

    def _note_back(self) -> None:
        if self.is_away:
            self.is_away = False
            log.info("The runs' database is back")


def _log_failure(failure: Failure) -> None:
    log.failure("Polling failed", failure)
