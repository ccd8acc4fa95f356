"""A crawl that is interrupted: by a person it ends in order, by its host it can go on elsewhere."""

import signal
import time
from threading import Event

from tests.site import Reply, paged_site


def _interrupted(crawls, site, job_id, signum, *, after_pages):
    """The outcome of a crawl that gets `signum` when the site has served `after_pages` list pages."""
    process = crawls.start(job_id)
    deadline = time.monotonic() + 60
    while sum(path.startswith("/list") for path in site.paths) < after_pages and time.monotonic() < deadline:
        time.sleep(0.02)  # polling what another process does
    process.send_signal(signum)
    return crawls.finish(process, job_id)


def _slow(things):
    """The list's pages, each after a moment."""

    def page(request):
        return Reply(things.page(int(request.query.get("page", "1"))), delay_seconds=0.15)

    return page


def test_ctrl_c_completes_the_run_with_what_it_has(crawls):
    with paged_site(pages=60, per_page=3) as (site, things):
        site.route(things.path, _slow(things))
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=100)
        crawled = _interrupted(crawls, site, job_id, signal.SIGINT, after_pages=5)
    assert crawled.end == ("completed", "cancelled", "partial")
    assert crawled.run.finished_at is not None
    assert crawled.run.items_extracted >= 12
    assert crawled.counters == crawled.counted
    assert not [request for request in crawled.requests if request.state in {"queued", "claimed"}]


def test_sigterm_leaves_a_run_that_goes_on_where_it_was(crawls):
    with paged_site(pages=25, per_page=3) as (site, things):
        site.route(things.path, _slow(things))
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=100)
        stopped = _interrupted(crawls, site, job_id, signal.SIGTERM, after_pages=5)
        assert (stopped.run.status, stopped.run.stop_reason) == ("queued", "shutdown")
        process = crawls.start_with(f"run_id={stopped.run.id}")
        crawled = crawls.finish(process, job_id)
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.run.credits_charged == 25
    assert crawled.counters == crawled.counted


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
