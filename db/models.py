"""The tables and their invariants (docs/data_model.md). No queries. Values are checked at flush.

Tables are made by the migrations, which also add the triggers that fill `user_id` for rows written by plain SQL.
"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Connection,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    UniqueConstraint,
    event,
    false,
    func,
    inspect,
    select,
    text,
    true,
)
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, QueryableAttribute, mapped_column, relationship

from db.options import canonical_options
from db.types import FractionColumn, JsonColumn, TextColumn, UtcDateTime, as_utc, utc_now
from db.validation import check_schema_definition, check_target_url, check_timezone

RUN_STATUSES = ("queued", "running", "completed", "failed")
OUTCOMES = ("complete", "partial", "empty")
REQUEST_KINDS = ("page", "detail")
REQUEST_STATES = ("queued", "claimed", "done", "failed", "skipped")
# Why a request was charged ("records") or free; docs/credits.md says what each means.
CHARGE_REASONS = (
    "records",
    "repeats_parent",
    "records_on_own_pages",
    "no_record",
    "no_valid_record",
    "beyond_max_items",
    "not_read",
)
RESERVATION_STATES = ("asked", "open", "settling", "settled")
EXPORT_FORMATS = ("csv", "json", "excel", "jsonl", "parquet")
EXPORT_STATUSES = ("processing", "completed", "failed")


class Base(DeclarativeBase):
    """The tables of this package; constraint names follow one pattern, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


@event.listens_for(Base, "attribute_instrument", propagate=True)
def _keep_datetimes_aware(cls: type[Base], key: str, attribute: QueryableAttribute[Any]) -> None:
    """A naive datetime that is assigned is aware at once, not only after it was read back."""
    columns = getattr(attribute.property, "columns", ())
    if columns and isinstance(columns[0].type, UtcDateTime):
        event.listen(attribute, "set", lambda _, value, *__: value and as_utc(value), retval=True)


def _one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(value) for value in values)})", name=column)


def _json_object(column: str, max_bytes: int, kind: str = "object") -> CheckConstraint:
    """PostgreSQL's cheap second look at what comes by SQL; `max_bytes` is of JSONB's own, spaced text."""
    condition = f"jsonb_typeof({column}) = '{kind}' AND octet_length({column}::text) <= {max_bytes}"
    return CheckConstraint(condition, name=column).ddl_if(dialect="postgresql")


def _user_id_is_filled() -> CheckConstraint:
    """Nullable only for SQLite, whose triggers fill the column after the INSERT."""
    return CheckConstraint("user_id IS NOT NULL", name="user_id").ddl_if(dialect="postgresql")


def _json(column: str, *, is_required: bool = True) -> Any:
    kind = MutableDict.as_mutable(JsonColumn(column))
    if not is_required:
        return mapped_column(column, kind)
    return mapped_column(column, kind, default=dict, server_default=text("'{}'"), nullable=False)


def _counter() -> Any:
    return mapped_column(BigInteger, default=0, server_default=text("0"))


def _created_at() -> Any:
    return mapped_column(UtcDateTime, default=utc_now, server_default=func.current_timestamp())


def _updated_at() -> Any:
    return mapped_column(UtcDateTime, default=utc_now, onupdate=utc_now, server_default=func.current_timestamp())


class User(Base):
    """A row of the main server's users; only the columns of the standalone table are known here."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str | None] = mapped_column(TextColumn("email", 320))
    created_at: Mapped[datetime | None] = _created_at()


class ExtractorSchema(Base):
    """What to extract: a JSON Schema and its flags."""

    __tablename__ = "extractor_schemas"
    __table_args__ = (
        UniqueConstraint("user_id", "name", "version"),
        _json_object("schema_definition", 131_072),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(TextColumn("name", 255))
    description: Mapped[str | None] = mapped_column(TextColumn("description"))
    version: Mapped[str] = mapped_column(TextColumn("version", 50), default="1.0", server_default=text("'1.0'"))
    schema_definition: Mapped[dict[str, Any]] = mapped_column(
        MutableDict.as_mutable(JsonColumn("schema_definition")), nullable=False
    )
    strict_validation: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    allow_extra_fields: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    is_public: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    created_at: Mapped[datetime] = _created_at()
    updated_at: Mapped[datetime] = _updated_at()
    field_order: Mapped[list[str] | None] = mapped_column(JsonColumn("field_order"))
    """The properties in their author's order, which JSONB does not keep; None for a row that came by SQL."""


