"""The run's requests between the tables and the process: taken over at the start, written with each page."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal, cast
from uuid import UUID, uuid4

from db import frontier, leases, reservations, results, runs
from db.cancelling import standing
from db.frontier import FinishedSummary, NewRequest
from db.leases import Lease
from db.models import RunRequest
from db.session import session_scope
from scraper.canonical import clean
from scraper.items import Visit
from scraper.runs.adopting import adopt_lease, process_name
from scraper.runs.counters import Counters
from scraper.runs.run import LiveRun


def take_run(
    run: LiveRun, first_visits: Callable[[], list[Visit]], *, on_claimed: Callable[[], object] = lambda: None
) -> list[Visit]:
    """Make the run this process's own; the visits to begin with: the first ones, or those an earlier attempt left.

    `on_claimed` is called as soon as the lease runs, before all that may take longer than it.
    Raises IllegalStatusChange where another process has the run or it has ended, RunLost where it was taken for this
    process and given away meanwhile.
    """
    run.lease = run.patience.run(partial(_claim, run, uuid4()))
    on_claimed()
    queued = run.patience.run(partial(_resume, run))
    visits = queued if run.seen else first_visits()
    run.ended_by = run.ended_by or run.ending()
    run.patience.run(partial(_begin, run, () if visits is queued else visits))
    return visits


def _claim(run: LiveRun, worker_id: UUID) -> Lease:
    if run.lease is not None:  # taken for this process before it began
        return adopt_lease(run.database, run.run_id, run.lease.worker_id, run.config.lease_seconds)
    seconds, process = run.config.lease_seconds, process_name()
    with session_scope(run.database) as session:
        return leases.start_run(session, run.run_id, lease_seconds=seconds, process=process, worker_id=worker_id)


def _begin(run: LiveRun, new: Sequence[Visit]) -> None:
    assert run.lease is not None
    with session_scope(run.database) as session:
        frontier.add_requests(session, run.run_id, [new_request(visit) for visit in new])
        leases.keep_progress(session, run.lease, clean(run.progress()))
        leases.claim_requests(session, run.lease)


def renew_lease(run: LiveRun) -> bool:
    """Say that this process is alive; whether somebody asked that the run end.

    Raises RunLost and NotFound where the run is no longer its own.
    """
    assert run.lease is not None
    with session_scope(run.database) as session:
        leases.renew(session, run.lease, lease_seconds=run.config.lease_seconds)
        _, is_cancelled = standing(session, run.run_id)
    return is_cancelled


def seconds_before(run: LiveRun) -> float:
    """How long earlier attempts of the run took; 0 for a new one."""
    with session_scope(run.database, is_read_only=True) as session:
        row = runs.get_run(session, run.run_id, user_id=run.user_id)
        return float(row.run_metadata.get("resume", {}).get("seconds", 0.0))


def _resume(run: LiveRun) -> list[Visit]:
    """Give the run what its tables hold; the visits still to make, in their order."""
    with session_scope(run.database, is_read_only=True) as session:
        finished = frontier.finished_summaries(session, run.run_id, user_id=run.user_id)
        queued = frontier.queued_requests(session, run.run_id, user_id=run.user_id)
        known_hashes = results.known_hashes(session, run.run_id, user_id=run.user_id)
        row = runs.get_run(session, run.run_id, user_id=run.user_id)
        cover = reservations.cover(session, run.run_id)
    both: list[FinishedSummary | RunRequest] = [*finished, *queued]
    counters = Counters(
        pages_issued=sum(each.kind == "page" and each.page_number > 0 for each in both),
        pages_done=row.pages_fetched,
        pages_failed=sum(each.state == "failed" for each in finished),
        items_found=row.items_found,
        items_accepted=row.items_extracted,
        items_stored=row.items_extracted,
        credits_charged=row.credits_charged,
        visits=max((each.position + 1 for each in both), default=0),
    )
    contents = (each.content for each in finished if each.kind == "page" and each.content is not None)
    run.resume(counters, (each.fingerprint for each in both), known_hashes, row.run_metadata, contents)
    if run.config.credits_backend != "none":
        run.budget.cover = cover or 0
    return [visit_of(each) for each in queued]


def new_request(visit: Visit) -> NewRequest:
    """The visit as a row of run_requests."""
    kwargs: dict[str, Any] = {}
    if visit.headers:
        kwargs["headers"] = dict(visit.headers)
    if visit.state:
        kwargs["state"] = dict(visit.state)
    if visit.listed is not None:
        kwargs["listed"] = dict(visit.listed)
    if visit.parent is not None:
        kwargs |= {"parent_url": visit.parent_url, "parent_signature": visit.parent_signature}
        kwargs["parent_content"] = visit.parent_content
    if visit.record_xpath is not None:
        kwargs["record_xpath"] = visit.record_xpath
    return NewRequest(
        fingerprint=visit.fingerprint,
        url=visit.url,
        method=visit.method,
        body=visit.body,
        kwargs=kwargs,
        kind=visit.kind,
        depth=visit.depth,
        page_number=visit.number,
        position=visit.order,
        parent=visit.parent,
    )


def visit_of(row: RunRequest) -> Visit:
    """A row of run_requests as the visit to make."""
    return Visit(
        fingerprint=row.fingerprint,
        url=row.url,
        method=row.method,
        body=row.body,
        kind=cast("Literal['page', 'detail']", row.kind),
        number=row.page_number,
        depth=row.depth,
        order=row.position,
        parent=row.parent,
        parent_url=row.kwargs.get("parent_url"),
        parent_signature=row.kwargs.get("parent_signature"),
        parent_content=row.kwargs.get("parent_content"),
        listed=row.kwargs.get("listed"),
        headers=row.kwargs.get("headers", {}),
        state=row.kwargs.get("state", {}),
        record_xpath=row.kwargs.get("record_xpath"),
    )
