"""Pages are committed whole, once, and in batches; the counters follow."""

from threading import Thread

import pytest
from sqlalchemy import Engine, delete, event, select

from db.exceptions import InvalidValue, NotFound, RunLost
from db.frontier import FinishedPage, add_requests, commit_pages, finished_requests, queued_requests
from db.models import Result, Run, RunRequest
from db.runs import RunTotals, end_run, recount
from db.session import session_scope
from tests.db.rows import add_rows, counters_of, page, request, result


@pytest.fixture
def run(engine: Engine):
    """A running run with the requests of three pages."""
    ids = add_rows(engine)
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(1), request(2), request(3)])
    return ids


def commit(engine: Engine, run, *pages: FinishedPage) -> RunTotals:
    with session_scope(engine) as session:
        return commit_pages(session, run.lease, pages)


def test_a_committed_page_reports_what_it_added(engine, run):
    assert commit(engine, run, page(1, "a", "b")) == RunTotals(1, 2, 2, 1)


def test_the_counters_of_the_run_grow_by_what_was_committed(engine, run):
    commit(engine, run, page(1, "a", "b"), page(2, "c"))
    with session_scope(engine) as session:
        assert counters_of(session, run.run_id) == (2, 3, 3, 2)


def test_a_replayed_page_adds_nothing(engine, run):
    commit(engine, run, page(1, "a", "b"))
    assert commit(engine, run, page(1, "a", "b", "late")) == RunTotals()


def test_a_replayed_page_stores_nothing(engine, run):
    commit(engine, run, page(1, "a"))
    commit(engine, run, page(1, "late", next_requests=[request(9)]))
    with session_scope(engine) as session:
        assert session.scalars(select(Result.content_hash)).all() == ["a"]


def test_a_page_twice_in_one_batch_counts_once(engine, run):
    assert commit(engine, run, page(1, "a"), page(1, "a")) == RunTotals(1, 1, 1, 1)


def test_a_record_that_the_run_has_is_found_but_not_extracted_again(engine, run):
    commit(engine, run, page(1, "a"))
    assert commit(engine, run, page(2, "a", "b")) == RunTotals(1, 2, 1, 1)


def test_a_record_twice_in_one_batch_is_extracted_once(engine, run):
    assert commit(engine, run, page(1, "a", "a"), page(2, "a")) == RunTotals(2, 3, 1, 2)


def test_a_failed_page_is_not_fetched_and_keeps_its_reason(engine, run):
    failed = FinishedPage("page-1", "failed", reason="timed out after 3 tries")
    assert commit(engine, run, failed) == RunTotals()
    with session_scope(engine) as session:
        assert finished_requests(session, run.run_id, user_id=run.user_id)[0].reason == "timed out after 3 tries"


def test_the_counters_always_equal_what_can_be_counted_in_the_tables(engine, run):
    commit(engine, run, page(1, "a", "b", next_requests=[request(4), request(2)]))
    commit(engine, run, page(2, "b", "c"), FinishedPage("page-3", "failed", reason="404", http_status=404))
    commit(engine, run, page(4, "d"), page(2, "x"))
    with session_scope(engine) as session:
        counted = recount(session, run.run_id)
        assert counters_of(session, run.run_id) == (3, 5, 4, 3)
        assert counted == RunTotals(3, 5, 4, 3)


def test_the_request_row_is_the_receipt(engine, run):
    commit(engine, run, page(1, "a", "b"))
    with session_scope(engine) as session:
        row = finished_requests(session, run.run_id, user_id=run.user_id)[0]
        kept = (row.state, row.http_status, row.renderer, row.items_found, row.items_extracted, row.credits)
        assert kept == ("done", 200, "http", 2, 2, 1)


