"""Workers of one run in the tables: seats, claims, what is known of the run."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete

from db.exceptions import IllegalStatusChange, NotFound, RunLost
from db.frontier import add_requests, commit_pages
from db.leases import count_workers, join_run, leave_run
from db.models import Run, RunRequest, RunWorker
from db.session import session_scope
from db.sharing import (
    UnderWay,
    claim,
    claimed_by,
    count_failed,
    count_pages,
    has_free_seat,
    known_among,
    lock_run,
    next_queued,
    open_among,
    open_states,
    queued_among,
    seats_of,
    under_way,
)
from tests.db.rows import add_rows, page, request

WORKER_IDS = ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222")


@pytest.fixture
def session(engine):
    with session_scope(engine) as session:
        yield session


@pytest.fixture
def ids(engine):
    """A running run with two pages and a detail that wait."""
    made = add_rows(engine)
    with session_scope(engine) as session:
        add_requests(session, made.run_id, [request(1), request(2), request(3, kind="detail", fingerprint="detail-3")])
    return made


def _join(session, ids, seats=2, number=0):
    return join_run(session, ids.run_id, seats=seats, lease_seconds=60, worker_id=UUID(WORKER_IDS[number]))


@pytest.mark.parametrize(
    ("snapshot", "seats"),
    [
        (None, 1),
        ({}, 1),
        ({"options": None}, 1),
        ({"options": {"workers": 4}}, 4),
        ({"options": {"Workers": 4}}, 4),
        ({"options": {"workers": "many"}}, 1),
    ],
)
def test_seats_are_the_option_workers_of_the_snapshot(snapshot, seats):
    assert seats_of(snapshot) == seats


def test_a_worker_joins_a_run_under_way_with_a_fence_of_its_own(session, ids):
    lease = _join(session, ids)
    assert (lease.fence, count_workers(session, ids.run_id)) == (ids.lease.fence + 1, 2)


def test_the_first_worker_of_a_queued_run_begins_it(engine):
    ids = add_rows(engine, is_running=False)
    with session_scope(engine) as session:
        _join(session, ids)
        assert session.get_one(Run, ids.run_id).status == "running"


def test_asked_again_because_the_answer_was_lost_it_is_the_same_lease(session, ids):
    assert _join(session, ids) == _join(session, ids)


def test_a_seat_that_is_not_there_is_not_given(session, ids):
    with pytest.raises(IllegalStatusChange):
        _join(session, ids, seats=1)


def test_a_run_that_is_not_there_cannot_be_joined(session, ids):
    with pytest.raises(NotFound):
        _join(session, replace(ids, run_id=uuid4()))


def test_who_leaves_others_behind_leaves_them_its_requests(session, ids):
    lease = _join(session, ids)
    claim(session, lease, next_queued(session, ids.run_id, limit=9))
    assert (leave_run(session, lease), open_states(session, ids.run_id)) == (True, {"queued"})
    with pytest.raises(RunLost):
        lock_run(session, lease)


def test_the_last_worker_cannot_just_leave(session, ids):
    assert (leave_run(session, ids.lease), count_workers(session, ids.run_id)) == (False, 1)


def test_a_seat_is_free_while_fewer_work_than_may(session, ids):
    run = lock_run(session, ids.lease)
    run.job_snapshot = {"options": {"workers": 2}}
    before = has_free_seat(session, run)
    _join(session, ids)
    assert (before, has_free_seat(session, run)) == (True, False)


def test_a_run_that_is_running_without_a_worker_has_no_seat(session, ids):
    run = lock_run(session, ids.lease)
    run.job_snapshot = {"options": {"workers": 2}}
    session.execute(delete(RunWorker))
    assert not has_free_seat(session, run)


def test_details_wait_before_pages(session, ids):
    assert [each.fingerprint for each in next_queued(session, ids.run_id, limit=2)] == ["detail-3", "page-1"]


def test_what_is_claimed_waits_no_more_and_is_counted(session, ids):
    claim(session, ids.lease, queued_among(session, ids.run_id, ["detail-3", "page-2", "unknown"]))
    assert queued_among(session, ids.run_id, ["detail-3", "page-2"]) == []
    assert (under_way(session, ids.run_id), open_states(session, ids.run_id)) == (UnderWay(2, 1), {"queued", "claimed"})


def test_a_worker_is_told_what_it_has_and_does_not_know_of(session, ids):
    claim(session, ids.lease, next_queued(session, ids.run_id, limit=9))
    lost = claimed_by(session, ids.lease, but={"page-1"})
    assert [each.fingerprint for each in lost] == ["detail-3", "page-2"]


def test_what_a_run_knows(session, ids):
    commit_pages(session, ids.lease, [page(1, "Tea", content="text of page 1")], is_shared=True)
    known = known_among(
        session,
        ids.run_id,
        hashes={"Tea", "Milk"},
        fingerprints={"page-1", "page-9"},
        contents={"text of page 1", "other"},
    )
    assert (known.hashes, known.fingerprints, known.contents) == ({"Tea"}, {"page-1"}, {"text of page 1"})
    assert open_among(session, ids.run_id, ["page-1", "page-2"]) == {"page-2"}


def test_what_a_page_of_a_shared_run_led_to_is_anybodys(session, ids):
    commit_pages(session, ids.lease, [page(1, next_requests=[request(7)])], is_shared=True)
    found = session.query(RunRequest).filter_by(run_id=ids.run_id, fingerprint="page-7").one()
    assert (found.state, found.worker_id) == ("queued", None)


def test_pages_and_failures_are_counted(session, ids):
    commit_pages(session, ids.lease, [page(1, state="failed", reason="timeout")], is_shared=True)
    assert (count_pages(session, ids.run_id), count_failed(session, ids.run_id)) == (2, 1)
