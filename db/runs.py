"""Runs: made once per key, claimed, ended; what their counters must equal. The frontier is in `db.frontier`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Table, delete, func, select, tuple_, update
from sqlalchemy.orm import Session

from db.exceptions import IllegalStatusChange, NotFound
from db.inserts import insert_new
from db.jobs import get_job
from db.models import Result, Run, RunRequest, RunWorker
from db.types import utc_now

TERMINAL = ("completed", "failed")
OPEN_STATES = ("queued", "claimed")  # of requests that are still to be made
LEGAL_ENDS = {"running": ("completed", "failed", "queued"), "queued": ("completed", "failed")}


@dataclass(frozen=True, slots=True)
class RunTotals:
    """What a run, or one commit of it, amounts to. `pages_fetched` are requests that are done."""

    pages_fetched: int = 0
    items_found: int = 0
    items_extracted: int = 0
    credits_charged: int = 0


def create_run(
    session: Session,
    *,
    job_id: UUID,
    user_id: UUID,
    snapshot: Mapping[str, Any],
    idempotency_key: str | None = None,
    metadata: Mapping[str, Any] | None = None,
    run_id: UUID | None = None,
) -> tuple[Run, bool]:
    """A queued run of the job and True; or, where the job has a run with this key already, that run and False.

    `run_id` is the new run's id, so that it can be asked for again when the answer was lost: it is made once.
    Any number of processes may ask with the same key at once: one makes the run. Raises NotFound for a job that is
    missing or someone else's.
    """
    get_job(session, job_id, user_id=user_id)
    if run_id is not None and (made_before := session.get(Run, run_id)) is not None:
        return made_before, True
    row = {
        "id": run_id or uuid4(),
        "job_id": job_id,
        "user_id": user_id,
        "idempotency_key": idempotency_key,
        "job_snapshot": dict(snapshot),
        "metadata": dict(metadata or {}),
        "created_at": utc_now(),
    }
    made = insert_new(session, Run.__table__, ("job_id", "idempotency_key"), [row], Run.__table__.c.id)
    if made:
        return session.get_one(Run, made[0][0]), True
    return session.scalars(select(Run).filter_by(job_id=job_id, idempotency_key=idempotency_key)).one(), False


def get_run(session: Session, run_id: UUID, *, user_id: UUID) -> Run:
    """The run. Raises NotFound when it is missing or someone else's."""
    run = session.scalars(select(Run).filter_by(id=run_id, user_id=user_id)).one_or_none()
    if run is None:
        raise NotFound("runs", run_id)
    return run


def list_runs(
    session: Session, *, user_id: UUID, job_id: UUID | None = None, limit: int = 50, before: UUID | None = None
) -> list[Run]:
    """The user's runs, of one job if given, newest first. `before` is the id of the last run of the page before."""
    query = select(Run).filter_by(user_id=user_id)
    if job_id is not None:
        query = query.filter_by(job_id=job_id)
    if before is not None:
        last = get_run(session, before, user_id=user_id)
        query = query.where(tuple_(Run.created_at, Run.id) < (last.created_at, last.id))
    return list(session.scalars(query.order_by(Run.created_at.desc(), Run.id.desc()).limit(limit)))


def owner_of(session: Session, run_id: UUID) -> UUID:
    """Whose run it is; for the operator's side, which only knows the id. Raises NotFound."""
    owner = session.scalar(select(Run.user_id).filter_by(id=run_id))
    if owner is None:
        raise NotFound("runs", run_id)
    return owner


def claim_run(session: Session, run_id: UUID) -> Run:
    """The run, which is running from now on; it was queued. One of any number of claimants gets it.

    Raises IllegalStatusChange for the others, NotFound when there is no such run.
    """
    values = {
        "status": "running",
        "started_at": func.coalesce(Run.started_at, utc_now()),
        "attempts": Run.attempts + 1,
    }
    claimed = session.execute(
        update(Run).where(Run.id == run_id, Run.status == "queued").values(values),
        execution_options={"synchronize_session": False},
    )
    assert isinstance(claimed, CursorResult)
    run = session.get(Run, run_id, populate_existing=True)
    if run is None:
        raise NotFound("runs", run_id)
    if not claimed.rowcount:
        raise IllegalStatusChange(run_id, run.status, "running")
    return run


