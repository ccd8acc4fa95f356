"""scraper.scrapyd.shared_runs: one server's view of the table of runs; what is answered is in `test_webservice`."""

from datetime import timedelta
from time import monotonic
from uuid import UUID

import pytest
from sqlalchemy import update
from twisted.web.error import Error

from db.leases import adopt
from db.models import Run, RunWorker
from db.runs import end_run
from db.session import session_scope
from db.types import utc_now
from scraper.config import Config
from scraper.credits.gateway import HttpGateway
from scraper.credits.settler import Settler
from scraper.scrapyd import shared_runs
from scraper.scrapyd.services import Health
from scraper.scrapyd.shared_runs import REST_SECONDS
from tests.credit_server import TOKEN, CreditServer
from tests.db.rows import add_rows
from tests.funded import reserve
from tests.outages import wait_until


def _age(engine, seconds):
    """All workers began, and were last heard of, so long ago."""
    past = utc_now() - timedelta(seconds=seconds)
    values = {"heartbeat_at": past, "lease_expires_at": past + timedelta(seconds=60), "started_at": past}
    with session_scope(engine) as session:
        session.execute(update(RunWorker).values(**values))


def _worker(engine, message):
    with session_scope(engine) as session:
        return session.get(RunWorker, UUID(message["worker"]))


def _begin(scrapyd):
    """The message of a run whose process has begun."""
    message = scrapyd.runs.take()
    with session_scope(scrapyd.engine) as session:
        adopt(session, UUID(message["run_id"]), UUID(message["worker"]), lease_seconds=60, process="host:7")
    return message


def test_all_parts_of_a_server_read_the_settings_of_its_own_project(scrapyd):
    assert (scrapyd.runs.config.run_attempts, scrapyd.runs.config.database_url) == (7, str(scrapyd.engine.url))
    health = Health(scrapyd.root)
    assert (health.config, health.database) == (scrapyd.runs.config, scrapyd.runs.database)


def test_a_look_renews_the_lease_of_a_process_that_is_still_starting(scrapyd, ids):
    message = scrapyd.runs.take()
    _age(scrapyd.engine, 50)
    scrapyd.runs.look()
    assert utc_now() - _worker(scrapyd.engine, message).heartbeat_at < timedelta(seconds=40)


def test_a_look_settles_what_killed_runs_had_reserved(scrapyd):
    ids = add_rows(scrapyd.engine)
    with CreditServer({ids.user_id: 100}) as server:
        reserve(scrapyd.engine, HttpGateway(server.url, TOKEN, timeout_seconds=5), ids.lease, 10, at_least=1)
        with session_scope(scrapyd.engine) as session:
            end_run(session, ids.run_id, status="failed", stop_reason="error", outcome="empty")
        config = Config(credits_backend="http", credits_url=server.url, credits_token=TOKEN)
        scrapyd.runs._settler = Settler(scrapyd.engine, config)
        scrapyd.runs.look()
        wait_until(lambda: server.ledger.balances[ids.user_id] == 100)


def test_a_process_that_works_renews_its_lease_itself(scrapyd, ids):
    message = scrapyd.runs.take()
    with session_scope(scrapyd.engine) as session:
        adopt(session, ids.run_id, UUID(message["worker"]), lease_seconds=60, process="host:7")
    _age(scrapyd.engine, 50)
    scrapyd.runs.look()
    assert utc_now() - _worker(scrapyd.engine, message).heartbeat_at > timedelta(seconds=40)


def test_a_process_from_before_a_restart_is_an_orphan_and_one_of_now_is_not(servers, sqlite_url, scrapyd, ids):
    scrapyd.runs.take()
    scrapyd.runs.look()
    again = servers(sqlite_url)
    again.runs.look()
    assert (scrapyd.runs.orphans, again.runs.orphans) == (0, 1)


def test_a_process_that_ended_is_no_orphan(scrapyd, ids):
    message = _begin(scrapyd)
    scrapyd.runs.process_ended(UUID(message["worker"]))
    scrapyd.runs.look()
    assert (scrapyd.runs.orphans, scrapyd.run(ids.run_id).attempts) == (0, 1)


def test_a_process_that_was_never_started_was_no_attempt(shared):
    run_id = add_rows(shared.engine, is_running=False).run_id
    for _ in range(9):
        shared.runs.process_ended(UUID(shared.runs.take()["worker"]), was_started=False)
    run = shared.run(run_id)
    assert (run.status, run.attempts) == ("queued", 0)


def test_a_server_whose_processes_do_not_begin_rests_and_fails_no_run(shared, monkeypatch):
    ids = [add_rows(shared.engine, is_running=False, name=name).run_id for name in ("a", "b")]
    shared.runs.process_ended(UUID(shared.runs.take()["worker"]), exit_code=1)
    assert shared.runs.take() is None
    later = monotonic() + REST_SECONDS
    monkeypatch.setattr(shared_runs, "monotonic", lambda: later)
    assert shared.runs.take()["run_id"] == str(ids[1])
    assert [(shared.run(each).status, shared.run(each).attempts) for each in ids] == [("queued", 0), ("running", 1)]


def test_a_run_that_is_being_taken_is_known_before_anybody_can_see_it(scrapyd, ids, monkeypatch):
    seen = []

    def take_next(session, **how):
        seen.append(how["worker_id"] in scrapyd.runs._own)

    monkeypatch.setattr(shared_runs.queue, "take_next", take_next)
    assert (scrapyd.runs.take(), seen, scrapyd.runs._own) == (None, [True], set())


def test_a_process_that_dies_time_after_time_fails_its_run(scrapyd, ids):
    for _ in range(scrapyd.runs.config.run_attempts):
        scrapyd.runs.process_ended(UUID(_begin(scrapyd)["worker"]))
    assert (scrapyd.run(ids.run_id).status, scrapyd.runs.take()) == ("failed", None)


def test_a_name_that_is_no_file_name_stays_out_of_paths(scrapyd, ids):
    with session_scope(scrapyd.engine) as session:
        session.get_one(Run, ids.run_id).scrapyd_job_id = "../../x"  # as the main server's SQL may write it
    assert scrapyd.runs.take()["_job"] == str(ids.run_id)


def test_a_run_that_began_cannot_be_scheduled_again(scrapyd, ids):
    scrapyd.take()
    with pytest.raises(Error, match="the run is running") as refused:
        scrapyd.queue.add("job", 0.0, _job="monday", run_id=str(ids.run_id))
    assert int(refused.value.status) == 409
