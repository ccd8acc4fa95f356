"""scraper.runs.adopting: a process takes over the lease that a server took for it; one that comes late does nothing."""

import os
from uuid import uuid4

import pytest
from sqlalchemy import select

from db import queue
from db.exceptions import RunLost
from db.models import Result, Run, RunRequest, RunWorker
from db.patience import Patience
from db.queue import Limits
from db.reaping import all_workers, reap
from db.runs import end_run
from db.session import session_scope
from scraper.arguments import SpiderArguments
from scraper.config import Config
from scraper.runs.adopting import adopt_lease
from scraper.runs.launch import enter_run
from tests.db.rows import add_rows


@pytest.fixture
def run_id(engine):
    return add_rows(engine, is_running=False).run_id


def _take(engine):
    """The lease that a Scrapyd server takes for a process."""
    with session_scope(engine) as session:
        place = {"process": "here (starting)", "node": "here"}
        return queue.take_next(session, limits=Limits(9, 9), lease_seconds=60, **place).lease


def _reap(engine):
    with session_scope(engine) as session:
        [worker], _ = all_workers(session)
        assert reap(session, worker, max_attempts=3) is not None


def _rows(engine):
    """All that a run can write."""
    with session_scope(engine) as session:
        tables = [each.__table__ for each in (Run, RunWorker, RunRequest, Result)]
        return [session.execute(select(table)).all() for table in tables]


def test_the_lease_becomes_that_of_this_process(engine, run_id):
    lease = _take(engine)
    assert adopt_lease(engine, run_id, lease.worker_id, 60.0) == lease
    with session_scope(engine) as session:
        assert session.scalars(select(RunWorker)).one().process.endswith(f":{os.getpid()}")


def test_a_lease_is_adopted_again_where_the_answer_was_lost(engine, run_id):
    lease = _take(engine)
    assert [adopt_lease(engine, run_id, lease.worker_id, 60.0) for _ in range(2)] == [lease, lease]


def test_a_process_that_comes_after_its_lease_was_reaped_writes_nothing(engine, run_id):
    late = _take(engine)
    _reap(engine)
    before = _rows(engine)
    with pytest.raises(RunLost):
        adopt_lease(engine, run_id, late.worker_id, 60.0)
    assert _rows(engine) == before


def test_a_process_that_comes_while_another_has_the_run_writes_nothing(engine, run_id):
    late = _take(engine)
    _reap(engine)
    adopt_lease(engine, run_id, _take(engine).worker_id, 60.0)
    before = _rows(engine)
    with pytest.raises(RunLost):
        enter_run(engine, SpiderArguments(run_id=run_id, worker=late.worker_id), Patience(5.0), Config())
    assert _rows(engine) == before


def test_a_process_that_comes_after_the_end_of_its_run_writes_nothing(engine, run_id):
    lease = _take(engine)
    with session_scope(engine) as session:
        end_run(session, run_id, status="completed", stop_reason="cancelled", outcome="empty")
    before = _rows(engine)
    with pytest.raises(RunLost):
        adopt_lease(engine, run_id, lease.worker_id, 60.0)
    assert _rows(engine) == before


def test_the_worker_of_another_run_gets_none(engine, run_id):
    lease = _take(engine)
    with pytest.raises(RunLost):
        adopt_lease(engine, uuid4(), lease.worker_id, 60.0)
