"""Executions of jobs: runs, their requests, the workers on them and the credits reserved for them."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Connection,
    Double,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    UniqueConstraint,
    event,
    select,
    text,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from db.models.base import (
    Base,
    counter,
    created_at_column,
    json_column,
    json_object,
    one_of,
    user_id_is_filled,
)
from db.models.jobs import ScrapingJob
from db.types import JsonColumn, TextColumn, UtcDateTime

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
_QUEUED, _RUNNING = text("status = 'queued'"), text("status = 'running'")


class Run(Base):
    """One execution of a job. `job_snapshot` is all that the execution reads of the job."""

    __tablename__ = "runs"
    __table_args__ = (
        UniqueConstraint("job_id", "idempotency_key"),
        UniqueConstraint("id", "user_id"),
        ForeignKeyConstraint(["job_id", "user_id"], ["scraping_jobs.id", "scraping_jobs.user_id"], ondelete="CASCADE"),
        Index(None, "user_id", "created_at"),
        Index(None, "job_id", "created_at"),
        Index("uq_runs_scrapyd_job_id", "scrapyd_job_id", unique=True),
        Index(
            "ix_runs_queue", text("priority DESC"), "created_at", "id", postgresql_where=_QUEUED, sqlite_where=_QUEUED
        ),
        Index(None, "job_id", "user_id", postgresql_where=_RUNNING, sqlite_where=_RUNNING),
        Index(None, "finished_at"),
        one_of("status", RUN_STATUSES),
        one_of("outcome", OUTCOMES),
        CheckConstraint(
            "pages_fetched >= 0 AND items_found >= 0 AND items_extracted >= 0 AND credits_charged >= 0", name="counters"
        ),
        CheckConstraint("attempts >= 0", name="attempts"),
        json_object("metadata", 1_048_576),
        json_object("job_snapshot", 33_554_432),
        user_id_is_filled(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    job_id: Mapped[UUID] = mapped_column(ForeignKey("scraping_jobs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(nullable=True)
    status: Mapped[str] = mapped_column(TextColumn("status", 20), default="queued", server_default=text("'queued'"))
    pages_fetched: Mapped[int] = counter()
    items_found: Mapped[int] = counter()
    items_extracted: Mapped[int] = counter()
    credits_charged: Mapped[int] = counter()
    idempotency_key: Mapped[str | None] = mapped_column(TextColumn("idempotency_key", 255))
    run_metadata: Mapped[dict[str, Any]] = json_column("metadata")
    error_message: Mapped[str | None] = mapped_column(TextColumn("error_message"))
    created_at: Mapped[datetime] = created_at_column()
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    job_snapshot: Mapped[dict[str, Any] | None] = json_column("job_snapshot", is_required=False)
    stop_reason: Mapped[str | None] = mapped_column(TextColumn("stop_reason", 50))
    outcome: Mapped[str | None] = mapped_column(TextColumn("outcome", 20))
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    cancel_requested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fence: Mapped[int] = counter()
    """The newest fence that a worker of the run was given."""
    priority: Mapped[float] = mapped_column(Double, default=0.0, server_default=text("0"))
    """Of queued runs the highest is taken first."""
    not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """A queued run is taken from here on; None: at once."""
    failed_starts: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    """How many processes in a row were started for the run and did not begin."""
    scrapyd_job_id: Mapped[str | None] = mapped_column(TextColumn("scrapyd_job_id", 255))
    """What Scrapyd's services call the run; None: its id."""

    job: Mapped[ScrapingJob] = relationship(foreign_keys=[job_id])


