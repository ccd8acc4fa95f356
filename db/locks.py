"""How long a transaction waits for the locks of others, and how writers of one SQLite file take turns. No queries.

SQLite's own way of waiting is not fair: whoever waits longest asks least often (every 100 ms), whoever has just come
most often (after 1, 2, 5 ms). Measured on two cores with 8 writers beside 20 busy processes, 12 s each: the longest
wait was 4.7 and 5.5 s with SQLite's own, 1.1 and 1.2 s where all ask equally often, at random.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection

from db.failures import BUSY_CODES

LOCK_SECONDS = 30.0  # writers hold SQLite's lock, and a run's row, for milliseconds
LEAST_SECONDS = 0.5  # also where the time is over: one try is always made, and others may be at a page just then
_CHANCE = random.SystemRandom()
_TURN_SECONDS = (0.001, 0.01)  # between two tries of one writer
_BEGIN = "BEGIN IMMEDIATE"

_seconds_left: ContextVar[Callable[[], float] | None] = ContextVar("seconds_left", default=None)


@contextmanager
def limited(seconds_left: Callable[[], float]) -> Iterator[None]:
    """In this thread and block no transaction waits longer for a lock than `seconds_left` says; it is asked anew."""
    token = _seconds_left.set(seconds_left)
    try:
        yield
    finally:
        _seconds_left.reset(token)


def begin_on_sqlite(connection: Connection) -> None:
    """Begin a transaction that writes: wait for a turn, at most as long as there is time."""
    driver: Any = connection.connection.dbapi_connection
    began = time.monotonic()
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _has_begun(connection, driver):
            if time.monotonic() - began >= _limit(LOCK_SECONDS):
                connection.exec_driver_sql(_BEGIN)
                return
            time.sleep(_CHANCE.uniform(*_TURN_SECONDS))
    finally:
        driver.execute(f"PRAGMA busy_timeout={round(LOCK_SECONDS * 1000)}")


def begin_on_postgresql(connection: Connection, *, lock_seconds: float) -> None:
    """Where there is less time than `lock_seconds`, the session's own limit: let no statement take more."""
    left = _limit(lock_seconds)
    if left < lock_seconds:
        milliseconds = round(left * 1000)
        connection.exec_driver_sql(
            f"SET LOCAL lock_timeout = {milliseconds}; SET LOCAL statement_timeout = {milliseconds}"
        )


def _has_begun(connection: Connection, driver: Any) -> bool:
    """Whether the lock was free. Other errors come as SQLAlchemy's, as from any statement."""
    try:
        driver.execute(_BEGIN)
    except sqlite3.Error as error:
        if (error.sqlite_errorcode & 0xFF) in BUSY_CODES:
            return False
        connection.exec_driver_sql(_BEGIN)
    return True


def _limit(seconds: float) -> float:
    left = _seconds_left.get()
    return seconds if left is None else max(LEAST_SECONDS, min(seconds, left()))
