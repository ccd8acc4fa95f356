"""`scrapy runs`."""

import json

import pytest

from db.leases import start_run
from db.models import Run
from db.session import make_engine, session_scope
from tests.commands.stored import FAILED_URL
from tests.db.rows import add_rows


@pytest.fixture
def runs(migrated, stored_run):
    return lambda *argv: migrated("runs", *argv)


def test_the_list_names_runs_newest_first(runs, stored_run):
    assert [each["id"] for each in json.loads(runs("list", "--json").out)] == [str(stored_run)]


def test_the_table_shows_whole_ids(runs, stored_run):
    assert str(stored_run) in runs("list").out


def test_the_list_may_be_of_one_job(runs):
    assert len(json.loads(runs("list", "--job", "shop", "--json").out)) == 1


def test_an_unknown_job_is_not_found(runs):
    assert runs("list", "--job", "nothing").code == 3


def test_a_limit_must_be_above_zero(runs):
    assert runs("list", "--limit", "0").code == 2


def test_showing_gives_counters_and_end(runs):
    shown = json.loads(runs("show", "last", "--json").out)
    names = ("status", "stop_reason", "outcome", "pages_fetched", "items_found", "items_extracted", "credits_charged")
    assert [shown[name] for name in names] == ["completed", "no_next", "partial", 1, 2, 2, 1]


def test_showing_names_warnings_and_failed_pages(runs):
    out = runs("show", "last").out
    assert "warning: max_page: did you mean max_pages?" in out
    assert FAILED_URL in out


def test_failed_pages_are_in_the_json_too(runs):
    failed = json.loads(runs("show", "last", "--json").out)["failed_pages"]
    assert failed == [{"url": FAILED_URL, "reason": "timeout", "http_status": None}]


def test_showing_a_run_under_way_names_its_process_and_when_it_was_last_heard_of(migrated, sqlite_url):
    engine = make_engine(sqlite_url)
    ids = add_rows(engine)
    engine.dispose()
    (worker,) = json.loads(migrated("runs", "show", ids.run_id, "--json", "--user", ids.user_id).out)["workers"]
    assert worker["heartbeat_at"] < worker["lease_expires_at"]
    assert "believed alive until" in migrated("runs", "show", ids.run_id, "--user", ids.user_id).out


@pytest.mark.parametrize("run", ["nothing", "00000000-0000-0000-0000-000000000000"])
def test_an_unknown_run_is_not_found(runs, run):
    assert runs("show", run).code == 3


def test_without_runs_last_is_not_found(migrated):
    assert migrated("runs", "show", "last").code == 3


def test_a_run_that_is_over_is_not_cancelled(runs, stored_run):
    cancelled = runs("cancel", "last")
    assert (cancelled.code, cancelled.out) == (0, f"run {stored_run} is no_next\n")


@pytest.mark.parametrize(
    ("status", "said"), [("queued", "is cancelled"), ("running", "ends after the page that it is at")]
)
def test_cancelling_says_what_becomes_of_the_run(runs, sqlite_url, stored_run, status, said):
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        session.get_one(Run, stored_run).status = "queued"
        session.flush()
        if status == "running":
            start_run(session, stored_run, lease_seconds=60)
    engine.dispose()
    assert runs("cancel", str(stored_run)).out == f"run {stored_run} {said}\n"
    assert json.loads(runs("cancel", str(stored_run), "--json").out)["id"] == str(stored_run)


def test_an_unknown_run_cannot_be_cancelled(runs):
    assert runs("cancel", "00000000-0000-0000-0000-000000000000").code == 3