class ScrapingJob(Base):
    """What to scrape, how to page, how often. Without a schema (it was removed) the job cannot start."""

    __tablename__ = "scraping_jobs"
    __table_args__ = (UniqueConstraint("id", "user_id"), _json_object("options", 16_777_216))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(TextColumn("name", 255))
    description: Mapped[str | None] = mapped_column(TextColumn("description"))
    target_url: Mapped[str] = mapped_column(TextColumn("target_url"))
    pagination_type: Mapped[str | None] = mapped_column(
        TextColumn("pagination_type", 50), default="none", server_default=text("'none'")
    )
    extractor_schema_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("extractor_schemas.id", ondelete="SET NULL"), index=True
    )
    options: Mapped[dict[str, Any]] = _json("options")
    schedule_cron: Mapped[str | None] = mapped_column(TextColumn("schedule_cron", 100))
    schedule_timezone: Mapped[str] = mapped_column(
        TextColumn("schedule_timezone", 64), default="UTC", server_default=text("'UTC'")
    )
    is_active: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    created_at: Mapped[datetime] = _created_at()
    updated_at: Mapped[datetime] = _updated_at()

    extractor_schema: Mapped[ExtractorSchema | None] = relationship()


class Run(Base):
    """One execution of a job. `job_snapshot` is all that the execution reads of the job."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("job_id", "idempotency_key"),
        UniqueConstraint("id", "user_id"),
        ForeignKeyConstraint(["job_id", "user_id"], ["scraping_jobs.id", "scraping_jobs.user_id"], ondelete="CASCADE"),
        Index(None, "user_id", "created_at"),
        Index(None, "job_id", "created_at"),
        _one_of("status", RUN_STATUSES),
        _one_of("outcome", OUTCOMES),
        CheckConstraint(
            "pages_fetched >= 0 AND items_found >= 0 AND items_extracted >= 0 AND credits_charged >= 0", name="counters"
        ),
        CheckConstraint("attempts >= 0", name="attempts"),
        _json_object("metadata", 1_048_576),
        _json_object("job_snapshot", 33_554_432),
        _user_id_is_filled(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    job_id: Mapped[UUID] = mapped_column(ForeignKey("scraping_jobs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(nullable=True)
    status: Mapped[str] = mapped_column(TextColumn("status", 20), default="queued", server_default=text("'queued'"))
    pages_fetched: Mapped[int] = _counter()
    items_found: Mapped[int] = _counter()
    items_extracted: Mapped[int] = _counter()
    credits_charged: Mapped[int] = _counter()
    idempotency_key: Mapped[str | None] = mapped_column(TextColumn("idempotency_key", 255))
    run_metadata: Mapped[dict[str, Any]] = _json("metadata")
    error_message: Mapped[str | None] = mapped_column(TextColumn("error_message"))
    created_at: Mapped[datetime] = _created_at()
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    job_snapshot: Mapped[dict[str, Any] | None] = _json("job_snapshot", is_required=False)
    stop_reason: Mapped[str | None] = mapped_column(TextColumn("stop_reason", 50))
    outcome: Mapped[str | None] = mapped_column(TextColumn("outcome", 20))
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    cancel_requested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fence: Mapped[int] = _counter()
    """The newest fence that a worker of the run was given."""

    job: Mapped[ScrapingJob] = relationship(foreign_keys=[job_id])


class RunRequest(Base):
    """A request of a run: the frontier, the receipt and the list of failures in one."""

    __tablename__ = "run_requests"
    __table_args__ = (
        UniqueConstraint("run_id", "fingerprint"),
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        Index(None, "run_id", "state"),
        _one_of("kind", REQUEST_KINDS),
        _one_of("state", REQUEST_STATES),
        _one_of("charge", CHARGE_REASONS),
        CheckConstraint("items_found >= 0 AND items_extracted >= 0 AND credits >= 0", name="counters"),
        _json_object("kwargs", 16_777_216),
        _user_id_is_filled(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(nullable=True)
    fingerprint: Mapped[str] = mapped_column(TextColumn("fingerprint", 64))
    url: Mapped[str] = mapped_column(TextColumn("url"))
    method: Mapped[str] = mapped_column(TextColumn("method", 10), default="GET", server_default=text("'GET'"))
    body: Mapped[str | None] = mapped_column(TextColumn("body"))
    kwargs: Mapped[dict[str, Any]] = _json("kwargs")
    kind: Mapped[str] = mapped_column(TextColumn("kind", 20), default="page", server_default=text("'page'"))
    depth: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    page_number: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))
    position: Mapped[int] = _counter()
    state: Mapped[str] = mapped_column(TextColumn("state", 20), default="queued", server_default=text("'queued'"))
    reason: Mapped[str | None] = mapped_column(TextColumn("reason"))
    http_status: Mapped[int | None] = mapped_column(Integer)
    renderer: Mapped[str | None] = mapped_column(TextColumn("renderer", 20))
    items_found: Mapped[int] = _counter()
    items_extracted: Mapped[int] = _counter()
    credits: Mapped[int] = _counter()
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    parent: Mapped[str | None] = mapped_column(TextColumn("parent", 64))
    created_at: Mapped[datetime] = _created_at()
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    content: Mapped[str | None] = mapped_column(TextColumn("content", 64))
    worker_id: Mapped[UUID | None] = mapped_column()
    """Who claimed it last; the worker's row may be gone."""
    charge: Mapped[str | None] = mapped_column(TextColumn("charge", 30))
    """Why `credits` is what it is; None for what was never fetched."""
    usage: Mapped[dict[str, int] | None] = mapped_column(JsonColumn("usage"))
    """What the policy made `credits` of, such as {"http_pages": 1}; None for a free page."""


