"""Hosts that runs visit: until when each is taken, so that all runs together keep the pauses between requests."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Double, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from db.types import TextColumn, UtcDateTime


class HostTurn(Base):
    """The last turn at a host that was given away. Nobody's data: rows that are a day old go when new ones come."""

    __tablename__ = "host_turns"
    __table_args__ = (
        CheckConstraint("delay_seconds >= 0", name="delay_seconds"),
        Index(None, "ends_at"),
    )

    host: Mapped[str] = mapped_column(TextColumn("host", 255), primary_key=True)
    visitor: Mapped[UUID] = mapped_column()
    """The process whose turn it is."""
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When the turn is over, whether it was used or not."""
    delay_seconds: Mapped[float] = mapped_column(Double)
    """How long its visitor leaves the host alone after a request."""
    shared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When visitors last took turns."""
