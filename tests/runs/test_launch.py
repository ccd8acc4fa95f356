"""scraper.runs.launch: a bad job stops before a run exists; a run's row becomes what executes it. On both databases."""

from dataclasses import replace
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, text, update

from db.exceptions import NotFound
from db.leases import workers_of
from db.models import ExtractorSchema, Run, ScrapingJob
from db.patience import Patience
from db.queue import Limits, take_next
from db.runs import claim_run, end_run
from db.schemas import add_schema, remove_schema
from db.session import session_scope
from scraper.arguments import SpiderArguments
from scraper.config import Config
from scraper.exceptions import AlreadyStarted, InvalidSchema, JobError, UnknownPaginationType
from scraper.runs.launch import enter_run, load_run, start_run
from tests.db.rows import DEFINITION, Ids, add_rows


@pytest.fixture
def ids(engine: Engine) -> Ids:
    """A user with a schema, a job, and a queued run of it that the main server wrote by SQL: without a snapshot."""
    ids = add_rows(engine, is_running=False)
    _change(engine, Run, ids.run_id, job_snapshot=None)
    return ids


def _change(engine: Engine, model, row_id, **values) -> None:
    """Write columns past the checks of the ORM, as the main server's SQL does."""
    with session_scope(engine) as session:
        session.execute(update(model.__table__).where(model.__table__.c.id == row_id).values(**values))


def _runs(engine: Engine) -> list[tuple]:
    with session_scope(engine) as session:
        rows = session.execute(select(Run.status, Run.stop_reason, Run.outcome, Run.error_message))
        return [tuple(row) for row in rows]


def _snapshot(engine: Engine, run_id):
    with session_scope(engine) as session:
        return session.scalar(select(Run.job_snapshot).filter_by(id=run_id))


def _set_status(engine: Engine, run_id, status: str) -> None:
    with session_scope(engine) as session:
        claim_run(session, run_id)
        if status != "running":
            end_run(session, run_id, status=status, stop_reason="no_next", outcome="empty")


def test_a_started_run_is_queued_and_new(engine, ids):
    started = start_run(engine, ids.job_id)
    assert (started.status, started.is_new) == ("queued", True)


def test_a_started_run_keeps_all_that_its_execution_reads(engine, ids):
    snapshot = _snapshot(engine, start_run(engine, ids.job_id).run_id)
    assert (len(snapshot.pop("schema_hash")), snapshot) == (
        64,
        {
            "target_url": "https://example.com/",
            "pagination_type": "none",
            "options": {},
            "schema_definition": DEFINITION,
            "strict_validation": True,
            "allow_extra_fields": False,
            "field_order": ["title", "price"],
        },
    )


def test_a_job_that_is_changed_later_does_not_change_its_runs(engine, ids):
    run_id = start_run(engine, ids.job_id).run_id
    with session_scope(engine) as session:
        session.get_one(ScrapingJob, ids.job_id).target_url = "https://example.com/other"
        session.get_one(ExtractorSchema, ids.schema_id).strict_validation = False
    loaded = load_run(engine, run_id).job
    assert (loaded.target_url, loaded.is_strict) == ("https://example.com/", True)


def test_the_same_key_gives_the_same_run(engine, ids):
    first = start_run(engine, ids.job_id, idempotency_key="monday")
    again = start_run(engine, ids.job_id, idempotency_key="monday")
    assert (again.run_id, again.is_new, len(_runs(engine))) == (first.run_id, False, 2)


@pytest.mark.parametrize("status", ["running", "completed", "failed"])
def test_the_same_key_gives_the_run_as_it_is(engine, ids, status):
    first = start_run(engine, ids.job_id, idempotency_key="monday")
    _set_status(engine, first.run_id, status)
    assert start_run(engine, ids.job_id, idempotency_key="monday").status == status


def test_runs_without_a_key_are_always_new(engine, ids):
    assert start_run(engine, ids.job_id).run_id != start_run(engine, ids.job_id).run_id


def test_an_unknown_job_is_refused(engine):
    with pytest.raises(NotFound, match="scraping_jobs"):
        start_run(engine, uuid4())


def test_an_unknown_run_is_refused(engine):
    with pytest.raises(NotFound, match="runs"):
        load_run(engine, uuid4())


