"""Schedules of jobs and what became of their instants. Which instants there are is `db.schedules`.

An instant is decided once: its row is written in the transaction that starts its run, or says why there is none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, delete, func, null, select, type_coerce, update
from sqlalchemy.orm import Session

from db.inserts import insert_new
from db.models import Run, ScheduleFire, ScrapingJob
from db.types import UtcDateTime

KEPT_DAYS = 7  # of decisions before the newest; further back than any clock jumps
_NEVER = null()
_UNDECIDED = "missed"  # what stands in a row until its transaction knows better


@dataclass(frozen=True, slots=True)
class ScheduledJob:
    """A job with a schedule, as its row says it; nothing is checked. `decided` is its last instant that was decided."""

    job_id: UUID
    user_id: UUID
    name: str
    cron: str
    zone: str
    is_active: bool
    since: datetime
    decided: datetime | None = None


def scheduled_jobs(
    session: Session,
    *,
    now: datetime,
    user_id: UUID | None = None,
    job_id: UUID | None = None,
    is_active_only: bool = True,
) -> list[ScheduledJob]:
    """The jobs that have a schedule, by name: of one user, one of them or, for the operator's side, all.

    `decided` does not look beyond `now`: what a clock that ran ahead has decided is no reason to wait for it.
    """
    decided = select(func.max(ScheduleFire.fire_at)).where(
        ScheduleFire.job_id == ScrapingJob.id, ScheduleFire.fire_at <= now
    )
    query = _jobs(decided.scalar_subquery())
    if is_active_only:
        query = query.where(ScrapingJob.is_active)
    if user_id is not None:
        query = query.where(ScrapingJob.user_id == user_id)
    if job_id is not None:
        query = query.where(ScrapingJob.id == job_id)
    return [ScheduledJob(*row) for row in session.execute(query)]


def lock_schedule(session: Session, job_id: UUID) -> ScheduledJob | None:
    """The job's schedule as it is now; it stays so until the commit. None for a job that is gone or has no schedule.

    Who decides an instant of the job holds this lock, so that one sees what the other has started.
    """
    query = _jobs().where(ScrapingJob.id == job_id).with_for_update(key_share=True, of=ScrapingJob)
    row = session.execute(query).one_or_none()
    return ScheduledJob(*row) if row else None


def claim_fire(session: Session, job: ScheduledJob, fire_at: datetime) -> bool:
    """Whether this instant of the job is the caller's to decide: nobody has, and `decide` says how in this transaction.

    What was decided long before it is forgotten.
    """
    table = ScheduleFire.__table__
    assert isinstance(table, Table)
    row = {"job_id": job.job_id, "fire_at": fire_at, "user_id": job.user_id, "outcome": _UNDECIDED}
    is_mine = bool(insert_new(session, table, ("job_id", "fire_at"), [row], table.c.job_id))
    if is_mine:
        is_old = (table.c.job_id == job.job_id, table.c.fire_at < fire_at - timedelta(KEPT_DAYS))
        session.execute(delete(table).where(*is_old))
    return is_mine


def decide(
    session: Session,
    job: ScheduledJob,
    fire_at: datetime,
    *,
    outcome: str,
    run_id: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Note what became of the instant: `outcome` is one of db.models.schedules.FIRE_OUTCOMES."""
    own = (ScheduleFire.job_id == job.job_id, ScheduleFire.fire_at == fire_at)
    values = {"outcome": outcome, "run_id": run_id, "reason": reason}
    session.execute(update(ScheduleFire).where(*own).values(values), execution_options={"synchronize_session": False})


def last_fires(session: Session, job_id: UUID, *, user_id: UUID, limit: int) -> list[tuple[ScheduleFire, str | None]]:
    """What became of the job's last instants, the newest first, each with the status of the run that it names."""
    query = select(ScheduleFire, Run.status).outerjoin(Run, Run.id == ScheduleFire.run_id)
    query = query.where(ScheduleFire.job_id == job_id, ScheduleFire.user_id == user_id)
    rows = session.execute(query.order_by(ScheduleFire.fire_at.desc()).limit(limit))
    return [(row[0], row[1]) for row in rows]


def run_in_the_way(
    session: Session, job_id: UUID, *, statuses: Sequence[str] = ("running", "queued")
) -> tuple[UUID, str] | None:
    """Id and status of a run of the job that is not over, the oldest first; None where there is none."""
    query = select(Run.id, Run.status).where(Run.job_id == job_id, Run.status.in_(statuses))
    row = session.execute(query.order_by(Run.created_at, Run.id).limit(1)).one_or_none()
    return None if row is None else (row.id, row.status)


def keyed_run(session: Session, job_id: UUID, idempotency_key: str) -> UUID | None:
    """The id of the job's run with this key."""
    return session.scalar(select(Run.id).filter_by(job_id=job_id, idempotency_key=idempotency_key))


def _jobs(decided: ColumnElement[Any] = _NEVER) -> Select[*tuple[Any, ...]]:
    """The columns of ScheduledJob, of every job that has a schedule."""
    job = ScrapingJob
    since = func.coalesce(job.schedule_since, job.created_at, type_=UtcDateTime())
    columns = (job.id, job.user_id, job.name, job.schedule_cron, job.schedule_timezone, job.is_active, since)
    has_schedule = func.trim(job.schedule_cron) != ""
    return select(*columns, type_coerce(decided, UtcDateTime())).where(has_schedule).order_by(job.name, job.id)
