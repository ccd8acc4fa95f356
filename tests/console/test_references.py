"""The rows that people name on a command line."""

from uuid import uuid4

import pytest

from db.exceptions import NotFound
from db.jobs import add_job
from db.runs import get_run
from db.session import session_scope
from db.users import local_user
from scraper.console.references import named_job, named_run, named_schema
from scraper.console.terminal import CommandError
from tests.commands.stored import store_run


@pytest.fixture
def session(engine):
    with session_scope(engine) as session:
        yield session


@pytest.fixture
def run(session):
    return get_run(session, store_run(session), user_id=local_user(session).id)


@pytest.fixture
def user_id(run):
    return run.user_id


def test_a_schema_is_named_by_name_or_id(session, user_id):
    schema = named_schema(session, "product", user_id=user_id)
    assert named_schema(session, str(schema.id), user_id=user_id) is schema


def test_a_job_is_named_by_name_or_id(session, run, user_id):
    assert named_job(session, "shop", user_id=user_id) is named_job(session, str(run.job_id), user_id=user_id)


def test_a_run_is_named_by_id_or_as_the_last_one(session, run, user_id):
    assert [named_run(session, text, user_id=user_id) for text in ("last", str(run.id))] == [run, run]


@pytest.mark.parametrize("named", [named_schema, named_job, named_run])
@pytest.mark.parametrize("text", ["nothing", str(uuid4())], ids=["name", "id"])
def test_what_is_not_there_is_not_found(session, user_id, named, text):
    with pytest.raises(NotFound):
        named(session, text, user_id=user_id)


@pytest.mark.parametrize(("named", "text"), [(named_schema, "product"), (named_job, "shop"), (named_run, "last")])
def test_what_is_someone_elses_is_not_found(session, run, named, text):
    with pytest.raises(NotFound):
        named(session, text, user_id=uuid4())


def test_a_name_that_two_jobs_have_is_refused_with_their_ids(session, user_id):
    first = named_job(session, "shop", user_id=user_id)
    schema_id = first.extractor_schema_id
    add_job(session, user_id=user_id, name="shop", target_url="https://b.example/", extractor_schema_id=schema_id)
    with pytest.raises(CommandError, match=str(first.id)):
        named_job(session, "shop", user_id=user_id)
