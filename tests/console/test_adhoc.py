"""scraper.console.adhoc: a schema and a job for a URL and some field names."""

import pytest
from sqlalchemy import select

from db.jobs import list_jobs
from db.models import ExtractorSchema, User
from db.schemas import list_schemas
from db.session import session_scope
from scraper.console.adhoc import FIELD_TYPES, job_for, schema_of_fields
from scraper.exceptions import InvalidSchema
from tests.live import job

_URL = "https://shop.example:8080/list"


@pytest.fixture
def session(engine):
    with session_scope(engine) as session:
        yield session


@pytest.fixture
def user_id(session):
    user = User(email="me@example.com")
    session.add(user)
    session.flush()
    return user.id


def _job(session, user_id, **changes):
    given = {
        "url": _URL,
        "definition": schema_of_fields(["title"]),
        "pagination_type": "none",
        "options": {"max_pages": 2},
    }
    return job_for(session, user_id=user_id, **(given | changes))


@pytest.mark.parametrize(
    ("field", "spec"),
    [
        pytest.param("title", {"type": "string"}, id="a name alone is text"),
        pytest.param("title:", {"type": "string"}, id="an empty type is text"),
        pytest.param("title:number", {"type": "number"}, id="a type"),
        pytest.param("title:date", {"type": "string", "format": "date"}, id="a format"),
        pytest.param("title:[]", {"type": "array", "items": {"type": "string"}}, id="several texts"),
        pytest.param("title:url[]", {"type": "array", "items": {"type": "string", "format": "uri"}}, id="several"),
    ],
)
def test_a_field_becomes_a_property(field, spec):
    assert schema_of_fields([field]) == {"type": "object", "properties": {"title": spec}}


def test_fields_keep_their_order():
    assert list(schema_of_fields(["b", "a:number", "c"])["properties"]) == ["b", "a", "c"]


@pytest.mark.parametrize("kind", sorted(FIELD_TYPES))
def test_a_job_can_be_run_with_every_type(kind):
    made = job(schema_definition=schema_of_fields([f"one:{kind}", f"many:{kind}[]"]))
    assert [(field.name, field.is_array) for field in made.schema.fields] == [("one", False), ("many", True)]


@pytest.mark.parametrize(
    ("fields", "pointer", "cure"),
    [
        pytest.param(["price:money"], "/properties/price", "none of: string, number", id="an unknown type"),
        pytest.param(["title", "title:number"], "/properties/title", "a name of its own", id="a name twice"),
        pytest.param([":number"], "/properties/", "a name of its own", id="no name"),
    ],
)
def test_a_field_that_cannot_be_is_refused(fields, pointer, cure):
    with pytest.raises(InvalidSchema, match=cure) as refused:
        schema_of_fields(fields)
    assert refused.value.pointer == pointer


def test_a_job_is_made_with_its_schema(session, user_id):
    made = _job(session, user_id)
    [schema] = list_schemas(session, user_id=user_id)
    assert (made.target_url, made.pagination_type, made.options, made.extractor_schema_id, made.name) == (
        _URL,
        "none",
        {"max_pages": 2},
        schema.id,
        "scrape shop.example:8080",
    )
    assert schema.schema_definition == schema_of_fields(["title"])


def test_the_same_question_again_is_the_same_job(session, user_id):
    assert _job(session, user_id).id == _job(session, user_id).id


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"url": f"{_URL}?page=2"}, id="another URL"),
        pytest.param({"definition": schema_of_fields(["title", "price"])}, id="other fields"),
        pytest.param({"pagination_type": "next_button"}, id="another pagination"),
        pytest.param({"options": {"max_pages": 3}}, id="other options"),
    ],
)
def test_another_question_is_another_job(session, user_id, change):
    assert _job(session, user_id).id != _job(session, user_id, **change).id
    assert len(list_jobs(session, user_id=user_id)) == 2


def test_jobs_on_one_site_share_the_schema_of_the_same_fields(session, user_id):
    _job(session, user_id)
    _job(session, user_id, url=f"{_URL}?page=2")
    assert len(list_schemas(session, user_id=user_id)) == 1


def test_another_users_job_is_not_taken(session, user_id):
    other = User(email="other@example.com")
    session.add(other)
    session.flush()
    assert _job(session, user_id).id != _job(session, other.id).id
    assert len(session.scalars(select(ExtractorSchema)).all()) == 2


def test_a_long_host_still_has_a_name(session, user_id):
    host = ".".join(["a" * 60] * 4)
    assert len(_job(session, user_id, url=f"https://{host}/").name) <= 255
