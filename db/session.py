"""Where the database is, engines for it, and transactions. No tables, no queries."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from platformdirs import user_data_dir
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.orm import Session

from db.exceptions import DbError, DiskFull
from db.failures import is_away
from db.locks import LOCK_SECONDS, begin_on_postgresql, begin_on_sqlite
from db.types import dump_json, load_json

# PostgreSQL ends the session of a process that was stopped within a transaction, and with it the locks it holds.
IDLE_TRANSACTION_TIMEOUT_MS = 60_000
# libpq: a host that vanished without a word is noticed within half a minute, not within the two hours of TCP.
POSTGRES_NETWORK = {
    "connect_timeout": 10,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
MEGABYTE = 1_000_000


def database_url() -> str:
    """SCRAPER_DATABASE_URL, or else a SQLite file in the user's data directory, which is made when missing.

    The file is the same one whichever directory a command starts in.
    """
    if url := os.environ.get("SCRAPER_DATABASE_URL", "").strip():
        return url
    folder = Path(user_data_dir("scraper", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return URL.create("sqlite", database=str(folder / "scraper.db")).render_as_string(hide_password=False)


def make_engine(url: str | None = None, *, lock_seconds: float = LOCK_SECONDS) -> Engine:
    """An engine for `url`, by default `database_url()`.

    SQLite: WAL, foreign keys enforced, and transactions that take the write lock at their start, because a lock that
    is raised later fails at once (measured: 1,200 of 1,600 transactions lost without). PostgreSQL: dead connections of
    the pool are found out before use, and nothing waits for a silent host for ever, nor longer than `lock_seconds` for
    a lock; what the URL says of the network holds.
    """
    target = make_url(url or database_url())
    # The text of an error ends up in logs; the values of a statement may be a tenant's headers and cookies.
    settings: dict[str, Any] = {
        "json_serializer": dump_json,
        "json_deserializer": load_json,
        "hide_parameters": True,
    }
    if target.drivername in ("postgres", "postgresql", "postgresql+psycopg2"):
        target = target.set(drivername="postgresql+psycopg2")
        return _postgres_engine(target, settings, lock_seconds)
    if target.get_backend_name() != "sqlite":
        raise DbError(f"databases of the kind {target.drivername} are not supported; use postgresql:// or sqlite:///")
    engine = create_engine(target, **settings)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _postgres_engine(target: URL, settings: dict[str, Any], lock_seconds: float) -> Engine:
    network = {name: value for name, value in POSTGRES_NETWORK.items() if name not in target.query}
    settings |= {"pool_pre_ping": True, "executemany_mode": "values_plus_batch", "connect_args": network}
    engine = create_engine(target, **settings)
    event.listen(engine, "connect", partial(_set_timeouts, lock_seconds))
    event.listen(engine, "begin", partial(_begin_on_postgres, lock_seconds))
    event.listen(engine, "handle_error", _let_go_of_dead_sessions)
    event.listen(engine, "handle_error", _hide_values)
    return engine


def _set_timeouts(lock_seconds: float, dbapi_connection: Any, _: object) -> None:
    with dbapi_connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = {round(lock_seconds * 1000)}")
        cursor.execute(f"SET idle_in_transaction_session_timeout = {IDLE_TRANSACTION_TIMEOUT_MS}")
    dbapi_connection.commit()


def _begin_on_postgres(lock_seconds: float, connection: Connection) -> None:
    begin_on_postgresql(connection, lock_seconds=lock_seconds)
    if connection.get_execution_options().get("is_read_only", False):  # whoever reads a long answer may take his time
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")


def _let_go_of_dead_sessions(context: ExceptionContext) -> None:
    """The pool forgets its connections where PostgreSQL says that this one is over, or that it may not write now."""
    if context.sqlalchemy_exception is not None and is_away(context.sqlalchemy_exception):
        context.is_disconnect = True


def _hide_values(context: ExceptionContext) -> None:
    """PostgreSQL's DETAIL and CONTEXT quote the row that failed: they go out of the text, and stay in `orig.diag`."""
    diagnostics = getattr(context.original_exception, "diag", None)
    quoted = [getattr(diagnostics, name, None) for name in ("message_detail", "context")]
    for error in (context.original_exception, context.sqlalchemy_exception):
        for each in filter(None, quoted if error is not None else ()):
            assert error is not None
            error.args = tuple(arg.replace(each, "(hidden)") if isinstance(arg, str) else arg for arg in error.args)


def _set_pragmas(dbapi_connection: Any, _: object) -> None:
    dbapi_connection.isolation_level = None  # no BEGIN by the driver: `_begin` sends it
    for pragma in (f"busy_timeout={round(LOCK_SECONDS * 1000)}", "journal_mode=WAL", "foreign_keys=ON"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    is_read_only = connection.get_execution_options().get("is_read_only", False)
    if is_read_only:
        connection.exec_driver_sql("BEGIN")
    else:
        begin_on_sqlite(connection)


@contextmanager
def session_scope(engine: Engine, *, is_read_only: bool = False) -> Iterator[Session]:
    """A session whose work is committed once, at the end of the block; an exception rolls all of it back.

    `is_read_only` is for reading alone: everything is of one moment, and on SQLite it holds up no writer.
    """
    bind = engine.execution_options(**_reading(engine)) if is_read_only else engine
    with Session(bind, expire_on_commit=False) as session, session.begin():
        yield session


def check_room(engine: Engine, *, reserve_mb: int) -> None:
    """Return if `reserve_mb` megabytes are free where a SQLite file is. Raises DiskFull.

    With some room left a run can still be ended in order; other databases have their own keepers.
    """
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    folder = Path(engine.url.database).absolute().parent
    free_mb = shutil.disk_usage(folder).free / MEGABYTE
    if free_mb < reserve_mb:
        raise DiskFull(folder, free_mb, reserve_mb)


def _reading(engine: Engine) -> dict[str, Any]:
    """SQLite's transactions see one moment anyway; PostgreSQL's only where they ask for it."""
    is_postgresql = engine.dialect.name == "postgresql"
    return {"is_read_only": True, **({"isolation_level": "REPEATABLE READ"} if is_postgresql else {})}


def reuse_log(engine: Engine) -> None:
    """Let SQLite write its log from the beginning again, so that a small transaction fits where no file can grow.

    What the log holds is moved into the database first, as far as there is room for it. Nothing for other databases.
    """
    if engine.dialect.name != "sqlite":
        return
    connection = engine.raw_connection()
    try:
        connection.cursor().execute("PRAGMA wal_checkpoint(RESTART)")
    finally:
        connection.close()
