"""Scrapyd's finished jobs: of our project the runs that are over, on all servers; of others what Scrapyd keeps."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from scrapyd.interfaces import IJobStorage
from scrapyd.utils import initialize_component
from twisted.internet.threads import deferToThread
from twisted.logger import Logger
from zope.interface import implementer

from db.queue import QueuedRun
from scraper.scrapyd.projects import SPIDER
from scraper.scrapyd.shared_runs import shared_runs

log = Logger()
_WORKER = "worker="


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A run as Scrapyd's listings want a job; times as Scrapyd has them, of the server's zone and naive."""

    project: str
    spider: str
    job: str
    start_time: datetime
    end_time: datetime
    node: str = ""

    @classmethod
    def of(cls, run: QueuedRun, project: str) -> "ListedJob":
        """The job that the run is; one that is under way ends now."""
        ended = run.finished_at.astimezone().replace(tzinfo=None) if run.finished_at else datetime.now()  # noqa: DTZ005
        began = run.started_at.astimezone().replace(tzinfo=None) if run.started_at else ended
        return cls(project, SPIDER, run.scrapyd_job_id, began, ended, run.node)


@implementer(IJobStorage)
class RunJobStorage:
    """Remembers the finished jobs of other projects as the option `other_jobstorage` says, in memory by default."""

    def __init__(self, config: Any) -> None:
        self.runs = shared_runs(config)
        self.others = initialize_component(config, "other_jobstorage", "scrapyd.jobstorage.MemoryJobStorage")

    def add(self, job: Any) -> None:
        """A process has ended. One of ours is not remembered: its run says how it ended, or is queued again."""
        if job.project not in self.runs.projects:
            self.others.add(job)
            return
        for worker_id in workers_of(job):
            ended = deferToThread(self.runs.process_ended, worker_id, exit_code=_exit_code(job))
            ended.addErrback(lambda _: log.warn("The database is away: the reaper will see that a process has ended"))

    def list(self) -> list[Any]:
        """The finished jobs, the one that ended last first."""
        ours = [ListedJob.of(each, self.runs.project or "") for each in self.runs.finished]
        return sorted([*ours, *self.others], key=lambda job: job.end_time, reverse=True)

    def __len__(self) -> int:
        return len(self.runs.finished) + len(self.others)

    def __iter__(self) -> Iterator[Any]:
        return iter(self.list())


def workers_of(process: Any) -> list[UUID]:
    """The worker that the process is, by its arguments; none for another project's."""
    return [UUID(each[len(_WORKER) :]) for each in process.args if each.startswith(_WORKER)]


def _exit_code(process: Any) -> int | None:
    """How the process ended, minus the number of the signal that killed it; None where Scrapyd cannot say."""
    status = getattr(process.transport, "status", None)
    return None if status is None else os.waitstatus_to_exitcode(status)
