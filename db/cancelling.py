"""Asking that a run end, and whether that was asked. The worker that has the run ends it; see `db.runs`."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import database_time
from db.exceptions import NotFound
from db.models import Run, RunWorker
from db.runs import RunTotals, end_run


def request_cancel(session: Session, run_id: UUID, *, user_id: UUID) -> Run:
    """The run, which ends as cancelled: at once if nobody works on it, else within one page of its worker's.

    A run that is over stays as it is. Raises NotFound when it is missing or someone else's.
    """
    query = select(Run).filter_by(id=run_id, user_id=user_id).with_for_update()
    run = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if run is None:
        raise NotFound("runs", run_id)
    if run.status in ("queued", "running") and run.cancel_requested_at is None:
        run.cancel_requested_at = session.scalar(select(database_time(session)))
        session.flush()
    if run.status == "queued" or (run.status == "running" and not _has_workers(session, run.id)):
        end_run(session, run.id, status="completed", stop_reason="cancelled", outcome="empty")
    return run


def _has_workers(session: Session, run_id: UUID) -> bool:
    """False for a run that SQL, or a release before there were leases, left running; its row is locked, none begins."""
    return session.scalar(select(RunWorker.id).where(RunWorker.run_id == run_id).limit(1)) is not None


def standing(session: Session, run_id: UUID) -> tuple[RunTotals, bool]:
    """The counters of the run and whether it is to end. Raises NotFound."""
    columns = (Run.pages_fetched, Run.items_found, Run.items_extracted, Run.credits_charged, Run.cancel_requested_at)
    row = session.execute(select(*columns).where(Run.id == run_id)).one_or_none()
    if row is None:
        raise NotFound("runs", run_id)
    return RunTotals(*row[:4]), row.cancel_requested_at is not None
