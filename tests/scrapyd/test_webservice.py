"""scraper.scrapyd.webservice: Scrapyd's own services say of each run what is true on all servers, with fit statuses."""

from pathlib import Path
from uuid import uuid4

import pytest
from scrapyd.interfaces import IEnvironment
from scrapyd.webservice import spider_list
from twisted.logger import capturedLogs

from db.models import ScrapingJob
from db.runs import end_run
from db.session import make_engine, session_scope
from scraper.scrapyd import webservice
from tests.db.rows import add_rows
from tests.scrapyd.in_process import OTHER, process

SERVICES = ("schedule.json", "cancel.json", "status.json", "listjobs.json", "daemonstatus.json")
REFUSED = {
    "a slash": ({"jobid": "a/b"}, 400, "jobid"),
    "a setting": ({"setting": "FEEDS=x"}, 400, "setting"),
    "a version": ({"_version": "7"}, 400, "_version"),
    "an unknown argument": ({"start_urls": "x"}, 400, "start_urls"),
    "a reserved one": ({"settings": "x"}, 400, "settings"),
    "two values": ({"user_id": ["x", "y"]}, 400, "once"),
    "another spider": ({"spider": "quotes"}, 400, "spider"),
    "an unknown job": ({"job_id": uuid4()}, 404, "no row"),
    "a foreign job": ({"user_id": uuid4()}, 404, "no row"),
}


class Transport:
    """Stands for a process: notes what it was sent."""

    def __init__(self):
        self.signals = []

    def signalProcess(self, signal):  # noqa: N802
        self.signals.append(signal)


@pytest.fixture
def away(scrapyd, tmp_path, monkeypatch):
    """The server, whose database is away."""
    monkeypatch.setattr("scraper.scrapyd.shared_runs.ANSWER_SECONDS", 0.0)
    monkeypatch.setattr(scrapyd.runs, "database", make_engine(f"postgresql://nobody@/none?host={tmp_path}"))
    return scrapyd


def _running_here(scrapyd, message):
    """Scrapyd's process of a message that was popped; its transport."""
    transport = Transport()
    made = process(message["_job"], worker=message["worker"], transport=transport)
    made.pid = 4711
    scrapyd.launcher.processes[0] = made
    return transport


def _listed(scrapyd, **parameters):
    answer = scrapyd.get("listjobs.json", **parameters).json()
    return {state: [each["id"] for each in answer[state]] for state in ("pending", "running", "finished")}


# --- schedule.json


