"""The table of runs as one Scrapyd server sees it. Every method that asks the database blocks: call it in a thread."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from time import monotonic
from typing import Any
from uuid import UUID, uuid4

from scrapy.settings import Settings
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session
from twisted.web import http

from db import jobs, queue
from db.cancelling import request_cancel
from db.exceptions import DatabaseAway, DbError, NotFound
from db.failures import cause_of
from db.leases import starting_process
from db.models import Run
from db.patience import TRY_SECONDS, Patience
from db.queue import QueuedRun, Taken
from db.session import make_engine, session_scope
from scraper.config import Config
from scraper.credits.settler import Settler
from scraper.exceptions import JobError
from scraper.runs.giving_back import REST_SECONDS, give_back_run
from scraper.runs.launch import enqueue_run
from scraper.runs.reaper import Reaper
from scraper.runs.taking import keep_starting, take_next_run
from scraper.scrapyd.projects import SPIDER, node_name, run_projects, settings_module
from scraper.scrapyd.starting import Started, StartRequest, conflict, is_safe, refusal

LISTED = 1000  # queued and running runs that a listing names at most; counts are exact
LISTS_SECONDS = 5.0  # how old the lists of Scrapyd's web page may be; the services see what there is now
STATES = {"queued": "pending", "running": "running", "completed": "finished", "failed": "finished"}
NAME_IS_TAKEN = "this jobid names another run; give each run a jobid of its own"
UNPROCESSABLE = 422  # RFC 9110 section 15.5.21; Twisted has no name for it
ANSWER_SECONDS = 10.0  # how long a service tries to reach the database before it says that it is away


class SharedRuns:
    """The queue that this server shares with others, and what it last saw of it.

    `pending`, `running` and `finished` are of the last `refresh`; `orphans` says how many processes of this server,
    started before it was restarted, are still taken to be alive.
    """

    def __init__(self, scrapyd_config: Any) -> None:
        settings = Settings()
        settings.setmodule(settings_module(scrapyd_config), priority="project")
        self.config = Config.from_settings(settings)
        self.projects = tuple(run_projects(scrapyd_config))
        self.node = node_name(scrapyd_config)
        self.database = make_engine(self.config.database_url, lock_seconds=TRY_SECONDS)
        self.pending: list[QueuedRun] = []
        self.running: list[QueuedRun] = []
        self.finished: list[QueuedRun] = []
        self.pending_count = 0
        self.orphans = 0
        self._refreshed_at = float("-inf")
        self._finished_to_keep = scrapyd_config.getint("finished_to_keep", 100)
        self._rests_until = float("-inf")
        self._own: set[UUID] = set()
        self._reaper = Reaper(self.database, self.config)
        self._settler = Settler(self.database, self.config)

    @property
    def project(self) -> str | None:
        """The project that the runs are listed under; None where no project of this server is ours."""
        return self.projects[0] if self.projects else None

    def look(self) -> None:
        """Reap dead workers of all servers and settle their credits, then see what there is.

        One thread at a time. Raises SQLAlchemyError.
        """
        keep_starting(self.database, self.config, set(self._own), place=self.node)
        self._reaper.look()
        self._settler.look()
        if monotonic() >= self._refreshed_at + LISTS_SECONDS:
            self.refresh()
            return
        with session_scope(self.database, is_read_only=True) as session:
            self._count_orphans(session)

    def refresh(self) -> None:
        """See what there is now. Raises SQLAlchemyError."""
        with session_scope(self.database, is_read_only=True) as session:
            self.pending_count = queue.count_queued(session)
            self.pending = queue.queued_runs(session, limit=LISTED)
            self.running = queue.running_runs(session, limit=LISTED)
            self.finished = queue.finished_runs(session, limit=self._finished_to_keep)
            self._count_orphans(session)
        self._refreshed_at = monotonic()

    def take(self) -> dict[str, str] | None:
        """The next run as Scrapyd's message, under a lease that covers its process's start. Raises SQLAlchemyError."""
        if monotonic() < self._rests_until:
            return None
        taken = self._take(uuid4())
        if taken is None:
            return None
        run_id = str(taken.lease.run_id)
        name = taken.scrapyd_job_id if is_safe(taken.scrapyd_job_id) else run_id
        return {"name": SPIDER, "_job": name, "run_id": run_id, "worker": str(taken.lease.worker_id)}

    def _take(self, worker_id: UUID) -> Taken | None:
        """The next run for this worker, which is known to be no orphan before anybody can see its row."""
        self._own.add(worker_id)
        taken = None
        try:
            taken = take_next_run(self.database, self.config, place=self.node, node=self.node, worker_id=worker_id)
            return taken
        finally:
            if taken is None:
                self._own.discard(worker_id)

    def process_ended(self, worker_id: UUID, *, was_started: bool = True, exit_code: int | None = None) -> None:
        """A process of this server is gone: if it left its run in the middle, the run goes back to the queue.

        Where the process `was_started` never, that is no attempt; nor is one that ended before it began, after which
        this server takes nothing for a moment. Raises SQLAlchemyError.
        """
        try:
            given = give_back_run(self.database, self.config, worker_id, exit_code=exit_code, was_started=was_started)
            if given is not None and given.pause_seconds:
                self._rests_until = monotonic() + REST_SECONDS
        finally:  # from now on the worker, if it still has its row, is an orphan that the reaper sees to
            self._own.discard(worker_id)

    def starting(self) -> set[UUID]:
        """The workers of this server whose processes have not begun. Raises SQLAlchemyError."""
        with session_scope(self.database, is_read_only=True) as session:
            return queue.starting_workers(session, set(self._own), process=starting_process(self.node))

    def start(self, request: StartRequest) -> Started:
        """The run that was asked for, queued. Raises twisted.web.error.Error with the status that fits."""
        unit = partial(self._start, request, uuid4())
        with self._answering():
            return Patience(ANSWER_SECONDS).run(unit)

    def cancel(self, scrapyd_job_id: str) -> str | None:
        """Ask that the run end; its state before: pending, running, or None where there is none or it is over."""
        with self._answering():
            return Patience(ANSWER_SECONDS).run(partial(self._cancel, scrapyd_job_id))

    def state(self, scrapyd_job_id: str) -> dict[str, Any] | None:
        """The state of the run in Scrapyd's word (`currstate`) and in ours; None where there is no such run."""
        with self._answering(), session_scope(self.database, is_read_only=True) as session:
            run = queue.find_run(session, scrapyd_job_id)
            if run is None:
                return None
            own = {"run_id": str(run.id), "status": run.status, "stop_reason": run.stop_reason, "outcome": run.outcome}
            return {"currstate": STATES[run.status], **own}

    def seen(self) -> None:
        """Refresh for an answer. Raises twisted.web.error.Error where the database is away."""
        with self._answering():
            self.refresh()

    def _count_orphans(self, session: Session) -> None:
        self.orphans = len(queue.workers_of_node(session, self.node) - self._own)

    def _start(self, request: StartRequest, run_id: UUID) -> Started:
        with session_scope(self.database) as session:
            if request.run_id is not None:
                return _requeue(session, request, request.run_id)
            assert request.job_id is not None
            _check_owner(jobs.owner_of(session, request.job_id), request, "scraping_jobs", request.job_id)
            _check_name(session, request)
            started = enqueue_run(session, request.job_id, idempotency_key=request.idempotency_key, run_id=run_id)
            run = session.get_one(Run, started.run_id)
            if started.is_new:
                run.scrapyd_job_id, run.priority = request.scrapyd_job_id, request.priority
            return Started(run.scrapyd_job_id or str(run.id), run.id, run.status, started.is_new)

    def _cancel(self, scrapyd_job_id: str) -> str | None:
        with session_scope(self.database) as session:
            run = queue.find_run(session, scrapyd_job_id)
            if run is None:
                return None
            before = session.get_one(Run, run.id, with_for_update=True, populate_existing=True).status
            request_cancel(session, run.id, user_id=run.user_id)
            return STATES[before] if before in ("queued", "running") else None

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Errors as the answers that they are."""
        try:
            yield
        except NotFound as error:
            raise refusal(http.NOT_FOUND, str(error)) from error
        except JobError as error:
            raise refusal(UNPROCESSABLE, str(error)) from error
        except IntegrityError as error:
            raise conflict(NAME_IS_TAKEN) from error
        except (DatabaseAway, SQLAlchemyError, DbError) as error:
            message = f"the database of the runs cannot be used: {cause_of(error)}; ask again"
            raise refusal(http.SERVICE_UNAVAILABLE, message) from error


@cache
def shared_runs(scrapyd_config: Any) -> SharedRuns:
    """The one of this server: Scrapyd gives the same configuration to all its parts. Raises InvalidSetting."""
    return SharedRuns(scrapyd_config)


def _check_owner(owner: UUID, request: StartRequest, table: str, row_id: UUID) -> None:
    """Someone else's is as good as missing, where the caller says for whom he asks."""
    if request.user_id is not None and owner != request.user_id:
        raise NotFound(table, row_id)


def _check_name(session: Session, request: StartRequest) -> None:
    """A jobid names one run: the same job started with the same key once more, or a new one."""
    known = queue.find_run(session, request.scrapyd_job_id)
    if known is not None and (known.job_id, known.idempotency_key) != (request.job_id, request.idempotency_key):
        raise conflict(NAME_IS_TAKEN)


def _requeue(session: Session, request: StartRequest, run_id: UUID) -> Started:
    """A run that waits already: it may get a name and a priority."""
    run = session.get(Run, run_id, with_for_update=True, populate_existing=True)
    if run is None:
        raise NotFound("runs", run_id)
    _check_owner(run.user_id, request, "runs", run_id)
    known = queue.find_run(session, request.scrapyd_job_id)
    if known is not None and known.id != run_id:
        raise conflict(NAME_IS_TAKEN)
    if run.status != "queued":
        raise conflict(f"the run is {run.status}; only a queued one can be started")
    run.scrapyd_job_id = run.scrapyd_job_id or request.scrapyd_job_id
    run.priority = request.priority or run.priority
    session.flush()
    return Started(run.scrapyd_job_id, run.id, run.status, is_new=False)
