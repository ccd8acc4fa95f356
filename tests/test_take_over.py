"""The heart of a run's worker: it beats from the claim on, and what it finds when the run ends is not a loss."""

import asyncio
import time
from dataclasses import replace
from types import SimpleNamespace

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler

from db.models import Run
from db.session import session_scope
from scraper.extensions.run_tracker import RunTracker
from scraper.runs import frontier
from scraper.runs.reaper import Reaper
from scraper.spiders.job import JobSpider
from tests.db.rows import add_rows
from tests.live import job, live, visit

LEASE_SECONDS = 1.5
BEAT_SECONDS = 0.1


@pytest.fixture
def ids(engine):
    return add_rows(engine, is_running=False)


@pytest.fixture
def spider(engine, ids):
    """The spider of a queued run."""
    config = {"lease_seconds": LEASE_SECONDS, "heartbeat_seconds": BEAT_SECONDS}
    run, _ = live(job(), database=engine, ids=(ids.run_id, ids.user_id), **config)
    spider = JobSpider(run)
    spider.visits = SimpleNamespace(first=lambda: run.enroll([visit(1)]))
    return spider


async def _begun(spider):
    await asyncio.to_thread(spider._begin, asyncio.get_running_loop())


def _run(engine, ids):
    with session_scope(engine, is_read_only=True) as session:
        return session.get_one(Run, ids.run_id)


def test_a_worker_whose_take_over_takes_leases_is_not_reaped(engine, ids, spider, monkeypatch):
    reaper, reaped, resume = Reaper(engine, spider.run.config), [], frontier._resume

    def slow(run):
        deadline = time.monotonic() + 2.5 * LEASE_SECONDS
        while time.monotonic() < deadline:
            reaped.extend(reaper.look())
            time.sleep(BEAT_SECONDS)
        return resume(run)

    monkeypatch.setattr(frontier, "_resume", slow)
    asyncio.run(_begun(spider))
    spider.run.heartbeat.stop()
    assert (reaped, _run(engine, ids).status, _run(engine, ids).attempts) == ([], "running", 1)


def test_a_cancel_during_the_take_over_stands(spider, monkeypatch):
    resume = frontier._resume

    def cancelled(run):
        run.stop("cancelled")
        return resume(run)

    monkeypatch.setattr(frontier, "_resume", cancelled)
    asyncio.run(_begun(spider))
    spider.run.heartbeat.stop()
    assert (spider.run.is_stopped, spider.run.stop_reason) == (True, "cancelled")


def test_a_beat_after_the_end_of_the_run_is_no_loss(engine, ids, spider):
    spider.run.config = replace(spider.run.config, heartbeat_seconds=0.01)
    crawler = get_crawler(Spider)
    crawler.spider = spider
    tracker = RunTracker.from_crawler(crawler)
    write = tracker._ending._write

    def write_and_wait(end, metadata):
        write(end, metadata)
        spider.run.heartbeat._thread.join(30)  # until a beat has found that the run is over

    tracker._ending._write = write_and_wait

    async def crawl():
        await _begun(spider)
        await tracker.spider_closed("finished")

    asyncio.run(crawl())
    assert not spider.run.heartbeat._thread.is_alive()
    assert (spider.run.is_lost, spider.run.end.status, _run(engine, ids).status) == (False, "completed", "completed")


def test_a_beat_that_finds_the_run_taken_loses_it(engine, ids, spider):
    async def crawl():
        await _begun(spider)
        with session_scope(engine) as session:
            session.delete(session.get_one(Run, ids.run_id))
        await asyncio.to_thread(spider.run.heartbeat._thread.join, 30)

    asyncio.run(crawl())
    assert spider.run.is_lost
