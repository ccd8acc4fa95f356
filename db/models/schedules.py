"""What became of each instant at which a job's schedule fired."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base, created_at_column, one_of
from db.types import TextColumn, UtcDateTime

FIRE_OUTCOMES = ("started", "skipped", "missed", "refused")


class ScheduleFire(Base):
    """An instant of a schedule that was decided, once for all: the run that it started, or why it started none."""

    __tablename__ = "schedule_fires"
    __table_args__ = (
        ForeignKeyConstraint(["job_id", "user_id"], ["scraping_jobs.id", "scraping_jobs.user_id"], ondelete="CASCADE"),
        one_of("outcome", FIRE_OUTCOMES),
    )

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    fire_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    user_id: Mapped[UUID] = mapped_column()
    outcome: Mapped[str] = mapped_column(TextColumn("outcome", 20))
    run_id: Mapped[UUID | None] = mapped_column(ForeignKey("runs.id", ondelete="SET NULL"), index=True)
    """The run that was started, or the one that was in the way."""
    reason: Mapped[str | None] = mapped_column(TextColumn("reason"))
    decided_at: Mapped[datetime] = created_at_column()