def test_a_job_whose_schema_was_removed_is_refused(engine, ids):
    with session_scope(engine) as session:
        remove_schema(session, ids.schema_id, user_id=ids.user_id)
    with pytest.raises(JobError, match="has no schema any more: give it one"):
        start_run(engine, ids.job_id)


def _use_schema_of_another_user(engine: Engine, ids: Ids, *, is_public: bool) -> None:
    other = add_rows(engine, name="other", is_running=False)
    with session_scope(engine) as session:
        schema = add_schema(
            session, user_id=other.user_id, name="theirs", schema_definition=DEFINITION, is_public=is_public
        )
    _change(engine, ScrapingJob, ids.job_id, extractor_schema_id=schema.id)


def test_a_private_schema_of_another_user_is_refused(engine, ids):
    _use_schema_of_another_user(engine, ids, is_public=False)
    with pytest.raises(JobError, match="another user's and not public"):
        start_run(engine, ids.job_id)


def test_a_public_schema_of_another_user_works(engine, ids):
    _use_schema_of_another_user(engine, ids, is_public=True)
    assert load_run(engine, start_run(engine, ids.job_id).run_id).user_id == ids.user_id


_BAD_JOBS = [
    pytest.param({"pagination_type": "nxt"}, UnknownPaginationType, "'nxt' is not known", id="pagination type"),
    pytest.param({"target_url": "shop.example"}, JobError, "target_url 'shop.example'", id="address"),
    pytest.param({"options": {"max_pages": "ten"}}, JobError, "options at /max_pages", id="option"),
    pytest.param({"options": {"dedupe": {"keys": ["sku"]}}}, JobError, "options at /dedupe/keys/0", id="no field"),
]


@pytest.mark.parametrize(("job", "error", "message"), _BAD_JOBS)
def test_a_bad_job_is_refused_before_a_run_exists(engine, ids, job, error, message):
    _change(engine, ScrapingJob, ids.job_id, **job)
    with pytest.raises(error, match=message):
        start_run(engine, ids.job_id)
    assert len(_runs(engine)) == 1


@pytest.mark.parametrize(("job", "error", "message"), _BAD_JOBS)
def test_a_queued_run_of_a_bad_job_is_failed_with_the_message(engine, ids, job, error, message):
    _change(engine, ScrapingJob, ids.job_id, **job)
    with pytest.raises(error, match=message) as refused:
        load_run(engine, ids.run_id)
    assert _runs(engine) == [("failed", "error", "empty", str(refused.value))]


@pytest.mark.parametrize("levels", [200, 450])
def test_a_queued_run_with_a_schema_that_is_too_deep_is_failed_with_the_message(engine, ids, levels):
    nested = '{"type":"object","properties":{"a":' * levels + "{}" + "}}" * levels
    with session_scope(engine) as session:
        session.execute(text("UPDATE extractor_schemas SET schema_definition = :definition"), {"definition": nested})
    with pytest.raises(InvalidSchema, match="flatten it"):
        load_run(engine, ids.run_id)
    assert [row[0] for row in _runs(engine)] == ["failed"]


def test_a_queued_run_of_a_job_without_a_schema_is_failed_with_the_message(engine, ids):
    _change(engine, ScrapingJob, ids.job_id, extractor_schema_id=None)
    with pytest.raises(JobError, match="has no schema any more"):
        load_run(engine, ids.run_id)
    assert [row[0] for row in _runs(engine)] == ["failed"]


@pytest.mark.parametrize("snapshot", [{}, {"target_url": "https://example.com/", "pagination_type": "none"}])
def test_a_run_whose_snapshot_lacks_its_schema_is_failed_at_once_with_the_message(engine, ids, snapshot):
    _change(engine, Run, ids.run_id, job_snapshot=snapshot)
    with session_scope(engine) as session:
        taken = take_next(session, limits=Limits(9, 9), lease_seconds=60, process="here", node="here")
    with pytest.raises(JobError, match=r"job_snapshot lacks .*: start a new run") as refused:
        load_run(engine, ids.run_id, taken.lease)
    assert _runs(engine) == [("failed", "error", "empty", str(refused.value))]


