"""Fixtures that all tests share: a migrated database of its own for each test, on SQLite and on PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.migrate import migrate
from db.session import make_engine
from tests.chromium import HOW_TO_GET_IT as HOW_TO_GET_CHROMIUM
from tests.chromium import bring_chromium, is_chromium_available
from tests.crawls import Crawls
from tests.postgres import HOW_TO_GET_IT, empty_database, is_postgres_available, new_database, running_postgres
from tests.redis_server import HOW_TO_GET_IT as HOW_TO_GET_REDIS
from tests.redis_server import is_redis_available
from tests.site import Site

# The crawls that tests start are processes of their own: compiled once, they start in half the time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def pytest_configure(config: pytest.Config) -> None:
    """Once, before the processes that run tests side by side are started, the browser is brought."""
    if not hasattr(config, "workerinput"):
        bring_chromium()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a PostgreSQL, a Redis or a Chromium, its tests are left out; in CI they stay, and fail."""
    if os.environ.get("CI"):
        return
    there = {
        "postgres": is_postgres_available(),
        "redis": is_redis_available(),
        "browser": is_chromium_available(),
    }
    missing = [name for name, is_there in there.items() if not is_there]
    left_out = [item for item in items if any(map(item.get_closest_marker, missing))]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One loud line for each that was left out."""
    if not is_chromium_available():
        line = f"NOT TESTED: everything in a browser. To test it, {HOW_TO_GET_CHROMIUM}."
        terminalreporter.write_line(line, red=True, bold=True)
    if not is_postgres_available():
        line = f"NOT TESTED: everything on PostgreSQL. To test it, {HOW_TO_GET_IT}."
        terminalreporter.write_line(line, red=True, bold=True)
    if not is_redis_available():
        line = f"NOT TESTED: everything with Redis. To test it, {HOW_TO_GET_REDIS}."
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The URL of a PostgreSQL server's maintenance database; one server per test process."""
    with running_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_database(postgres_server: str) -> Iterator[str]:
    """The URL of a migrated database that the tests use one after the other."""
    with new_database(postgres_server) as url:
        migrate(url)
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that tests get copies of."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database of the test's own."""
    shutil.copy(sqlite_template, tmp_path / "scraper.db")
    return f"sqlite:///{tmp_path / 'scraper.db'}"


@pytest.fixture
def postgres_url(postgres_database: str) -> Iterator[str]:
    """A migrated PostgreSQL database without rows; the test is to be marked with `postgres` and keep its tables."""
    yield postgres_database
    empty_database(postgres_database)


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database without rows, on each of the two databases; the test is to keep its tables."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table, on each of the two databases."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with new_database(request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine for `database_url`."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def crawls(database_url: str) -> Iterator[Crawls]:
    """Jobs and `scrapy crawl` processes on a database of the test's own, on each of the two databases."""
    crawls = Crawls(database_url)
    yield crawls
    crawls.close()


@pytest.fixture
def sqlite_crawls(sqlite_url: str) -> Iterator[Crawls]:
    """The same on SQLite alone, for what does not depend on the database."""
    crawls = Crawls(sqlite_url)
    yield crawls
    crawls.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """A running site without routes."""
    with Site() as site:
        yield site
