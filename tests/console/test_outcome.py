"""scraper.console.outcome: what a run came to, at a terminal."""

import pytest

from db.runs import end_run
from db.session import session_scope
from scraper.console.outcome import print_outcome
from tests.commands.stored import store_run
from tests.db.rows import add_rows


@pytest.fixture
def printed(engine, capsys, monkeypatch):
    """What is printed of a run."""
    monkeypatch.setenv("COLUMNS", "100")

    def show(run_id, limit=10):
        print_outcome(engine, run_id, limit=limit)
        return capsys.readouterr().out

    return show


@pytest.fixture
def run_id(engine):
    with session_scope(engine) as session:
        return store_run(session)


@pytest.mark.parametrize(
    "line",
    [
        "Tea",
        "0.91",
        "completed, partial",
        "no_next",
        "2 stored of 2 found",
        "max_page: did you mean max_pages?",
    ],
)
def test_records_counters_and_the_end_are_shown(printed, run_id, line):
    assert line in printed(run_id)


def test_records_beyond_the_limit_are_counted(printed, run_id):
    assert f"… and 1 more: scrapy results {run_id}" in printed(run_id, limit=1)


def test_all_records_shown_are_not_counted_again(printed, run_id):
    assert "more: scrapy results" not in printed(run_id)


def test_a_run_without_records_shows_its_error(engine, printed):
    ids = add_rows(engine)
    with session_scope(engine) as session:
        message = "shop.example refused the connection"
        end_run(session, ids.run_id, status="failed", stop_reason="error", outcome="empty", error_message=message)
    assert "shop.example refused the connection" in printed(ids.run_id)


def test_what_a_page_says_does_not_reach_the_terminal_as_commands(printed, run_id):
    assert "\x1b[31m" not in printed(run_id)
