"""The requests of a run: added when found, finished together with their results, credits and the run's counters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.orm import Session

from db.exceptions import NotFound
from db.inserts import insert_new
from db.leases import Lease, check_fence, keep_progress
from db.models import Result, Run, RunRequest
from db.reservations import check_cover
from db.runs import OPEN_STATES, RunTotals, owner_of
from db.types import utc_now

FINISHED_STATES = ("done", "failed", "skipped")


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request to make. `fingerprint` (up to 64 characters) is its identity within the run; `parent` is that of the
    page where it was found. `position` is the order found among the requests of one `page_number`.
    """

    fingerprint: str
    url: str
    method: str = "GET"
    body: str | None = None
    kwargs: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "page"
    depth: int = 0
    page_number: int = 1
    position: int = 0
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class NewResult:
    """A record to store. `position` is its place on the page, from 0; `content_hash` its identity within the run."""

    data: Mapping[str, Any]
    source_url: str
    record_url: str | None
    content_hash: str
    confidence_score: float | None
    evidence: Mapping[str, Any]
    violations: Sequence[Any]
    position: int
    hash_version: int = 1


class FinishedSummary(NamedTuple):
    """Of a request that is over what tells it from others, and what its page was like."""

    fingerprint: str
    kind: str
    state: str
    page_number: int
    position: int
    content: str | None


@dataclass(frozen=True, slots=True)
class FinishedPage:
    """A request that is over: done, failed or skipped. All that came of it is stored with it or not at all.

    `content` (up to 64 characters) names what stood on the page; a page with the same one is the same page again.
    """

    fingerprint: str
    state: str
    reason: str | None = None
    http_status: int | None = None
    renderer: str | None = None
    content: str | None = None
    items_found: int = 0
    credits: int = 0
    charge: str | None = None
    usage: Mapping[str, int] | None = None
    results: Sequence[NewResult] = ()
    next_requests: Sequence[NewRequest] = ()

    def __post_init__(self) -> None:
        if self.state not in FINISHED_STATES:
            raise ValueError(f"state {self.state!r} is not one of {', '.join(FINISHED_STATES)}")


def add_requests(session: Session, run_id: UUID, requests: Sequence[NewRequest]) -> int:
    """How many of the requests were new to the run and are queued now. Raises NotFound when there is no such run."""
    return _insert_requests(session, run_id, owner_of(session, run_id), requests)


def commit_pages(
    session: Session,
    lease: Lease,
    pages: Sequence[FinishedPage],
    *,
    progress: Mapping[str, Any] | None = None,
    is_shared: bool = False,
) -> RunTotals:
    """Store pages with all that came of them; returns what was added to the run's counters.

    A page counts once: one whose request is over already (the batch was replayed after a lost answer) changes nothing.
    Results whose hash the run has, and requests that it knows, are left out; new requests are claimed by the worker
    that found them, unless the run `is_shared`: then they are queued for any of its workers. `progress` is what another
    worker needs to know to go on from these pages as this one would.

    Raises RunLost when the run is not this worker's any more, NotFound when it was removed or a page was never added
    to it, NotCovered when the gateway has not reserved what it would charge; nothing may be committed then.
    """
    check_fence(session, lease)
    # First, because a page and the page that it led to may come in one batch.
    found = [request for page in pages for request in page.next_requests]
    finder = None if is_shared else lease.worker_id
    _insert_requests(session, lease.run_id, lease.user_id, found, claimed_by=finder)
    opened = _open_pages(session, lease.run_id, pages)
    stored = _insert_results(session, lease.run_id, lease.user_id, opened)
    _finish_requests(session, opened, stored)
    added = RunTotals(
        pages_fetched=sum(page.state == "done" for _, page in opened),
        items_found=sum(page.items_found for _, page in opened),
        items_extracted=sum(stored.values()),
        credits_charged=sum(page.credits for _, page in opened),
    )
    _add_to_counters(session, lease.run_id, added)
    if added.credits_charged:
        check_cover(session, lease.run_id)
    if progress is not None:
        keep_progress(session, lease, progress)
    return added


def queued_requests(session: Session, run_id: UUID, *, user_id: UUID) -> list[RunRequest]:
    """The requests of the run that are still to be made (claimed ones too), in the order found."""
    return _requests_in(session, run_id, user_id, OPEN_STATES)


def finished_requests(session: Session, run_id: UUID, *, user_id: UUID) -> list[RunRequest]:
    """The requests of the run that are done, failed or skipped, in the order found."""
    return _requests_in(session, run_id, user_id, FINISHED_STATES)


