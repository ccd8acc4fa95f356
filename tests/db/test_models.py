"""The invariants of the tables hold whoever writes: the ORM or plain SQL."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, delete, inspect, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from db.exceptions import InvalidValue
from db.frontier import add_requests, commit_pages
from db.models import (
    CreditReservation,
    Export,
    ExtractorSchema,
    Result,
    Run,
    RunRequest,
    ScheduleFire,
    ScrapingJob,
    User,
    Wrapper,
)
from db.session import make_engine, session_scope
from db.types import utc_now
from tests.db.rows import Ids, add_rows, count_rows, page, request

NOTHING = {"users": 0, "extractor_schemas": 0, "scraping_jobs": 0, "runs": 0, "run_requests": 0, "results": 0}
NOTHING |= {
    "exports": 0,
    "wrappers": 0,
    "run_workers": 0,
    "credit_reservations": 0,
    "schedule_fires": 0,
    "host_turns": 0,
}


@pytest.fixture
def ids(engine: Engine) -> Ids:
    """One row in every table."""
    made = add_rows(engine)
    with session_scope(engine) as session:
        add_requests(session, made.run_id, [request(1)])
        commit_pages(session, made.lease, [page(1, "a")])
        session.add(Export(run_id=made.run_id, format="csv"))
        session.add(CreditReservation(run_id=made.run_id, user_id=made.user_id, block_no=1, asked=10))
        session.add(Wrapper(user_id=made.user_id, schema_hash="0" * 64, site="a.example", signature="s"))
        fire = {"fire_at": utc_now(), "outcome": "started", "run_id": made.run_id}
        session.add(ScheduleFire(job_id=made.job_id, user_id=made.user_id, **fire))
    return made


def execute(engine: Engine, statement: str, **values: object) -> None:
    """Plain SQL, as the main server would write it; ids in the form that the database keeps."""
    is_postgresql = engine.dialect.name == "postgresql"
    kept = {k: (str(v) if is_postgresql else v.hex) if isinstance(v, UUID) else v for k, v in values.items()}
    with engine.begin() as connection:
        connection.execute(text(statement), kept)


RAW_INSERTS = {
    "runs": "INSERT INTO runs (id, job_id) VALUES (:id, :job_id)",
    "results": "INSERT INTO results (id, run_id, data, source_url, content_hash) VALUES (:id, :run_id, '{}', 'u', 'h')",
    "run_requests": "INSERT INTO run_requests (id, run_id, fingerprint, url) VALUES (:id, :run_id, 'f', 'u')",
    "exports": "INSERT INTO exports (id, run_id, format) VALUES (:id, :run_id, 'csv')",
}
MODELS = {"runs": Run, "results": Result, "run_requests": RunRequest, "exports": Export}


def raw_insert(engine: Engine, table: str, job_id: UUID, run_id: UUID) -> UUID:
    row_id = uuid4()
    values = {"job_id": job_id} if table == "runs" else {"run_id": run_id}
    execute(engine, RAW_INSERTS[table], id=row_id, **values)
    return row_id


@pytest.mark.parametrize("table", RAW_INSERTS)
def test_plain_sql_needs_to_give_no_owner(engine, ids, table):
    row_id = raw_insert(engine, table, ids.job_id, ids.run_id)
    with session_scope(engine) as session:
        assert session.get_one(MODELS[table], row_id).user_id == ids.user_id


@pytest.mark.parametrize("table", RAW_INSERTS)
def test_plain_sql_cannot_hang_a_row_on_nothing(engine, ids, table):
    with pytest.raises(IntegrityError):
        raw_insert(engine, table, uuid4(), uuid4())


@pytest.mark.parametrize("table", RAW_INSERTS)
def test_no_row_can_be_given_to_another_owner(engine, ids, table):
    other = add_rows(engine, name="other")
    with pytest.raises(IntegrityError):
        execute(engine, f"UPDATE {table} SET user_id = :user_id", user_id=other.user_id)


@pytest.mark.parametrize("table", RAW_INSERTS)
def test_no_row_can_lose_its_owner(engine, ids, table):
    with pytest.raises(DatabaseError):
        execute(engine, f"UPDATE {table} SET user_id = NULL")


@pytest.mark.parametrize("model", [Result, RunRequest, Export])
def test_a_row_of_another_users_run_cannot_be_made(engine, ids, model):
    other = add_rows(engine, name="other")
    values = {
        Result: {"data": {}, "source_url": "u", "content_hash": "h"},
        RunRequest: {"fingerprint": "f", "url": "u"},
        Export: {"format": "csv"},
    }[model]
    with pytest.raises(IntegrityError), session_scope(engine) as session:
        session.add(model(run_id=ids.run_id, user_id=other.user_id, **values))


def test_the_orm_fills_in_the_owner_of_every_row(engine, ids):
    with session_scope(engine) as session:
        rows = [session.scalars(select(model)).one() for model in (Run, Result, RunRequest, Export)]
        assert {row.user_id for row in rows} == {ids.user_id}


def test_an_export_without_an_owner_gets_the_runs(engine, ids):
    with session_scope(engine) as session:
        session.add(Export(run_id=ids.run_id, format="json"))
        session.flush()
        assert set(session.scalars(select(Export.user_id))) == {ids.user_id}


@pytest.mark.parametrize("by", ["orm", "sql"])
def test_removing_a_user_removes_all_that_is_theirs(engine, ids, by):
    with session_scope(engine) as session:
        if by == "orm":
            session.delete(session.get_one(User, ids.user_id))
        else:
            session.execute(delete(User))
    with session_scope(engine) as session:
        assert count_rows(session) == NOTHING


@pytest.mark.parametrize("by", ["orm", "sql"])
def test_removing_a_job_removes_its_runs_and_what_hangs_on_them(engine, ids, by):
    with session_scope(engine) as session:
        if by == "orm":
            session.delete(session.get_one(ScrapingJob, ids.job_id))
        else:
            session.execute(delete(ScrapingJob))
    with session_scope(engine) as session:
        assert count_rows(session) == {**NOTHING, "users": 1, "extractor_schemas": 1, "wrappers": 1}


@pytest.mark.parametrize("by", ["orm", "sql"])
def test_removing_a_schema_leaves_its_jobs_without_one(engine, ids, by):
    before = {**dict.fromkeys(NOTHING, 1), "extractor_schemas": 0, "host_turns": 0}
    with session_scope(engine) as session:
        if by == "orm":
            session.delete(session.get_one(ExtractorSchema, ids.schema_id))
        else:
            session.execute(delete(ExtractorSchema))
    with session_scope(engine) as session:
        assert session.get_one(ScrapingJob, ids.job_id).extractor_schema_id is None
        assert count_rows(session) == before


def test_removing_a_request_keeps_its_results(engine, ids):
    with session_scope(engine) as session:
        session.execute(delete(RunRequest))
        assert session.scalars(select(Result.request_id)).all() == [None]


@pytest.mark.parametrize(
    ("model", "column", "value"),
    [
        (Run, "status", "paused"),
        (Run, "outcome", "good"),
        (Run, "pages_fetched", -1),
        (Run, "credits_charged", -1),
        (Run, "attempts", -1),
        (RunRequest, "state", "lost"),
        (RunRequest, "kind", "robot"),
        (RunRequest, "credits", -1),
        (Export, "format", "xml"),
        (Export, "status", "done"),
    ],
)
def test_a_value_outside_its_range_is_refused(engine, ids, model, column, value):
    with pytest.raises(IntegrityError), session_scope(engine) as session:
        session.execute(update(model).values({column: value}))


@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_a_confidence_outside_0_to_1_is_refused(engine, ids, value):
    with pytest.raises(InvalidValue, match="confidence_score"), session_scope(engine) as session:
        session.execute(update(Result).values(confidence_score=value))


def test_a_confidence_outside_0_to_1_is_refused_from_plain_sql(engine, ids):
    with pytest.raises(IntegrityError):
        execute(engine, "UPDATE results SET confidence_score = 1.1")


def test_counters_hold_more_than_32_bits(engine, ids):
    with session_scope(engine) as session:
        session.execute(update(Run).values(credits_charged=2**62))
        assert session.scalar(select(Run.credits_charged)) == 2**62


def test_a_name_and_version_stand_once_per_user(engine, ids):
    definition = {"type": "object", "properties": {"a": {}}}
    with pytest.raises(IntegrityError), session_scope(engine) as session:
        session.add(ExtractorSchema(user_id=ids.user_id, name="shop", schema_definition=definition))


def test_runs_without_a_key_may_be_many(engine, ids):
    with session_scope(engine) as session:
        session.add_all([Run(job_id=ids.job_id), Run(job_id=ids.job_id)])


def test_a_key_stands_once_per_job(engine, ids):
    with pytest.raises(IntegrityError), session_scope(engine) as session:
        session.add_all([Run(job_id=ids.job_id, idempotency_key="k"), Run(job_id=ids.job_id, idempotency_key="k")])


def test_a_change_inside_a_json_column_is_stored(engine, ids):
    with session_scope(engine) as session:
        run = session.get_one(Run, ids.run_id)
        run.run_metadata["coverage"] = {"promised": 240}
    with session_scope(engine) as session:
        assert session.get_one(Run, ids.run_id).run_metadata == {"coverage": {"promised": 240}}


def test_a_naive_datetime_is_aware_as_soon_as_it_is_assigned(engine, ids):
    with Session(engine) as session:
        run = session.get_one(Run, ids.run_id)
        run.finished_at = datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001
        assert run.finished_at == datetime(2026, 1, 2, 3, 4, tzinfo=UTC)


def test_other_zones_are_kept_as_utc(engine, ids):
    with session_scope(engine) as session:
        zone = timezone(timedelta(hours=5))
        session.get_one(Run, ids.run_id).finished_at = datetime(2026, 1, 2, 3, 4, tzinfo=zone)
    with session_scope(engine) as session:
        assert session.get_one(Run, ids.run_id).finished_at.isoformat() == "2026-01-01T22:04:00+00:00"


def test_a_time_that_plain_sql_filled_in_reads_as_utc(engine, ids):
    row_id = raw_insert(engine, "runs", ids.job_id, ids.run_id)
    with session_scope(engine) as session:
        assert abs(session.get_one(Run, row_id).created_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_updated_at_moves_with_a_change(engine, ids):
    with session_scope(engine) as session:
        job = session.get_one(ScrapingJob, ids.job_id)
        before = job.updated_at
        job.description = "changed"
        session.flush()
        assert job.updated_at > before


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("target_url", "ftp://example.com"),
        ("options", {"max_pages": "ten"}),
        ("schedule_timezone", "Mars/Olympus"),
        ("name", "n" * 256),
        ("description", "nul\x00"),
    ],
)
def test_a_job_is_checked_when_it_changes(engine, ids, column, value):
    with pytest.raises(InvalidValue, match=column), session_scope(engine) as session:
        setattr(session.get_one(ScrapingJob, ids.job_id), column, value)


def test_a_change_inside_the_options_is_checked(engine, ids):
    with session_scope(engine) as session:
        job = session.get_one(ScrapingJob, ids.job_id)
        job.options["max_pages"] = 0
        with pytest.raises(InvalidValue, match="/max_pages"):
            session.flush()
        session.rollback()


def test_a_schema_is_checked_when_it_changes(engine, ids):
    with pytest.raises(InvalidValue, match="/type"), session_scope(engine) as session:
        session.get_one(ExtractorSchema, ids.schema_id).schema_definition = {"type": "array"}


@pytest.mark.postgres
@pytest.mark.parametrize(
    "table_column", ["extractor_schemas.schema_definition", "scraping_jobs.options", "runs.metadata"]
)
def test_postgresql_refuses_json_that_is_no_object_from_plain_sql(postgres_url, table_column):
    engine = make_engine(postgres_url)
    add_rows(engine)
    table, column = table_column.split(".")
    with pytest.raises(IntegrityError):
        execute(engine, f"UPDATE {table} SET {column} = '[]'")
    engine.dispose()


def test_every_foreign_key_has_an_index_that_starts_with_it(engine):
    inspector = inspect(engine)
    missing = []
    for table in NOTHING:
        led = [index["column_names"] for index in inspector.get_indexes(table)]
        led += [unique["column_names"] for unique in inspector.get_unique_constraints(table)]
        led.append(inspector.get_pk_constraint(table)["constrained_columns"])
        for key in inspector.get_foreign_keys(table):
            first = key["constrained_columns"][0]
            if not any(columns[0] == first for columns in led):
                missing.append((table, first))
    assert missing == []
