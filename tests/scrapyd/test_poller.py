"""scraper.scrapyd.poller: free slots get runs, in turn, never in the reactor's thread, whatever the database does."""

import sqlite3

import pytest
from twisted.logger import LogLevel, capturedLogs

from db.runs import end_run
from db.session import make_engine, session_scope
from tests.db.rows import add_rows
from tests.scrapyd.in_process import OTHER


@pytest.fixture
def runs(scrapyd):
    """Ids of three queued runs of three jobs, in their order."""
    return [add_rows(scrapyd.engine, is_running=False, name=name).run_id for name in "abc"]


def _slots(scrapyd, count):
    """What each of so many free slots gets, as the list grows."""
    got = []
    for _ in range(count):
        scrapyd.poller.next().addCallback(got.append)
    return got


def _poll(scrapyd):
    scrapyd.poller.poll()
    scrapyd.clock.advance(0)


def _said(logs, level):
    return [event for event in logs if event["log_level"] == level and "runs' database" in event["log_format"]]


def test_a_free_slot_gets_the_next_run_as_soon_as_the_reactor_gets_to_it(scrapyd, runs):
    got = _slots(scrapyd, 1)
    assert got == []
    scrapyd.clock.advance(0)
    [message] = got
    assert message.pop("worker")
    run_id = str(runs[0])
    assert message == {"_project": "scraper", "_spider": "job", "_job": run_id, "run_id": run_id}


@pytest.mark.parametrize("service", ["schedule.json", "startrun.json"])
def test_a_run_that_is_started_on_this_server_gets_a_free_slot_at_once(scrapyd, service):
    ids = add_rows(scrapyd.engine, is_running=False)
    scrapyd.take()
    with session_scope(scrapyd.engine) as session:
        end_run(session, ids.run_id, status="completed", stop_reason="no_next", outcome="complete")
    got = _slots(scrapyd, 1)
    _poll(scrapyd)
    assert got == []
    given = {"project": "scraper", "spider": "job"} if service == "schedule.json" else {"user_id": ids.user_id}
    assert scrapyd.post(service, **given, job_id=ids.job_id).json()["status"] == "ok"
    scrapyd.clock.advance(0)
    assert len(got) == 1


def test_the_database_is_asked_in_a_thread(scrapyd, runs):
    scrapyd.threads.is_held = True
    got = _slots(scrapyd, 1)
    _poll(scrapyd)
    assert (len(scrapyd.threads.waiting), scrapyd.runs.pending_count) == (1, 0)
    scrapyd.threads.work()  # the look
    assert (scrapyd.runs.pending_count, scrapyd.run(runs[0]).status, got) == (3, "queued", [])
    scrapyd.threads.work()  # the taking
    assert [message["run_id"] for message in got] == [str(runs[0])]


def test_nothing_is_taken_without_a_free_slot(scrapyd, runs):
    scrapyd.poller.queues[OTHER].add("quotes", _job="x")
    _poll(scrapyd)
    got = _slots(scrapyd, 2)
    _poll(scrapyd)
    _poll(scrapyd)
    assert len(got) == 2
    assert (scrapyd.poller.queues[OTHER].count(), [scrapyd.run(each).status for each in runs]) in (
        (0, ["running", "queued", "queued"]),
        (1, ["running", "running", "queued"]),
    )


def test_slots_are_left_for_processes_from_before_a_restart(scrapyd, runs):
    scrapyd.take(node="here")
    got = _slots(scrapyd, 2)
    _poll(scrapyd)
    assert (scrapyd.runs.orphans, [message["run_id"] for message in got]) == (1, [str(runs[1])])


def test_each_project_has_its_turn(scrapyd, runs):
    for number in range(3):
        scrapyd.poller.queues[OTHER].add("quotes", _job=f"quotes-{number}")
    got = _slots(scrapyd, 6)
    _poll(scrapyd)
    projects = [message["_project"] for message in got]
    assert sorted(projects[:2]) == sorted(projects[2:4]) == sorted(projects[4:]) == [OTHER, "scraper"]


def test_who_got_the_last_slot_comes_last_for_the_next_one(scrapyd, runs):
    for number in range(3):
        scrapyd.poller.queues[OTHER].add("quotes", _job=f"quotes-{number}")
    projects = []
    for _ in range(4):
        got = _slots(scrapyd, 1)
        _poll(scrapyd)
        projects += [message["_project"] for message in got]
    assert projects in (["scraper", OTHER] * 2, [OTHER, "scraper"] * 2)


