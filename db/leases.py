"""Leases: which workers may write to a run and how long they are believed alive. Dead ones are `db.reaping`'s matter.

A worker's row is its lease. Its fence is a number that no other worker of the run ever had; a worker whose row is gone
has lost the run for good, whatever it still does. All times are the database's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from db.clock import database_time
from db.exceptions import IllegalStatusChange, NotFound, RunLost
from db.models import Run, RunRequest, RunWorker
from db.runs import claim_run

SOLE_WORKER = "main"  # the name of the one worker of a run that is not shared
_STARTING = " (starting)"  # ends the name of a process that is still to begin


@dataclass(frozen=True, slots=True)
class Lease:
    """A worker's right to write to a run, until its row is removed."""

    run_id: UUID
    user_id: UUID
    worker_id: UUID
    fence: int


def starting_process(place: str) -> str:
    """What a process that somebody at `place` is about to start is called until it adopts its lease."""
    return place + _STARTING


def has_begun(process: str) -> bool:
    """Whether a worker of this process's name ever ran: it adopted its lease, or took it itself."""
    return not process.endswith(_STARTING)


def start_run(
    session: Session,
    run_id: UUID,
    *,
    lease_seconds: float,
    name: str = SOLE_WORKER,
    process: str = "",
    node: str = "",
    worker_id: UUID | None = None,
) -> Lease:
    """The lease of the run's first worker; the run was queued and is running from now on.

    `name` tells workers of the run apart, `process` tells a person where this one is, `node` which Scrapyd
    server started it. One of any number of claimants
    gets the run: raises IllegalStatusChange for the others, NotFound when there is no such run. Asked again with the
    same `worker_id`, because the answer was lost, it is the lease that was given then, renewed.
    """
    if worker_id is not None and (known := session.get(RunWorker, worker_id)) is not None:
        given = Lease(known.run_id, known.user_id, known.id, known.fence)
        renew(session, given, lease_seconds=lease_seconds)
        return given
    run = claim_run(session, run_id)
    own = {"id": worker_id or uuid4(), "name": name, "process": process, "node": node}
    return _add_worker(session, run, own, lease_seconds=lease_seconds)


def join_run(
    session: Session, run_id: UUID, *, seats: int, lease_seconds: float, process: str = "", worker_id: UUID
) -> Lease:
    """The lease of one more worker of a run that up to `seats` workers share; of its first one, where it is queued.

    Raises IllegalStatusChange where all seats are taken or the run is over, NotFound when there is no such run. Asked
    again with the same `worker_id`, because the answer was lost, it is the lease that was given then, renewed.
    """
    run = session.get(Run, run_id, with_for_update=True, populate_existing=True)
    if run is None:
        raise NotFound("runs", run_id)
    if run.status == "queued" or session.get(RunWorker, worker_id) is not None:
        return start_run(session, run_id, lease_seconds=lease_seconds, process=process, worker_id=worker_id)
    if run.status != "running" or count_workers(session, run_id) >= seats:
        raise IllegalStatusChange(run_id, run.status, "running")
    own = {"id": worker_id, "name": f"worker {run.fence + 1}", "process": process}
    return _add_worker(session, run, own, lease_seconds=lease_seconds)


def leave_run(session: Session, lease: Lease) -> bool:
    """Give up the worker's place among several: its requests wait for the others. False, and nothing is done, where
    it is the last one. Raises as `check_fence`.
    """
    check_fence(session, lease)
    if count_workers(session, lease.run_id) < 2:
        return False
    release_requests(session, lease)
    session.execute(delete(RunWorker).where(RunWorker.id == lease.worker_id))
    return True


def count_workers(session: Session, run_id: UUID) -> int:
    """How many workers the run has, dead ones that nobody has noticed yet included."""
    return session.scalar(select(func.count()).select_from(RunWorker).where(RunWorker.run_id == run_id)) or 0


