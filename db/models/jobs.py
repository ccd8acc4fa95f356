"""What to scrape: users, schemas and jobs. Definitions, options and addresses are checked at flush."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    Connection,
    ForeignKey,
    UniqueConstraint,
    event,
    false,
    inspect,
    text,
    true,
)
from sqlalchemy.ext.mutable import MutableDict
from sqlalchemy.orm import Mapped, Mapper, mapped_column, object_session, relationship

from db.models.base import (
    Base,
    created_at_column,
    json_column,
    json_object,
    updated_at_column,
)
from db.options import canonical_options
from db.schedules import MIN_INTERVAL_SECONDS
from db.types import JsonColumn, TextColumn, UtcDateTime
from db.validation import check_schedule, check_schema_definition, check_target_url, check_timezone

# In a session's `info`: how many seconds must lie between two times of a schedule that it stores, unless the default.
MIN_INTERVAL_KEY = "cron_min_interval_seconds"


class User(Base):
    """A row of the main server's users; only the columns of the standalone table are known here."""

    __tablename__ = "users"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str | None] = mapped_column(TextColumn("email", 320))
    created_at: Mapped[datetime | None] = created_at_column()


class ExtractorSchema(Base):
    """What to extract: a JSON Schema and its flags."""

    __tablename__ = "extractor_schemas"
    __table_args__ = (
        UniqueConstraint("user_id", "name", "version"),
        json_object("schema_definition", 131_072),
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
    created_at: Mapped[datetime] = created_at_column()
    updated_at: Mapped[datetime] = updated_at_column()
    field_order: Mapped[list[str] | None] = mapped_column(JsonColumn("field_order"))
    """The properties in their author's order, which JSONB does not keep; None for a row that came by SQL."""


class ScrapingJob(Base):
    """What to scrape, how to page, how often. Without a schema (it was removed) the job cannot start."""

    __tablename__ = "scraping_jobs"
    __table_args__ = (UniqueConstraint("id", "user_id"), json_object("options", 16_777_216))

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
    options: Mapped[dict[str, Any]] = json_column("options")
    schedule_cron: Mapped[str | None] = mapped_column(TextColumn("schedule_cron", 100))
    schedule_timezone: Mapped[str] = mapped_column(
        TextColumn("schedule_timezone", 64), default="UTC", server_default=text("'UTC'")
    )
    is_active: Mapped[bool] = mapped_column(Boolean, default=True, server_default=true())
    created_at: Mapped[datetime] = created_at_column()
    updated_at: Mapped[datetime] = updated_at_column()
    schedule_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """When the schedule was last changed or switched on or off, which a trigger notes; None: not since it was made."""

    extractor_schema: Mapped[ExtractorSchema | None] = relationship()


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
    if attributes.schedule_cron.history.has_changes() or attributes.schedule_timezone.history.has_changes():
        session = object_session(job)
        allowed = session.info.get(MIN_INTERVAL_KEY, MIN_INTERVAL_SECONDS) if session else MIN_INTERVAL_SECONDS
        check_schedule(job.schedule_cron, job.schedule_timezone or "UTC", min_interval_seconds=allowed)


for _event in ("before_insert", "before_update"):
    event.listen(ExtractorSchema, _event, _check_schema)
    event.listen(ScrapingJob, _event, _check_job)
