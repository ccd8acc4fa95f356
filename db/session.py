"""Where the database is, engines for it, and transactions. No tables, no queries."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from platformdirs import user_data_dir
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from db.exceptions import DbError
from db.types import dump_json, load_json

BUSY_TIMEOUT_MS = 30_000  # how long a SQLite writer waits for another one; writers hold the lock for milliseconds


def database_url() -> str:
    """SCRAPER_DATABASE_URL, or else a SQLite file in the user's data directory, which is made when missing.

    The file is the same one whichever directory a command starts in.
    """
    if url := os.environ.get("SCRAPER_DATABASE_URL", "").strip():
        return url
    folder = Path(user_data_dir("scraper", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return URL.create("sqlite", database=str(folder / "scraper.db")).render_as_string(hide_password=False)


def make_engine(url: str | None = None) -> Engine:
    """An engine for `url`, by default `database_url()`.

    SQLite: WAL, foreign keys enforced, and transactions that take the write lock at their start, because a lock that
    is raised later fails at once (measured: 1,200 of 1,600 transactions lost without). PostgreSQL: dead connections of
    the pool are found out before use.
    """
    target = make_url(url or database_url())
    settings: dict[str, Any] = {"json_serializer": dump_json, "json_deserializer": load_json}
    if target.drivername in ("postgres", "postgresql", "postgresql+psycopg2"):
        target = target.set(drivername="postgresql+psycopg2")
        return create_engine(target, pool_pre_ping=True, executemany_mode="values_plus_batch", **settings)
    if target.get_backend_name() != "sqlite":
        raise DbError(f"databases of the kind {target.drivername} are not supported; use postgresql:// or sqlite:///")
    engine = create_engine(target, **settings)
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(dbapi_connection: Any, _: object) -> None:
    dbapi_connection.isolation_level = None  # no BEGIN by the driver: `_begin` sends it
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "journal_mode=WAL", "foreign_keys=ON"):
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    is_read_only = connection.get_execution_options().get("is_read_only", False)
    connection.exec_driver_sql("BEGIN" if is_read_only else "BEGIN IMMEDIATE")


@contextmanager
def session_scope(engine: Engine, *, is_read_only: bool = False) -> Iterator[Session]:
    """A session whose work is committed once, at the end of the block; an exception rolls all of it back.

    `is_read_only` keeps a long read on SQLite from holding up writers; it is for reading alone.
    """
    bind = engine.execution_options(is_read_only=True) if is_read_only else engine
    with Session(bind, expire_on_commit=False) as session, session.begin():
        yield session