def test_an_outage_is_said_once_holds_no_other_project_up_and_ends(scrapyd, runs, tmp_path, monkeypatch):
    got = _slots(scrapyd, 2)
    with capturedLogs() as logs, monkeypatch.context() as outage:
        outage.setattr(scrapyd.runs, "database", make_engine(f"postgresql://nobody@/none?host={tmp_path}"))
        _poll(scrapyd)
        scrapyd.poller.queues[OTHER].add("quotes", _job="x")
        _poll(scrapyd)
        _poll(scrapyd)
    assert (len(_said(logs, LogLevel.error)), [message["_job"] for message in got]) == (1, ["x"])
    with capturedLogs() as logs:
        _poll(scrapyd)
        _poll(scrapyd)
    assert (len(_said(logs, LogLevel.info)), got[1]["run_id"]) == (1, str(runs[0]))


def test_a_database_that_goes_between_looking_and_taking_is_asked_again(scrapyd, runs, tmp_path, monkeypatch):
    got = _slots(scrapyd, 1)
    with capturedLogs() as logs, monkeypatch.context() as outage:
        scrapyd.threads.is_held = True
        scrapyd.poller.poll()
        scrapyd.threads.work()
        outage.setattr(scrapyd.runs, "database", make_engine(f"postgresql://nobody@/none?host={tmp_path}"))
        scrapyd.threads.work()
    scrapyd.threads.is_held = False
    _poll(scrapyd)
    assert (len(_said(logs, LogLevel.error)), got[0]["run_id"]) == (1, str(runs[0]))


def test_while_the_database_hangs_other_projects_go_on_beside_the_slot_that_waits_for_it(scrapyd, runs):
    scrapyd.threads.is_held = True
    got = _slots(scrapyd, 2)
    _poll(scrapyd)
    for number in range(2):
        scrapyd.poller.queues[OTHER].add("quotes", _job=f"quotes-{number}")
    _poll(scrapyd)
    _poll(scrapyd)
    assert [message["_job"] for message in got] == ["quotes-0"]
    scrapyd.threads.is_held = False
    while scrapyd.threads.waiting:
        scrapyd.threads.work()
    assert len(got) == 2


def test_a_queue_of_scrapyds_that_cannot_be_read_keeps_no_run_waiting(scrapyd, runs, monkeypatch):
    def broken():
        raise sqlite3.DatabaseError("file is not a database")

    monkeypatch.setattr(scrapyd.poller.queues[OTHER], "count", broken)
    got = _slots(scrapyd, 2)
    with capturedLogs() as logs:
        _poll(scrapyd)
    assert [message["run_id"] for message in got] == [str(each) for each in runs[:2]]
    assert any(event["log_level"] == LogLevel.critical for event in logs)


def test_a_run_that_is_taken_while_scrapyd_ends_goes_back_as_it_was(shared):
    run_id = add_rows(shared.engine, is_running=False).run_id
    shared.threads.is_held = True
    got, ended = _slots(shared, 1), []
    shared.poller.poll()
    shared.threads.work()
    shared.launcher.stopService().addCallback(ended.append)
    shared.threads.work()  # the taking, which was under way
    assert (shared.run(run_id).status, ended) == ("running", [])
    shared.threads.work()
    shared.threads.work()  # what the launcher gives back besides
    run = shared.run(run_id)
    assert (run.status, run.attempts, got, ended) == ("queued", 0, [], [None])


def test_a_scrapyd_that_ends_takes_nothing_more(scrapyd, runs):
    got, ended = _slots(scrapyd, 1), []
    scrapyd.launcher.stopService().addCallback(ended.append)
    _poll(scrapyd)
    assert (ended, got, [scrapyd.run(each).status for each in runs]) == ([None], [], ["queued"] * len(runs))


def test_a_run_that_is_taken_while_its_project_is_removed_goes_back(scrapyd, runs):
    scrapyd.threads.is_held = True
    got = _slots(scrapyd, 1)
    scrapyd.poller.poll()
    scrapyd.threads.work()
    scrapyd.config.cp.remove_option("settings", "scraper")
    scrapyd.poller.update_projects()
    scrapyd.threads.is_held = False
    scrapyd.threads.work()
    assert (scrapyd.run(runs[0]).status, got) == ("queued", [])
