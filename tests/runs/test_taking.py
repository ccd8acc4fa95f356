"""scraper.runs.taking: a run for a process that is about to be started, and its lease until that begins."""

import pytest
from sqlalchemy import select

from db.leases import adopt, has_begun
from db.models import RunWorker
from db.session import session_scope
from scraper.config import Config
from scraper.runs.taking import keep_starting, take_next_run
from tests.db.rows import add_rows


@pytest.fixture
def take(engine):
    """Take the next run of a queue that holds one."""
    add_rows(engine, is_running=False)
    return lambda: take_next_run(engine, Config(), place="here", node="one")


def worker(engine):
    with session_scope(engine, is_read_only=True) as session:
        return session.scalars(select(RunWorker)).one()


def test_the_run_is_taken_once_for_a_process_that_is_to_begin(engine, take):
    taken, row = take(), worker(engine)
    assert (row.id, row.node, has_begun(row.process)) == (taken.lease.worker_id, "one", False)
    assert take() is None


@pytest.mark.parametrize(("is_begun", "is_renewed"), [(False, True), (True, False)])
def test_the_lease_is_kept_until_the_process_begins(engine, take, is_begun, is_renewed):
    lease = take().lease
    if is_begun:
        with session_scope(engine) as session:
            adopt(session, lease.run_id, lease.worker_id, lease_seconds=60, process="here:7")
    before = worker(engine).lease_expires_at
    keep_starting(engine, Config(spawn_seconds=3600), [lease.worker_id], place="here")
    assert (worker(engine).lease_expires_at > before) is is_renewed