def finished_summaries(session: Session, run_id: UUID, *, user_id: UUID) -> Sequence[FinishedSummary]:
    """What a worker that takes the run over must know of its finished requests; in no order."""
    names = ("fingerprint", "kind", "state", "page_number", "position", "content")
    columns = [getattr(RunRequest, name) for name in names]
    query = select(*columns).filter_by(run_id=run_id, user_id=user_id).where(RunRequest.state.in_(FINISHED_STATES))
    return [FinishedSummary(*row) for row in session.execute(query)]


def _requests_in(session: Session, run_id: UUID, user_id: UUID, states: tuple[str, ...]) -> list[RunRequest]:
    query = select(RunRequest).filter_by(run_id=run_id, user_id=user_id).where(RunRequest.state.in_(states))
    order = (RunRequest.page_number, RunRequest.position, RunRequest.created_at, RunRequest.id)
    return list(session.scalars(query.order_by(*order)))


def _open_pages(session: Session, run_id: UUID, pages: Sequence[FinishedPage]) -> list[tuple[UUID, FinishedPage]]:
    """Request id and page of those whose request is not over yet, each fingerprint once."""
    by_fingerprint: dict[str, FinishedPage] = {}
    for page in pages:
        by_fingerprint.setdefault(page.fingerprint, page)
    query = select(RunRequest.fingerprint, RunRequest.id, RunRequest.state).where(
        RunRequest.run_id == run_id, RunRequest.fingerprint.in_(by_fingerprint)
    )
    known = {row.fingerprint: row for row in session.execute(query)}
    for fingerprint in by_fingerprint:
        if fingerprint not in known:
            raise NotFound("run_requests", fingerprint)
    opened = ((known[fingerprint], page) for fingerprint, page in by_fingerprint.items())
    return [(row.id, page) for row, page in opened if row.state in OPEN_STATES]


def _insert_results(
    session: Session, run_id: UUID, user_id: UUID, opened: Sequence[tuple[UUID, FinishedPage]]
) -> dict[UUID, int]:
    """Stored results per request id: those whose hash the run did not have."""
    now = utc_now()
    rows = [
        {
            "id": uuid4(),
            "run_id": run_id,
            "user_id": user_id,
            "data": dict(result.data),
            "source_url": result.source_url,
            "record_url": result.record_url,
            "content_hash": result.content_hash,
            "confidence_score": result.confidence_score,
            "evidence": dict(result.evidence),
            "violations": list(result.violations),
            "position": result.position,
            "hash_version": result.hash_version,
            "request_id": request_id,
            "created_at": now,
        }
        for request_id, page in opened
        for result in page.results
    ]
    stored = dict.fromkeys((request_id for request_id, _ in opened), 0)
    results = Result.__table__
    for row in insert_new(session, results, ("run_id", "content_hash"), rows, results.c.request_id):
        stored[row.request_id] += 1
    return stored


def _finish_requests(session: Session, opened: Sequence[tuple[UUID, FinishedPage]], stored: Mapping[UUID, int]) -> None:
    if not opened:
        return
    requests = RunRequest.__table__
    assert isinstance(requests, Table)
    now = utc_now()
    rows = [
        {
            "request_id": request_id,
            "state": page.state,
            "reason": page.reason,
            "http_status": page.http_status,
            "renderer": page.renderer,
            "content": page.content,
            "items_found": page.items_found,
            "items_extracted": stored[request_id],
            "credits": page.credits,
            "charge": page.charge,
            "usage": page.usage,
            "finished_at": now,
        }
        for request_id, page in opened
    ]
    columns: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "request_id"}
    statement = update(requests).where(requests.c.id == bindparam("request_id"))
    session.connection().execute(statement.values(attempts=requests.c.attempts + 1, **columns), rows)


def _insert_requests(
    session: Session, run_id: UUID, user_id: UUID, requests: Sequence[NewRequest], *, claimed_by: UUID | None = None
) -> int:
    now = utc_now()
    claim = {"state": "queued" if claimed_by is None else "claimed", "worker_id": claimed_by}
    rows = [
        {
            "id": uuid4(),
            "run_id": run_id,
            "user_id": user_id,
            "fingerprint": request.fingerprint,
            "url": request.url,
            "method": request.method,
            "body": request.body,
            "kwargs": dict(request.kwargs),
            "kind": request.kind,
            "depth": request.depth,
            "page_number": request.page_number,
            "position": request.position,
            "parent": request.parent,
            "created_at": now,
            **claim,
        }
        for request in requests
    ]
    table = RunRequest.__table__
    return len(insert_new(session, table, ("run_id", "fingerprint"), rows, table.c.id))


def _add_to_counters(session: Session, run_id: UUID, added: RunTotals) -> None:
    columns = ("pages_fetched", "items_found", "items_extracted", "credits_charged")
    values = {name: getattr(Run, name) + getattr(added, name) for name in columns}
    session.execute(
        update(Run).where(Run.id == run_id).values(values), execution_options={"synchronize_session": False}
    )