def end_run(
    session: Session,
    run_id: UUID,
    *,
    status: str,
    stop_reason: str | None,
    outcome: str | None,
    error_message: str | None = None,
    metadata: Mapping[str, Any] | None = None,
) -> Run:
    """The run, which is no longer running: completed, failed, or queued again for another worker.

    A run that is still queued ends only by a refusal or a cancel; one that was cancelled is not queued again, it is
    completed. What has ended stays as it is. `metadata` is merged into the run's, with
    stop_reason and outcome. On completed and failed the requests that were never fetched become skipped, for the same
    reason. Queued again, they wait, and the attempt does not count; the progress that its workers kept goes into the
    metadata. Whichever: no worker has the run any more, so a
    worker that ends its own run calls `leases.check_fence` before. An end that is "empty" is "partial" where there
    are records. Raises IllegalStatusChange and NotFound.
    """
    run = _lock(session, run_id)
    if status not in LEGAL_ENDS.get(run.status, ()):
        raise IllegalStatusChange(run_id, run.status, status)
    if status == "queued" and run.cancel_requested_at is not None:
        status, stop_reason, outcome = "completed", "cancelled", "empty"
    if status in TERMINAL and outcome == "empty" and run.items_extracted:  # an earlier attempt's, unknown to the caller
        outcome = "partial"
    run.status = status
    run.stop_reason, run.outcome, run.error_message = stop_reason, outcome, error_message
    end = {"stop_reason": stop_reason, "outcome": outcome}
    run.run_metadata = {**run.run_metadata, **_progress(session, run_id), **(metadata or {}), **end}
    if status in TERMINAL:
        run.run_metadata.pop("resume", None)  # nothing goes on from here
        run.finished_at = utc_now()
        _skip_open_requests(session, run_id, stop_reason)
    else:
        run.attempts -= 1
        _queue_claimed_requests(session, run_id)
    session.execute(delete(RunWorker).filter_by(run_id=run_id), execution_options={"synchronize_session": False})
    session.flush()
    return run


def recount(session: Session, run_id: UUID) -> RunTotals:
    """The counters of the run as its rows say; `runs` must hold the same. Zero for a run without rows."""
    done = func.count().filter(RunRequest.state == "done")
    sums = (done, func.sum(RunRequest.items_found), func.sum(RunRequest.credits))
    pages, found, credits = session.execute(select(*sums).where(RunRequest.run_id == run_id)).one()
    stored = session.scalar(select(func.count()).select_from(Result).where(Result.run_id == run_id))
    return RunTotals(int(pages), int(found or 0), int(stored or 0), int(credits or 0))


def _lock(session: Session, run_id: UUID) -> Run:
    """The run as it is now; other writers wait for this transaction."""
    run = session.get(Run, run_id, with_for_update=True, populate_existing=True)
    if run is None:
        raise NotFound("runs", run_id)
    return run


def _skip_open_requests(session: Session, run_id: UUID, reason: str | None) -> None:
    requests = RunRequest.__table__
    assert isinstance(requests, Table)
    is_open = requests.c.state.in_(OPEN_STATES)
    session.execute(update(requests).where(requests.c.run_id == run_id, is_open).values(state="skipped", reason=reason))


def _progress(session: Session, run_id: UUID) -> dict[str, Any]:
    """What the run's workers kept of it; of several, the newest one's stands."""
    kept = session.scalars(select(RunWorker.progress).filter_by(run_id=run_id).order_by(RunWorker.fence)).all()
    return {name: value for progress in kept for name, value in progress.items()}


def _queue_claimed_requests(session: Session, run_id: UUID) -> None:
    requests = RunRequest.__table__
    assert isinstance(requests, Table)
    is_claimed = (requests.c.run_id == run_id, requests.c.state == "claimed")
    session.execute(update(requests).where(*is_claimed).values(state="queued", worker_id=None))
