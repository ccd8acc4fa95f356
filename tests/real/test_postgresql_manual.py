"""The PostgreSQL manual of Debian's package postgresql-doc-15, walked from its index to the end of its next links."""

import os
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.parse import urljoin

import pytest

from db.frontier import finished_requests
from db.jobs import add_job
from db.models import Run
from db.results import iter_results
from db.runs import list_runs, recount
from db.schemas import add_schema
from db.session import make_engine, session_scope
from db.users import LOCAL_USER_ID, local_user

ROOT = Path(__file__).parents[2]
SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}, "body": {"type": "string"}}}
OPTIONS = {"delay_between_requests": 0, "max_pages": 2000}
# Scrapy, lxml and the extraction's word lists take about 150 MB; what a thousand pages may add is bounded by the rest.
# Measured: 197 MB after 100 pages, 248 after 400, 290 to 326 after all 1,168: caches that fill up to their bounds.
MEMORY_LIMIT_MB = 400


class Walk(NamedTuple):
    """What the run left: its row, the URLs of its results, and the URLs of its pages."""

    run: Run
    is_counted_right: bool
    sources: list[str]
    pages: list[str]
    titles: list[str]
    peak_mb: float
    cpu_seconds: float


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


def manual_folder() -> Path:
    """Where the package keeps its HTML, as dpkg says."""
    listed = subprocess.run(["dpkg", "-L", "postgresql-doc-15"], capture_output=True, text=True, check=False).stdout
    indexes = [Path(line) for line in listed.splitlines() if line.endswith("/html/index.html")]
    if not indexes or not indexes[0].exists():
        pytest.fail("the PostgreSQL manual is not installed: apt-get install postgresql-doc-15")
    return indexes[0].parent


def chain_of(folder: Path) -> list[str]:
    """The file names from index.html along <link rel="next">, read without any of our code."""
    names = ["index.html"]
    while True:
        head = (folder / names[-1]).read_text(encoding="utf-8").partition("<body")[0]
        following = re.search(r'<link rel="next" href="([^"]+)"', head)
        if not following:
            return names
        assert following[1] not in names
        names.append(following[1])


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def store_job(url: str, database_url: str) -> str:
    engine = make_engine(database_url)
    with session_scope(engine) as session:
        user_id = local_user(session).id
        schema = add_schema(session, user_id=user_id, name="chapter", schema_definition=SCHEMA)
        job = add_job(
            session,
            user_id=user_id,
            name="manual",
            target_url=urljoin(url, "index.html"),
            extractor_schema_id=schema.id,
            pagination_type="next_button",
            options=OPTIONS,
        )
        job_id = str(job.id)
    engine.dispose()
    return job_id


def crawl(job_id: str, database_url: str) -> resource.struct_rusage:
    """What the crawl's own process used: the children's sum would hold those of other tests."""
    command = [sys.executable, "-m", "scrapy", "crawl", "job", "-a", f"job_id={job_id}"]
    process = subprocess.Popen([*command, "-s", f"SCRAPER_DATABASE_URL={database_url}"], cwd=ROOT)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return used


def read_walk(database_url: str, used: resource.struct_rusage) -> Walk:
    engine = make_engine(database_url)
    with session_scope(engine) as session:
        run = list_runs(session, user_id=LOCAL_USER_ID)[0]
        results = list(iter_results(session, run.id, user_id=LOCAL_USER_ID))
        counted = recount(session, run.id)
        pages = [each.url for each in finished_requests(session, run.id, user_id=LOCAL_USER_ID)]
        session.expunge_all()
    engine.dispose()
    counters = (run.pages_fetched, run.items_found, run.items_extracted, run.credits_charged)
    is_counted_right = counters == (
        counted.pages_fetched,
        counted.items_found,
        counted.items_extracted,
        counted.credits_charged,
    )
    sources, titles = [each.source_url for each in results], [each.data.get("title") or "" for each in results]
    return Walk(run, is_counted_right, sources, pages, titles, used.ru_maxrss / 1024, used.ru_utime + used.ru_stime)


@pytest.fixture(scope="module")
def folder() -> Path:
    return manual_folder()


@pytest.fixture(scope="module")
def chain(folder: Path) -> list[str]:
    return chain_of(folder)


@pytest.fixture(scope="module")
def walk(folder: Path, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path) -> Walk:
    database_url = f"sqlite:///{tmp_path_factory.mktemp('walk') / 'scraper.db'}"
    Path(database_url.removeprefix("sqlite:///")).write_bytes(sqlite_template.read_bytes())
    with served(folder) as url:
        used = crawl(store_job(url, database_url), database_url)
    walk = read_walk(database_url, used)
    print(f"\n{len(walk.pages)} pages, {walk.cpu_seconds:.1f} CPU seconds, {walk.peak_mb:.0f} MB at most")
    return walk


def names_in(urls: list[str]) -> list[str]:
    return [url.rpartition("/")[2] for url in urls]


def test_the_manual_is_long(chain):
    assert len(chain) > 1100


def test_every_page_of_the_chain_is_fetched_once_and_in_order(walk, chain):
    assert names_in(walk.pages) == chain


def test_every_page_gives_one_result_none_lost_none_twice(walk, chain):
    assert names_in(walk.sources) == chain


def test_the_run_is_complete_because_there_is_no_next_link(walk):
    assert (walk.run.status, walk.run.stop_reason, walk.run.outcome) == ("completed", "no_next", "complete")


def test_the_counters_are_those_of_the_tables(walk):
    assert walk.is_counted_right


def test_nearly_every_chapter_has_a_title(walk):
    assert sum(map(bool, walk.titles)) >= 0.99 * len(walk.titles)


def test_memory_stays_flat(walk):
    assert walk.peak_mb < MEMORY_LIMIT_MB
