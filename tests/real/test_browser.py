"""Real browsers that are killed and that scroll for long: nothing is left of them, no record is lost or doubled."""

import os
import signal
from contextlib import contextmanager
from time import monotonic, sleep

import pytest

from db.models import Run
from db.session import session_scope
from tests.browser.processes import family, left_of, processes, resident_mb
from tests.site import Site, document

pytestmark = pytest.mark.browser

GROWING = """<div id="things"></div><button id="more">Load more</button><script>
let next = 1;
async function load() {
  const reply = await fetch("/batch?number=" + next++);
  document.getElementById("things").insertAdjacentHTML("beforeend", await reply.text());
  if (next > BATCHES) document.getElementById("more").remove();
}
document.getElementById("more").onclick = load; load();
</script>"""
FILLER = "Sturdy, well made and cheap. " * 20


@contextmanager
def growing(batches, per_batch=20):
    """A site with a list of so many batches, each but the first brought by a press on a button."""

    def batch(request):
        first = (int(request.query["number"]) - 1) * per_batch + 1
        cards = (
            f'<div class="card"><h3><a href="/item/{n}">Thing number {n}</a></h3><p>${n}.50</p><p>{FILLER}</p></div>'
            for n in range(first, first + per_batch)
        )
        return "".join(cards)

    with Site({"/list": document("Things", GROWING.replace("BATCHES", str(batches))), "/batch": batch}) as site:
        yield site


def started(crawls, site, *, pages, **options):
    """A crawl of the site that has read so many pages: its job, process and relatives."""
    settings = {"render_js": True, "max_pages": 100, "pagination": {"text": "Load more"}, **options}
    job_id = crawls.job(f"{site.url}/list", "next_button", **settings)
    process = crawls.start(job_id, "-s SCRAPER_WRITE_LINGER_SECONDS=0.01")
    end = monotonic() + 120
    while pages_of(crawls) < pages:
        assert process.poll() is None, process.communicate()[1][-3000:]
        assert monotonic() < end
        sleep(0.05)
    return job_id, process, family(process.pid)


def pages_of(crawls):
    with session_scope(crawls.engine) as session:
        return sum(run.pages_fetched for run in session.query(Run))


def titles(count):
    return [f"Thing number {number}" for number in range(1, count + 1)]


@pytest.mark.parametrize("victims", ["spider", "spider and driver", "spider, driver and browser"])
def test_of_a_spider_that_is_killed_nothing_is_left(sqlite_crawls, victims):
    with growing(100) as site:
        _, process, relatives = started(sqlite_crawls, site, pages=2)
        driver = [each.pid for each in relatives if each.parent == process.pid]
        browser = [each.pid for each in relatives if each.is_browser]
        chosen = {"spider": [], "spider and driver": driver}.get(victims, [*driver, *browser])
        for pid in (process.pid, *chosen):
            os.kill(pid, signal.SIGKILL)
        process.communicate()
        assert len(relatives) > 5
        assert left_of(relatives, seconds=15) == set()


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT])
def test_of_a_spider_that_is_told_to_go_nothing_is_left_and_it_goes_on_where_it_was(sqlite_crawls, end):
    with growing(6) as site:
        job_id, process, relatives = started(sqlite_crawls, site, pages=2, delay_between_requests=1)
        process.send_signal(end)
        first = sqlite_crawls.finish(process, job_id)
        assert left_of(relatives, seconds=15) == set()
        if end == signal.SIGINT:
            assert first.run.stop_reason == "cancelled"
            return
        crawled = sqlite_crawls.finish(sqlite_crawls.start_with(f"run_id={first.run.id}"), job_id)
    assert (crawled.end, crawled.values("title")) == (("completed", "no_next", "complete"), titles(120))
    assert crawled.counters == crawled.counted


def test_a_browser_that_is_killed_is_started_again_and_no_record_is_lost_or_doubled(sqlite_crawls):
    with growing(6) as site:
        job_id, process, relatives = started(sqlite_crawls, site, pages=2, dedupe={"scope": "off"})
        (browser,) = [each for each in relatives if each.is_browser]
        os.kill(browser.pid, signal.SIGKILL)
        most = 0
        while process.poll() is None:
            most = max(most, sum(each.is_browser for each in family(process.pid)))
            sleep(0.05)
        crawled = sqlite_crawls.finish(process, job_id)
    assert (crawled.end, crawled.values("title")) == (("completed", "no_next", "complete"), titles(120))
    assert (most, crawled.counters.credits_charged) == (1, 30)


def test_a_page_whose_process_is_killed_is_opened_again(sqlite_crawls):
    with growing(5) as site:
        job_id, process, relatives = started(sqlite_crawls, site, pages=2, dedupe={"scope": "off"})
        for each in relatives & set(processes()):
            if "--type=renderer" in each.command:
                os.kill(each.pid, signal.SIGKILL)
        crawled = sqlite_crawls.finish(process, job_id)
    assert (crawled.end, crawled.values("title")) == (("completed", "no_next", "complete"), titles(100))


def test_a_thousand_records_of_one_page_cost_little_memory(sqlite_crawls):
    with growing(50) as site:
        job_id, process, _ = started(sqlite_crawls, site, pages=1)
        first = most = resident_mb(process.pid)
        while process.poll() is None:
            try:
                most = max(most, resident_mb(process.pid))
            except (OSError, IndexError):  # it ends
                break
            sleep(0.2)
        crawled = sqlite_crawls.finish(process, job_id)
    print(f"1,000 records in 50 presses: {first:.0f} MB after the first page, {most:.0f} MB at most")
    assert (crawled.end, crawled.values("title")) == (("completed", "no_next", "complete"), titles(1000))
    assert most - first < 100