class RunWorker(Base):
    """A process that works on a run, and how long it is believed to be alive. What has ended has no row."""

    __tablename__ = "run_workers"
    __table_args__ = (
        UniqueConstraint("run_id", "name"),
        UniqueConstraint("run_id", "fence"),
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        CheckConstraint("fence > 0", name="fence"),
        _json_object("progress", 1_048_576),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column()
    name: Mapped[str] = mapped_column(TextColumn("name", 100))
    fence: Mapped[int] = mapped_column(BigInteger)
    process: Mapped[str] = mapped_column(TextColumn("process", 255))
    started_at: Mapped[datetime] = _created_at()
    heartbeat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    progress: Mapped[dict[str, Any]] = _json("progress")


class CreditReservation(Base):
    """A block of credits that a run has reserved at the gateway (docs/credits.md): asked, open, settling, settled."""

    __tablename__ = "credit_reservations"
    __table_args__ = (
        UniqueConstraint("run_id", "block_no"),
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        Index(None, "state"),
        _one_of("state", RESERVATION_STATES),
        CheckConstraint("block_no > 0 AND asked > 0", name="asked"),
        CheckConstraint("used >= 0 AND used <= granted AND granted <= asked", name="used"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column()
    block_no: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(TextColumn("state", 20), default="asked", server_default=text("'asked'"))
    asked: Mapped[int] = mapped_column(BigInteger)
    granted: Mapped[int] = _counter()
    used: Mapped[int] = _counter()
    created_at: Mapped[datetime] = _created_at()
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Result(Base):
    """A stored record, with the evidence for each of its values."""

    __tablename__ = "results"
    __table_args__ = (
        UniqueConstraint("run_id", "content_hash"),
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        CheckConstraint("confidence_score >= 0 AND confidence_score <= 1", name="confidence_score"),
        _json_object("data", 16_777_216),
        _user_id_is_filled(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(nullable=True)
    data: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(JsonColumn("data")), nullable=False)
    source_url: Mapped[str] = mapped_column(TextColumn("source_url"))
    content_hash: Mapped[str] = mapped_column(TextColumn("content_hash", 64))
    confidence_score: Mapped[float | None] = mapped_column(FractionColumn("confidence_score"))
    created_at: Mapped[datetime] = _created_at()
    record_url: Mapped[str | None] = mapped_column(TextColumn("record_url"))
    hash_version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))
    evidence: Mapped[dict[str, Any]] = _json("evidence")
    violations: Mapped[list[Any]] = mapped_column(
        MutableList.as_mutable(JsonColumn("violations")), default=list, server_default=text("'[]'"), nullable=False
    )
    position: Mapped[int] = _counter()
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("run_requests.id", ondelete="SET NULL"), index=True)

    run: Mapped[Run] = relationship(foreign_keys=[run_id])


class Export(Base):
    """The results of a run as a file."""

    __tablename__ = "exports"
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        _one_of("format", EXPORT_FORMATS),
        _one_of("status", EXPORT_STATUSES),
        _user_id_is_filled(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True, nullable=True)
    format: Mapped[str] = mapped_column(TextColumn("format", 20))
    status: Mapped[str] = mapped_column(
        TextColumn("status", 20), default="processing", server_default=text("'processing'")
    )
    download_url: Mapped[str | None] = mapped_column(TextColumn("download_url"))
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = _created_at()

    run: Mapped[Run] = relationship(foreign_keys=[run_id])


class Wrapper(Base):
    """What runs learnt of one site template for one schema: selectors, sample pages, and how well they do."""

    __tablename__ = "wrappers"
    __table_args__ = (
        UniqueConstraint("user_id", "schema_hash", "site", "signature"),
        CheckConstraint("pages >= 0", name="pages"),
        _json_object("selectors", 1_048_576),
        _json_object("samples", 1_048_576, "array"),
        _json_object("health", 131_072),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    schema_hash: Mapped[str] = mapped_column(TextColumn("schema_hash", 64))
    site: Mapped[str] = mapped_column(TextColumn("site", 255))
    signature: Mapped[str] = mapped_column(TextColumn("signature", 64))
    selectors: Mapped[dict[str, Any]] = _json("selectors")
    samples: Mapped[list[Any]] = mapped_column(
        MutableList.as_mutable(JsonColumn("samples")), default=list, server_default=text("'[]'"), nullable=False
    )
    health: Mapped[dict[str, Any]] = _json("health")
    pages: Mapped[int] = _counter()
    created_at: Mapped[datetime] = _created_at()
    updated_at: Mapped[datetime] = _updated_at()


def _fill_user_id(_: Mapper[Any], connection: Connection, target: Any) -> None:
    """The owner of the parent row, where none was given; a missing parent is left to the foreign key."""
    if target.user_id is not None:
        return
    if isinstance(target, Run):
        parent = select(ScrapingJob.user_id).where(ScrapingJob.id == target.job_id)
    else:
        parent = select(Run.user_id).where(Run.id == target.run_id)
    target.user_id = connection.scalar(parent)


def _check_schema(_: Mapper[Any], __: Connection, schema: ExtractorSchema) -> None:
    if inspect(schema).attrs.schema_definition.history.has_changes():
        check_schema_definition(schema.schema_definition)
        schema.field_order = list(schema.schema_definition["properties"])


def _check_job(_: Mapper[Any], __: Connection, job: ScrapingJob) -> None:
    """Raise InvalidValue for what cannot be run; the pagination type is known in `scraper` and checked there."""
    attributes = inspect(job).attrs
    if attributes.options.history.has_changes() and job.options is not None:
        canonical_options(job.options)
    if not inspect(job).persistent or attributes.target_url.history.has_changes():
        check_target_url(job.target_url)
    if attributes.schedule_timezone.history.has_changes() and job.schedule_timezone is not None:
        check_timezone(job.schedule_timezone)


for _model in (Run, RunRequest, Result, Export):
    event.listen(_model, "before_insert", _fill_user_id)
for _event in ("before_insert", "before_update"):
    event.listen(ExtractorSchema, _event, _check_schema)
    event.listen(ScrapingJob, _event, _check_job)
