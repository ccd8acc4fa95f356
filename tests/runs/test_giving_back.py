"""scraper.runs.giving_back: what a process leaves is back in the queue; what is not the run's fault is no attempt."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.leases import adopt, starting_process
from db.models import Run
from db.queue import Limits, take_next
from db.session import make_engine, session_scope
from scraper.config import Config
from scraper.console.terminal import ExitCode
from scraper.runs import giving_back
from scraper.runs.giving_back import NO_DATABASE, give_back_run
from tests.db.rows import add_rows


def _take(engine, *, is_begun):
    add_rows(engine, is_running=False)
    with session_scope(engine) as session:
        place = {"process": starting_process("here"), "node": "one"}
        lease = take_next(session, limits=Limits(9, 9), lease_seconds=60, **place).lease
        if is_begun:
            adopt(session, lease.run_id, lease.worker_id, lease_seconds=60, process="host:7")
    return lease


@pytest.mark.parametrize(
    ("is_begun", "exit_code", "attempts", "levels"),
    [(False, 1, 0, ["ERROR"]), (True, NO_DATABASE, 0, ["ERROR"]), (True, -9, 1, [])],
    ids=["never began", "no database", "killed"],
)
def test_only_a_process_that_began_and_died_of_itself_was_an_attempt(
    engine, caplog, is_begun, exit_code, attempts, levels
):
    lease = _take(engine, is_begun=is_begun)
    give_back_run(engine, Config(), lease.worker_id, exit_code=exit_code)
    with session_scope(engine) as session:
        run = session.get_one(Run, lease.run_id)
    assert (run.status, run.attempts, run.not_before is not None) == ("queued", attempts, not attempts)
    assert [record.levelname for record in caplog.records] == levels


def test_the_code_is_that_of_a_crawl_without_a_database():
    assert NO_DATABASE == ExitCode.NO_DATABASE


@pytest.mark.postgres
def test_a_row_that_a_killed_process_still_holds_is_waited_for(postgres_url, monkeypatch):
    engine = make_engine(postgres_url)
    lease = _take(engine, is_begun=True)
    with Session(engine) as holder:
        holder.scalars(select(Run).with_for_update()).one()
        monkeypatch.setattr(giving_back.time, "sleep", lambda _: holder.rollback())
        assert give_back_run(engine, Config(), lease.worker_id, exit_code=-9).status == "queued"
    engine.dispose()


@pytest.mark.postgres
def test_a_row_that_stays_held_is_left_to_the_reaper(postgres_url, monkeypatch):
    engine = make_engine(postgres_url)
    lease, pauses = _take(engine, is_begun=True), []
    with Session(engine) as holder:
        holder.scalars(select(Run).with_for_update()).one()
        monkeypatch.setattr(giving_back.time, "sleep", pauses.append)
        assert (give_back_run(engine, Config(), lease.worker_id), len(pauses)) == (None, 2)
    engine.dispose()
