"""Workers of one run as real processes: they share it, one that is told to go leaves it, all end with it."""

import signal
import time

from db.models import Run, RunRequest
from db.session import session_scope
from scraper.runs.launch import start_run
from tests.site import Reply, detail_page, paged_site, record

DEADLINE_SECONDS = 120


def _slow(number):
    return Reply(detail_page(record(number)), delay_seconds=0.2)


def _shared_run(crawls, site, *, pages, workers=2):
    for number in range(1, pages + 1):
        site.route(f"/item/{number}", _slow(number))
    urls = [f"{site.url}/item/{number}" for number in range(1, pages + 1)]
    job_id = crawls.job(urls[0], "url_list", pagination={"urls": urls}, workers=workers, extract={"mode": "detail"})
    return job_id, start_run(crawls.engine, job_id).run_id


def _until(crawls, run_id, condition):
    deadline = time.monotonic() + DEADLINE_SECONDS
    while True:
        with session_scope(crawls.engine) as session:
            if condition(session, run_id):
                return
        assert time.monotonic() < deadline
        time.sleep(0.05)  # polling what other processes do


def _has_workers_of_both(session, run_id):
    done = session.query(RunRequest.worker_id).filter_by(run_id=run_id, state="done").distinct().count()
    return done == 2 or session.get_one(Run, run_id).finished_at is not None


def test_two_processes_share_a_run_and_one_that_is_told_to_go_leaves_it_to_the_other(sqlite_crawls, site):
    job_id, run_id = _shared_run(sqlite_crawls, site, pages=60)
    one, other = (sqlite_crawls.start_with(f"run_id={run_id}") for _ in range(2))
    _until(sqlite_crawls, run_id, _has_workers_of_both)
    one.send_signal(signal.SIGTERM)
    one.communicate(timeout=DEADLINE_SECONDS)
    crawled = sqlite_crawls.finish(other, job_id)
    assert (one.returncode, crawled.exit_code, crawled.end) == (0, 0, ("completed", "no_next", "complete"))
    assert (crawled.counters, len(crawled.results)) == (crawled.counted, 60)


def test_a_chain_is_walked_page_by_page_whoever_is_free(sqlite_crawls):
    with paged_site(pages=4, per_page=3) as (shop, things):
        job_id = sqlite_crawls.job(
            f"{shop.url}/list", "next_button", workers=2, extract={"mode": "list_and_detail"}, max_pages=3
        )
        crawled = sqlite_crawls.run(job_id)
    assert crawled.end == ("completed", "max_pages", "partial")
    assert sorted(crawled.values("title")) == sorted(one["title"] for one in things.records()[:9])
