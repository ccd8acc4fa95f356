"""Starts runs of jobs: a bad job stops here, before a run exists; a run's row becomes what executes it."""

import contextlib
import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db import jobs, leases, runs, schemas
from db.exceptions import IllegalStatusChange, NotFound, RunLost
from db.leases import Lease
from db.models import ScrapingJob
from db.patience import Patience
from db.session import session_scope
from db.sharing import has_free_seat
from scraper.arguments import SpiderArguments
from scraper.config import Config
from scraper.exceptions import AlreadyStarted, JobError
from scraper.job import Job, snapshot
from scraper.runs.adopting import adopt_lease, process_name
from scraper.runs.end import run_end
from scraper.runs.ending import Ending
from scraper.runs.run import LiveRun

logger = logging.getLogger(__name__)

# Why a spider closes whose run another process has.
NOT_CLAIMED = "not_claimed"
LEAVING_SECONDS = 5.0  # for the last words of a process that was told twice to go


@dataclass(frozen=True, slots=True)
class StartedRun:
    """A run of a job. `is_new` is False where the idempotency key had made it before; `lease` is this process's."""

    run_id: UUID
    status: str
    is_new: bool
    lease: Lease | None = None


@dataclass(frozen=True, slots=True)
class LoadedRun:
    """A run's row as what executes it. `lease` is that of a run that was taken for this process, else None."""

    run_id: UUID
    user_id: UUID
    job: Job
    lease: Lease | None = None


def enter_run(database: Engine, arguments: SpiderArguments, patience: Patience, config: Config) -> LoadedRun:
    """The run that the spider is to execute: the one named, or a new one of the job named.

    Raises AlreadyStarted where the key had made the run before, RunLost where the lease that was taken for this process
    is over, and DatabaseAway, besides what start_run and load_run raise.
    """
    run_id, lease = arguments.run_id, None
    if arguments.job_id is not None:
        start = partial(
            start_run,
            database,
            arguments.job_id,
            idempotency_key=arguments.idempotency_key,
            run_id=uuid4(),
            worker_id=uuid4(),
            lease_seconds=config.spawn_seconds,
        )
        started = patience.run(start)
        if not started.is_new:
            raise AlreadyStarted(started.run_id, started.status)
        run_id, lease = started.run_id, started.lease
    assert run_id is not None
    if arguments.worker is not None:
        # Until its heartbeats begin: on a machine with too much to do that takes longer than between two of them.
        seconds = max(config.spawn_seconds, config.lease_seconds)
        lease = patience.run(partial(adopt_lease, database, run_id, arguments.worker, seconds))
    return patience.run(partial(load_run, database, run_id, lease))


def start_run(
    database: Engine,
    job_id: UUID,
    *,
    idempotency_key: str | None = None,
    run_id: UUID | None = None,
    worker_id: UUID | None = None,
    lease_seconds: float = 60.0,
    metadata: Mapping[str, Any] | None = None,
) -> StartedRun:
    """A run of the job, or the one that `idempotency_key` made before. Without `worker_id` a new one is queued.

    With it a new one is this process's from its first moment, under a lease, so that no server takes it out of the
    queue; if the process ends before it has begun, a reaper queues the run when the lease is over.

    `metadata` is what a new run's row says besides. Asked again with the same ids, because the answer was lost, it is
    that run and still new.
    Raises NotFound for an unknown job and JobError for one that cannot be run as written; then no run exists.
    """
    with session_scope(database) as session:
        started = enqueue_run(session, job_id, idempotency_key=idempotency_key, run_id=run_id, metadata=metadata)
        if worker_id is None or not started.is_new:
            return started
        lease = leases.start_run(
            session, started.run_id, lease_seconds=lease_seconds, process=process_name(), worker_id=worker_id
        )
        return replace(started, status="running", lease=lease)