@pytest.mark.parametrize(("change", "status", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_scheduled_is_refused_with_its_status(scrapyd, ids, change, status, message):
    given = {"project": "scraper", "spider": "job", "job_id": ids.job_id, **change}
    with capturedLogs():
        answer = scrapyd.post("schedule.json", **given)
    assert (answer.status, answer.json()["status"], message in answer.json()["message"]) == (status, "error", True)
    scrapyd.runs.refresh()
    assert scrapyd.queue.count() == 1


def test_a_job_that_cannot_run_as_written_is_refused(scrapyd, ids):
    with session_scope(scrapyd.engine) as session:
        session.get_one(ScrapingJob, ids.job_id).extractor_schema_id = None
    with capturedLogs():
        assert scrapyd.schedule(ids.job_id).status == 422


def test_a_jobid_names_one_run(scrapyd, ids):
    first, again = (scrapyd.schedule(ids.job_id, jobid="monday").json() for _ in range(2))
    assert (first["jobid"], first["is_new"], again["is_new"]) == ("monday", True, False)
    assert first["run_id"] == again["run_id"]
    other = add_rows(scrapyd.engine, is_running=False, name="other")
    with capturedLogs():
        assert scrapyd.schedule(other.job_id, jobid="monday").status == 409


def test_a_queued_run_is_scheduled_by_its_id_and_gets_its_priority(scrapyd, ids):
    answer = scrapyd.schedule("", run_id=ids.run_id, jobid="monday", priority=5)
    run = scrapyd.run(ids.run_id)
    assert (answer.status, run.scrapyd_job_id, run.priority) == (200, "monday", 5.0)


def test_a_queued_run_does_not_get_the_name_of_another_one(scrapyd, ids):
    other = add_rows(scrapyd.engine, is_running=False, name="other")
    with capturedLogs():
        assert scrapyd.schedule("", run_id=ids.run_id, jobid=other.run_id).status == 409
    assert scrapyd.run(ids.run_id).scrapyd_job_id is None


def test_a_database_that_is_away_is_said_so(away, ids):
    with capturedLogs():
        answers = [away.schedule(ids.job_id), away.get("status.json", job="monday"), away.get("listjobs.json")]
    assert [answer.status for answer in answers] == [503, 503, 503]


def test_another_project_is_scrapyds_matter_also_while_the_database_is_away(away):
    given = {"project": OTHER, "job": "nobody"}
    assert away.post("cancel.json", **given).json()["prevstate"] is None
    assert away.get("status.json", **given).json()["currstate"] is None


# --- status.json, listjobs.json, daemonstatus.json


def test_a_run_is_told_of_while_it_waits_works_elsewhere_and_is_over(scrapyd, ids):
    name = str(ids.run_id)
    empty = {"pending": [], "running": [], "finished": []}
    assert scrapyd.get("status.json", job=name).json()["currstate"] == "pending"
    assert _listed(scrapyd) == {**empty, "pending": [name]}
    scrapyd.take(node="server-7")
    assert scrapyd.get("status.json", job=name).json()["currstate"] == "running"
    assert _listed(scrapyd, project="default") == {**empty, "running": [name]}
    [running] = scrapyd.get("listjobs.json").json()["running"]
    assert (running["node"], running["pid"]) == ("server-7", None)
    with session_scope(scrapyd.engine) as session:
        end_run(session, ids.run_id, status="completed", stop_reason="no_next", outcome="complete")
    status = scrapyd.get("status.json", job=name, project="scraper").json()
    assert (status["currstate"], status["stop_reason"], status["outcome"]) == ("finished", "no_next", "complete")
    assert _listed(scrapyd, project="scraper") == {**empty, "finished": [name]}


def test_a_run_that_works_here_is_listed_once_with_its_process(scrapyd, ids):
    _running_here(scrapyd, scrapyd.queue.pop())
    [running] = scrapyd.get("listjobs.json").json()["running"]
    assert (running["id"], running["pid"]) == (str(ids.run_id), 4711)


def test_scrapyds_processes_are_looked_at_by_the_reactor_alone(scrapyd, monkeypatch):
    where, looked_in = ["reactor"], []

    class Processes(dict):
        def values(self):
            looked_in.append(where[-1])
            return super().values()

    def in_thread(function, *args):
        where.append("thread")
        try:
            return scrapyd.threads.defer(function, *args)
        finally:
            where.pop()

    monkeypatch.setattr(webservice, "deferToThread", in_thread)
    monkeypatch.setattr(scrapyd.launcher, "processes", Processes({0: process("monday", project=OTHER)}))
    assert scrapyd.get("status.json", job="monday").json()["currstate"] == "running"
    assert (set(looked_in), scrapyd.threads.count) == ({"reactor"}, 1)


def test_a_state_is_asked_of_a_named_run(scrapyd):
    assert "'job' parameter is required" in scrapyd.get("status.json").json()["message"]


def test_a_run_that_nobody_knows_has_no_state(scrapyd):
    for project in ({}, {"project": "scraper"}):
        assert scrapyd.get("status.json", job="nobody", **project).json()["currstate"] is None


def test_the_daemon_counts_what_waits_anywhere_and_works_here(scrapyd, ids):
    for name in "abcd":
        add_rows(scrapyd.engine, is_running=False, name=name)
    _running_here(scrapyd, scrapyd.queue.pop())
    scrapyd.take(node="here")  # a process from before a restart
    scrapyd.take(node="server-7")
    status = scrapyd.get("daemonstatus.json").json()
    names = ("pending", "running", "running_everywhere", "finished")
    assert {name: status[name] for name in names} == dict(zip(names, (2, 2, 3, 0), strict=True))


# --- cancel.json


def test_a_waiting_run_is_cancelled_at_once(scrapyd, ids):
    answer = scrapyd.post("cancel.json", project="scraper", job=ids.run_id)
    assert (answer.json()["prevstate"], scrapyd.run(ids.run_id).stop_reason) == ("pending", "cancelled")


def test_a_run_on_another_server_is_asked_to_end(scrapyd, ids):
    scrapyd.take(node="server-7")
    answer = scrapyd.post("cancel.json", project="scraper", job=ids.run_id)
    run = scrapyd.run(ids.run_id)
    assert (answer.json()["prevstate"], run.status) == ("running", "running")
    assert run.cancel_requested_at is not None


def test_a_process_here_is_told_at_once(scrapyd, ids):
    transport = _running_here(scrapyd, scrapyd.queue.pop())
    scrapyd.post("cancel.json", project="scraper", job=ids.run_id)
    scrapyd.post("cancel.json", project="scraper", job=ids.run_id, signal="15")
    assert transport.signals == ["INT", 15]
    assert scrapyd.run(ids.run_id).cancel_requested_at is not None


def test_what_is_over_or_unknown_is_not_cancelled(scrapyd, ids):
    for _ in range(2):
        answer = scrapyd.post("cancel.json", project="scraper", job=ids.run_id)
    unknown = scrapyd.post("cancel.json", project="scraper", job="nobody")
    assert (answer.json()["prevstate"], unknown.json()["prevstate"]) == (None, None)


# --- what holds for all of them


@pytest.mark.parametrize("service", SERVICES)
def test_no_page_of_another_site_may_read_an_answer(scrapyd, ids, service):
    ask = scrapyd.post if service in ("schedule.json", "cancel.json") else scrapyd.get
    with capturedLogs():
        answers = [ask(service, project=project, job="x") for project in ("scraper", OTHER)]
        answers += [ask(service), scrapyd.options(service)]
    assert [name for answer in answers for name in answer.headers if name.startswith("access-control")] == []


# --- Scrapyd's own, beside ours


def test_another_projects_job_is_scheduled_listed_and_cancelled_as_by_scrapyd(scrapyd, monkeypatch):
    monkeypatch.setitem(spider_list.cache, OTHER, {None: ["quotes"]})
    given = {"project": OTHER, "spider": "quotes", "jobid": "a b", "setting": "A=b", "start_urls": "x", "priority": 2}
    assert scrapyd.post("schedule.json", **given).json()["jobid"] == "a b"
    [pending] = scrapyd.get("listjobs.json", project=OTHER).json()["pending"]
    assert (pending["id"], pending["settings"], pending["args"]) == ("a b", {"A": "b"}, {"start_urls": "x"})
    assert scrapyd.get("status.json", job="a b").json()["currstate"] == "pending"
    assert scrapyd.post("cancel.json", project=OTHER, job="a b").json()["prevstate"] == "pending"
    assert scrapyd.get("listjobs.json", project=OTHER).json()["pending"] == []


def test_scrapyds_pages_show_our_runs(scrapyd, ids):
    scrapyd.runs.refresh()
    assert b"scraper" in scrapyd.get("").body
    assert str(ids.run_id).encode() in scrapyd.get("jobs").body


def test_the_log_of_a_run_is_linked(scrapyd, ids):
    message = scrapyd.queue.pop()
    environment = scrapyd.app.getComponent(IEnvironment)
    settings = environment.get_settings({**message, "_project": "scraper", "_spider": "job"})
    Path(settings["LOG_FILE"]).touch()
    _running_here(scrapyd, message)
    [running] = scrapyd.get("listjobs.json").json()["running"]
    assert running["log_url"] == f"/logs/scraper/job/{ids.run_id}.log"
