"""What an error of the database means for a transaction: run it again, make room, or give up. By codes, not by text."""

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError

# PostgreSQL, appendix A, "PostgreSQL Error Codes". The session is gone, or may not be had now: connection exceptions,
# shutdowns, a server that is starting, a transaction that idled too long, too many clients, a primary that became a
# standby.
AWAY_STATES = ("08", "57P01", "57P02", "57P03", "57P05", "25P03", "53300", "25006")
# The server gave a statement up for a reason that passes: query_canceled (by a person or its own time limit),
# out_of_memory, configuration_limit_exceeded.
GIVEN_UP_STATES = ("57014", "53200", "53400")
# Two transactions got into each other's way: serialization_failure, deadlock_detected, lock_not_available.
CONFLICT_STATES = ("40001", "40P01", "55P03")
FULL_STATES = ("53100",)  # disk_full

# SQLite, "Result and Error Codes"; the primary code is the low byte. PROTOCOL is a lost race for the locks of the WAL.
BUSY_CODES = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL})
# A file that may not grow (a quota, RLIMIT_FSIZE) fails as a write, a full disk also where the WAL's index grows.
FULL_CODES = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_FSYNC,
        sqlite3.SQLITE_IOERR_TRUNCATE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
    }
)


def is_away(error: BaseException) -> bool:
    """Whether there is no connection to the database: it was lost, or none can be had.

    A connection that is refused carries no code, whatever the reason: a wrong password looks like a server that starts.
    """
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated or _state(error).startswith(AWAY_STATES):
        return True
    is_codeless = not _state(error) and not isinstance(error.orig, sqlite3.Error)
    return is_codeless and isinstance(error, OperationalError)


def is_passing(error: BaseException) -> bool:
    """Whether the whole transaction may succeed when it is run again later."""
    if not isinstance(error, DBAPIError):
        return False
    states = (*CONFLICT_STATES, *GIVEN_UP_STATES)
    return is_away(error) or _state(error) in states or (_code(error) & 0xFF) in BUSY_CODES


def is_disk_full(error: BaseException) -> bool:
    """Whether the database could not write because there is no room for it."""
    return isinstance(error, DBAPIError) and (_state(error) in FULL_STATES or _code(error) in FULL_CODES)


def cause_of(error: BaseException) -> str:
    """The first line of the driver's words, with SQLite's code: no statement and no values, which may be a tenant's."""
    orig = getattr(error, "orig", None) or error
    first = next(iter(str(orig).splitlines()), "")
    return " ".join([*first.split(), getattr(orig, "sqlite_errorname", "")]).strip()


def _state(error: DBAPIError) -> str:
    """PostgreSQL's SQLSTATE; empty where the driver gives none."""
    return getattr(error.orig, "pgcode", None) or ""


def _code(error: DBAPIError) -> int:
    """SQLite's extended result code; 0 for other databases."""
    return getattr(error.orig, "sqlite_errorcode", None) or 0
