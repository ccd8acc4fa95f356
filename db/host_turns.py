"""Turns at hosts: which process may send requests to a host when, so that all runs together keep its pauses.

A visitor that is alone gets a block of time at a host, in which it needs to ask nobody. Where several visit the host,
each gets a turn for one request, in the order in which they ask.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from db.clock import database_time
from db.inserts import insert_new
from db.models import HostTurn

CALM_SECONDS = 10.0  # for so long nobody else asked: a visitor is alone again
LONGEST_AHEAD_SECONDS = 3600.0  # a turn that ends later was written before the database's clock was set back
KEPT = timedelta(days=1)
SWEPT = 100  # old rows that go with a new one: more than come
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Turn:
    """From `begins_at` to `ends_at` the host is the visitor's: for one request, or for a block of them.

    All times are the database's; `given_at` is its time now.
    """

    given_at: datetime
    begins_at: datetime
    ends_at: datetime
    is_block: bool


def take_turn(
    session: Session, host: str, *, visitor: UUID, delay_seconds: float, window_seconds: float, block_seconds: float
) -> Turn:
    """The visitor's next turn at the host, `delay_seconds` after the end of everybody else's before it.

    It lasts `window_seconds` where others visit the host too, else `block_seconds`, in which the visitor keeps its own
    pauses. Between two visitors with different delays lies the longer one. Any number may ask at once.
    """
    row = _locked_row(session, host, visitor)
    now = session.scalar(select(database_time(session)))
    assert now is not None
    pause = timedelta(seconds=max(row.delay_seconds, delay_seconds))
    free_at = row.ends_at + pause
    is_own = row.visitor == visitor
    if free_at > now + timedelta(seconds=LONGEST_AHEAD_SECONDS):
        free_at = row.shared_at = now
    calm = timedelta(seconds=CALM_SECONDS)
    if not is_own and free_at > now - calm:
        row.shared_at = now
    is_block = (is_own or free_at <= now) and row.shared_at < now - calm
    begins_at = now if is_block else max(now, free_at)
    ends_at = begins_at + timedelta(seconds=block_seconds if is_block else window_seconds)
    row.visitor, row.ends_at, row.delay_seconds = visitor, ends_at, delay_seconds
    session.flush()
    return Turn(now, begins_at, ends_at, is_block)


def leave_hosts(session: Session, visitor: UUID) -> None:
    """Let others have what is left of the visitor's turns."""
    now = database_time(session)
    is_open = (HostTurn.visitor == visitor, HostTurn.ends_at > now)
    session.execute(update(HostTurn).where(*is_open).values(ends_at=now), execution_options=_UNSYNCHRONIZED)


_UNSYNCHRONIZED = {"synchronize_session": False}


def _locked_row(session: Session, host: str, visitor: UUID) -> HostTurn:
    """The host's row, which nobody else has until the commit; a new one says that nobody was ever there."""
    query = select(HostTurn).filter_by(host=host).with_for_update()
    row = session.scalars(query, execution_options={"populate_existing": True}).one_or_none()
    if row is not None:
        return row
    new = {"host": host, "visitor": visitor, "ends_at": _LONG_AGO, "delay_seconds": 0.0, "shared_at": _LONG_AGO}
    if insert_new(session, HostTurn.__table__, ("host",), [new], HostTurn.__table__.c.host):
        _sweep(session)
    return session.scalars(query, execution_options={"populate_existing": True}).one()


def _sweep(session: Session) -> None:
    """Remove hosts that nobody visits any more; never waits for who has one of them."""
    now = session.scalar(select(database_time(session)))
    assert now is not None
    is_old = (HostTurn.ends_at < now - KEPT, HostTurn.ends_at > _LONG_AGO)
    old = select(HostTurn.host).where(*is_old).limit(SWEPT).with_for_update(skip_locked=True)
    session.execute(delete(HostTurn).where(HostTurn.host.in_(old)), execution_options=_UNSYNCHRONIZED)
