"""The database's clock, the only one that leases are measured by. No queries."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, type_coerce
from sqlalchemy.orm import Session

from db.types import UtcDateTime

_SQLITE_FORMAT = "%Y-%m-%d %H:%M:%f"  # to milliseconds; the column's text has six digits


def database_time(session: Session, *, plus_seconds: float = 0.0) -> ColumnElement[datetime]:
    """The time on the database's clock when the statement runs, moved by `plus_seconds`, as an expression.

    On PostgreSQL that is the time of the statement and not of the transaction, which may have waited for a lock.
    """
    if session.get_bind().dialect.name == "postgresql":
        interval = func.make_interval(0, 0, 0, 0, 0, 0, plus_seconds)
        return type_coerce(func.clock_timestamp() + interval, UtcDateTime)
    moved = func.strftime(_SQLITE_FORMAT, "now", f"{plus_seconds:+.3f} seconds")
    return type_coerce(moved.concat("000"), UtcDateTime)
