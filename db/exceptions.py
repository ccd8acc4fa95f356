"""The errors that the data layer raises on purpose.

    DbError
      NotFound(table, id)                       there is no such row, or it belongs to someone else
      IllegalStatusChange(run_id, old, new)     a run cannot go from this status to that one
      RunLost(run_id)                           this run is no longer this worker's: stop, write nothing
      NotCovered(run_id, charged, covered)      more would be charged than is reserved: store nothing
      InvalidValue(column, pointer, reason)     the value may not be stored: fix it
      NotMigrated(reason)                       the database is not at the revision that this code needs
      DatabaseAway(waited_seconds, reason)      there was no connection, or a lock stayed, for longer than one waits
      DiskFull(folder, free_mb, needed_mb)      the database has too little room left: make some

The exceptions carry fields; their messages are made from the fields and say what to do next.
"""

from sqlalchemy.exc import DontWrapMixin


class DbError(Exception):
    """Base of every error that the data layer raises on purpose."""


class NotFound(DbError):
    """There is no such row for this user. Rows of other users answer in the same way as missing ones."""

    def __init__(self, table: str, id: object) -> None:
        super().__init__(f"{table}: there is no row {id}; check the id and whose it is")
        self.table = table
        self.id = id


class IllegalStatusChange(DbError):
    """A run cannot go from `old` to `new`: someone else has changed it meanwhile, or it has ended."""

    def __init__(self, run_id: object, old: str, new: str) -> None:
        super().__init__(f"run {run_id} is {old} and cannot become {new}; read it again before the next step")
        self.run_id = run_id
        self.old = old
        self.new = new


class RunLost(DbError):
    """The run is no longer this worker's: it was ended or removed, or the worker was taken for dead. Write nothing."""

    def __init__(self, run_id: object) -> None:
        super().__init__(f"run {run_id} is no longer this worker's; stop without writing")
        self.run_id = run_id


class NotCovered(DbError):
    """The run has charged more than the gateway has reserved for it: store nothing of it."""

    def __init__(self, run_id: object, charged: int, covered: int) -> None:
        super().__init__(f"run {run_id} would have charged {charged} credits, but only {covered} are reserved for it")
        self.run_id = run_id
        self.charged = charged
        self.covered = covered


class InvalidValue(DbError, DontWrapMixin):
    """A value may not be stored. `pointer` is a JSON pointer into the column ("" is the whole value)."""

    def __init__(self, column: str, pointer: str, reason: str) -> None:
        super().__init__(f"{column}{pointer and ' at ' + pointer}: {reason}")
        self.column = column
        self.pointer = pointer
        self.reason = reason


class NotMigrated(DbError):
    """The database cannot be brought to, or is not at, the revision that this code needs."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class DatabaseAway(DbError):
    """The database could not be had, or stayed locked, until there was no more time to wait; nothing is known of it."""

    def __init__(self, waited_seconds: float, reason: str) -> None:
        super().__init__(f"the database could not be used for {waited_seconds:g} s: {reason}")
        self.waited_seconds = waited_seconds
        self.reason = reason


class DiskFull(DbError):
    """There is less room where the database's file is than must be left; nothing was written."""

    def __init__(self, folder: object, free_mb: float, needed_mb: int) -> None:
        super().__init__(
            f"only {free_mb:.0f} MB are free in {folder} and {needed_mb} must be left for the database: make room"
        )
        self.folder = folder
        self.free_mb = free_mb
        self.needed_mb = needed_mb
