"""db.leases: a worker writes while its row is there, and never again once it is gone. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event, Thread
from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete, select, update

from db.clock import database_time
from db.exceptions import IllegalStatusChange, NotFound, RunLost
from db.frontier import add_requests, commit_pages
from db.leases import Lease, check_fence, claim_requests, release_requests, renew, start_run
from db.models import Result, Run, RunRequest, RunWorker
from db.runs import end_run
from db.session import session_scope
from tests.db.rows import Ids, add_rows, counters_of, page, request


@pytest.fixture
def ids(engine: Engine) -> Ids:
    """A running run with its worker and the requests of three pages."""
    made = add_rows(engine)
    with session_scope(engine) as session:
        add_requests(session, made.run_id, [request(1), request(2), request(3)])
    return made


def _worker(engine: Engine, lease: Lease) -> RunWorker | None:
    with session_scope(engine) as session:
        return session.get(RunWorker, lease.worker_id)


def _states(engine: Engine, run_id) -> list[tuple]:
    with session_scope(engine) as session:
        query = select(RunRequest.fingerprint, RunRequest.state, RunRequest.worker_id).filter_by(run_id=run_id)
        return sorted(tuple(row) for row in session.execute(query))


def _end(engine: Engine, ids: Ids, status="queued") -> None:
    with session_scope(engine) as session:
        end_run(session, ids.run_id, status=status, stop_reason="shutdown", outcome=None)


def _start_again(engine: Engine, ids: Ids) -> Lease:
    _end(engine, ids)
    with session_scope(engine) as session:
        return start_run(session, ids.run_id, lease_seconds=60)


def test_a_started_run_has_a_worker_whose_lease_ends_by_the_databases_clock(engine):
    run_id = add_rows(engine, is_running=False).run_id
    with session_scope(engine) as session:
        lease = start_run(session, run_id, lease_seconds=60, name="main", process="here:7")
    with session_scope(engine) as session:
        now = session.scalar(select(database_time(session)))
        row = session.get_one(RunWorker, lease.worker_id)
        assert session.get_one(Run, run_id).status == "running"
    assert (row.run_id, row.user_id, row.name, row.process, row.fence) == (run_id, lease.user_id, "main", "here:7", 1)
    assert timedelta(0) <= now - row.heartbeat_at < timedelta(seconds=30)
    assert abs(row.lease_expires_at - row.heartbeat_at - timedelta(seconds=60)) < timedelta(seconds=1)


def test_one_of_many_starters_gets_the_run(engine):
    run_id = add_rows(engine, is_running=False).run_id

    def start(_: int) -> bool:
        try:
            with session_scope(engine) as session:
                start_run(session, run_id, lease_seconds=60)
        except IllegalStatusChange:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(start, range(16))) == 1
    with session_scope(engine) as session:
        assert len(session.scalars(select(RunWorker)).all()) == 1


def test_an_unknown_run_cannot_be_started(engine):
    with pytest.raises(NotFound), session_scope(engine) as session:
        start_run(session, uuid4(), lease_seconds=60)


def test_every_worker_of_a_run_has_a_fence_of_its_own(engine, ids):
    fences = [ids.lease.fence, *(_start_again(engine, ids).fence for _ in range(3))]
    assert fences == [1, 2, 3, 4]


def test_a_renewed_lease_ends_later(engine, ids):
    before = _worker(engine, ids.lease)
    with session_scope(engine) as session:
        renew(session, ids.lease, lease_seconds=600)
    after = _worker(engine, ids.lease)
    assert after.heartbeat_at >= before.heartbeat_at
    assert after.lease_expires_at - before.lease_expires_at > timedelta(seconds=500)


def test_an_expired_lease_that_nobody_took_is_renewed(engine, ids):
    with session_scope(engine) as session:
        past = database_time(session, plus_seconds=-3600)
        session.execute(update(RunWorker).values(heartbeat_at=past, lease_expires_at=past))
    with session_scope(engine) as session:
        renew(session, ids.lease, lease_seconds=60)
    with session_scope(engine) as session:
        now = session.scalar(select(database_time(session)))
    assert _worker(engine, ids.lease).lease_expires_at > now


@pytest.mark.parametrize("status", ["queued", "completed", "failed"])
def test_a_lease_of_a_run_that_ended_is_gone(engine, ids, status):
    _end(engine, ids, status)
    with pytest.raises(RunLost), session_scope(engine) as session:
        renew(session, ids.lease, lease_seconds=60)


def test_a_worker_whose_run_another_one_has_writes_nothing(engine, ids):
    newer = _start_again(engine, ids)
    with pytest.raises(RunLost), session_scope(engine) as session:
        commit_pages(session, ids.lease, [page(1, "zombie")])
    with session_scope(engine) as session:
        commit_pages(session, newer, [page(1, "a")])
    with session_scope(engine) as session:
        assert (session.scalars(select(Result.content_hash)).all(), counters_of(session, ids.run_id)) == (
            ["a"],
            (1, 1, 1, 1),
        )


def test_a_worker_whose_row_is_gone_while_its_run_goes_on_writes_nothing(engine, ids):
    with session_scope(engine) as session:
        session.execute(delete(RunWorker))
    with pytest.raises(RunLost), session_scope(engine) as session:
        commit_pages(session, ids.lease, [page(1, "zombie")])


@pytest.mark.parametrize("status", ["queued", "completed", "failed"])
def test_a_fence_does_not_hold_for_a_run_that_is_not_running(engine, ids, status):
    _end(engine, ids, status)
    with pytest.raises(RunLost), session_scope(engine) as session:
        check_fence(session, ids.lease)


def test_a_run_that_was_removed_has_no_fence(engine, ids):
    with session_scope(engine) as session:
        session.execute(delete(Run))
    with pytest.raises(NotFound, match="runs"), session_scope(engine) as session:
        check_fence(session, ids.lease)


def test_a_checked_fence_holds_until_the_commit(engine, ids):
    """Whoever ends the run meanwhile waits for the page, so that the page is wholly in."""
    is_checked, is_ended = Event(), Event()

    def end() -> None:
        is_checked.wait(30)
        _end(engine, ids, "completed")
        is_ended.set()

    ending = Thread(target=end)
    ending.start()
    with session_scope(engine) as session:
        check_fence(session, ids.lease)
        is_checked.set()
        assert not is_ended.wait(0.3)  # the moment in which a lock that is missing would show
        commit_pages(session, ids.lease, [page(1, "a")])
    ending.join(30)
    assert is_ended.is_set()


def test_claimed_requests_are_the_workers_and_no_others(engine, ids):
    with session_scope(engine) as session:
        assert claim_requests(session, ids.lease) == 3
        assert claim_requests(session, ids.lease) == 0
    assert {each[1:] for each in _states(engine, ids.run_id)} == {("claimed", ids.lease.worker_id)}


def test_requests_that_a_page_led_to_are_claimed_by_its_worker(engine, ids):
    with session_scope(engine) as session:
        commit_pages(session, ids.lease, [page(1, "a", next_requests=[request(4)])])
    assert _states(engine, ids.run_id)[-1] == ("page-4", "claimed", ids.lease.worker_id)


def test_released_requests_wait_again(engine, ids):
    with session_scope(engine) as session:
        claim_requests(session, ids.lease)
        commit_pages(session, ids.lease, [page(1, "a")])
        release_requests(session, ids.lease)
    assert _states(engine, ids.run_id) == [
        ("page-1", "done", ids.lease.worker_id),
        ("page-2", "queued", None),
        ("page-3", "queued", None),
    ]


def test_a_run_that_is_queued_again_has_nothing_claimed_and_no_worker(engine, ids):
    with session_scope(engine) as session:
        claim_requests(session, ids.lease)
    _end(engine, ids)
    assert {each[1:] for each in _states(engine, ids.run_id)} == {("queued", None)}
    assert _worker(engine, ids.lease) is None


def test_progress_is_kept_with_the_pages_it_belongs_to(engine, ids):
    with session_scope(engine) as session:
        commit_pages(session, ids.lease, [page(1, "a", content="c" * 64)], progress={"resume": {"seconds": 1.5}})
    with session_scope(engine) as session:
        assert session.scalars(select(RunRequest.content).filter_by(fingerprint="page-1")).one() == "c" * 64
    assert _worker(engine, ids.lease).progress == {"resume": {"seconds": 1.5}}


def test_a_user_that_is_removed_takes_the_workers_along(engine, ids):
    with session_scope(engine) as session:
        session.execute(delete(Run).where(Run.id == ids.run_id))
    assert _worker(engine, ids.lease) is None


def test_a_claim_whose_answer_was_lost_gives_the_same_lease_again(engine):
    run_id, worker_id = add_rows(engine, is_running=False).run_id, uuid4()
    leases = []
    for _ in range(2):
        with session_scope(engine) as session:
            leases.append(start_run(session, run_id, lease_seconds=60, worker_id=worker_id))
    assert (leases[0], leases[0].worker_id) == (leases[1], worker_id)


def test_a_claim_that_is_heard_of_late_begins_its_lease_anew(engine):
    run_id, worker_id, ends = add_rows(engine, is_running=False).run_id, uuid4(), []
    for seconds in (60, 600):
        with session_scope(engine) as session:
            lease = start_run(session, run_id, lease_seconds=seconds, worker_id=worker_id)
        ends.append(_worker(engine, lease).lease_expires_at)
    assert (ends[1] - ends[0]).total_seconds() > 500
