"""Ten thousand results in one run: all of them, in order, written in batches of whole pages."""

from tests.site import paged_site

PAGES, PER_PAGE = 100, 100
# A batch ends by its size alone, so that the number of commits does not hang on how fast the machine is.
SETTINGS = ("-s SCRAPER_WRITE_BATCH_RESULTS=500", "-s SCRAPER_WRITE_LINGER_SECONDS=60")


def test_ten_thousand_results_in_one_run(crawls):
    with paged_site(pages=PAGES, per_page=PER_PAGE, has_details=False) as (site, things):
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=200, extract={"mode": "list"})
        crawled = crawls.run(job_id, *SETTINGS)
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.run.items_extracted == PAGES * PER_PAGE
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.counters == crawled.counted
    commits = {result.created_at for result in crawled.results}  # one moment for all rows of a transaction
    assert len(commits) == PAGES * PER_PAGE // 500
