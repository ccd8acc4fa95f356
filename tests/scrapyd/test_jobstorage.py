"""scraper.scrapyd.jobstorage: finished runs are rows, so a restart forgets none; what a process left is given back."""

import signal
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID

import pytest
from twisted.logger import LogLevel, capturedLogs

from db.leases import adopt
from db.models import Run
from db.runs import create_run, end_run
from db.session import make_engine, session_scope
from tests.db.rows import add_rows
from tests.scrapyd.in_process import OTHER, process


def _end(engine, ids, name, *, minutes_ago=0):
    """A finished run of the job."""
    with session_scope(engine) as session:
        run, _ = create_run(session, job_id=ids.job_id, user_id=ids.user_id, snapshot={})
        run.scrapyd_job_id = name
        session.flush()
        end_run(session, run.id, status="completed", stop_reason="cancelled", outcome="empty")
        session.get_one(Run, run.id).finished_at = datetime.now(UTC) - timedelta(minutes=minutes_ago)


def _begin(server, ids):
    """The message of the run, whose process has begun."""
    message = server.queue.pop()
    with session_scope(server.engine) as session:
        adopt(session, ids.run_id, UUID(message["worker"]), lease_seconds=60, process="host:7")
    return message


@pytest.fixture
def finished(scrapyd):
    return scrapyd.launcher.finished


def test_finished_runs_are_listed_after_a_restart_the_last_one_first(servers, sqlite_url, scrapyd, ids):
    for number, name in enumerate(("newest", "older", "oldest")):
        _end(scrapyd.engine, ids, name, minutes_ago=number)
    again = servers(sqlite_url)
    again.runs.refresh()
    assert [job.job for job in again.launcher.finished] == ["newest", "older", "oldest"]


def test_no_more_finished_runs_are_listed_than_are_to_be_kept(servers, sqlite_url, scrapyd, ids):
    for number in range(4):
        _end(scrapyd.engine, ids, f"run-{number}", minutes_ago=number)
    again = servers(sqlite_url, finished_to_keep="2")
    again.runs.refresh()
    assert ([job.job for job in again.launcher.finished], len(again.launcher.finished)) == (["run-0", "run-1"], 2)


def test_times_are_those_of_the_servers_zone_as_scrapyd_has_them(scrapyd, finished, ids):
    _end(scrapyd.engine, ids, "monday")
    scrapyd.runs.refresh()
    [job] = finished.list()
    assert job.end_time.tzinfo is None
    assert abs(datetime.now() - job.end_time) < timedelta(minutes=1)  # noqa: DTZ005


def test_another_projects_jobs_are_kept_beside_ours(scrapyd, finished, ids):
    _end(scrapyd.engine, ids, "ours", minutes_ago=60)
    scrapyd.runs.refresh()
    theirs = process("theirs", project=OTHER)
    theirs.end_time = datetime.now()  # noqa: DTZ005
    finished.add(theirs)
    assert ([job.job for job in finished.list()], len(finished)) == (["theirs", "ours"], 2)


def test_a_process_that_left_its_run_in_the_middle_gives_it_back(shared):
    ids = add_rows(shared.engine, is_running=False)
    message = _begin(shared, ids)
    shared.launcher.finished.add(process(message["_job"], worker=message["worker"]))
    run = shared.run(ids.run_id)
    assert (run.status, run.attempts) == ("queued", 1)


@pytest.mark.parametrize(("status", "attempts"), [(4 << 8, 0), (1 << 8, 1), (9, 1)], ids=["no database", "1", "killed"])
def test_a_process_that_ended_for_want_of_the_database_was_no_attempt(scrapyd, ids, status, attempts):
    message = _begin(scrapyd, ids)
    ended = process(message["_job"], worker=message["worker"], transport=SimpleNamespace(status=status))
    scrapyd.launcher.finished.add(ended)
    assert scrapyd.run(ids.run_id).attempts == attempts


def test_a_process_that_was_told_to_go_while_python_started_was_no_attempt_and_its_run_waits_for_nothing(scrapyd, ids):
    message = scrapyd.queue.pop()
    ended = process(message["_job"], worker=message["worker"], transport=SimpleNamespace(status=signal.SIGTERM))
    scrapyd.launcher.finished.add(ended)
    run = scrapyd.run(ids.run_id)
    assert (run.status, run.attempts, run.not_before, run.failed_starts) == ("queued", 0, None, 0)


def test_a_process_that_ended_its_run_changes_nothing(scrapyd, finished, ids):
    message = scrapyd.queue.pop()
    with session_scope(scrapyd.engine) as session:
        end_run(session, ids.run_id, status="completed", stop_reason="no_next", outcome="complete")
    finished.add(process(message["_job"], worker=message["worker"]))
    run = scrapyd.run(ids.run_id)
    assert (run.status, run.stop_reason) == ("completed", "no_next")


def test_a_process_that_ends_while_the_database_is_away_is_left_to_the_reaper(
    scrapyd, finished, ids, tmp_path, monkeypatch
):
    message = scrapyd.queue.pop()
    with capturedLogs() as logs, monkeypatch.context() as outage:
        outage.setattr(scrapyd.runs, "database", make_engine(f"postgresql://nobody@/none?host={tmp_path}"))
        finished.add(process(message["_job"], worker=message["worker"]))
    scrapyd.runs.refresh()
    assert [event["log_level"] for event in logs] == [LogLevel.warn]
    assert (scrapyd.run(ids.run_id).status, scrapyd.runs.orphans) == ("running", 1)
