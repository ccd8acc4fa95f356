"""Jobs are found by their owner alone and use only schemas that the owner may use."""

from uuid import uuid4

import pytest
from sqlalchemy import Engine, update

from db.exceptions import InvalidValue, NotFound
from db.jobs import add_job, get_job, list_jobs, owner_of, remove_job
from db.models import ScrapingJob
from db.models.jobs import MIN_INTERVAL_KEY
from db.schemas import add_schema
from db.session import session_scope
from tests.db.rows import DEFINITION, Ids, add_rows, count_rows


@pytest.fixture
def ids(engine: Engine) -> Ids:
    return add_rows(engine)


@pytest.fixture
def other(engine: Engine) -> Ids:
    return add_rows(engine, name="other")


def add(session, user_id, schema_id, **values):
    given = {"name": "new", "target_url": "https://example.com/", **values}
    return add_job(session, user_id=user_id, extractor_schema_id=schema_id, **given)


def test_a_new_job_has_the_defaults(engine, ids):
    with session_scope(engine) as session:
        job = add(session, ids.user_id, ids.schema_id)
        kept = (job.pagination_type, job.options, job.schedule_timezone, job.is_active)
        assert kept == ("none", {}, "UTC", True)


def test_a_job_may_not_use_a_private_schema_of_someone_else(engine, ids, other):
    with pytest.raises(NotFound, match="extractor_schemas"), session_scope(engine) as session:
        add(session, ids.user_id, other.schema_id)


def test_a_job_may_use_a_public_schema_of_someone_else(engine, ids, other):
    with session_scope(engine) as session:
        shared = add_schema(session, user_id=other.user_id, name="shared", schema_definition=DEFINITION, is_public=True)
        assert add(session, ids.user_id, shared.id).extractor_schema_id == shared.id


def test_a_job_with_a_bad_address_is_refused(engine, ids):
    with pytest.raises(InvalidValue, match="target_url"), session_scope(engine) as session:
        add(session, ids.user_id, ids.schema_id, target_url="example.com")


def test_a_job_with_bad_options_is_refused_with_the_place(engine, ids):
    with pytest.raises(InvalidValue) as caught, session_scope(engine) as session:
        add(session, ids.user_id, ids.schema_id, options={"dedupe": {"scope": "always"}})
    assert (caught.value.column, caught.value.pointer) == ("options", "/dedupe/scope")


def test_unknown_options_are_stored_as_they_were_written(engine, ids):
    with session_scope(engine) as session:
        assert add(session, ids.user_id, ids.schema_id, options={"max_page": 3}).options == {"max_page": 3}


def test_a_job_of_someone_else_is_not_there(engine, ids, other):
    with pytest.raises(NotFound), session_scope(engine) as session:
        get_job(session, ids.job_id, user_id=other.user_id)


def test_a_job_of_someone_else_cannot_be_removed(engine, ids, other):
    with pytest.raises(NotFound), session_scope(engine) as session:
        remove_job(session, ids.job_id, user_id=other.user_id)


def test_a_removed_job_takes_its_runs_along(engine, ids):
    with session_scope(engine) as session:
        remove_job(session, ids.job_id, user_id=ids.user_id)
        assert (count_rows(session)["scraping_jobs"], count_rows(session)["runs"]) == (0, 0)


def test_jobs_are_listed_by_name(engine, ids, other):
    with session_scope(engine) as session:
        add(session, ids.user_id, ids.schema_id, name="a shop")
        assert [job.name for job in list_jobs(session, user_id=ids.user_id)] == ["a shop", "shop"]


def test_the_operators_side_finds_the_owner(engine, ids):
    with session_scope(engine) as session:
        assert owner_of(session, ids.job_id) == ids.user_id


def test_an_unknown_job_has_no_owner(engine):
    with pytest.raises(NotFound), session_scope(engine) as session:
        owner_of(session, uuid4())


def test_a_job_with_a_bad_schedule_is_refused_with_what_to_write(engine, ids):
    with pytest.raises(InvalidValue, match=r"write \*/5 \* \* \* \*"), session_scope(engine) as session:
        add(session, ids.user_id, ids.schema_id, schedule_cron="* * * * *")


def test_a_schedule_is_checked_when_it_is_changed_and_only_then(engine, ids):
    with session_scope(engine) as session:
        session.execute(update(ScrapingJob.__table__).values(schedule_cron="* * * * *"))
        get_job(session, ids.job_id, user_id=ids.user_id).name = "renamed"
        session.flush()
        session.expire_all()
        get_job(session, ids.job_id, user_id=ids.user_id).schedule_cron = "0 0 30 2 *"
        with pytest.raises(InvalidValue, match="never fires"):
            session.flush()


def test_a_session_may_allow_shorter_intervals(engine, ids):
    with session_scope(engine) as session:
        session.info[MIN_INTERVAL_KEY] = 60
        assert add(session, ids.user_id, ids.schema_id, schedule_cron="* * * * *").schedule_cron == "* * * * *"