def enqueue_run(
    session: Session,
    job_id: UUID,
    *,
    idempotency_key: str | None = None,
    run_id: UUID | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> StartedRun:
    """The same in the caller's transaction; `metadata` is what a new run's row says besides."""
    with readable_rows():
        job = jobs.get_job(session, job_id, user_id=jobs.owner_of(session, job_id))
        taken = _snapshot_of(session, job)
        Job.from_snapshot(taken)
        run, is_new = runs.create_run(
            session,
            job_id=job.id,
            user_id=job.user_id,
            snapshot=taken,
            idempotency_key=idempotency_key,
            metadata=metadata,
            run_id=run_id,
        )
        return StartedRun(run.id, run.status, is_new)


def load_run(database: Engine, run_id: UUID, lease: Lease | None = None) -> LoadedRun:
    """The run as what executes it: a queued one, the one that `lease` is of, or a running one with a free seat.

    One that the main server queued gets its snapshot here.

    Raises NotFound for an unknown run and AlreadyStarted for one that is not waiting to be started, which is left as it
    is, and RunLost where the lease is over. Raises JobError, and fails the run, where the job cannot be run as written.
    """
    try:
        with readable_rows(), session_scope(database) as session:
            if lease is not None:
                leases.check_fence(session, lease)
            run = runs.get_run(session, run_id, user_id=runs.owner_of(session, run_id))
            if lease is None and run.status != "queued" and not has_free_seat(session, run):
                raise AlreadyStarted(run.id, run.status)
            if run.job_snapshot is None:
                run.job_snapshot = _snapshot_of(session, jobs.get_job(session, run.job_id, user_id=run.user_id))
            return LoadedRun(run.id, run.user_id, Job.from_snapshot(run.job_snapshot), lease)
    except JobError as error:
        refuse_run(database, run_id, str(error), lease)
        raise


@contextlib.contextmanager
def readable_rows() -> Iterator[None]:
    """JobError for a row that SQL wrote and that holds another kind of JSON than its column is for."""
    try:
        yield
    except ValueError as error:
        raise JobError(f"the job's row holds what cannot be read: {error}") from error


def checked_job(session: Session, job: ScrapingJob) -> Job:
    """The job as a run of it would be executed. Raises JobError where a run would be refused."""
    return Job.from_snapshot(_snapshot_of(session, job))


def refuse_run(database: Engine, run_id: UUID, reason: str, lease: Lease | None = None) -> None:
    """Fail a queued run, or the one that `lease` is of, that cannot be executed, unless it is another's meanwhile."""
    with session_scope(database) as session, contextlib.suppress(IllegalStatusChange, RunLost):
        if lease is not None:
            leases.check_fence(session, lease)
        elif leases.count_workers(session, run_id):  # this process cannot join them; they go on
            return
        runs.end_run(session, run_id, status="failed", stop_reason="error", outcome="empty", error_message=reason)


def leave_run(run: LiveRun, stop_reason: str) -> None:
    """End a run whose process goes before its spider could close, with the pages that are complete.

    Raises DatabaseAway; RunLost and NotFound, after a line in the log, where the run is no longer this process's: it
    keeps the end that it has.
    """
    run.patience.hurry(LEAVING_SECONDS)
    run.flush()
    counters = run.committed
    end = run_end(
        stop_reason, pages_done=counters.pages_done, items_stored=counters.items_stored, pages_missing=run.in_flight
    )
    try:
        run.patience.run(partial(Ending(run).write, end, {}))
    except (RunLost, NotFound) as error:
        logger.error("Run %s is lost, nothing more was written: %s", run.run_id, error)
        raise


def _snapshot_of(session: Session, job: ScrapingJob) -> dict[str, Any]:
    """The job and its schema as a run keeps them. Raises JobError where the schema is gone or another user's own."""
    if job.extractor_schema_id is None:
        raise JobError(f"job {job.id} has no schema any more: give it one (extractor_schema_id) and start it again")
    try:
        schema = schemas.get_schema(session, job.extractor_schema_id, user_id=job.user_id)
    except NotFound as error:
        raise JobError(
            f"job {job.id} may not use schema {job.extractor_schema_id}: it is another user's and not public, or gone"
        ) from error
    return snapshot(
        target_url=job.target_url,
        pagination_type=job.pagination_type,
        options=job.options,
        schema_definition=schema.schema_definition,
        field_order=schema.field_order,
        strict_validation=schema.strict_validation,
        allow_extra_fields=schema.allow_extra_fields,
    )
