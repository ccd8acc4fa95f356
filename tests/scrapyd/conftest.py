"""What the tests of Scrapyd's parts start from: a server in process, and a job with a queued run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.db.rows import Ids, add_rows
from tests.scrapyd.in_process import InProcess


@pytest.fixture
def servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., InProcess]]:
    """Makes a server on a database."""
    made: list[InProcess] = []

    def make(database_url: str, **options: Any) -> InProcess:
        made.append(InProcess(tmp_path, database_url, monkeypatch, **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def scrapyd(servers: Callable[..., InProcess], sqlite_url: str) -> InProcess:
    """A server on SQLite."""
    return servers(sqlite_url)


@pytest.fixture
def shared(servers: Callable[..., InProcess], database_url: str) -> InProcess:
    """A server on each of the two databases."""
    return servers(database_url)


@pytest.fixture
def ids(scrapyd: InProcess) -> Ids:
    """A user with a job and a queued run of it, in the database of `scrapyd`."""
    return add_rows(scrapyd.engine, is_running=False)
