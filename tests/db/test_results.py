"""Results come back in the order of the site, in pages and as a stream, to their owner alone."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from db.exceptions import NotFound
from db.frontier import add_requests, commit_pages
from db.models import Result
from db.results import ResultFilter, iter_results, known_hashes, list_results
from db.session import session_scope
from tests.db.rows import Ids, add_rows, page, request

ORDER = ["by-sql", "a", "b", "c", "d", "e"]


@pytest.fixture
def ids(engine: Engine) -> Ids:
    """Six results; the pages were committed in another order than the site has them, one row came by plain SQL."""
    made = add_rows(engine)
    with session_scope(engine) as session:
        requests = [
            request(1, position=0),
            request(2, position=1),
            request(3, page_number=2, position=3),
            request(4, page_number=2, position=2),
        ]
        add_requests(session, made.run_id, requests)
        commit_pages(session, made.lease, [page(3, "e"), page(2, "c"), page(4, "d")])
        commit_pages(session, made.lease, [page(1, "a", "b")])
        session.add(Result(run_id=made.run_id, data={}, source_url="u", content_hash="by-sql"))
    return made


def hashes(results) -> list[str]:
    return [result.content_hash for result in results]


def test_results_come_in_the_order_of_the_site(engine, ids):
    with session_scope(engine) as session:
        assert hashes(list_results(session, ids.run_id, user_id=ids.user_id)) == ORDER


@pytest.mark.parametrize("limit", [1, 2, 5, 6, 7])
def test_pages_of_results_leave_none_out_and_none_twice(engine, ids, limit):
    found, after = [], None
    with session_scope(engine) as session:
        while block := list_results(session, ids.run_id, user_id=ids.user_id, after=after, limit=limit):
            found += hashes(block)
            after = block[-1].id
    assert found == ORDER


def test_a_stream_has_the_same_order(engine, ids):
    with session_scope(engine, is_read_only=True) as session:
        assert hashes(iter_results(session, ids.run_id, user_id=ids.user_id)) == ORDER


def test_a_place_that_is_no_result_of_the_run_is_refused(engine, ids):
    with pytest.raises(NotFound, match="results"), session_scope(engine) as session:
        list_results(session, ids.run_id, user_id=ids.user_id, after=uuid4())


def test_known_hashes_are_those_stored(engine, ids):
    with session_scope(engine) as session:
        assert known_hashes(session, ids.run_id, user_id=ids.user_id) == set(ORDER)


@pytest.mark.parametrize("read", [known_hashes, list_results, iter_results])
def test_others_see_nothing(engine, ids, read):
    other = add_rows(engine, name="other")
    with session_scope(engine) as session:
        assert list(read(session, ids.run_id, user_id=other.user_id)) == []


def test_a_result_keeps_all_that_was_given(engine, ids):
    with session_scope(engine) as session:
        stored = list_results(session, ids.run_id, user_id=ids.user_id)[1]
        kept = (stored.data, stored.record_url, stored.confidence_score, stored.evidence["title"]["path"])
        assert kept == ({"title": "a"}, "https://example.com/item/a", 0.9, "/h1")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param({"min_confidence": 0.9}, ["sure"], id="at least so sure"),
        pytest.param({"fields": ("price",)}, ["doubtful"], id="with a field"),
        pytest.param({"fields": ("a.b",)}, ["doubtful"], id="with a field whose name is a path elsewhere"),
        pytest.param({"fields": ("tags",)}, ["sure"], id="with a field that holds an array"),
        pytest.param({"fields": ("note",)}, [], id="not with a field that is null"),
        pytest.param({"fields": ("title", "price")}, ["doubtful"], id="with all of the fields"),
        pytest.param({"since": datetime(2026, 11, 23, tzinfo=UTC)}, ["doubtful"], id="stored then or later"),
    ],
)
def test_results_are_filtered(engine, wanted, found):
    made = add_rows(engine)
    values = {"run_id": made.run_id, "source_url": "u"}
    sure = {"title": "Tea", "note": None, "tags": ["hot"]}
    doubtful = {"title": "Mud", "price": 0, "a.b": False}
    days = [datetime(2026, 11, day, tzinfo=UTC) for day in (22, 23)]
    with session_scope(engine) as session:
        session.add(Result(**values, data=sure, content_hash="sure", confidence_score=0.9, created_at=days[0]))
        session.add(Result(**values, data=doubtful, content_hash="doubtful", confidence_score=0.3, created_at=days[1]))
        session.add(Result(**values, data={}, content_hash="by-sql", created_at=days[0]))
    with session_scope(engine) as session:
        kept = list_results(session, made.run_id, user_id=made.user_id, wanted=ResultFilter(**wanted))
        assert hashes(kept) == found
