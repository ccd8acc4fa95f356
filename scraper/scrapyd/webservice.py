"""Scrapyd's services for jobs, over the table of runs for our project and as Scrapyd has them for others."""

import json
import sys
import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from scrapyd import webservice
from scrapyd.webservice import param
from twisted.internet import reactor
from twisted.internet.threads import deferToThread
from twisted.logger import Logger
from twisted.python.failure import Failure
from twisted.web import http
from twisted.web.error import Error
from twisted.web.server import NOT_DONE_YET

from scraper.scrapyd.jobstorage import ListedJob
from scraper.scrapyd.projects import SPIDER
from scraper.scrapyd.shared_runs import SharedRuns, shared_runs
from scraper.scrapyd.starting import refusal

log = Logger()
_reactor: Any = reactor
_LEAVE = ("Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers")
INTERRUPT = "INT" if sys.platform != "win32" else "21"


class Schedule(webservice.Schedule):
    """Queues a run of a job: job_id, or run_id of a queued one; jobid is its idempotency key unless one is given."""

    def render(self, txrequest: Any) -> Any:
        return answer(self, txrequest, super().render)

    @param("project")
    @param("spider")
    @param("_version", dest="version", required=False, default=None)
    @param("jobid", required=False, default=lambda: uuid.uuid1().hex)
    @param("priority", required=False, default=0, type=float)
    @param("setting", required=False, default=list, multiple=True)
    def render_POST(  # noqa: N802
        self, txrequest: Any, project: str, spider: str, version: str, jobid: str, priority: float, setting: list[str]
    ) -> dict[str, Any]:
        runs = runs_of(self)
        if project not in runs.projects:
            given = {"project": project, "spider": spider, "_version": version, "jobid": jobid, "priority": priority}
            again = {name.encode(): [str(value).encode()] for name, value in given.items() if value is not None}
            txrequest.args |= {**again, b"setting": [each.encode() for each in setting]}
            scrapyds: dict[str, Any] = super().render_POST(txrequest)
            return scrapyds
        if any(len(values) > 1 for values in txrequest.args.values()):
            raise refusal(http.BAD_REQUEST, "each argument may be given once")
        arguments = {name.decode(): values[0].decode() for name, values in txrequest.args.items()}
        reserved = {"_job": jobid, "_version": version, "settings": setting}
        if clash := [name for name in arguments if name in reserved or name in ("name", "priority")]:
            raise refusal(http.BAD_REQUEST, f"unknown argument {clash[0]!r}")
        queue = self.root.poller.queues[project]
        started = queue.add(spider, priority, **reserved, **arguments)
        _reactor.callFromThread(self.root.poller.wake)
        own = {"run_id": str(started.run_id), "run_status": started.status, "is_new": started.is_new}
        return {"jobid": started.scrapyd_job_id, **own}


class Cancel(webservice.Cancel):
    """Ends a run wherever it waits or works; its process on this server is told at once by the signal."""

    def render(self, txrequest: Any) -> Any:
        return answer(self, txrequest, super().render)

    @param("project")
    @param("job")
    @param("signal", required=False, default=INTERRUPT)
    def render_POST(self, txrequest: Any, project: str, job: str, signal: str) -> dict[str, Any]:  # noqa: N802
        if project not in runs_of(self).projects:
            given = {"project": project, "job": job, "signal": signal}
            txrequest.args |= {name.encode(): [value.encode()] for name, value in given.items()}
            scrapyds: dict[str, Any] = super().render_POST(txrequest)
            return scrapyds
        before = runs_of(self).cancel(job)
        if before == "running":
            _reactor.callFromThread(self._signal, job, int(signal) if signal.isdigit() else signal)
        return {"prevstate": before}

    def _signal(self, job: str, signal: str | int) -> None:
        for process in list(self.root.launcher.processes.values()):
            if process.project in runs_of(self).projects and process.job == job:
                process.transport.signalProcess(signal)


