"""A crawl whose clock is set by hours and days meanwhile: nothing is lost, taken for dead or cut short."""

import json

from scraper.settings import EXTENSIONS
from tests.clock_jumps import EVERY_PAGES, JUMPS
from tests.site import paged_site

PAGES = EVERY_PAGES * (len(JUMPS) + 1)


def test_a_clock_that_jumps_does_no_harm(sqlite_crawls):
    extensions = json.dumps({**EXTENSIONS, "tests.clock_jumps.ClockJumps": 1}, separators=(",", ":"))
    with paged_site(pages=PAGES, per_page=3, has_details=False) as (site, things):
        job_id = sqlite_crawls.job(
            site.url + things.path,
            "next_button",
            max_pages=PAGES + 1,
            max_duration=1800,
            delay_between_requests=0.05,
            extract={"mode": "list"},
        )
        process = sqlite_crawls.start(job_id, f"-s EXTENSIONS={extensions}", "-s SCRAPER_HEARTBEAT_SECONDS=0.1")
        crawled = sqlite_crawls.finish(process, job_id)
    assert crawled.end == ("completed", "no_next", "complete"), crawled.log[-3000:]
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.counters == crawled.counted
