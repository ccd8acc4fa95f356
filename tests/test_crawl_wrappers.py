"""Wrappers in real crawls: a run learns them from its first pages, the next one reads by them and learns nothing."""

import re
import signal
import time

import pytest
from sqlalchemy import select

from db.models import Wrapper
from db.session import session_scope
from tests.site import Reply, detail_page, paged_site

DETAILED = {"mode": "list_and_detail"}


def pages_by(crawled):
    """How many pages of the crawl were read in which way, from the stats in its log."""
    found = dict(re.findall(r"'scraper/pages/(wrapper|slow_path|audited)': (\d+)", crawled.log))
    return {name: int(found.get(name, 0)) for name in ("wrapper", "slow_path", "audited")}


def stored(crawls):
    with session_scope(crawls.engine) as session:
        return list(session.scalars(select(Wrapper).order_by(Wrapper.signature)))


def renamed(things, number):
    """The page after a redesign that gave the prices another class."""
    return things.page(number).replace('class="amount"', 'class="kosten"')


def test_the_second_run_learns_nothing_anew(crawls):
    with paged_site(pages=8, per_page=6) as (site, things):
        job_id = crawls.job(site.url + things.path, "next_button")
        first = crawls.run(job_id)
        learnt = stored(crawls)
        second = crawls.run(job_id)
    assert second.values("title") == first.values("title") == [one["title"] for one in things.records()]
    assert second.values("price") == first.values("price") == [one["price"] for one in things.records()]
    assert pages_by(first)["slow_path"] == 2
    assert sum(pages_by(first).values()) == sum(pages_by(second).values()) == 8
    assert pages_by(second)["slow_path"] == 0
    assert pages_by(second)["wrapper"] >= 5
    assert [each.selectors for each in stored(crawls)] == [each.selectors for each in learnt]
    assert [each.health["learnt"] for each in stored(crawls)] == [1]
    assert [each.pages for each in stored(crawls)] == [16]


def test_details_and_their_list_have_wrappers_of_their_own(crawls):
    with paged_site(pages=2, per_page=5) as (site, things):
        for one in things.records():
            site.route(one["url"], detail_page(one))
        job_id = crawls.job(site.url + things.path, "next_button", extract=DETAILED)
        first = crawls.run(job_id)
        second = crawls.run(job_id)
    assert second.values("price") == first.values("price") == [one["price"] for one in things.records()]
    assert [result.record_url for result in second.results] == [result.record_url for result in first.results]
    assert pages_by(second)["slow_path"] == 0
    assert len(stored(crawls)) == 2


def test_evidence_says_that_a_wrapper_read_the_value(sqlite_crawls):
    with paged_site(pages=6, per_page=5) as (site, things):
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button")
    sources = {result.evidence["title"]["source"] for result in crawled.results}
    assert sources == {"region", "wrapper"}
    assert all(result.evidence["price"]["text"].startswith("$") for result in crawled.results)


@pytest.mark.parametrize("options", [{"extract": {"wrappers": False}}, {}], ids=["switched off", "extra fields"])
def test_a_job_without_wrappers_reads_every_page_by_the_slow_path(sqlite_crawls, options):
    with paged_site(pages=4, per_page=5) as (site, things):
        schema_id = sqlite_crawls.schema(allow_extra_fields=not options)
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button", schema_id=schema_id, **options)
    assert pages_by(crawled) == {"wrapper": 0, "slow_path": 4, "audited": 0}
    assert stored(sqlite_crawls) == []


def test_a_page_whose_layout_changed_is_read_by_the_slow_path(sqlite_crawls):
    with paged_site(pages=6, per_page=6) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button")
        sqlite_crawls.run(job_id)
        site.route(things.path, lambda request: renamed(things, int(request.query.get("page", "1"))))
        second = sqlite_crawls.run(job_id)
        third = sqlite_crawls.run(job_id)
    assert second.values("price") == third.values("price") == [one["price"] for one in things.records()]
    assert pages_by(second)["slow_path"] == 2
    assert pages_by(third)["slow_path"] == 0


def test_a_wrapper_of_another_schema_or_format_is_not_used(sqlite_crawls):
    with paged_site(pages=4, per_page=5) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button")
        sqlite_crawls.run(job_id)
        with session_scope(sqlite_crawls.engine) as session:
            for row in session.scalars(select(Wrapper)):
                row.selectors = {**row.selectors, "format": 0}
        again = sqlite_crawls.run(job_id)
        other = sqlite_crawls.schema({"type": "object", "properties": {"title": {"type": "string"}}})
        changed = sqlite_crawls.crawl(site.url + things.path, "next_button", schema_id=other)
    assert [pages_by(each)["slow_path"] for each in (again, changed)] == [2, 2]


def until_stored(crawls, process):
    """Wait until the crawl has stored a wrapper."""
    deadline = time.monotonic() + 60
    while not stored(crawls):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.02)  # polling what another process does


# A lease that is soon over, and pages that are stored as they come.
SETTINGS = (
    "-s SCRAPER_LEASE_SECONDS=3",
    "-s SCRAPER_HEARTBEAT_SECONDS=1",
    "-s SCRAPER_WRITE_LINGER_SECONDS=0.05",
)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGKILL], ids=["stopped", "killed"])
def test_a_run_that_goes_on_reads_by_what_it_had_learnt_and_ends_the_same(sqlite_crawls, signum):
    with paged_site(pages=14, per_page=5) as (site, things):
        site.route(
            things.path, lambda request: Reply(things.page(int(request.query.get("page", "1"))), delay_seconds=0.2)
        )
        job_id = sqlite_crawls.job(site.url + things.path, "next_button", max_pages=100)
        process = sqlite_crawls.start(job_id, *SETTINGS)
        until_stored(sqlite_crawls, process)
        process.send_signal(signum)
        process.communicate(timeout=60)
        run_id, learnt = (
            sqlite_crawls.outcome(job_id).run.id,
            [each.selectors["wrappers"] for each in stored(sqlite_crawls)],
        )
        crawled = sqlite_crawls.finish(sqlite_crawls.start_with(f"run_id={run_id}", *SETTINGS), job_id)
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.values("price") == [one["price"] for one in things.records()]
    assert pages_by(crawled)["slow_path"] == 0
    assert [each.selectors["wrappers"] for each in stored(sqlite_crawls)] == learnt
    assert crawled.counters == crawled.counted