class Status(webservice.Status):
    """The state of a run on any server, finished ones as long as their rows are kept; else as Scrapyd has it."""

    def render(self, txrequest: Any) -> Any:
        # Scrapyd's own part reads what the reactor changes, so it is done there; ours, which asks the database, is not.
        is_anyones = b"project" not in txrequest.args
        return answer(self, txrequest, super().render, first=partial(self._find, txrequest) if is_anyones else None)

    def _find(self, txrequest: Any) -> None:
        """Note for `render_GET` what is known of the run that the request names."""
        name = (txrequest.args.get(b"job") or [b""])[0].decode(errors="replace")
        txrequest.found = runs_of(self).state(name)

    @param("job")
    @param("project", required=False)
    def render_GET(self, txrequest: Any, job: str, project: str | None) -> dict[str, Any]:  # noqa: N802
        runs = runs_of(self)
        if project is None and txrequest.found is not None:
            return dict(txrequest.found)
        if project in runs.projects:
            return runs.state(job) or {"currstate": None}
        txrequest.args |= {b"job": [job.encode()], **({b"project": [project.encode()]} if project else {})}
        scrapyds: dict[str, Any] = super().render_GET(txrequest)
        return scrapyds


class ListJobs(webservice.ListJobs):
    """What waits, works and is over: of our project on all servers. `node` says where a run works."""

    def render(self, txrequest: Any) -> Any:
        return answer(self, txrequest, super().render, first=runs_of(self).seen)

    @param("project", required=False)
    def render_GET(self, txrequest: Any, project: str | None) -> dict[str, Any]:  # noqa: N802
        runs = runs_of(self)
        is_ours = project in runs.projects
        if project is not None:
            txrequest.args[b"project"] = [(runs.projects[0] if is_ours else project).encode()]
        listed: dict[str, Any] = super().render_GET(txrequest)
        if is_ours or project is None:
            here = {each.job for each in self.root.launcher.processes.values() if each.project in runs.projects}
            elsewhere = [ListedJob.of(each, runs.project or "") for each in runs.running]
            listed["running"] += [self._running(each) for each in elsewhere if each.job not in here]
        return listed

    def _running(self, job: ListedJob) -> dict[str, Any]:
        urls = {"log_url": self.root.get_log_url(job), "items_url": self.root.get_item_url(job)}
        place = {"project": job.project, "spider": SPIDER, "pid": None, "node": job.node}
        return {"id": job.job, "start_time": str(job.start_time), **place, **urls}


class DaemonStatus(webservice.DaemonStatus):
    """What waits for any server, what works on this one (processes from before a restart, too), what is over."""

    def render(self, txrequest: Any) -> Any:
        return answer(self, txrequest, super().render, first=runs_of(self).seen)

    def render_GET(self, txrequest: Any) -> dict[str, Any]:  # noqa: N802
        runs, counts = runs_of(self), super().render_GET(txrequest)
        return {**counts, "running": counts["running"] + runs.orphans, "running_everywhere": len(runs.running)}


def runs_of(service: Any) -> SharedRuns:
    """The runs of the service's server."""
    return shared_runs(service.root.poller.config)


def answer(
    service: Any, txrequest: Any, render: Callable[[Any], bytes], *, first: Callable[[], None] | None = None
) -> Any:
    """What `render` returns, after `first` was done in a thread; without `first`, for our project, all in a thread."""
    gone: list[Failure] = []
    txrequest.notifyFinish().addErrback(gone.append)
    projects = [each.decode(errors="replace") for each in txrequest.args.get(b"project", [])]
    closed = partial(_closed, render)
    if first is None and projects and projects[0] not in runs_of(service).projects:
        return closed(txrequest)  # Scrapyd's own, with its own queue, in its own thread
    work = deferToThread(first).addCallback(lambda _: closed(txrequest)) if first else deferToThread(closed, txrequest)
    work.addErrback(lambda failure: _refused(service, txrequest, failure))

    def finish(content: bytes) -> None:
        if not gone:
            if txrequest.method != b"HEAD":
                txrequest.write(content)
            txrequest.finish()

    work.addCallback(finish)
    return NOT_DONE_YET


def _closed(render: Callable[[Any], bytes], txrequest: Any) -> bytes:
    """What `render` returns, without Scrapyd's leave for the pages of any site to read it."""
    content = render(txrequest)
    for name in _LEAVE:
        txrequest.responseHeaders.removeHeader(name)
    return content


def _refused(service: Any, txrequest: Any, failure: Failure) -> bytes:
    """The failure of `first`, in the form of Scrapyd's own answers."""
    log.failure("A service failed", failure)
    error = failure.value if isinstance(failure.value, Error) else refusal(http.INTERNAL_SERVER_ERROR, "see the log")
    txrequest.setResponseCode(int(error.status))
    txrequest.setHeader("Content-Type", "application/json")
    return (
        json.dumps(
            {"status": "error", "message": (error.message or b"").decode(), "node_name": service.root.node_name}
        ).encode()
        + b"\n"
    )
