"""db.cancelling: a run ends once, whoever asks and whenever; and nothing is written after it. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete, func, select

from db.cancelling import request_cancel, standing
from db.exceptions import IllegalStatusChange, NotFound, RunLost
from db.frontier import add_requests, commit_pages
from db.leases import check_fence
from db.models import Result, Run, RunWorker
from db.runs import RunTotals, end_run
from db.session import session_scope
from tests.db.rows import Ids, add_rows, page, request

RACES = 25  # a thousand in tests/reliability


@pytest.fixture
def ids(engine: Engine) -> Ids:
    return add_rows(engine)


def _run(engine: Engine, ids: Ids) -> Run:
    with session_scope(engine) as session:
        return session.get_one(Run, ids.run_id)


def _cancel(engine: Engine, ids: Ids) -> Run:
    with session_scope(engine) as session:
        return request_cancel(session, ids.run_id, user_id=ids.user_id)


def _end(engine: Engine, ids: Ids, status: str, stop_reason: str) -> None:
    with session_scope(engine) as session:
        end_run(session, ids.run_id, status=status, stop_reason=stop_reason, outcome=None)


def test_a_queued_run_ends_at_once(engine):
    ids = add_rows(engine, is_running=False)
    _cancel(engine, ids)
    run = _run(engine, ids)
    assert (run.status, run.stop_reason, run.outcome) == ("completed", "cancelled", "empty")
    assert run.finished_at is not None


def test_a_running_run_is_ended_by_its_worker(engine, ids):
    assert _cancel(engine, ids).status == "running"
    with session_scope(engine) as session:
        assert standing(session, ids.run_id) == (RunTotals(), True)


def test_a_running_run_that_nobody_works_on_ends_at_once(engine, ids):
    with session_scope(engine) as session:
        session.execute(delete(RunWorker))
    run = _cancel(engine, ids)
    assert (run.status, run.stop_reason, run.outcome) == ("completed", "cancelled", "empty")


def test_a_run_that_is_over_stays_as_it_is(engine, ids):
    _end(engine, ids, "completed", "no_next")
    run = _cancel(engine, ids)
    assert (run.stop_reason, run.cancel_requested_at) == ("no_next", None)


def test_the_first_request_counts(engine, ids):
    assert _cancel(engine, ids).cancel_requested_at == _cancel(engine, ids).cancel_requested_at


def test_a_cancelled_run_is_not_queued_again(engine, ids):
    _cancel(engine, ids)
    _end(engine, ids, "queued", "shutdown")
    assert (_run(engine, ids).status, _run(engine, ids).stop_reason) == ("completed", "cancelled")


def test_nobody_cancels_the_run_of_another_user(engine, ids):
    with pytest.raises(NotFound), session_scope(engine) as session:
        request_cancel(session, ids.run_id, user_id=uuid4())


def test_a_run_that_was_removed_has_no_standing(engine):
    with pytest.raises(NotFound), session_scope(engine) as session:
        standing(session, uuid4())


def race(engine: Engine, pool: ThreadPoolExecutor) -> tuple[Run, Run, int]:
    """The run right after its worker completed it while somebody cancelled it and a page came, and again later, and
    the results that were stored after its end.
    """
    ids, start = add_rows(engine, name=uuid4().hex), Barrier(3)
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(1), request(2)])
    _commit(engine, ids, 1)

    def at_once(what, *args):
        start.wait(30)
        try:
            what(*args)
        except (IllegalStatusChange, RunLost):
            return False
        return True

    def complete():
        with session_scope(engine) as session:
            check_fence(session, ids.lease)
            end_run(session, ids.run_id, status="completed", stop_reason="no_next", outcome="complete")

    def cancel():
        _cancel(engine, ids)
        _end(engine, ids, "completed", "cancelled")

    tasks = [pool.submit(at_once, *each) for each in ((complete,), (cancel,), (_commit, engine, ids, 2))]
    ended = sum(task.result() for task in tasks[:2])
    assert ended == 1
    first, stored = _run(engine, ids), _stored(engine, ids)
    for late in (complete, cancel, lambda: _commit(engine, ids, 2)):
        with pytest.raises((IllegalStatusChange, RunLost)):
            late()
    return first, _run(engine, ids), _stored(engine, ids) - stored


def _commit(engine: Engine, ids: Ids, number: int) -> None:
    with session_scope(engine) as session:
        commit_pages(session, ids.lease, [page(number, str(number))])


def _stored(engine: Engine, ids: Ids) -> int:
    with session_scope(engine) as session:
        return session.scalar(select(func.count()).select_from(Result).filter_by(run_id=ids.run_id))


def test_of_a_cancel_and_a_completion_one_is_the_end(engine):
    with ThreadPoolExecutor(3) as pool:
        for _ in range(RACES):
            first, later, written = race(engine, pool)
            facts = [(run.status, run.stop_reason, run.finished_at, run.items_extracted) for run in (first, later)]
            assert (facts[0], written) == (facts[1], 0)
