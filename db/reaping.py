"""Takes runs from workers that died. Who may say that one is dead is `Watch`: it trusts no clock but its own eyes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.clock import database_time
from db.leases import Lease, release_requests
from db.models import Run, RunWorker
from db.runs import TERMINAL, end_run

FIRST_PAUSE_SECONDS = 5.0  # Scrapyd's own poll_interval
LONGEST_PAUSE_SECONDS = 600.0  # what was mended is noticed within ten minutes


@dataclass(frozen=True, slots=True)
class Sighting:
    """A worker as the database showed it. `is_expired`: its lease is over, or ends later than any lease can."""

    lease: Lease
    name: str
    process: str
    heartbeat_at: datetime
    lease_seconds: float
    is_expired: bool


@dataclass(frozen=True, slots=True)
class Reaped:
    """What became of the run of a dead worker: `status` is queued, failed, or running where others work on it.

    `pause_seconds` is how long the run was put off, because no process could begin it.
    """

    worker: Sighting
    status: str
    attempts: int
    pause_seconds: float = 0.0


class Watch:
    """What one reaper has itself seen of all workers.

    A worker is dead when its lease is over and it stood still before the reaper's eyes for one whole lease, its own, on
    the monotonic clock. So no clock that jumps kills a worker, and after an outage of the database, when every lease is
    over, each owner has a whole lease to come back. A reaper that looked away (`blink`, or longer than a lease)
    begins anew. What happened between two looks nobody saw, the database may have been away: no such gap counts for
    more than half a lease, so an owner always has the other half, one heartbeat and more, to come back.

    `least_seconds`, a few times what lies between two looks, stands for a lease that is shorter: of that one this
    reaper sees too little.
    """

    def __init__(self, least_seconds: float, *, now: Callable[[], float] = monotonic) -> None:
        self._least_seconds = least_seconds
        self._now = now
        self._silent: dict[tuple[UUID, datetime], float] = {}  # seconds that each beat's worker was seen to be silent
        self._is_waiting = False
        self._looked_at: float | None = None
        self._is_back_at: datetime | None = None
        self._is_away = False

    def blink(self) -> None:
        """The database could not be read: what was seen before says nothing any more."""
        self._silent.clear()
        self._looked_at = None
        self._is_away = True

    def dead(self, workers: Iterable[Sighting], *, database_time: datetime) -> list[Sighting]:
        """Of all `workers` there are now those that are dead."""
        gap = self._gap()
        if self._is_away:
            self._is_away, self._is_back_at = False, database_time
        seen = {(each.lease.worker_id, each.heartbeat_at): each for each in workers}
        self._silent = {key: self._silence(each, gap, database_time) for key, each in seen.items()}
        expired = {key: each for key, each in seen.items() if each.is_expired}
        self._is_waiting = bool(expired)
        return [each for key, each in expired.items() if self._silent[key] >= self._verdict_seconds(each)]

    def _gap(self) -> float:
        """The seconds since the last look."""
        now = self._now()
        gap = 0.0 if self._looked_at is None else now - self._looked_at
        self._looked_at = now
        return gap

    def _silence(self, worker: Sighting, gap: float, database_time: datetime) -> float:
        """For how many seconds that count as watched the worker has been silent, `gap` after the last look."""
        needed = self._verdict_seconds(worker)
        if gap > needed:
            return 0.0
        watched = min(gap, needed / 2)
        before = self._silent.get((worker.lease.worker_id, worker.heartbeat_at))
        if before is None:
            # It beat between two looks: silent since then, by the database's clock, but no longer than watched.
            return min(watched, max(0.0, (database_time - worker.heartbeat_at).total_seconds()))
        return before + watched

    def _verdict_seconds(self, worker: Sighting) -> float:
        return max(worker.lease_seconds, self._least_seconds)

    @property
    def is_waiting(self) -> bool:
        """Whether the last look saw a worker that may turn out to be dead."""
        return self._is_waiting

    def died_in_outage(self, worker: Sighting) -> bool:
        """Whether the worker was last heard of before an outage of the database that this reaper saw end."""
        return self._is_back_at is not None and worker.heartbeat_at <= self._is_back_at


def all_workers(session: Session) -> tuple[list[Sighting], datetime]:
    """Every worker of every run, and the database's time. Reads only."""
    now = session.scalar(select(database_time(session)))
    assert now is not None
    columns = (RunWorker.run_id, RunWorker.user_id, RunWorker.id, RunWorker.fence)
    others = (RunWorker.name, RunWorker.process, RunWorker.heartbeat_at, RunWorker.lease_seconds)
    rows = session.execute(select(*columns, *others, RunWorker.lease_expires_at))
    return [Sighting(Lease(*row[:4]), *row[4:8], is_expired=_is_over(row[8], row[7], now=now)) for row in rows], now


def _is_over(expires_at: datetime, lease_seconds: float, *, now: datetime) -> bool:
    """Also of a lease that ends later than one lease from now: then the clock was set back."""
    return expires_at < now or expires_at > now + timedelta(seconds=2 * lease_seconds)


def started_at(session: Session) -> datetime | None:
    """When the database itself was started; None where it is a file."""
    if session.get_bind().dialect.name != "postgresql":
        return None
    moment: datetime | None = session.scalar(select(func.pg_postmaster_start_time()))
    return moment


def reap(
    session: Session, worker: Sighting, *, max_attempts: int, is_counted: bool = True, is_put_off: bool = False
) -> Reaped | None:
    """Take the run from a dead worker: its claimed requests are queued again; the run too, unless others work on it.

    A run that was cancelled is over instead, whatever its attempts; another one whose workers died `max_attempts` times
    is failed. `is_counted` is False where the database was away: then it was no fault of the run. None where the worker
    lives after all or someone else is at the run just now.

    `is_put_off`: what kept the process from its work will keep the next one from it. That death does not count either,
    and the run waits: FIRST_PAUSE_SECONDS, twice as long each time in a row, LONGEST_PAUSE_SECONDS at most.
    """
    is_counted, pause = is_counted and not is_put_off, 0.0
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
        pause = _put_off(session, run) if is_put_off and run.status == "queued" else 0.0
    session.flush()
    return Reaped(worker, run.status, run.attempts, pause)


def _queue(session: Session, run: Run, *, is_counted: bool) -> None:
    end_run(session, run.id, status="queued", stop_reason=None, outcome=None)
    if is_counted and run.status == "queued":  # end_run took the attempt back
        run.attempts += 1


def _put_off(session: Session, run: Run) -> float:
    """The seconds that the run is not to be taken for."""
    seconds = min(FIRST_PAUSE_SECONDS * 2.0 ** min(run.failed_starts, 30), LONGEST_PAUSE_SECONDS)
    run.failed_starts += 1
    run.not_before = session.scalar(select(database_time(session, plus_seconds=seconds)))
    return seconds


def _fail(session: Session, run: Run, worker: Sighting) -> None:
    message = (
        f"Its worker died {run.attempts} times in the middle of the work, last {worker.process or worker.name} after "
        f"{worker.heartbeat_at:%Y-%m-%d %H:%M:%S} UTC. Look into that machine's log (memory?), then start a new run."
    )
    end_run(session, run.id, status="failed", stop_reason="error", outcome="empty", error_message=message)