class RunRequest(Base):
    """A request of a run: the frontier, the receipt and the list of failures in one."""

    __tablename__ = "run_requests"
    __table_args__ = (
        UniqueConstraint("run_id", "fingerprint"),
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        Index(None, "run_id", "state"),
        one_of("kind", REQUEST_KINDS),
        one_of("state", REQUEST_STATES),
        one_of("charge", CHARGE_REASONS),
        CheckConstraint("items_found >= 0 AND items_extracted >= 0 AND credits >= 0", name="counters"),
        json_object("kwargs", 16_777_216),
        user_id_is_filled(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(nullable=True)
    fingerprint: Mapped[str] = mapped_column(TextColumn("fingerprint", 64))
    url: Mapped[str] = mapped_column(TextColumn("url"))
    method: Mapped[str] = mapped_column(TextColumn("method", 10), default="GET", server_default=text("'GET'"))
    body: Mapped[str | None] = mapped_column(TextColumn("body"))
    kwargs: Mapped[dict[str, Any]] = json_column("kwargs")
    kind: Mapped[str] = mapped_column(TextColumn("kind", 20), default="page", server_default=text("'page'"))
    depth: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    page_number: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))
    position: Mapped[int] = counter()
    state: Mapped[str] = mapped_column(TextColumn("state", 20), default="queued", server_default=text("'queued'"))
    reason: Mapped[str | None] = mapped_column(TextColumn("reason"))
    http_status: Mapped[int | None] = mapped_column(Integer)
    renderer: Mapped[str | None] = mapped_column(TextColumn("renderer", 20))
    items_found: Mapped[int] = counter()
    items_extracted: Mapped[int] = counter()
    credits: Mapped[int] = counter()
    attempts: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    parent: Mapped[str | None] = mapped_column(TextColumn("parent", 64))
    created_at: Mapped[datetime] = created_at_column()
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
        CheckConstraint("lease_seconds > 0", name="lease_seconds"),
        json_object("progress", 1_048_576),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column()
    name: Mapped[str] = mapped_column(TextColumn("name", 100))
    fence: Mapped[int] = mapped_column(BigInteger)
    process: Mapped[str] = mapped_column(TextColumn("process", 255))
    node: Mapped[str] = mapped_column(TextColumn("node", 255), default="", server_default=text("''"), index=True)
    """The Scrapyd server that started it; empty for one that a person started."""
    started_at: Mapped[datetime] = created_at_column()
    heartbeat_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lease_seconds: Mapped[float] = mapped_column(Double, server_default=text("60"))
    """How long the worker's own lease is: others judge it by that and not by theirs."""
    progress: Mapped[dict[str, Any]] = json_column("progress")


class CreditReservation(Base):
    """A block of credits that a run has reserved at the gateway (docs/credits.md): asked, open, settling, settled."""

    __tablename__ = "credit_reservations"
    __table_args__ = (
        UniqueConstraint("run_id", "block_no"),
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        Index(None, "state"),
        one_of("state", RESERVATION_STATES),
        CheckConstraint("block_no > 0 AND asked > 0", name="asked"),
        CheckConstraint("used >= 0 AND used <= granted AND granted <= asked", name="used"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column()
    block_no: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(TextColumn("state", 20), default="asked", server_default=text("'asked'"))
    asked: Mapped[int] = mapped_column(BigInteger)
    granted: Mapped[int] = counter()
    used: Mapped[int] = counter()
    created_at: Mapped[datetime] = created_at_column()
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settle_tries: Mapped[int] = mapped_column(Integer, default=0, server_default=text("0"))
    settle_after: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Before then nobody but its own run tells the gateway again."""
    refusal: Mapped[str | None] = mapped_column(TextColumn("refusal"))
    """Why the gateway will never settle it as it was used; for a person to look into."""


def fill_user_id(_: Mapper[Any], connection: Connection, target: Any) -> None:
    """The owner of the row's run, where none was given; a missing run is left to the foreign key."""
    if target.user_id is None:
        target.user_id = connection.scalar(select(Run.user_id).where(Run.id == target.run_id))


def _fill_user_id_of_run(_: Mapper[Any], connection: Connection, run: Run) -> None:
    """The owner of the job, where none was given; a missing job is left to the foreign key."""
    if run.user_id is None:
        run.user_id = connection.scalar(select(ScrapingJob.user_id).where(ScrapingJob.id == run.job_id))


event.listen(Run, "before_insert", _fill_user_id_of_run)
event.listen(RunRequest, "before_insert", fill_user_id)