def adopt(session: Session, run_id: UUID, worker_id: UUID, *, lease_seconds: float, process: str) -> Lease:
    """The lease that was taken for this worker before its process began, renewed.

    Raises RunLost where that lease is over and somebody gave the run away, or the run was ended.
    """
    row = session.get(RunWorker, worker_id, populate_existing=True)
    if row is None or row.run_id != run_id:
        raise RunLost(run_id)
    lease = Lease(row.run_id, row.user_id, row.id, row.fence)
    check_fence(session, lease)
    renew(session, lease, lease_seconds=lease_seconds)
    row.process = process
    session.flush()
    session.execute(update(Run).where(Run.id == run_id, Run.failed_starts > 0).values(failed_starts=0))
    return lease


def renew(session: Session, lease: Lease, *, lease_seconds: float) -> None:
    """Say that the worker is alive; a lease that has expired is renewed too, as long as nobody took the run.

    Raises RunLost where the worker's row is gone.
    """
    own = (RunWorker.id == lease.worker_id, RunWorker.fence == lease.fence)
    renewed = session.execute(
        update(RunWorker).where(*own).values(lease_from_now(session, lease_seconds)),
        execution_options={"synchronize_session": False},
    )
    assert isinstance(renewed, CursorResult)
    if not renewed.rowcount:
        raise RunLost(lease.run_id)


def lease_from_now(session: Session, seconds: float) -> dict[str, Any]:
    """The columns of a worker that is alive now and is believed so for these seconds."""
    return {
        "heartbeat_at": database_time(session),
        "lease_expires_at": database_time(session, plus_seconds=seconds),
        "lease_seconds": seconds,
    }


def workers_of(session: Session, run_id: UUID, *, user_id: UUID) -> list[RunWorker]:
    """Who works on the run now, the first that began first; nobody for a run that is over, or someone else's."""
    query = select(RunWorker).filter_by(run_id=run_id, user_id=user_id)
    return list(session.scalars(query.order_by(RunWorker.fence)))


def check_fence(session: Session, lease: Lease) -> None:
    """Return if the worker may write; run and lease are locked then and stay as they are until the commit.

    Raises RunLost where the run is not running any more or the worker was taken for dead, NotFound where the run was
    removed. The order of the locks (run, then worker) is the same everywhere.
    """
    status = session.scalar(select(Run.status).where(Run.id == lease.run_id).with_for_update())
    if status is None:
        raise NotFound("runs", lease.run_id)
    own = select(RunWorker.id).where(RunWorker.id == lease.worker_id, RunWorker.fence == lease.fence)
    if status != "running" or session.scalar(own.with_for_update()) is None:
        raise RunLost(lease.run_id)


def claim_requests(session: Session, lease: Lease) -> int:
    """How many requests of the run were queued; they are the worker's now. Raises as `check_fence`."""
    check_fence(session, lease)
    requests = RunRequest.__table__
    assert isinstance(requests, Table)
    claimed = session.execute(
        update(requests)
        .where(requests.c.run_id == lease.run_id, requests.c.state == "queued")
        .values(state="claimed", worker_id=lease.worker_id)
    )
    assert isinstance(claimed, CursorResult)
    return int(claimed.rowcount)


def release_requests(session: Session, lease: Lease) -> None:
    """Queue again what the worker has claimed and not finished."""
    requests = RunRequest.__table__
    assert isinstance(requests, Table)
    is_held = (requests.c.run_id == lease.run_id, requests.c.state == "claimed")
    session.execute(
        update(requests).where(*is_held, requests.c.worker_id == lease.worker_id).values(state="queued", worker_id=None)
    )


def keep_progress(session: Session, lease: Lease, progress: Mapping[str, Any]) -> None:
    """Keep what another worker needs to know to go on as this one would; it goes to the run with the lease's end."""
    session.execute(
        update(RunWorker).where(RunWorker.id == lease.worker_id).values(progress=dict(progress)),
        execution_options={"synchronize_session": False},
    )


def _add_worker(session: Session, run: Run, own: Mapping[str, Any], *, lease_seconds: float) -> Lease:
    """A row for the worker, whose columns `own` are, with the next fence of the run, whose row is locked."""
    run.fence += 1
    session.flush()
    lease = Lease(run.id, run.user_id, own["id"], run.fence)
    row = {
        **own,
        "run_id": lease.run_id,
        "user_id": lease.user_id,
        "fence": lease.fence,
        "started_at": database_time(session),
        **lease_from_now(session, lease_seconds),
    }
    session.execute(insert(RunWorker).values(row))
    return lease
