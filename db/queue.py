"""The queue of runs that any number of servers share: who may take which run next, and what waits. No processes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Text, cast, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from db.clock import database_time
from db.leases import Lease, start_run
from db.models import Run, RunWorker, ScrapingJob
from db.options import given_option
from db.reaping import Reaped, all_workers, reap
from db.runs import TERMINAL, end_run
from db.types import load_json

_SHOWN = (
    Run.id,
    Run.job_id,
    Run.scrapyd_job_id,
    Run.status,
    Run.priority,
    Run.attempts,
    Run.started_at,
    Run.finished_at,
)
LONGEST_START = 10  # leases: how long a process that is alive may need to begin, on a machine that has too much to do
CLAIMS = 0x5C4A9E  # the namespace of our advisory locks, so that they are no one else's


@dataclass(frozen=True, slots=True)
class Limits:
    """How many runs may be under way at once, on all servers together."""

    per_user: int
    per_job: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A run that was taken from the queue, and the lease that covers the start of its process."""

    lease: Lease
    scrapyd_job_id: str


@dataclass(frozen=True, slots=True)
class QueuedRun:
    """A run as a queue or a list shows it; times are aware, in UTC. `node` is empty where nobody has it."""

    run_id: UUID
    job_id: UUID
    scrapyd_job_id: str
    status: str
    priority: float
    attempts: int
    started_at: datetime | None
    finished_at: datetime | None
    node: str = ""


def take_next(session: Session, *, limits: Limits, lease_seconds: float, process: str, node: str) -> Taken | None:
    """The run whose turn it is, running from now on under a lease of `lease_seconds`; None where there is none.

    The highest priority first, then the oldest; not before its time, not above a limit, and not beside another run of
    its job unless `overlap_policy` is "allow". Any number of servers may ask at once: each run is taken by one of them,
    and the limits hold. A run that somebody cancelled is ended on the way.
    """
    passed: list[UUID] = []
    allowing = _allowing_jobs(session)
    while (run := _candidate(session, limits, passed, allowing)) is not None:
        if run.cancel_requested_at is not None:
            outcome = "partial" if run.items_extracted else "empty"
            end_run(session, run.id, status="completed", stop_reason="cancelled", outcome=outcome)
            continue
        _lock_claims_of(session, run.user_id)
        if _has_room(session, run, limits):
            lease = start_run(session, run.id, lease_seconds=lease_seconds, process=process, node=node)
            return Taken(lease, run.scrapyd_job_id or str(run.id))
        passed.append(run.id)
    return None


def queued_runs(session: Session, *, limit: int) -> list[QueuedRun]:
    """The runs that wait, in the order in which they are taken; those that wait for a time or a limit, too."""
    order = (Run.priority.desc(), Run.created_at, Run.id)
    return _listed(session, select(Run).where(Run.status == "queued").order_by(*order).limit(limit))


def running_runs(session: Session, *, limit: int) -> list[QueuedRun]:
    """The runs under way on all servers, the one that began first first."""
    return _listed(session, select(Run).where(Run.status == "running").order_by(Run.started_at, Run.id).limit(limit))


def finished_runs(session: Session, *, limit: int) -> list[QueuedRun]:
    """The runs that are over, the one that ended last first."""
    query = select(Run).where(Run.finished_at.is_not(None), Run.status.in_(TERMINAL))
    return _listed(session, query.order_by(Run.finished_at.desc(), Run.id).limit(limit))


def count_queued(session: Session) -> int:
    """How many runs wait, for whatever."""
    return session.scalar(select(func.count()).select_from(Run).where(Run.status == "queued")) or 0


def find_run(session: Session, scrapyd_job_id: str) -> Run | None:
    """The run that Scrapyd's services call so: by its own job id, or by the run's id."""
    by_name = session.scalars(select(Run).filter_by(scrapyd_job_id=scrapyd_job_id)).one_or_none()
    if by_name is not None:
        return by_name
    try:
        return session.get(Run, UUID(scrapyd_job_id))
    except ValueError:
        return None


def workers_of_node(session: Session, node: str) -> set[UUID]:
    """The workers that the server `node` started and that nobody has taken for dead."""
    return set(session.scalars(select(RunWorker.id).where(RunWorker.node == node)))


def keep_starting(session: Session, workers: Collection[UUID], *, process: str, lease_seconds: float) -> None:
    """Renew the leases of these workers whose processes live and are still starting: they are named `process`.

    Else a machine that is too busy to start its processes in time would take runs and lose them, over and over.
    """
    times = {
        "heartbeat_at": database_time(session),
        "lease_expires_at": database_time(session, plus_seconds=lease_seconds),
    }
    is_young = RunWorker.started_at > database_time(session, plus_seconds=-LONGEST_START * lease_seconds)
    session.execute(
        update(RunWorker).where(RunWorker.id.in_(workers), RunWorker.process == process, is_young).values(times),
        execution_options={"synchronize_session": False},
    )