def test_new_requests_are_queued_with_the_page_that_found_them(engine, run):
    commit(engine, run, page(1, next_requests=[request(4, parent="page-1", kwargs={"list": {"price": 3}})]))
    with session_scope(engine) as session:
        queued = queued_requests(session, run.run_id, user_id=run.user_id)
        assert [row.fingerprint for row in queued] == ["page-2", "page-3", "page-4"]
        assert (queued[-1].parent, queued[-1].kwargs) == ("page-1", {"list": {"price": 3}})


def test_a_page_and_the_page_that_it_led_to_may_come_in_one_batch(engine, run):
    assert commit(engine, run, page(1, "a", next_requests=[request(4)]), page(4, "b")) == RunTotals(2, 2, 2, 2)


def test_a_known_request_is_not_queued_again(engine, run):
    with session_scope(engine) as session:
        assert add_requests(session, run.run_id, [request(1), request(4), request(4)]) == 1


def test_a_rollback_takes_back_the_whole_page(engine, run):
    with session_scope(engine) as session:
        commit_pages(session, run.lease, [page(1, "a", next_requests=[request(9)])])
        session.rollback()
    with session_scope(engine) as session:
        assert counters_of(session, run.run_id) == (0, 0, 0, 0)
        assert len(queued_requests(session, run.run_id, user_id=run.user_id)) == 3


def test_a_page_of_a_run_that_has_ended_is_refused(engine, run):
    with session_scope(engine) as session:
        end_run(session, run.run_id, status="completed", stop_reason="cancelled", outcome="partial")
    with pytest.raises(RunLost):
        commit(engine, run, page(1, "a"))


def test_a_page_of_a_run_that_was_removed_is_refused(engine, run):
    with session_scope(engine) as session:
        session.execute(delete(Run).where(Run.id == run.run_id))
    with pytest.raises(NotFound, match="runs"):
        commit(engine, run, page(1, "a"))


def test_a_page_whose_request_was_never_added_is_refused(engine, run):
    with pytest.raises(NotFound, match="page-99"):
        commit(engine, run, page(99, "a"))


def test_requests_of_an_unknown_run_are_refused(engine, run):
    with pytest.raises(NotFound), session_scope(engine) as session:
        add_requests(session, run.user_id, [request(1)])


def test_text_that_the_databases_keep_differently_is_refused_in_batches_too(engine, run):
    bad = page(1, results=[result("a", data={"title": "nul\x00"})])
    with pytest.raises(InvalidValue, match="data at /title"):
        commit(engine, run, bad)


def test_requests_of_others_are_not_shown(engine, run):
    other = add_rows(engine, name="other")
    with session_scope(engine) as session:
        assert queued_requests(session, run.run_id, user_id=other.user_id) == []


def test_ten_thousand_results_take_few_statements(engine, run):
    statements: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *a: statements.append(a[2]))
    big = page(1, *(f"r{number}" for number in range(10_000)))
    assert commit(engine, run, big).items_extracted == 10_000
    assert len(statements) <= 40


def test_writers_of_one_run_do_not_lose_each_others_counts(engine, run):
    with session_scope(engine) as session:
        add_requests(session, run.run_id, [request(number) for number in range(10, 50)])

    def write(first: int) -> None:
        for number in range(first, first + 10):
            commit(engine, run, page(number, f"r{number}", "shared"))

    threads = [Thread(target=write, args=(first,)) for first in (10, 20, 30, 40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with session_scope(engine) as session:
        assert recount(session, run.run_id) == RunTotals(40, 80, 41, 40)
        assert counters_of(session, run.run_id) == (40, 80, 41, 40)


def test_a_state_that_is_no_end_cannot_be_built():
    with pytest.raises(ValueError, match="queued"):
        FinishedPage("page-1", "queued")


def test_finished_requests_leave_out_those_still_to_be_made(engine, run):
    commit(engine, run, page(2))
    with session_scope(engine) as session:
        assert [row.fingerprint for row in finished_requests(session, run.run_id, user_id=run.user_id)] == ["page-2"]
        assert session.scalar(select(RunRequest.attempts).filter_by(fingerprint="page-2")) == 1
