"""The specification's three examples (a schema, a job, a run), made with keyword arguments as it shows them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from db.models import ExtractorSchema, Run, ScrapingJob, User
from db.session import make_engine

pytestmark = pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning")


@pytest.fixture
def user_id(engine: Engine) -> UUID:
    with Session(engine) as session:
        user = User(email="ada@example.com")
        session.add(user)
        session.commit()
        return user.id


@pytest.fixture
def run_id(engine: Engine, user_id: UUID) -> UUID:
    """The three rows, stored one after the other; the id of the last one."""
    session = Session(engine)
    schema = ExtractorSchema(
        user_id=user_id,
        name="E-commerce Product Schema",
        description="Extract product information from e-commerce sites",
        schema_definition={
            "type": "object",
            "properties": {
                "title": {"type": "string"},
                "price": {"type": "number"},
                "description": {"type": "string"},
                "images": {"type": "array", "items": {"type": "string"}},
            },
            "required": ["title", "price"],
        },
    )
    session.add(schema)
    session.commit()

    job = ScrapingJob(
        user_id=user_id,
        name="Daily Product Scrape",
        target_url="https://example.com/products",
        pagination_type="next_button",
        extractor_schema_id=schema.id,
        options={"max_pages": 10, "delay_between_requests": 1.0},
        schedule_cron="0 9 * * *",
        schedule_timezone="UTC",
    )
    session.add(job)
    session.commit()

    run = Run(
        job_id=job.id,
        status="running",
        idempotency_key=str(uuid4()),
        started_at=datetime.utcnow(),  # noqa: DTZ003  # as the specification has it
    )
    session.add(run)
    session.commit()
    made = run.id
    session.close()
    return made


@pytest.fixture
def run(run_id: UUID, database_url: str):
    """The run as another process reads it."""
    engine = make_engine(database_url)
    with Session(engine) as session:
        yield session.get_one(Run, run_id)
    engine.dispose()


def test_the_run_belongs_to_the_jobs_owner(run, user_id):
    assert run.user_id == user_id


def test_the_naive_start_is_taken_as_utc(run):
    assert run.started_at.tzinfo is UTC
    assert abs(datetime.now(UTC) - run.started_at) < timedelta(minutes=1)


def test_the_defaults_of_the_run_are_filled_in(run):
    kept = (run.pages_fetched, run.items_found, run.items_extracted, run.credits_charged, run.run_metadata)
    assert kept == (0, 0, 0, 0, {})
    assert run.created_at.tzinfo is UTC


def test_the_job_reads_back_as_written(run):
    job = run.job
    kept = (job.pagination_type, job.options, job.schedule_cron, job.schedule_timezone, job.is_active)
    assert kept == ("next_button", {"max_pages": 10, "delay_between_requests": 1.0}, "0 9 * * *", "UTC", True)


def test_the_schema_reads_back_as_written_with_its_defaults(run):
    schema = run.job.extractor_schema
    assert schema.schema_definition["required"] == ["title", "price"]
    kept = (schema.version, schema.strict_validation, schema.allow_extra_fields, schema.is_public)
    assert kept == ("1.0", True, False, False)
