"""A worker that stood still past its lease, and whose run another one has ended, writes nothing when it wakes up."""

import json
import signal
import subprocess
import sys
import time
from uuid import UUID

import pytest
from sqlalchemy import Engine, update

from db.clock import database_time
from db.models import Run, RunWorker
from db.session import session_scope
from scraper import settings
from scraper.config import Config
from scraper.runs.reaper import Reaper
from tests.crawls import ROOT
from tests.reliability.killing import END_SECONDS, Victim, take_over, undisturbed
from tests.reliability.world import faults, new_run, state_of
from tests.site import Reply, paged_site

SHORT = ("-s SCRAPER_HEARTBEAT_SECONDS=0.2", "-s SCRAPER_LEASE_SECONDS=2")
PAGES, TIMES = 8, 25


def _status(engine: Engine, run_id: UUID) -> str:
    with session_scope(engine, is_read_only=True) as session:
        return session.get_one(Run, run_id).status


def _wait(is_there, *, what: str) -> None:
    deadline = time.monotonic() + END_SECONDS
    while not is_there():
        assert time.monotonic() < deadline, f"waited too long for {what}"
        time.sleep(0.005)  # polling what another process does


def test_a_spider_that_was_stopped_past_its_lease_writes_nothing_after_it(crawls):
    with paged_site(pages=12, per_page=3, has_details=False) as (site, things):
        site.route(things.path, lambda asked: Reply(things.page(int(asked.query.get("page", 1))), delay_seconds=0.1))
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=50, extract={"mode": "list"})
        first = crawls.start(job_id, *SHORT)
        _wait(lambda: len(site.paths) > 4, what="some pages")
        first.send_signal(signal.SIGSTOP)
        run_id = crawls.outcome(job_id).run.id
        # The second worker waits for the lease of the first by itself, then takes the run over.
        second = crawls.finish(crawls.start_with(f"run_id={run_id}", *SHORT), job_id)
        before = state_of(crawls.engine, run_id)
        first.send_signal(signal.SIGCONT)
        _, log = first.communicate(timeout=END_SECONDS)
    assert second.end == ("completed", "no_next", "complete")
    assert second.values("title") == [one["title"] for one in things.records()]
    assert faults(state_of(crawls.engine, run_id), before) == []
    assert (first.returncode, "is lost, nothing more was written" in log) == (1, True)


def test_page_writers_that_wake_up_after_their_run_was_ended_write_nothing(engine, database_url):
    expected, _, _ = undisturbed(engine, database_url, pages=PAGES)
    for number in range(TIMES):
        run_id = new_run(engine, pages=PAGES, name=f"world-{number}")
        sleeper = Victim(database_url, run_id, pages=PAGES, stop_before=1 + number % 4)
        sleeper.stopped()
        assert take_over(engine, run_id)
        Victim(database_url, run_id, pages=PAGES).points()
        sleeper.wake()
        assert sleeper.end() == 1
        assert faults(state_of(engine, run_id), expected) == []


def test_a_slow_run_that_beats_is_never_reaped(crawls):
    with paged_site(pages=1, per_page=3, has_details=False) as (site, things):
        site.route(things.path, Reply(things.page(1), delay_seconds=20))
        job_id = crawls.job(site.url + things.path, extract={"mode": "list"})
        slow = crawls.start(job_id, *SHORT)
        _wait(lambda: things.path in site.paths, what="the page")
        watching = [sys.executable, "-m", "scrapy", "reap", "--watch"]
        options = [part for each in SHORT for part in each.split(" ")]
        reaper = subprocess.Popen(
            [*watching, *options, "-s", f"SCRAPER_DATABASE_URL={crawls.database_url}"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        crawled = crawls.finish(slow, job_id)  # ten leases later
        reaper.send_signal(signal.SIGINT)
        said, _ = reaper.communicate(timeout=END_SECONDS)
    assert crawled.end == ("completed", "no_next", "complete")
    assert (crawled.run.attempts, said) == (1, "")


class Busy:
    """A pipeline that keeps the reactor busy for four leases with its first record."""

    is_done = False

    def process_item(self, item):
        until = time.monotonic() + (0 if self.is_done else 8)
        self.is_done = True
        while time.monotonic() < until:
            pass
        return item


def test_a_worker_whose_reactor_is_busy_for_leases_keeps_its_run(sqlite_crawls):
    pipelines = settings.ITEM_PIPELINES | {"tests.reliability.test_zombies.Busy": 400}
    with paged_site(pages=2, per_page=3, has_details=False) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button", extract={"mode": "list"})
        process = sqlite_crawls.start(job_id, *SHORT, f"-s ITEM_PIPELINES={json.dumps(pipelines)}")
        config, reaped = Config(heartbeat_seconds=0.2, lease_seconds=2), []
        reaper = Reaper(sqlite_crawls.engine, config)
        while process.poll() is None:
            reaped += reaper.look()
            time.sleep(0.2)
        crawled = sqlite_crawls.finish(process, job_id)
    assert (crawled.end, reaped) == (("completed", "no_next", "complete"), [])


def test_50_killed_workers_lose_their_runs_within_a_lease_and_15_seconds(engine, database_url):
    config = Config(heartbeat_seconds=0.2, lease_seconds=2)
    runs = [new_run(engine, pages=PAGES, name=f"killed-{number}") for number in range(50)]
    for run_id in runs:
        worker = Victim(database_url, run_id, pages=PAGES, stop_before=2)
        worker.stopped()
        worker.kill()
    with session_scope(engine) as session:  # the writers' own leases are longer
        ends = database_time(session, plus_seconds=2)
        session.execute(update(RunWorker).values(lease_expires_at=ends, lease_seconds=2))
    killed_at, reaper = time.monotonic(), Reaper(engine, config)
    while any(_status(engine, run_id) == "running" for run_id in runs):
        reaper.look()
        time.sleep(0.2)
    seconds = time.monotonic() - killed_at
    print(f"\n{engine.dialect.name}: 50 dead workers, leases of 2 s: all runs queued again after {seconds:.1f} s")
    assert {_status(engine, run_id) for run_id in runs} == {"queued"}
    assert seconds < 2 + 15


@pytest.mark.parametrize("number", range(2))
def test_a_killed_spider_is_found_within_a_lease_and_15_seconds(crawls, number):
    with paged_site(pages=30, per_page=3, has_details=False) as (site, things):
        site.route(things.path, lambda asked: Reply(things.page(int(asked.query.get("page", 1))), delay_seconds=0.1))
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=50, extract={"mode": "list"})
        spider = crawls.start(job_id, *SHORT)
        _wait(lambda: len(site.paths) > 3 + number, what="some pages")
        spider.kill()
        spider.communicate(timeout=END_SECONDS)
        run_id = crawls.outcome(job_id).run.id
        killed_at = time.monotonic()
        options = [part for each in SHORT for part in each.split(" ")]
        reap = [sys.executable, "-m", "scrapy", "reap", *options, "-s", f"SCRAPER_DATABASE_URL={crawls.database_url}"]
        while _status(crawls.engine, run_id) == "running":  # without --watch it looks at no lease that is not over
            subprocess.run(reap, cwd=ROOT, check=True, capture_output=True)
            assert time.monotonic() - killed_at < 2 + 15
    assert _status(crawls.engine, run_id) == "queued"
