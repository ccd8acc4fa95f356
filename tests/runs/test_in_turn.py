"""scraper.runs.in_turn: queued runs, one after another; what cannot start blocks no other."""

import signal
import sys

import pytest
from sqlalchemy import select

from db.models import Run, RunWorker
from db.runs import end_run
from db.session import make_engine, session_scope
from scraper.config import Config
from scraper.credits.gateway import HttpGateway
from scraper.runs import in_turn
from scraper.runs.in_turn import InTurn
from tests.credit_server import TOKEN, CreditServer
from tests.db.rows import add_rows
from tests.funded import reserve
from tests.outages import wait_until


@pytest.fixture
def engine(sqlite_url):
    engine = make_engine(sqlite_url)
    yield engine
    engine.dispose()


def statuses(engine):
    with session_scope(engine, is_read_only=True) as session:
        return list(session.scalars(select(Run.status).order_by(Run.created_at)))


def put_off(engine):
    """The attempts of the runs that wait for their time."""
    with session_scope(engine, is_read_only=True) as session:
        return list(session.scalars(select(Run.attempts).where(Run.not_before.is_not(None), Run.failed_starts == 1)))


def test_queued_runs_are_run_one_after_another(engine, monkeypatch, tmp_path):
    """The crawl is a script that fails its run, as a crawl of a bad job does."""
    ids = [add_rows(engine, is_running=False, name=name).run_id for name in ("a", "b")]
    done = _instead_of_scrapy(monkeypatch, tmp_path, "UPDATE runs SET status='failed' WHERE id=?")
    _work_until(InTurn(engine, Config()), lambda: statuses(engine) == ["failed", "failed"])
    assert done.read_text().split() == [each.hex for each in ids]


def test_a_run_whose_process_does_not_begin_waits_and_does_not_block_the_others(engine, monkeypatch, tmp_path):
    ids = [add_rows(engine, is_running=False, name=name).run_id for name in ("a", "b")]
    done = _instead_of_scrapy(monkeypatch, tmp_path, "SELECT ?")
    monkeypatch.setattr(in_turn, "REST_SECONDS", 0.0)
    _work_until(InTurn(engine, Config(run_attempts=1)), lambda: done.exists() and len(put_off(engine)) == 2)
    assert (set(put_off(engine)), statuses(engine)) == ({0}, ["queued", "queued"])
    assert sorted(done.read_text().split()) == sorted(each.hex for each in ids)


def test_a_machine_that_can_start_no_process_loses_no_run(engine, monkeypatch):
    add_rows(engine, is_running=False)
    monkeypatch.setattr(in_turn.sys, "executable", "/nowhere/python")
    InTurn(engine, Config(run_attempts=1)).look()
    assert (put_off(engine), statuses(engine)) == ([0], ["queued"])


def test_the_lease_of_a_process_that_is_still_starting_is_renewed(engine, monkeypatch, tmp_path):
    add_rows(engine, is_running=False)
    (tmp_path / "scrapy.py").write_text("import signal; signal.pause()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    work = InTurn(engine, Config(heartbeat_seconds=0.01))
    work.look()
    before = _lease_ends(engine)
    _work_until(work, lambda: _lease_ends(engine) > before)


def test_a_run_whose_process_is_told_to_go_while_it_starts_waits_again_at_once(engine, monkeypatch, tmp_path):
    add_rows(engine, is_running=False)
    (tmp_path / "scrapy.py").write_text("import signal; signal.pause()")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    work = InTurn(engine, Config())
    work.look()
    work.stop(signal.SIGTERM)
    assert (statuses(engine), put_off(engine)) == (["queued"], [])


def _lease_ends(engine):
    with session_scope(engine, is_read_only=True) as session:
        return session.scalars(select(RunWorker.lease_expires_at)).one()


def test_what_killed_runs_had_reserved_is_settled(engine):
    ids = add_rows(engine)
    with CreditServer({ids.user_id: 100}) as server:
        reserve(engine, HttpGateway(server.url, TOKEN, timeout_seconds=5), ids.lease, 10, at_least=1)
        with session_scope(engine) as session:
            end_run(session, ids.run_id, status="failed", stop_reason="error", outcome="empty")
        config = Config(credits_backend="http", credits_url=server.url, credits_token=TOKEN)
        _work_until(InTurn(engine, config), lambda: server.ledger.balances[ids.user_id] == 100)


def _instead_of_scrapy(monkeypatch, folder, statement):
    """A Python that knows another `-m scrapy`: it notes the run and says something to its row."""
    done, package = folder / "done", folder / "scrapy.py"
    package.write_text(
        "import os, sqlite3, sys, uuid\n"
        "run = uuid.UUID(sys.argv[4].partition('=')[2]).hex\n"
        "with sqlite3.connect(os.environ['SCRAPER_DATABASE_URL'].removeprefix('sqlite:///')) as connection:\n"
        f"    connection.execute({statement!r}, (run,))\n"
        f"open({str(done)!r}, 'a').write(run + ' ')\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("SCRAPER_DATABASE_URL", f"sqlite:///{folder / 'scraper.db'}")
    monkeypatch.setattr(in_turn.sys, "executable", sys.executable)
    monkeypatch.chdir(folder)
    return done


def _work_until(work, condition):
    try:
        wait_until(lambda: work.work_for(0) or condition())
    finally:
        work.stop(signal.SIGINT)
