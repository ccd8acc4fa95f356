"""A crawl that is interrupted: by a person it ends in order, by its host it can go on elsewhere."""

import signal
import time
from threading import Event

import pytest
from sqlalchemy import text

from db.cancelling import request_cancel
from db.models import Run
from db.patience import TRY_SECONDS
from db.session import session_scope
from scraper.console.terminal import ExitCode
from scraper.extensions.run_tracker import FLUSH_SECONDS
from scraper.runs.launch import start_run
from tests.crawls import Crawls
from tests.outages import wait_until
from tests.site import Reply, detail_page, paged_site, record

WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"


def _waiting(crawls):
    """How many transactions wait for a lock, as a transaction of its own sees it."""
    with session_scope(crawls.engine) as session:
        return session.scalar(text(WAITING))


def _interrupted(crawls, job_id, signum, *, when):
    """The outcome of a crawl that gets `signum` when the site has set the event."""
    process = crawls.start(job_id)
    assert when.wait(60)
    process.send_signal(signum)
    return crawls.finish(process, job_id)


def _slow(things, *, page_5, seconds=0.15):
    """The list's pages, each after a moment; sets the event `page_5` when that page is asked for."""

    def page(request):
        number = int(request.query.get("page", "1"))
        if number == 5:
            page_5.set()
        return Reply(things.page(number), delay_seconds=seconds)

    return page


def test_ctrl_c_completes_the_run_with_what_it_has(crawls):
    with paged_site(pages=60, per_page=3) as (site, things):
        site.route(things.path, _slow(things, page_5=(page_5 := Event())))
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=100)
        crawled = _interrupted(crawls, job_id, signal.SIGINT, when=page_5)
    assert crawled.end == ("completed", "cancelled", "partial")
    assert crawled.run.finished_at is not None
    assert crawled.run.items_extracted >= 12
    assert crawled.counters == crawled.counted
    assert not [request for request in crawled.requests if request.state in {"queued", "claimed"}]


def test_sigterm_leaves_a_run_that_goes_on_where_it_was(crawls):
    with paged_site(pages=25, per_page=3) as (site, things):
        site.route(things.path, _slow(things, page_5=(page_5 := Event())))
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=100)
        stopped = _interrupted(crawls, job_id, signal.SIGTERM, when=page_5)
        assert (stopped.run.status, stopped.run.stop_reason) == ("queued", "shutdown")
        process = crawls.start_with(f"run_id={stopped.run.id}")
        crawled = crawls.finish(process, job_id)
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.run.credits_charged == 25
    assert crawled.counters == crawled.counted


def test_a_cancelled_run_ends_within_one_page(crawls):
    with paged_site(pages=60, per_page=3) as (site, things):
        site.route(things.path, _slow(things, page_5=(page_5 := Event()), seconds=0.6))
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=100)
        process = crawls.start(job_id, "-s SCRAPER_WRITE_LINGER_SECONDS=0.02")
        assert page_5.wait(60)
        with session_scope(crawls.engine) as session:
            request_cancel(session, crawls.outcome(job_id).run.id, user_id=crawls.user_id)
        served = len(site.paths)
        crawled = crawls.finish(process, job_id)
        assert len(site.paths) <= served + 1
    assert crawled.end == ("completed", "cancelled", "partial")
    assert crawled.counters == crawled.counted


def test_a_run_that_goes_on_knows_why_its_pagination_ended(crawls):
    is_asked = Event()
    with paged_site(pages=3, per_page=8) as (site, things):

        def detail(number):
            def page(request):
                if number == 3:
                    is_asked.set()
                return Reply(detail_page(record(number)), delay_seconds=0.3)

            return page

        for number in range(1, 9):
            site.route(f"/item/{number}", detail(number))
        job_id = crawls.job(
            site.url + things.path, "next_button", max_pages=1, max_duration=600, extract={"mode": "list_and_detail"}
        )
        stopped = _interrupted(crawls, job_id, signal.SIGTERM, when=is_asked)
        assert (stopped.run.status, stopped.run.run_metadata["resume"]["stop_reason"]) == ("queued", "max_pages")
        crawled = crawls.finish(crawls.start_with(f"run_id={stopped.run.id}"), job_id)
    assert crawled.end == ("completed", "max_pages", "partial")
    assert sorted(crawled.values("title")) == [record(number)["title"] for number in range(1, 9)]
    assert "resume" not in crawled.run.run_metadata


def test_a_crawl_that_is_told_to_go_while_the_database_is_locked_goes_in_time_and_says_why(crawls):
    with paged_site(pages=40, per_page=3, has_details=False) as (site, things):
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=50, extract={"mode": "list"})
        process = crawls.start(
            job_id,
        )
        wait_until(lambda: site.count("/list?page=4"))
        with crawls.engine.connect() as holder, holder.begin():
            holder.execute(text("SELECT 1" if crawls.engine.dialect.name == "sqlite" else "LOCK TABLE runs"))
            process.send_signal(signal.SIGTERM)
            told = time.monotonic()
            _, log = process.communicate(timeout=120)
            seconds = time.monotonic() - told
    left = crawls.outcome(job_id)
    assert (process.returncode, left.run.status, left.counters) == (ExitCode.NO_DATABASE, "running", left.counted)
    assert "could not be ended as queued: the database could not be used" in log
    assert seconds < FLUSH_SECONDS + 2 * TRY_SECONDS


def test_a_run_that_is_running_is_not_started_again(crawls):
    is_asked, may_answer = Event(), Event()
    with paged_site(pages=3, per_page=3) as (site, things):

        def page(request):
            is_asked.set()
            may_answer.wait(60)
            return things.page(int(request.query.get("page", "1")))

        site.route(things.path, page)
        job_id = crawls.job(site.url + things.path, "next_button")
        process = crawls.start(job_id, "idempotency_key=one")
        is_asked.wait(60)
        output, _ = crawls.start(job_id, "idempotency_key=one").communicate(timeout=60)
        may_answer.set()
        crawled = crawls.finish(process, job_id)
    assert "exists already and is running; nothing was fetched" in output
    assert crawled.run.items_extracted == 9
    assert site.count("/list?page=2") == 1


@pytest.mark.postgres
@pytest.mark.parametrize("signals", [1, 2])
def test_a_run_that_is_claimed_while_the_process_is_told_to_go_is_queued_again(postgres_url, signals):
    crawls = Crawls(postgres_url)
    with paged_site(pages=3, per_page=3) as (site, things):
        job_id = crawls.job(site.url + things.path, "next_button")
        run_id = start_run(crawls.engine, job_id).run_id
        with session_scope(crawls.engine) as session:
            session.get_one(Run, run_id, with_for_update=True)  # the claim has to wait
            process = crawls.start_with(f"run_id={run_id}")
            wait_until(lambda: _waiting(crawls) == 1)
            for _ in range(signals):
                process.send_signal(signal.SIGTERM)
                wait_until(lambda: "Received SIGTERM" in process.stderr.readline())
        crawled = crawls.finish(process, job_id)
    crawls.close()
    assert (crawled.exit_code, crawled.run.status, crawled.run.attempts) == (0, "queued", 0)
