"""SIGTERM at random times, in the start, the middle and the end: the run is resumed until it is done, and is whole."""

import random
import signal
import subprocess
import time

from db.models import Run
from db.session import session_scope
from scraper.runs.launch import start_run
from tests.outages import wait_until
from tests.site import paged_site

SIGNALS = 25  # on each database
EXIT_SECONDS = 30.0
PAGES, PER_PAGE = 60, 3
SETTINGS = ("-s SCRAPER_WRITE_BATCH_RESULTS=12", "-s SCRAPER_WRITE_LINGER_SECONDS=0.02")


def _status(crawls, run_id):
    with session_scope(crawls.engine, is_read_only=True) as session:
        return session.get_one(Run, run_id).status


def _terminated(crawls, site, run_id, chance):
    """Seconds that a crawl took to end after a SIGTERM at a random time, None where it ended before; its log."""
    process = crawls.start_with(f"run_id={run_id}", *SETTINGS)
    if chance.random() < 0.3:  # while it starts
        moment = time.monotonic() + chance.uniform(0.0, 3.0)
        wait_until(lambda: time.monotonic() >= moment)
    else:
        pages = len(site.paths) + chance.randint(1, PAGES // 4)
        wait_until(lambda: len(site.paths) >= pages or process.poll() is not None)
    has_ended, started = process.poll() is not None, time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        _, log = process.communicate(timeout=EXIT_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return None if has_ended else time.monotonic() - started, log


def test_a_run_survives_any_number_of_terminations(crawls):
    chance, seconds, runs = random.Random(18), [], 0
    with paged_site(pages=PAGES, per_page=PER_PAGE, has_details=False) as (site, things):
        while len(seconds) < SIGNALS:
            job_id = crawls.job(site.url + things.path, "next_button", max_pages=PAGES + 1, extract={"mode": "list"})
            run_id = start_run(crawls.engine, job_id).run_id
            while _status(crawls, run_id) == "queued":
                took, log = _terminated(crawls, site, run_id, chance)
                seconds += [] if took is None else [took]
                crawled = crawls.outcome(job_id)
                assert crawled.counters == crawled.counted
            runs += 1
            assert crawled.end == ("completed", "no_next", "complete"), log
            assert crawled.values("title") == [one["title"] for one in things.records()]
            assert crawled.run.credits_charged == PAGES
    print(f"\n{len(seconds)} SIGTERMs in {runs} runs, ended after {max(seconds):.1f} s at most")
