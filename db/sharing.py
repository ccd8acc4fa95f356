"""Runs that several workers share: which requests a worker gets, what a page meets in the tables, where the run stands.

Every function is called by a worker whose fence was checked in the same transaction: the run's row is locked, so that
the workers of one run decide one after the other.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from db.leases import Lease, check_fence, count_workers
from db.models import Result, Run, RunRequest
from db.options import given_option
from db.runs import OPEN_STATES


@dataclass(frozen=True, slots=True)
class UnderWay:
    """Requests that the workers of a run have claimed and not finished, all together."""

    requests: int
    details: int


@dataclass(slots=True)
class Known:
    """Of what pages bring, what the run has already; whoever decides adds what it takes."""

    hashes: set[str] = field(default_factory=set)
    fingerprints: set[str] = field(default_factory=set)
    contents: set[str] = field(default_factory=set)


def seats_of(snapshot: Mapping[str, Any] | None) -> int:
    """How many workers may share a run with this snapshot of its job: the option `workers`, 1 where it says nothing."""
    options = (snapshot or {}).get("options") or {}
    seats = given_option(options, "workers") if isinstance(options, dict) else None
    return seats if isinstance(seats, int) and seats > 0 else 1


def has_free_seat(session: Session, run: Run) -> bool:
    """Whether one more worker may join those of the run; nobody joins a run that is `running` without any."""
    seats = seats_of(run.job_snapshot)
    return seats > 1 and run.status == "running" and 0 < count_workers(session, run.id) < seats


def lock_run(session: Session, lease: Lease) -> Run:
    """The run as it is now; it stays so until the commit. Raises as `check_fence`."""
    check_fence(session, lease)
    return session.get_one(Run, lease.run_id, populate_existing=True)


def has_requests(session: Session, run_id: UUID) -> bool:
    """Whether the first requests of the run are in its tables."""
    return session.scalar(select(RunRequest.id).where(RunRequest.run_id == run_id).limit(1)) is not None


def open_states(session: Session, run_id: UUID) -> set[str]:
    """Which of queued and claimed there are among the run's requests."""
    return {
        state
        for state in OPEN_STATES
        if session.scalar(select(RunRequest.id).where(*_in_state(run_id, state)).limit(1)) is not None
    }


def under_way(session: Session, run_id: UUID) -> UnderWay:
    """What is claimed now."""
    is_detail = func.count().filter(RunRequest.kind == "detail")
    return UnderWay(*session.execute(select(func.count(), is_detail).where(*_in_state(run_id, "claimed"))).one())


def queued_among(session: Session, run_id: UUID, fingerprints: Collection[str]) -> list[RunRequest]:
    """Those of these requests that wait, details first, then in the order found."""
    wanted = (*_in_state(run_id, "queued"), RunRequest.fingerprint.in_(fingerprints))
    return list(session.scalars(select(RunRequest).where(*wanted).order_by(*_turn())))


def next_queued(session: Session, run_id: UUID, *, limit: int) -> list[RunRequest]:
    """The first requests that wait, details first, then in the order found."""
    return list(session.scalars(select(RunRequest).where(*_in_state(run_id, "queued")).order_by(*_turn()).limit(limit)))


def claim(session: Session, lease: Lease, requests: Sequence[RunRequest]) -> None:
    """Give these requests to the worker."""
    session.execute(
        update(RunRequest)
        .where(RunRequest.id.in_([each.id for each in requests]))
        .values(state="claimed", worker_id=lease.worker_id),
        execution_options={"synchronize_session": False},
    )


def claimed_by(session: Session, lease: Lease, *, but: Collection[str]) -> list[RunRequest]:
    """The worker's requests that are not over, but those with these fingerprints."""
    own = (*_in_state(lease.run_id, "claimed"), RunRequest.worker_id == lease.worker_id)
    claimed = session.scalars(select(RunRequest).where(*own).order_by(*_turn()))
    return [each for each in claimed if each.fingerprint not in but]


def open_among(session: Session, run_id: UUID, fingerprints: Collection[str]) -> set[str]:
    """Those of these requests that are not over."""
    is_open = (RunRequest.run_id == run_id, RunRequest.state.in_(OPEN_STATES))
    return set(
        session.scalars(select(RunRequest.fingerprint).where(*is_open, RunRequest.fingerprint.in_(fingerprints)))
    )


def known_among(
    session: Session, run_id: UUID, *, hashes: Collection[str], fingerprints: Collection[str], contents: Collection[str]
) -> Known:
    """Which of these results, requests and contents of list pages the run has."""
    known = Known()
    if hashes:
        query = select(Result.content_hash).where(Result.run_id == run_id, Result.content_hash.in_(hashes))
        known.hashes.update(session.scalars(query))
    if fingerprints:
        own = (RunRequest.run_id == run_id, RunRequest.fingerprint.in_(fingerprints))
        known.fingerprints.update(session.scalars(select(RunRequest.fingerprint).where(*own)))
    if contents:
        pages = (RunRequest.run_id == run_id, RunRequest.kind == "page", RunRequest.content.in_(contents))
        known.contents.update(each for each in session.scalars(select(RunRequest.content).where(*pages)) if each)
    return known


def count_pages(session: Session, run_id: UUID) -> int:
    """Requests of the run's pagination, whatever became of them."""
    pages = select(func.count()).select_from(RunRequest).where(RunRequest.run_id == run_id, RunRequest.kind == "page")
    return session.scalar(pages) or 0


def count_failed(session: Session, run_id: UUID) -> int:
    """Requests of the run that failed."""
    return session.scalar(select(func.count()).select_from(RunRequest).where(*_in_state(run_id, "failed"))) or 0


def keep_standing(session: Session, run: Run, standing: Mapping[str, Any]) -> None:
    """Write where the run stands into its metadata, beside what others keep there."""
    run.run_metadata = {**run.run_metadata, **standing}
    session.flush()


def _in_state(run_id: UUID, state: str) -> tuple[Any, Any]:
    return RunRequest.run_id == run_id, RunRequest.state == state


def _turn() -> tuple[Any, ...]:
    """Details first: their kind stands before the other in the alphabet."""
    return RunRequest.kind, RunRequest.page_number, RunRequest.position
