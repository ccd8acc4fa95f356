"""Ten thousand results in one run: batches, whole pages, flat memory."""

from tests.site import paged_site


def test_ten_thousand_results_in_one_run(crawls):
    with paged_site(pages=100, per_page=100, has_details=False) as (site, things):
        crawled = crawls.crawl(site.url + things.path, "next_button", max_pages=200, extract={"mode": "list"})
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.run.items_extracted == 10_000
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.counters == crawled.counted
