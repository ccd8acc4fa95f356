"""`scrapy` in this process: its exit code and what it printed."""

from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from scrapy.cmdline import execute
from scrapy.settings import Settings

from db.session import make_engine, session_scope
from tests.commands.stored import store_run

ROOT = Path(__file__).parents[2]


class Finished(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def scrapy_on(monkeypatch, capsys):
    """Runs a command on the database of a URL."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "100")

    def run(url, *argv):
        settings = Settings()
        settings.setmodule("scraper.settings", priority="project")
        settings.set("SCRAPER_DATABASE_URL", url, priority="project")
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", *map(str, argv)], settings)
        return Finished(int(ended.value.code or 0), *capsys.readouterr())

    return run


@pytest.fixture
def empty_url(tmp_path):
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture
def scrapy(scrapy_on, empty_url):
    """Runs a command on a database of its own, which has no tables yet."""
    return partial(scrapy_on, empty_url)


@pytest.fixture
def migrated(scrapy_on, sqlite_url):
    """Runs a command on a database of its own, which has its tables."""
    return partial(scrapy_on, sqlite_url)


@pytest.fixture
def stored_run(sqlite_url):
    """The id of a run in that database; see `tests.commands.stored`."""
    engine = make_engine(sqlite_url)
    with session_scope(engine) as session:
        run_id = store_run(session)
    engine.dispose()
    return run_id
