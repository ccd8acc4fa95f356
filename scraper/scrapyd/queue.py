"""Scrapyd's spider queue: the table of runs for our project, Scrapyd's own SQLite file for every other one."""

from collections.abc import Callable
from typing import Any

from scrapyd.interfaces import ISpiderQueue
from scrapyd.spiderqueue import SqliteSpiderQueue
from twisted.web import http
from zope.interface import implementer

from db.queue import QueuedRun
from scraper.exceptions import InvalidArguments
from scraper.scrapyd.projects import SPIDER
from scraper.scrapyd.shared_runs import shared_runs
from scraper.scrapyd.starting import Started, StartRequest, refusal


def spider_queue(config: Any, project: str) -> Any:
    """The queue of the project: what the option `spiderqueue` is to name."""
    runs = shared_runs(config)
    return RunQueue(config, project) if project in runs.projects else SqliteSpiderQueue(config, project)


@implementer(ISpiderQueue)
class RunQueue:
    """The runs that wait, for any number of servers. `count` and `list` say what the server saw at its last look.

    Where several projects are ours, they share the queue, and its runs are those of the first.
    """

    def __init__(self, config: Any, project: str) -> None:
        self.runs = shared_runs(config)
        self.is_first = project == self.runs.project

    def add(self, name: str, priority: float = 0.0, **spider_args: Any) -> Started:
        """Queue a run of the job that the arguments name. Raises twisted.web.error.Error before anything is made."""
        try:
            request = StartRequest.from_message(name, priority, spider_args)
        except InvalidArguments as error:
            raise refusal(http.BAD_REQUEST, str(error)) from error
        return self.runs.start(request)

    def pop(self) -> dict[str, str] | None:
        """The next run, taken for this server; None where there is none. Blocks while the database is asked."""
        return self.runs.take() if self.is_first else None

    def count(self) -> int:
        """How many runs wait."""
        return self.runs.pending_count if self.is_first else 0

    def list(self) -> list[dict[str, Any]]:
        """The runs that wait, as messages, without any option of theirs."""
        return [_message(each) for each in self.runs.pending] if self.is_first else []

    def remove(self, func: Callable[[dict[str, Any]], bool]) -> int:
        """Cancel the waiting runs whose message the function picks; how many."""
        self.runs.refresh()
        return sum(self.runs.cancel(each["_job"]) == "pending" for each in self.list() if func(each))

    def clear(self) -> None:
        """Cancel all that wait."""
        self.remove(lambda _: True)


def _message(run: QueuedRun) -> dict[str, Any]:
    own = {"run_id": str(run.run_id), "job_id": str(run.job_id), "priority": run.priority}
    return {"name": SPIDER, "_job": run.scrapyd_job_id, **own}
