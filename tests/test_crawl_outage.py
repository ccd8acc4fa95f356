"""A crawl while PostgreSQL is killed: it waits, goes on, and loses nothing. Longer ones are in tests/reliability."""

import time

import pytest

from scraper.console.terminal import ExitCode
from tests.outages import assert_whole, outages, wait_until

pytestmark = pytest.mark.postgres
SETTINGS = ("-s SCRAPER_WRITE_BATCH_RESULTS=40", "-s SCRAPER_WRITE_LINGER_SECONDS=0.02")


def test_a_crawl_survives_two_restarts_and_an_outage():
    with outages(pages=60) as crawl:

        def trouble():
            for pages in (10, 20):
                crawl.wait_for(pages)
                crawl.server.restart()
            crawl.wait_for(30)
            crawl.server.stop()
            time.sleep(2)  # the outage itself
            crawl.server.restart()

        crawled = crawl.crawl(trouble, *SETTINGS)
    assert_whole(crawled, crawl.things)
    assert "The database is away" in crawled.log
    assert "The database is back after" in crawled.log


def test_a_crawl_that_waited_long_enough_ends_and_leaves_the_run_to_be_resumed():
    leases = ("-s SCRAPER_LEASE_SECONDS=3", "-s SCRAPER_HEARTBEAT_SECONDS=1")
    with outages(pages=80) as crawl:
        job_id = crawl.job()
        process = crawl.crawls.start(job_id, *SETTINGS, *leases, "-s SCRAPER_DATABASE_PATIENCE_SECONDS=1")
        crawl.wait_for(10)
        crawl.server.stop()
        _, log = process.communicate(timeout=120)
        crawl.server.restart()
        left = crawl.crawls.outcome(job_id, process.returncode, "", log)
        crawled = crawl.crawls.finish(crawl.crawls.start_with(f"run_id={left.run.id}", *SETTINGS, *leases), job_id)
    assert left.exit_code == ExitCode.NO_DATABASE, log[-3000:]
    assert "could not be ended as queued: the database could not be used" in log
    assert (left.run.status, left.counters) == ("running", left.counted)
    assert_whole(crawled, crawl.things)


def test_a_run_starts_when_the_database_comes_back():
    with outages(pages=3) as crawl:
        job_id = crawl.job()
        crawl.server.stop()
        process = crawl.crawls.start(job_id)
        said: list[str] = []
        wait_until(lambda: "The database is away" in (said.append(process.stderr.readline()) or said[-1]))
        crawl.server.restart()
        crawled = crawl.crawls.finish(process, job_id)
    assert_whole(crawled, crawl.things)
