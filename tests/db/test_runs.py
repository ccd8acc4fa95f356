"""A key makes one run, one claimant gets it, and it ends once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select

from db.exceptions import IllegalStatusChange, NotFound
from db.frontier import add_requests, commit_pages, finished_requests
from db.models import Run
from db.runs import claim_run, create_run, end_run, get_run, list_runs, owner_of, recount
from db.session import session_scope
from tests.db.rows import Ids, add_rows, page, request

RACERS = 32
KEYS = 10


@pytest.fixture
def ids(engine: Engine) -> Ids:
    return add_rows(engine)


@pytest.fixture
def queued(engine: Engine) -> Ids:
    return add_rows(engine, is_running=False)


def make(engine: Engine, ids: Ids, key: str | None = None) -> tuple[object, bool]:
    with session_scope(engine) as session:
        run, is_new = create_run(session, job_id=ids.job_id, user_id=ids.user_id, snapshot={}, idempotency_key=key)
        return run.id, is_new


def end(engine: Engine, run_id: object, status: str = "completed", **values: object) -> Run:
    given = {"stop_reason": "no_next", "outcome": "complete", **values}
    with session_scope(engine) as session:
        return end_run(session, run_id, status=status, **given)


def test_a_new_run_is_queued_with_its_snapshot_and_metadata(engine, ids):
    with session_scope(engine) as session:
        run, is_new = create_run(
            session, job_id=ids.job_id, user_id=ids.user_id, snapshot={"target_url": "u"}, metadata={"by": "cron"}
        )
        kept = (is_new, run.status, run.attempts, run.job_snapshot, run.run_metadata)
        assert kept == (True, "queued", 0, {"target_url": "u"}, {"by": "cron"})


def test_a_key_that_exists_gives_the_run_that_it_made(engine, ids):
    first, _ = make(engine, ids, "key")
    assert make(engine, ids, "key") == (first, False)


def test_the_same_key_of_another_job_makes_another_run(engine, ids):
    make(engine, ids, "key")
    assert make(engine, add_rows(engine, name="other"), "key")[1]


def test_without_a_key_every_call_makes_a_run(engine, ids):
    assert make(engine, ids)[0] != make(engine, ids)[0]


def test_racers_for_a_key_get_one_run_between_them(engine, ids):
    keys = [f"key-{number}" for number in range(KEYS) for _ in range(RACERS)]
    with ThreadPoolExecutor(RACERS) as pool:
        made = list(pool.map(lambda key: (key, *make(engine, ids, key)), keys))
    assert sum(is_new for _, _, is_new in made) == KEYS
    assert len({(key, run_id) for key, run_id, _ in made}) == KEYS


def test_a_run_of_someone_elses_job_cannot_be_made(engine, ids):
    other = add_rows(engine, name="other")
    with pytest.raises(NotFound, match="scraping_jobs"), session_scope(engine) as session:
        create_run(session, job_id=ids.job_id, user_id=other.user_id, snapshot={})


def test_a_claimed_run_is_running_since_now(engine, queued):
    with session_scope(engine) as session:
        run = claim_run(session, queued.run_id)
        assert (run.status, run.attempts, run.started_at is not None) == ("running", 1, True)


def test_one_of_many_claimants_gets_the_run(engine, queued):
    def claim(_: int) -> bool:
        try:
            with session_scope(engine) as session:
                claim_run(session, queued.run_id)
        except IllegalStatusChange:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(16))) == 1


def test_a_running_run_cannot_be_claimed(engine, ids):
    with pytest.raises(IllegalStatusChange) as caught, session_scope(engine) as session:
        claim_run(session, ids.run_id)
    assert (caught.value.old, caught.value.new) == ("running", "running")


def test_an_unknown_run_cannot_be_claimed(engine):
    with pytest.raises(NotFound), session_scope(engine) as session:
        claim_run(session, uuid4())


def test_a_second_claim_keeps_the_first_start(engine, ids):
    with session_scope(engine) as session:
        first = get_run(session, ids.run_id, user_id=ids.user_id).started_at
    end(engine, ids.run_id, "queued", stop_reason="shutdown", outcome=None)
    with session_scope(engine) as session:
        assert claim_run(session, ids.run_id).started_at == first


def test_a_shutdown_does_not_count_as_an_attempt(engine, ids):
    run = end(engine, ids.run_id, "queued", stop_reason="shutdown", outcome=None)
    assert (run.status, run.attempts, run.finished_at) == ("queued", 0, None)


def test_a_completed_run_keeps_why_in_columns_and_metadata(engine, ids):
    run = end(engine, ids.run_id, metadata={"coverage": {"share": 1}})
    assert (run.status, run.stop_reason, run.outcome) == ("completed", "no_next", "complete")
    assert run.run_metadata == {"coverage": {"share": 1}, "stop_reason": "no_next", "outcome": "complete"}
    assert run.finished_at is not None


def test_a_failed_run_keeps_its_error(engine, ids):
    run = end(engine, ids.run_id, "failed", stop_reason="error", outcome="empty", error_message="no route to host")
    assert (run.status, run.error_message) == ("failed", "no route to host")


def test_a_run_with_records_of_an_earlier_attempt_does_not_end_empty(engine, ids):
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(1)])
        commit_pages(session, ids.lease, [page(1, "a")])
    run = end(engine, ids.run_id, stop_reason="cancelled", outcome="empty")
    assert (run.outcome, run.run_metadata["outcome"]) == ("partial", "partial")


def test_requests_never_made_are_skipped_for_the_reason_of_the_end(engine, ids):
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(1), request(2)])
        commit_pages(session, ids.lease, [page(1, "a")])
    end(engine, ids.run_id, stop_reason="max_pages", outcome="partial")
    with session_scope(engine) as session:
        rows = finished_requests(session, ids.run_id, user_id=ids.user_id)
        assert [(row.state, row.reason) for row in rows] == [("done", None), ("skipped", "max_pages")]


def test_requests_stay_queued_when_the_run_goes_back_to_the_queue(engine, ids):
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(1)])
    end(engine, ids.run_id, "queued", stop_reason="shutdown", outcome=None)
    with session_scope(engine) as session:
        assert finished_requests(session, ids.run_id, user_id=ids.user_id) == []


@pytest.mark.parametrize("status", ["completed", "failed", "queued"])
def test_a_run_ends_once(engine, ids, status):
    end(engine, ids.run_id)
    with pytest.raises(IllegalStatusChange):
        end(engine, ids.run_id, status)


def test_a_queued_run_is_not_queued_again(engine, queued):
    with pytest.raises(IllegalStatusChange):
        end(engine, queued.run_id, "queued")
    assert end(engine, queued.run_id, "failed").status == "failed"


def test_many_ends_at_once_leave_one(engine, ids):
    def try_end(number: int) -> bool:
        try:
            end(engine, ids.run_id, ("completed", "failed")[number % 2], stop_reason=f"reason-{number}")
        except IllegalStatusChange:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(try_end, range(8))) == 1


def test_a_run_of_someone_else_is_not_there(engine, ids):
    other = add_rows(engine, name="other")
    with pytest.raises(NotFound), session_scope(engine) as session:
        get_run(session, ids.run_id, user_id=other.user_id)


def test_runs_are_listed_newest_first_in_pages(engine, ids):
    made = [ids.run_id, *(make(engine, ids)[0] for _ in range(4))][::-1]
    with session_scope(engine) as session:
        first = [run.id for run in list_runs(session, user_id=ids.user_id, limit=3)]
        rest = [run.id for run in list_runs(session, user_id=ids.user_id, limit=3, before=first[-1])]
        assert first + rest == made


def test_runs_are_listed_per_job_and_user(engine, ids):
    other = add_rows(engine, name="other")
    with session_scope(engine) as session:
        assert [run.id for run in list_runs(session, user_id=ids.user_id, job_id=ids.job_id)] == [ids.run_id]
        assert list_runs(session, user_id=ids.user_id, job_id=other.job_id) == []


def test_the_operators_side_finds_the_owner(engine, ids):
    with session_scope(engine) as session:
        assert owner_of(session, ids.run_id) == ids.user_id


def test_an_unknown_run_has_no_owner(engine):
    with pytest.raises(NotFound), session_scope(engine) as session:
        owner_of(session, uuid4())


def test_a_run_without_rows_counts_nothing(engine, ids):
    with session_scope(engine) as session:
        assert recount(session, ids.run_id).pages_fetched == 0
        assert session.scalar(select(func.count()).select_from(Run)) == 1


def test_a_run_that_is_asked_for_again_by_its_id_is_made_once(engine):
    ids, run_id = add_rows(engine), uuid4()
    made = []
    for _ in range(2):
        with session_scope(engine) as session:
            run, is_new = create_run(session, job_id=ids.job_id, user_id=ids.user_id, snapshot={}, run_id=run_id)
            made.append((run.id, is_new))
    assert made == [(run_id, True), (run_id, True)]
