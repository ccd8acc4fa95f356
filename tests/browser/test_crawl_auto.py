"""Crawls with render_js: "auto": plain HTTP first, the browser where it is needed, and what is remembered of it."""

import pytest

from tests.paging_site.scripted import variants
from tests.site import paged_site

pytestmark = pytest.mark.browser

TURNED = next(each for each in variants() if each.name == "js_next_button")


def test_the_browser_is_used_where_it_is_needed_and_at_once_by_the_next_run_on_the_site(sqlite_crawls):
    schema_id = sqlite_crawls.schema(TURNED.catalogue.kind.schema)
    with TURNED.serve() as site:
        url = site.url + TURNED.start
        first = sqlite_crawls.crawl(url, "next_button", schema_id=schema_id, render_js="auto", max_pages=2)
        asked = site.count(TURNED.start)
        second = sqlite_crawls.crawl(url, "next_button", schema_id=schema_id, js="auto", max_pages=1)
        assert (asked, site.count(TURNED.start)) == (2, 3)
    assert [(each.renderer, each.items_found, each.credits) for each in first.requests] == [("browser", 12, 5)] * 2
    told = {"page": "without it the page shows no record"}
    assert [each.run.run_metadata["browser"] for each in (first, second)] == [told, told]


def test_a_site_that_needs_none_starts_none(sqlite_crawls):
    with paged_site(pages=2, next_as="text") as (site, things):
        crawled = sqlite_crawls.crawl(f"{site.url}/list", "next_button", render_js="auto")
    assert (len(crawled.results), "browser" in crawled.run.run_metadata) == (len(things.records()), False)
    assert {each.renderer for each in crawled.requests} == {"http"}
    assert "Launching browser" not in crawled.log


def test_a_run_whose_credits_do_not_pay_for_it_says_so(sqlite_crawls):
    schema_id = sqlite_crawls.schema(TURNED.catalogue.kind.schema)
    options = {"schema_id": schema_id, "render_js": "auto", "max_credits": 3}
    with TURNED.serve() as site:
        crawled = sqlite_crawls.crawl(site.url + TURNED.start, "next_button", **options)
    assert crawled.end[:2] == ("completed", "needs_browser")
    assert "for which the run's credits do not pay" in crawled.run.run_metadata["warnings"][0]
