"""The facts of a run's quality are counted alike on both databases."""

import pytest
from sqlalchemy import Engine

from db.exceptions import NotFound
from db.frontier import FinishedPage, add_requests, commit_pages
from db.jobs import get_job
from db.leases import start_run
from db.quality import quality_facts
from db.runs import create_run, end_run
from db.session import session_scope
from tests.db.rows import add_rows, page, request, result

RECORDS = (
    {"title": "a", "price": 1, "tags": ["x"], 'odd "name"': "y", "0": False, "spec": {"a": 1}},
    {"title": "", "price": 0, "tags": [], 'odd "name"': None, "0": True, "spec": {}},
    {"title": "[]", "price": None, "0": "0"},
)
FILLED = {"title": 2, "price": 2, "tags": 1, 'odd "name"': 1, "0": 3, "spec": 1}


@pytest.fixture
def run(engine: Engine):
    """A running run with three records, on two pages of which one failed."""
    ids = add_rows(engine)
    results = [result(str(number), data=data, position=number) for number, data in enumerate(RECORDS)]
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(1), request(2), request(3)])
        done = page(1, results=results, items_found=3)
        commit_pages(session, ids.lease, [done, FinishedPage("page-2", "failed", reason="timeout")])
    return ids


def facts_of(engine, ids):
    with session_scope(engine, is_read_only=True) as session:
        return quality_facts(session, ids.run_id, user_id=ids.user_id)


def earlier(engine, ids, items, *, status="completed", stop_reason="no_next"):
    """An ended run of the same job with so many records."""
    with session_scope(engine) as session:
        job = get_job(session, ids.job_id, user_id=ids.user_id)
        run, _ = create_run(session, job_id=job.id, user_id=job.user_id, snapshot={})
        lease = start_run(session, run.id, lease_seconds=60)
        add_requests(session, run.id, [request(1)])
        commit_pages(session, lease, [page(1, *map(str, range(items)))])
        end_run(session, run.id, status=status, stop_reason=stop_reason, outcome="complete")


def test_records_and_pages_are_counted(engine, run):
    facts = facts_of(engine, run)
    assert (facts.items, facts.pages_done, facts.pages_failed) == (3, 1, 1)


def test_a_field_is_filled_by_a_value_that_is_neither_null_nor_empty(engine, run):
    assert facts_of(engine, run).filled == FILLED


def test_the_run_before_is_the_newest_completed_one_of_the_job(engine, run):
    for items in (5, 7):
        earlier(engine, run, items)
    earlier(engine, add_rows(engine, name="other"), 9)
    assert facts_of(engine, run).last_items == 7


@pytest.mark.parametrize(
    "end",
    [
        pytest.param({"status": "failed", "stop_reason": "quality"}, id="failed"),
        pytest.param({"stop_reason": "cancelled"}, id="cancelled"),
        pytest.param({"status": "queued", "stop_reason": "shutdown"}, id="queued again"),
    ],
)
def test_a_run_that_was_not_carried_through_is_nothing_to_compare_with(engine, run, end):
    earlier(engine, run, 5)
    earlier(engine, run, 7, **end)
    assert facts_of(engine, run).last_items == 5


def test_without_a_run_before_there_is_nothing_to_compare_with(engine, run):
    assert facts_of(engine, run).last_items is None


def test_a_run_without_anything_has_facts_too(engine):
    facts = facts_of(engine, add_rows(engine))
    assert (facts.items, facts.filled, facts.pages_done, facts.pages_failed) == (0, {}, 0, 0)


def test_another_users_run_is_not_there(engine, run):
    other = add_rows(engine, name="other")
    with session_scope(engine) as session, pytest.raises(NotFound):
        quality_facts(session, run.run_id, user_id=other.user_id)
