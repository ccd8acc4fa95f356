"""A crawl whose SQLite file may not grow: the run fails in order, and what is stored is whole."""

import resource

import pytest
from sqlalchemy import text

from scraper.console.terminal import ExitCode
from tests.site import paged_site

PER_PAGE = 60
SETTINGS = ("-s SCRAPER_WRITE_BATCH_RESULTS=100", "-s SCRAPER_WRITE_LINGER_SECONDS=0.05")


@pytest.fixture
def small_files():
    """From now on no process that is started may make a file of more than 1.5 MB."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _complaints(engine):
    with engine.connect() as connection:
        integrity = connection.scalars(text("PRAGMA integrity_check")).all()
        foreign_keys = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [str(line) for line in (*integrity, *foreign_keys) if line != "ok"]


def test_a_disk_that_fills_up_fails_the_run_in_order(sqlite_crawls, small_files):
    with paged_site(pages=200, per_page=PER_PAGE, has_details=False) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button", max_pages=200, extract={"mode": "list"})
        small_files()
        crawled = sqlite_crawls.run(job_id, *SETTINGS)
    assert crawled.exit_code == ExitCode.FAILED, crawled.log[-3000:]
    assert crawled.end == ("failed", "error", "partial"), crawled.log[-3000:]
    assert "make room on the disk of the database" in crawled.run.error_message
    assert crawled.counters == crawled.counted
    assert len(crawled.results) == PER_PAGE * crawled.run.credits_charged
    assert _complaints(sqlite_crawls.engine) == []


def test_no_run_starts_on_a_disk_without_room(sqlite_crawls):
    with paged_site(pages=2, per_page=3) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button")
        process = sqlite_crawls.start(job_id, "-s SCRAPER_DATABASE_RESERVE_MB=1000000000")
        _, log = process.communicate(timeout=60)
    assert (process.returncode, sqlite_crawls.runs(), site.requests) == (ExitCode.NO_DATABASE, [], [])
    assert "error: only " in log
    assert "make room" in log
