"""What runs leave behind: results, exports of them, and wrappers learnt on the way."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Integer,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.ext.mutable import MutableDict, MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import (
    Base,
    counter,
    created_at_column,
    json_column,
    json_object,
    one_of,
    updated_at_column,
    user_id_is_filled,
)
from db.models.runs import Run, fill_user_id
from db.types import FractionColumn, JsonColumn, TextColumn, UtcDateTime

EXPORT_FORMATS = ("csv", "json", "excel", "jsonl", "parquet")
EXPORT_STATUSES = ("processing", "completed", "failed")


class Result(Base):
    """A stored record, with the evidence for each of its values."""

    __tablename__ = "results"
    __table_args__ = (
        UniqueConstraint("run_id", "content_hash"),
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        CheckConstraint("confidence_score >= 0 AND confidence_score <= 1", name="confidence_score"),
        json_object("data", 16_777_216),
        user_id_is_filled(),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    run_id: Mapped[UUID] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"))
    user_id: Mapped[UUID] = mapped_column(nullable=True)
    data: Mapped[dict[str, Any]] = mapped_column(MutableDict.as_mutable(JsonColumn("data")), nullable=False)
    source_url: Mapped[str] = mapped_column(TextColumn("source_url"))
    content_hash: Mapped[str] = mapped_column(TextColumn("content_hash", 64))
    confidence_score: Mapped[float | None] = mapped_column(FractionColumn("confidence_score"))
    created_at: Mapped[datetime] = created_at_column()
    record_url: Mapped[str | None] = mapped_column(TextColumn("record_url"))
    hash_version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))
    evidence: Mapped[dict[str, Any]] = json_column("evidence")
    violations: Mapped[list[Any]] = mapped_column(
        MutableList.as_mutable(JsonColumn("violations")), default=list, server_default=text("'[]'"), nullable=False
    )
    position: Mapped[int] = counter()
    request_id: Mapped[UUID | None] = mapped_column(ForeignKey("run_requests.id", ondelete="SET NULL"), index=True)

    run: Mapped[Run] = relationship(foreign_keys=[run_id])


class Export(Base):
    """The results of a run as a file."""

    __tablename__ = "exports"
    __table_args__ = (
        ForeignKeyConstraint(["run_id", "user_id"], ["runs.id", "runs.user_id"], ondelete="CASCADE"),
        one_of("format", EXPORT_FORMATS),
        one_of("status", EXPORT_STATUSES),
        user_id_is_filled(),
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
    created_at: Mapped[datetime] = created_at_column()

    run: Mapped[Run] = relationship(foreign_keys=[run_id])


class Wrapper(Base):
    """What runs learnt of one site template for one schema: selectors, sample pages, and how well they do."""

    __tablename__ = "wrappers"
    __table_args__ = (
        UniqueConstraint("user_id", "schema_hash", "site", "signature"),
        CheckConstraint("pages >= 0", name="pages"),
        json_object("selectors", 1_048_576),
        json_object("samples", 1_048_576, "array"),
        json_object("health", 131_072),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    schema_hash: Mapped[str] = mapped_column(TextColumn("schema_hash", 64))
    site: Mapped[str] = mapped_column(TextColumn("site", 255))
    signature: Mapped[str] = mapped_column(TextColumn("signature", 64))
    selectors: Mapped[dict[str, Any]] = json_column("selectors")
    samples: Mapped[list[Any]] = mapped_column(
        MutableList.as_mutable(JsonColumn("samples")), default=list, server_default=text("'[]'"), nullable=False
    )
    health: Mapped[dict[str, Any]] = json_column("health")
    pages: Mapped[int] = counter()
    created_at: Mapped[datetime] = created_at_column()
    updated_at: Mapped[datetime] = updated_at_column()


for _model in (Result, Export):
    event.listen(_model, "before_insert", fill_user_id)