def give_back(session: Session, worker_id: UUID, *, max_attempts: int, is_counted: bool = True) -> Reaped | None:
    """Take the run from a worker whose process is known to have ended, as from a dead one; None where it had none.

    `is_counted` is False where the process was never started: that was no attempt of the run's.
    """
    workers, _ = all_workers(session)
    own = [each for each in workers if each.lease.worker_id == worker_id]
    return reap(session, own[0], max_attempts=max_attempts, is_counted=is_counted) if own else None


def _candidate(session: Session, limits: Limits, passed: list[UUID], allowing: list[UUID]) -> Run | None:
    """The next run that may be taken as far as can be seen without a lock; its row is locked, others' are passed by."""
    query = (
        select(Run)
        .where(Run.status == "queued", Run.id.not_in(passed))
        .where(or_(Run.not_before.is_(None), Run.not_before <= database_time(session)))
        .where(Run.user_id.not_in(_busy(Run.user_id, limits.per_user)))
        .where(Run.job_id.not_in(_busy(Run.job_id, limits.per_job)))
        .where(or_(Run.job_id.in_(allowing), ~_has_sibling()))
        .order_by(Run.priority.desc(), Run.created_at, Run.id)
        .limit(1)
        .with_for_update(of=Run, skip_locked=True)
    )
    return session.scalars(query, execution_options={"populate_existing": True}).one_or_none()


def _busy(column: Any, limit: int) -> Select[Any]:
    """Users, or jobs, that have as many runs under way as they may."""
    running = aliased(Run)
    own = getattr(running, column.key)
    return select(own).where(running.status == "running").group_by(own).having(func.count() >= limit)


def _allowing_jobs(session: Session) -> list[UUID]:
    """The jobs with runs under way whose waiting runs need not wait for them."""
    states = (select(Run.job_id).where(Run.status == status) for status in ("queued", "running"))
    options = cast(ScrapingJob.options, Text)
    query = select(ScrapingJob.id, options).where(*(ScrapingJob.id.in_(each) for each in states))
    return [row[0] for row in session.execute(query.where(options.contains('"allow"'))) if _is_allowing(row[1])]


def _is_allowing(options: str | None) -> bool:
    """Whether these options, as JSON, say `overlap_policy` "allow" under any name of it."""
    try:
        given = load_json(options or "{}")
    except (ValueError, RecursionError):  # such a job's runs are refused when they begin
        return False
    return isinstance(given, dict) and given_option(given, "overlap_policy") == "allow"


def _has_sibling() -> Any:
    sibling = aliased(Run)
    return exists().where(sibling.job_id == Run.job_id, sibling.status == "running")


def _lock_claims_of(session: Session, user_id: UUID) -> None:
    """Only one server at a time takes runs of the user: what it counts is so until it commits.

    SQLite's transactions are one after the other anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(CLAIMS, func.hashtext(str(user_id)))))


def _has_room(session: Session, run: Run, limits: Limits) -> bool:
    """Whether the run is within the limits, now that nobody else takes one of its user's."""
    running = select(func.count()).select_from(Run).where(Run.status == "running")
    of_user = session.scalar(running.where(Run.user_id == run.user_id)) or 0
    of_job = session.scalar(running.where(Run.job_id == run.job_id)) or 0
    options = session.scalar(select(cast(ScrapingJob.options, Text)).where(ScrapingJob.id == run.job_id))
    is_alone = not of_job or _is_allowing(options)
    return is_alone and of_user < limits.per_user and of_job < limits.per_job


def _listed(session: Session, query: Select[Any]) -> list[QueuedRun]:
    """The runs of the query; of their rows only what a list shows, since a snapshot may be large."""
    rows = session.execute(query.with_only_columns(*_SHOWN)).all()
    workers = select(RunWorker.run_id, RunWorker.node).where(RunWorker.run_id.in_([row[0] for row in rows]))
    nodes = {row[0]: row[1] for row in session.execute(workers.order_by(RunWorker.fence))}
    return [_queued_run(row, nodes) for row in rows]


def _queued_run(row: Any, nodes: Mapping[UUID, str]) -> QueuedRun:
    shown = {column.key: value for column, value in zip(_SHOWN, row, strict=True) if column.key != "id"}
    shown["scrapyd_job_id"] = shown["scrapyd_job_id"] or str(row[0])
    return QueuedRun(run_id=row[0], **shown, node=nodes.get(row[0], ""))
