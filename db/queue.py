"""The queue of runs that any number of servers share: who may take which run next, and what waits. No processes."""

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Select, func, literal, select, update
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from db.clock import database_time
from db.exceptions import InvalidValue
from db.failures import cause_of
from db.leases import Lease, has_begun, lease_from_now, start_run
from db.line import TURN, Line, is_due, is_readable, unreadable_runs
from db.models import Run, RunWorker
from db.reaping import Reaped, all_workers, reap
from db.runs import TERMINAL, end_run

logger = logging.getLogger(__name__)

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


def is_any_due(session: Session) -> bool:
    """Whether a run waits whose time has come. Reads only: where there is none, no server needs the write lock."""
    return session.scalar(select(literal(1)).select_from(Run).where(*is_due(session)).limit(1)) is not None


def take_next(
    session: Session, *, limits: Limits, lease_seconds: float, process: str, node: str, worker_id: UUID | None = None
) -> Taken | None:
    """The run whose turn it is, running from now on under a lease of `lease_seconds`; None where there is none.

    The highest priority first, then the oldest; not before its time, not above a limit, and not beside another run of
    its job unless `overlap_policy` is "allow". Any number of servers may ask at once: each run is taken by one of them,
    and the limits hold. A run that somebody cancelled is ended on the way; one whose row cannot be used, because of
    what SQL wrote there, is passed by. `worker_id` is to be the lease's.
    """
    line = Line(session, per_user=limits.per_user, per_job=limits.per_job)
    worker: dict[str, Any] = {
        "lease_seconds": lease_seconds,
        "process": process,
        "node": node,
        "worker_id": worker_id or uuid4(),
    }
    for written in unreadable_runs(session):
        _say_why_passed(written, "its id, job_id or user_id is no UUID as this package writes them")
    while (waiting := line.next()) is not None:
        try:
            with session.begin_nested():
                if waiting.is_cancelled:
                    end_run(session, waiting.run_id, status="completed", stop_reason="cancelled", outcome="empty")
                elif line.has_room(waiting):
                    lease = start_run(session, waiting.run_id, **worker)
                    return Taken(lease, waiting.scrapyd_job_id or str(waiting.run_id))
        except (IntegrityError, DataError, InvalidValue, ValueError, TypeError) as error:
            _say_why_passed(waiting.run_id, cause_of(error) if isinstance(error, DBAPIError) else str(error))
        line.passed.append(waiting.run_id)
    return None


def queued_runs(session: Session, *, limit: int) -> list[QueuedRun]:
    """The runs that wait, in the order in which they are taken; those that wait for a time or a limit, too."""
    return _listed(session, select(Run).where(Run.status == "queued").order_by(*TURN).limit(limit))


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


def starting_workers(session: Session, workers: Collection[UUID], *, process: str) -> set[UUID]:
    """Of these workers those whose processes, which are named `process`, have not begun."""
    own = (RunWorker.id.in_(workers), RunWorker.process == process)
    return set(session.scalars(select(RunWorker.id).where(*own)))


def keep_starting(session: Session, workers: Collection[UUID], *, process: str, lease_seconds: float) -> None:
    """Renew the leases of these workers whose processes live and are still starting: they are named `process`.

    Else a machine that is too busy to start its processes in time would take runs and lose them, over and over.
    """
    times = lease_from_now(session, lease_seconds)
    is_young = RunWorker.started_at > database_time(session, plus_seconds=-LONGEST_START * lease_seconds)
    session.execute(
        update(RunWorker).where(RunWorker.id.in_(workers), RunWorker.process == process, is_young).values(times),
        execution_options={"synchronize_session": False},
    )


def give_back(
    session: Session, worker_id: UUID, *, max_attempts: int, is_counted: bool = True, is_put_off: bool = False
) -> Reaped | None:
    """Take the run from a worker whose process is known to have ended, as from a dead one.

    `is_counted` is False where the process was never started: that was no attempt of the run's. Neither is one that
    ended before it began, or for want of a database (`is_put_off`): then the run waits, or each server would end
    the whole queue's runs at the speed at which it cannot start them. None where the worker has no run, or somebody is
    at its row just now (`is_at_work`).
    """
    workers, _ = all_workers(session)
    own = next((each for each in workers if each.lease.worker_id == worker_id), None)
    if own is None:
        return None
    is_put_off = is_counted and (is_put_off or not has_begun(own.process))
    return reap(session, own, max_attempts=max_attempts, is_counted=is_counted, is_put_off=is_put_off)


def is_at_work(session: Session, worker_id: UUID) -> bool:
    """Whether the worker still has a row, as far as is committed."""
    return session.scalar(select(literal(1)).where(RunWorker.id == worker_id)) is not None


@lru_cache(maxsize=1000)  # once for each run and reason
def _say_why_passed(run_id: UUID | str, reason: str) -> None:
    logger.error("Run %s cannot be taken and is passed by; look into its row: %s", run_id, reason)


def _listed(session: Session, query: Select[Any]) -> list[QueuedRun]:
    """The runs of the query; of their rows only what a list shows, since a snapshot may be large."""
    rows = session.execute(query.where(*is_readable(session)).with_only_columns(*_SHOWN)).all()
    workers = select(RunWorker.run_id, RunWorker.node).where(RunWorker.run_id.in_([row[0] for row in rows]))
    nodes = {row[0]: row[1] for row in session.execute(workers.order_by(RunWorker.fence))}
    return [_queued_run(row, nodes) for row in rows]


def _queued_run(row: Any, nodes: Mapping[UUID, str]) -> QueuedRun:
    shown = {column.key: value for column, value in zip(_SHOWN, row, strict=True) if column.key != "id"}
    shown["scrapyd_job_id"] = shown["scrapyd_job_id"] or str(row[0])
    return QueuedRun(run_id=row[0], **shown, node=nodes.get(row[0], ""))
