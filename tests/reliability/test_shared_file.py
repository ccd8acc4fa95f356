"""Eight spiders at once on one SQLite file: each transaction gets the lock in time."""

from tests.site import paged_site

SPIDERS, PAGES, PER_PAGE = 8, 60, 3
# A transaction a page, and ten times as many heartbeats as usual.
SETTINGS = (
    "-s SCRAPER_WRITE_BATCH_RESULTS=1",
    "-s SCRAPER_WRITE_LINGER_SECONDS=0.001",
    "-s SCRAPER_HEARTBEAT_SECONDS=1",
)
LOCK_ERRORS = ("locked", "is run again", "took no heartbeat", "were not stored")


def test_eight_spiders_share_one_file_without_a_lock_error(sqlite_crawls):
    with paged_site(pages=PAGES, per_page=PER_PAGE, has_details=False) as (site, things):
        url = site.url + things.path
        jobs = [
            sqlite_crawls.job(url, "next_button", max_pages=PAGES + 1, extract={"mode": "list"}) for _ in range(SPIDERS)
        ]
        processes = [sqlite_crawls.start(job_id, *SETTINGS) for job_id in jobs]
        crawled = [sqlite_crawls.finish(*each) for each in zip(processes, jobs, strict=True)]
    errors = [line for each in crawled for line in each.log.splitlines() if any(said in line for said in LOCK_ERRORS)]
    print(f"\n{SPIDERS} spiders, {SPIDERS * PAGES} pages, {len(errors)} lock errors")
    assert errors == [], "\n".join(errors)
    titles = [one["title"] for one in things.records()]
    assert [each.values("title") == titles for each in crawled] == [True] * SPIDERS
    assert [each.counters == each.counted for each in crawled] == [True] * SPIDERS
