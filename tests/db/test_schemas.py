"""Schemas are found by their owner, public ones by everyone; only the owner changes them."""

import pytest
from sqlalchemy import Engine

from db.exceptions import InvalidValue, NotFound
from db.models import ScrapingJob
from db.schemas import add_schema, find_schema, get_schema, list_schemas, remove_schema
from db.session import session_scope
from tests.db.rows import DEFINITION, Ids, add_rows


@pytest.fixture
def ids(engine: Engine) -> Ids:
    return add_rows(engine)


@pytest.fixture
def other(engine: Engine) -> Ids:
    return add_rows(engine, name="other")


def add(session, user_id, name="shared", **values):
    return add_schema(session, user_id=user_id, name=name, schema_definition=DEFINITION, **values)


def test_a_private_schema_of_someone_else_is_not_there(engine, ids, other):
    with pytest.raises(NotFound), session_scope(engine) as session:
        get_schema(session, ids.schema_id, user_id=other.user_id)


def test_a_public_schema_is_there_for_everyone(engine, ids, other):
    with session_scope(engine) as session:
        shared = add(session, ids.user_id, is_public=True)
        assert get_schema(session, shared.id, user_id=other.user_id) is shared


def test_a_public_schema_can_be_removed_by_its_owner_alone(engine, ids, other):
    with session_scope(engine) as session:
        shared = add(session, ids.user_id, is_public=True)
        with pytest.raises(NotFound):
            remove_schema(session, shared.id, user_id=other.user_id)


def test_a_removed_schema_leaves_its_job_without_one(engine, ids):
    with session_scope(engine) as session:
        remove_schema(session, ids.schema_id, user_id=ids.user_id)
    with session_scope(engine) as session:
        assert session.get_one(ScrapingJob, ids.job_id).extractor_schema_id is None


def test_without_a_version_the_newest_is_found(engine, ids):
    with session_scope(engine) as session:
        newer = add(session, ids.user_id, name="shop", version="2.0")
        assert find_schema(session, user_id=ids.user_id, name="shop") is newer


def test_with_a_version_that_one_is_found(engine, ids):
    with session_scope(engine) as session:
        add(session, ids.user_id, name="shop", version="2.0")
        assert find_schema(session, user_id=ids.user_id, name="shop", version="1.0").id == ids.schema_id


def test_a_name_that_is_not_there_finds_nothing(engine, ids):
    with session_scope(engine) as session:
        assert find_schema(session, user_id=ids.user_id, name="nothing") is None


def test_only_own_schemas_are_listed(engine, ids, other):
    with session_scope(engine) as session:
        add(session, other.user_id, is_public=True)
        assert [schema.id for schema in list_schemas(session, user_id=ids.user_id)] == [ids.schema_id]


def test_a_definition_that_cannot_work_is_refused_with_the_place(engine, ids):
    definition = {"type": "object", "properties": {"a": {"$ref": "https://example.com/a.json"}}}
    with pytest.raises(InvalidValue) as caught, session_scope(engine) as session:
        add_schema(session, user_id=ids.user_id, name="remote", schema_definition=definition)
    assert caught.value.pointer == "/properties/a/$ref"