def test_a_queued_run_that_was_written_by_sql_gets_its_snapshot(engine, ids):
    loaded = load_run(engine, ids.run_id)
    assert _snapshot(engine, ids.run_id)["target_url"] == loaded.job.target_url == "https://example.com/"


def test_a_run_that_someone_else_runs_is_left_as_it_is(engine, ids):
    _set_status(engine, ids.run_id, "running")
    with pytest.raises(AlreadyStarted):
        load_run(engine, ids.run_id)
    assert (_runs(engine)[0][0], _snapshot(engine, ids.run_id)) == ("running", None)


def test_a_loaded_run_knows_whose_it_is(engine, ids):
    loaded = load_run(engine, ids.run_id)
    assert (loaded.run_id, loaded.user_id) == (ids.run_id, ids.user_id)


def test_the_spider_enters_a_new_run_of_the_job_that_is_named(engine, ids):
    entered = enter_run(engine, SpiderArguments(job_id=ids.job_id, idempotency_key="monday"), Patience(1.0), Config())
    assert (entered.run_id != ids.run_id, len(_runs(engine))) == (True, 2)


def test_a_new_run_of_the_spider_is_never_in_the_queue(engine, ids):
    """No server can take it from the process that made it; that process's lease is the one that it goes on with."""
    entered = enter_run(engine, SpiderArguments(job_id=ids.job_id), Patience(1.0), Config())
    with session_scope(engine) as session:
        limits, place = Limits(9, 9), {"process": "there", "node": "there"}
        taken = [take_next(session, limits=limits, lease_seconds=60, **place) for _ in range(2)]
        [worker] = workers_of(session, entered.run_id, user_id=entered.user_id)
    assert entered.run_id not in {each.lease.run_id for each in taken if each}
    assert (entered.lease.worker_id, entered.lease.fence) == (worker.id, worker.fence)


def test_a_process_that_has_adopted_its_lease_may_take_as_long_to_begin_as_a_start_may(engine, ids):
    with session_scope(engine) as session:
        taken = take_next(session, limits=Limits(9, 9), lease_seconds=60, process="here", node="here")
    arguments = SpiderArguments(run_id=ids.run_id, worker=taken.lease.worker_id)
    enter_run(engine, arguments, Patience(1.0), Config(lease_seconds=30.0, spawn_seconds=90.0))
    with session_scope(engine) as session:
        [worker] = workers_of(session, ids.run_id, user_id=ids.user_id)
    assert worker.lease_seconds == 90


def test_a_leased_run_is_made_once_where_the_answer_was_lost(engine, ids):
    own = {"run_id": uuid4(), "worker_id": uuid4(), "idempotency_key": "monday"}
    first, again = (start_run(engine, ids.job_id, **own) for _ in range(2))
    assert (first, first.is_new, first.lease.worker_id) == (again, True, own["worker_id"])


def test_a_key_that_made_a_run_before_gives_no_lease(engine, ids):
    first = start_run(engine, ids.job_id, idempotency_key="monday")
    assert start_run(engine, ids.job_id, idempotency_key="monday", worker_id=uuid4()) == replace(first, is_new=False)


def test_the_spider_enters_the_queued_run_that_is_named(engine, ids):
    assert enter_run(engine, SpiderArguments(run_id=ids.run_id), Patience(1.0), Config()).run_id == ids.run_id


def test_a_key_that_made_a_run_before_is_reported_and_starts_nothing(engine, ids):
    first = start_run(engine, ids.job_id, idempotency_key="monday")
    with pytest.raises(AlreadyStarted, match=f"{first.run_id} exists already and is queued"):
        enter_run(engine, SpiderArguments(job_id=ids.job_id, idempotency_key="monday"), Patience(1.0), Config())


@pytest.mark.parametrize("status", ["running", "completed", "failed"])
@pytest.mark.parametrize("target_url", ["https://example.com/", "no address any more"])
def test_a_run_that_is_not_queued_is_reported_and_not_started(engine, ids, status, target_url):
    _set_status(engine, ids.run_id, status)
    _change(engine, ScrapingJob, ids.job_id, target_url=target_url)
    with pytest.raises(AlreadyStarted, match=f"is {status}; nothing was fetched"):
        enter_run(engine, SpiderArguments(run_id=ids.run_id), Patience(1.0), Config())
    assert _runs(engine)[0][0] == status
