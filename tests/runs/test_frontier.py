"""scraper.runs.frontier: a run is taken by one process, and goes on where an earlier one left it. On both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from db.exceptions import IllegalStatusChange, NotFound
from db.frontier import FinishedPage, add_requests, commit_pages, queued_requests
from db.runs import end_run, get_run
from db.session import session_scope
from scraper.runs.counters import Counters
from scraper.runs.frontier import new_request, take_run
from tests.db.rows import Ids, add_rows, result
from tests.live import detail, job, live, visit

_PARENT = {"parent_url": visit(1).url, "parent_signature": "abc", "parent_content": "def"}
_FOUND = replace(visit(2), parent="page-1", parent_url=visit(1).url, parent_signature="abc", parent_content="def")
_DETAIL = detail(
    1,
    parent="page-1",
    parent_url=visit(1).url,
    parent_signature="abc",
    parent_content="def",
    listed={"data": {"title": "Tea"}, "extra": {"é": [1]}},
    order=2,
)


@pytest.fixture
def ids(engine: Engine) -> Ids:
    """A queued run."""
    return add_rows(engine, is_running=False)


def _live(engine, ids, options=None):
    return live(job(options, pagination_type="next_button"), database=engine, ids=(ids.run_id, ids.user_id))[0]


def _first(run):
    return lambda: run.enroll([visit(1)])


def _no_first():
    raise AssertionError("a run that goes on has no first visits")


def _interrupt(engine, ids, *pages):
    """An earlier attempt: it found two pages and a detail page, finished some of them, and was shut down."""
    run = _live(engine, ids)
    take_run(run, _first(run))
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [new_request(_FOUND), new_request(_DETAIL)])
        commit_pages(session, run.lease, pages)
        end_run(session, ids.run_id, status="queued", stop_reason="shutdown", outcome=None)


def _done(*names):
    results = tuple(result(name, position=position) for position, name in enumerate(names))
    return FinishedPage("page-1", "done", items_found=len(names) + 1, credits=1, results=results)


def test_a_new_run_begins_with_the_first_visits(engine, ids):
    run = _live(engine, ids)
    assert (take_run(run, _first(run)), run.is_claimed) == ([visit(1)], True)


def test_a_taken_run_is_running(engine, ids):
    run = _live(engine, ids)
    take_run(run, _first(run))
    with session_scope(engine) as session:
        row = get_run(session, ids.run_id, user_id=ids.user_id)
    assert (row.status, row.attempts, row.started_at is not None) == ("running", 1, True)


def test_the_first_visits_are_queued_in_the_tables(engine, ids):
    run = _live(engine, ids)
    take_run(run, _first(run))
    with session_scope(engine) as session:
        rows = queued_requests(session, ids.run_id, user_id=ids.user_id)
    assert [(row.fingerprint, row.url) for row in rows] == [("page-1", visit(1).url)]


def test_a_run_is_taken_once(engine, ids):
    run, other = _live(engine, ids), _live(engine, ids)
    take_run(run, _first(run))
    with pytest.raises(IllegalStatusChange):
        take_run(other, _first(other))
    assert not other.is_claimed


@pytest.mark.parametrize("status", ["completed", "failed"])
def test_a_run_that_has_ended_is_not_taken(engine, ids, status):
    run = _live(engine, ids)
    take_run(run, _first(run))
    with session_scope(engine) as session:
        end_run(session, ids.run_id, status=status, stop_reason="no_next", outcome="empty")
    with pytest.raises(IllegalStatusChange):
        take_run(_live(engine, ids), _no_first)


def test_a_run_that_was_removed_is_not_taken(engine, ids):
    run, _ = live(database=engine)
    with pytest.raises(NotFound):
        take_run(run, _no_first)


def test_an_interrupted_run_goes_on_with_the_visits_that_are_left_as_they_were(engine, ids):
    _interrupt(engine, ids, _done())
    assert take_run(_live(engine, ids), _no_first) == [_DETAIL, _FOUND]


def test_an_interrupted_run_that_wrote_nothing_begins_with_its_first_visit(engine, ids):
    run = _live(engine, ids)
    take_run(run, _first(run))
    with session_scope(engine) as session:
        end_run(session, ids.run_id, status="queued", stop_reason="shutdown", outcome=None)
    assert take_run(_live(engine, ids), _no_first) == [visit(1)]


def test_a_run_with_nothing_left_has_no_visits(engine, ids):
    failed = (FinishedPage(each.fingerprint, "failed", reason="timeout") for each in (_FOUND, _DETAIL))
    _interrupt(engine, ids, _done(), *failed)
    assert take_run(_live(engine, ids), _no_first) == []


def test_an_interrupted_run_counts_on(engine, ids):
    _interrupt(engine, ids, _done("a", "b"), FinishedPage("page-2", "failed", reason="timeout"))
    run = _live(engine, ids)
    take_run(run, _no_first)
    assert run.counters == Counters(
        pages_issued=2,
        pages_done=1,
        pages_failed=1,
        items_found=3,
        items_accepted=2,
        items_stored=2,
        credits_charged=1,
        visits=3,
    )


def test_an_interrupted_run_knows_its_records_and_its_pages(engine, ids):
    _interrupt(engine, ids, _done("a", "b"))
    run = _live(engine, ids)
    take_run(run, _no_first)
    assert (run.known_hashes, run.seen) == ({"a", "b"}, {"page-1", "page-2", "detail-1"})


def test_visits_that_are_found_later_come_after_those_of_earlier_attempts(engine, ids):
    _interrupt(engine, ids, _done())
    run = _live(engine, ids)
    left = take_run(run, _no_first)
    assert run.counters.visits > max(each.order for each in left)


def test_a_second_attempt_is_counted_only_when_the_first_was_no_shutdown(engine, ids):
    _interrupt(engine, ids)
    take_run(_live(engine, ids), _no_first)
    with session_scope(engine) as session:
        assert get_run(session, ids.run_id, user_id=ids.user_id).attempts == 1


def test_another_runs_rows_do_not_matter(engine, ids):
    other = add_rows(engine, name="other", is_running=False)
    _interrupt(engine, other, _done("a"))
    run = _live(engine, ids)
    assert (take_run(run, _first(run)), run.known_hashes) == ([visit(1)], set())


@pytest.mark.parametrize(
    ("of", "kwargs"),
    [
        pytest.param(visit(1), {}, id="a first page carries nothing"),
        pytest.param(_FOUND, _PARENT, id="a page found on another"),
        pytest.param(
            _DETAIL,
            {"listed": _DETAIL.listed, **_PARENT},
            id="a detail page",
        ),
        pytest.param(
            replace(_FOUND, record_xpath="./body/ul/li"),
            {"record_xpath": "./body/ul/li", **_PARENT},
            id="a page that continues a list",
        ),
    ],
)
def test_a_visit_is_stored_with_what_it_carries(of, kwargs):
    assert new_request(of).kwargs == kwargs


def test_a_visit_with_a_method_and_a_body_comes_back_as_it_was(engine, ids):
    posted = visit(1, method="POST", body='{"q": "tée"}')
    _interrupt_with(engine, ids, posted)
    assert take_run(_live(engine, ids), _no_first) == [posted]


def test_where_the_list_had_its_records_is_known_after_an_interruption(engine, ids):
    continuing = replace(visit(2), record_xpath="./body/ul/li")
    _interrupt_with(engine, ids, continuing)
    assert take_run(_live(engine, ids), _no_first) == [continuing]


def _interrupt_with(engine, ids, of):
    run = _live(engine, ids)
    take_run(run, lambda: run.enroll([of]))
    with session_scope(engine) as session:
        end_run(session, ids.run_id, status="queued", stop_reason="shutdown", outcome=None)
