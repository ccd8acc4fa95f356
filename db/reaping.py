"""Takes runs from workers that died. Who may say that one is dead is `Watch`: it trusts no clock but its own eyes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from db.clock import database_time
from db.leases import Lease, release_requests
from db.models import Run, RunWorker
from db.runs import TERMINAL, end_run


@dataclass(frozen=True, slots=True)
class Sighting:
    """A worker as the database showed it. `is_expired`: its lease is over, or ends later than any lease can."""

    lease: Lease
    name: str
    process: str
    heartbeat_at: datetime
    is_expired: bool


@dataclass(frozen=True, slots=True)
class Reaped:
    """What became of the run of a dead worker: `status` is queued, failed, or running where others work on it."""

    worker: Sighting
    status: str
    attempts: int


class Watch:
    """What one reaper has itself seen of all workers.

    A worker is dead when its lease is over and it stood still before the reaper's eyes for one whole lease, on the
    monotonic clock. So no clock that jumps kills a worker, and after an outage of the database, when every lease is
    over, each owner has a whole lease to come back. A reaper that looked away (`blink`, or longer than a lease)
    begins anew. What happened between two looks nobody saw, the database may have been away: no such gap counts for
    more than half a lease, so an owner always has the other half, one heartbeat and more, to come back.
    """

    def __init__(self, lease_seconds: float, *, now: Callable[[], float] = monotonic) -> None:
        self._lease_seconds = lease_seconds
        self._now = now
        self._still_since: dict[tuple[UUID, datetime], float] = {}
        self._is_waiting = False
        self._looked_at: float | None = None
        self._watched = 0.0  # seconds that count as watched, in all: what `_still_since` is measured by
        self._is_back_at: datetime | None = None
        self._is_away = False

    def blink(self) -> None:
        """The database could not be read: what was seen before says nothing any more."""
        self._still_since.clear()
        self._looked_at = None
        self._is_away = True

    def dead(self, workers: Iterable[Sighting], *, database_time: datetime) -> list[Sighting]:
        """Of all `workers` there are now those that are dead."""
        watched = self._watch_on()
        if self._is_away:
            self._is_away, self._is_back_at = False, database_time
        seen = {(each.lease.worker_id, each.heartbeat_at): each for each in workers}
        # A beat that came between two looks: silent since then, by the database's clock, but no longer than watched.
        silent = {key: min(watched, max(0.0, (database_time - key[1]).total_seconds())) for key in seen}
        self._still_since = {key: self._still_since.get(key, self._watched - silent[key]) for key in seen}
        expired = {key: each for key, each in seen.items() if each.is_expired}
        self._is_waiting = bool(expired)
        return [each for key, each in expired.items() if self._watched - self._still_since[key] >= self._lease_seconds]

    def _watch_on(self) -> float:
        """The seconds since the last look that count as watched."""
        now = self._now()
        gap = 0.0 if self._looked_at is None else now - self._looked_at
        self._looked_at = now
        if gap > self._lease_seconds:
            self._still_since.clear()
            return 0.0
        watched = min(gap, self._lease_seconds / 2)
        self._watched += watched
        return watched

    @property
    def is_waiting(self) -> bool:
        """Whether the last look saw a worker that may turn out to be dead."""
        return self._is_waiting

    def died_in_outage(self, worker: Sighting) -> bool:
        """Whether the worker was last heard of before an outage of the database that this reaper saw end."""
        return self._is_back_at is not None and worker.heartbeat_at <= self._is_back_at


def all_workers(session: Session, *, lease_seconds: float) -> tuple[list[Sighting], datetime]:
    """Every worker of every run, and the database's time. Reads only."""
    now = session.scalar(select(database_time(session)))
    assert now is not None
    # A lease can end later than one lease from now only when the clock was set back.
    is_over = or_(
        RunWorker.lease_expires_at < database_time(session),
        RunWorker.lease_expires_at > database_time(session, plus_seconds=2 * lease_seconds),
    )
    columns = (RunWorker.run_id, RunWorker.user_id, RunWorker.id, RunWorker.fence)
    rows = session.execute(select(*columns, RunWorker.name, RunWorker.process, RunWorker.heartbeat_at, is_over))
    return [Sighting(Lease(*row[:4]), *row[4:7], is_expired=bool(row[7])) for row in rows], now


def started_at(session: Session) -> datetime | None:
    """When the database itself was started; None where it is a file."""
    if session.get_bind().dialect.name != "postgresql":
        return None
    moment: datetime | None = session.scalar(select(func.pg_postmaster_start_time()))
    return moment


def reap(session: Session, worker: Sighting, *, max_attempts: int, is_counted: bool = True) -> Reaped | None:
    """Take the run from a dead worker: its claimed requests are queued again; the run too, unless others work on it.

    A run that was cancelled is over instead, whatever its attempts; another one whose workers died `max_attempts` times
    is failed. `is_counted` is False where the database was away: then it was no fault of the run. None where the worker
    lives after all or someone else is at the run just now.
    """
    query = select(Run).where(Run.id == worker.lease.run_id).with_for_update(skip_locked=True)
    run = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    own = (RunWorker.id == worker.lease.worker_id, RunWorker.heartbeat_at == worker.heartbeat_at)
    row = session.scalars(select(RunWorker).where(*own).with_for_update(skip_locked=True)).one_or_none()
    if run is None or row is None:
        return None
    others = session.scalar(
        select(func.count()).select_from(RunWorker).where(RunWorker.run_id == run.id, RunWorker.id != row.id)
    )
    if others or run.status != "running":
        if run.status not in TERMINAL:  # what has ended stays as it is
            run.run_metadata = {**run.run_metadata, **row.progress}
        release_requests(session, worker.lease)
        session.delete(row)
    elif is_counted and run.attempts >= max_attempts and run.cancel_requested_at is None:
        _fail(session, run, worker)
    else:
        _queue(session, run, is_counted=is_counted)
    session.flush()
    return Reaped(worker, run.status, run.attempts)


def _queue(session: Session, run: Run, *, is_counted: bool) -> None:
    end_run(session, run.id, status="queued", stop_reason=None, outcome=None)
    if is_counted and run.status == "queued":  # end_run took the attempt back
        run.attempts += 1


def _fail(session: Session, run: Run, worker: Sighting) -> None:
    message = (
        f"Its worker died {run.attempts} times in the middle of the work, last {worker.process or worker.name} after "
        f"{worker.heartbeat_at:%Y-%m-%d %H:%M:%S} UTC. Look into that machine's log (memory?), then start a new run."
    )
    outcome = "partial" if run.items_extracted else "empty"
    end_run(session, run.id, status="failed", stop_reason="error", outcome=outcome, error_message=message)
