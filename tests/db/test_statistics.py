"""db.statistics: figures of all runs, counted once; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from db.clock import database_time
from db.frontier import add_requests, commit_pages
from db.models import Run, RunWorker
from db.runs import create_run, end_run
from db.session import session_scope
from db.statistics import COUNTERS, SETTLED_AFTER, Settled, statistics
from db.types import utc_now
from tests.db.rows import add_rows, page, request

NOTHING = (0,) * len(COUNTERS)


@pytest.fixture
def ids(engine):
    """A user with a running run."""
    return add_rows(engine)


def _look(engine, settled=None):
    with session_scope(engine, is_read_only=True) as session:
        return statistics(session, settled or Settled())


def _end(engine, ids, *, stop_reason="no_next", pages=()):
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(number) for number in range(1, len(pages) + 1)])
        commit_pages(session, ids.lease, list(pages))
        status = "failed" if stop_reason == "error" else "completed"
        end_run(session, ids.run_id, status=status, stop_reason=stop_reason, outcome="partial")


def _shift(engine, model, **columns):
    with session_scope(engine) as session:
        session.execute(update(model).values(**columns))


def test_an_empty_database_has_nothing_to_show(engine):
    found = _look(engine)
    assert (found.open_runs, found.ends, found.under_way) == ({"queued": 0, "running": 0}, {}, NOTHING)
    assert (found.oldest_queued_seconds, found.workers_alive, found.workers_silent) == (None, 0, 0)
    assert (found.oldest_silence_seconds, found.failed_pages) == (None, {})


def test_open_runs_are_counted_by_status_and_the_oldest_queued_one_has_its_age(engine, ids):
    with session_scope(engine) as session:
        run, _ = create_run(session, job_id=ids.job_id, user_id=ids.user_id, snapshot={})
        run.created_at = utc_now() - timedelta(hours=1)
    found = _look(engine)
    assert found.open_runs == {"queued": 1, "running": 1}
    assert found.oldest_queued_seconds == pytest.approx(3600, abs=60)


def test_a_run_that_waits_for_its_time_is_not_late(engine, ids):
    with session_scope(engine) as session:
        run, _ = create_run(session, job_id=ids.job_id, user_id=ids.user_id, snapshot={})
        run.not_before = utc_now() + timedelta(hours=1)
    assert _look(engine).oldest_queued_seconds is None


def test_ended_runs_are_counted_by_end_with_their_counters(engine, ids):
    pages = [page(1, "tea", "rice"), page(2, state="failed", reason="timeout", credits=0)]
    _end(engine, ids, pages=pages)
    found = _look(engine)
    assert found.ends == {("completed", "no_next"): (1, 1, 2, 2, 1)}
    assert found.failed_pages == {"timeout": 1}
    assert found.under_way == NOTHING


def test_runs_under_way_show_what_they_have(engine, ids):
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(1)])
        commit_pages(session, ids.lease, [page(1, "tea")])
    assert _look(engine).under_way == (1, 1, 1, 1, 1)


def test_what_is_settled_is_counted_once(engine, ids):
    _end(engine, ids, pages=[page(1, "tea")], stop_reason="error")
    _shift(engine, Run, finished_at=utc_now() - 2 * SETTLED_AFTER)
    first = _look(engine)
    second = _look(engine, first.settled)
    assert first.settled.ends == first.ends == second.ends == {("failed", "error"): (1, 1, 1, 1, 1)}


def test_what_was_settled_stays_though_the_run_is_removed(engine, ids):
    _end(engine, ids)
    _shift(engine, Run, finished_at=utc_now() - 2 * SETTLED_AFTER)
    settled = _look(engine).settled
    with session_scope(engine) as session:
        session.delete(session.get_one(Run, ids.run_id))
    assert _look(engine, settled).ends == {("completed", "no_next"): (1, *NOTHING[1:])}


def test_pages_that_failed_are_settled_with_their_runs(engine, ids):
    before = Settled(until=utc_now() - 3 * SETTLED_AFTER)
    _end(engine, ids, pages=[page(1, state="failed", reason="timeout", credits=0)])
    _shift(engine, Run, finished_at=utc_now() - 2 * SETTLED_AFTER)
    found = _look(engine, before)
    assert (found.settled.failed_pages, found.failed_pages) == ({"timeout": 1}, {"timeout": 1})


def test_workers_are_alive_until_their_lease_is_over(engine, ids):
    assert (_look(engine).workers_alive, _look(engine).oldest_silence_seconds) == (1, None)
    with session_scope(engine) as session:
        session.execute(update(RunWorker).values(lease_expires_at=database_time(session, plus_seconds=-90)))
    found = _look(engine)
    assert (found.workers_alive, found.workers_silent) == (0, 1)
    assert found.oldest_silence_seconds == pytest.approx(90, abs=30)
