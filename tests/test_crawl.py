"""The main job, end to end: `scrapy crawl job` on a site of its own."""

import json

from tests.crawls import TITLE_AND_PRICE
from tests.site import Reply, card, document, json_list, paged_site, record


def test_next_links_are_followed_to_the_last_page(crawls):
    with paged_site(pages=4, per_page=6) as (site, things):
        crawled = crawls.crawl(site.url + things.path, "next_button")
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.values("price") == [one["price"] for one in things.records()]
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.counters == crawled.counted
    assert crawled.exit_code == 0


def test_details_complete_what_the_list_says(crawls):
    definition = {
        "type": "object",
        "properties": {**TITLE_AND_PRICE["properties"], "material": {"type": "string"}},
        "required": ["title"],
    }
    with paged_site(pages=2, per_page=4) as (site, things):
        for one in things.records():
            site.route(one["url"], document(one["title"], f"<h1>{one['title']}</h1><p>Material: oak</p>"))
        schema_id = crawls.schema(definition)
        crawled = crawls.crawl(
            site.url + things.path, "next_button", schema_id=schema_id, extract={"mode": "list_and_detail"}
        )
        urls = [site.url + one["url"] for one in things.records()]
    assert [result.record_url for result in crawled.results] == urls
    assert crawled.values("material") == ["oak"] * 8
    assert crawled.values("price") == [one["price"] for one in things.records()]
    assert crawled.run.credits_charged == 8
    assert crawled.counters == crawled.counted


def test_a_detail_page_that_fails_leaves_the_lists_record(sqlite_crawls):
    with paged_site(pages=1, per_page=4) as (site, things):
        site.route("/item/2", Reply("gone", status=404))
        crawled = sqlite_crawls.crawl(site.url + things.path, extract={"mode": "list_and_detail"})
    assert sorted(crawled.values("title")) == sorted(one["title"] for one in things.records())
    assert crawled.end == ("completed", "no_next", "partial")
    assert crawled.run.credits_charged == 3
    assert [each["reason"] for each in crawled.run.run_metadata["failures"]] == ["http_404"]


def test_a_url_pattern_is_counted_up_until_a_page_is_missing(sqlite_crawls):
    with paged_site(pages=3, per_page=3, next_as="") as (site, things):
        pattern = site.url + things.path + "?page={page}"
        crawled = sqlite_crawls.crawl(site.url + things.path, "url_pattern", pagination={"pattern": pattern})
    assert crawled.values("title") == [one["title"] for one in things.records()]
    assert crawled.end == ("completed", "not_found", "complete")


def test_a_url_list_fetches_each_url_once(crawls):
    with paged_site(pages=1, per_page=20) as (site, things):
        urls = [site.url + one["url"] for one in things.records()]
        crawled = crawls.crawl(urls[0], "url_list", pagination={"urls": [*urls, urls[3]]}, concurrent_requests=4)
    assert sorted(crawled.values("title")) == sorted(one["title"] for one in things.records())
    assert crawled.counters == crawled.counted
    assert crawled.end == ("completed", "no_next", "complete")


def test_a_json_api_is_read_by_the_same_schema(sqlite_crawls, site):
    records = [record(number) for number in range(1, 8)]
    site.route("/api", json_list(records, per_page=10, path="/api"))
    crawled = sqlite_crawls.crawl(site.url + "/api")
    assert crawled.values("title") == [one["title"] for one in records]
    assert crawled.results[0].evidence["title"]["path"].startswith("/items/0/")


def test_every_value_has_its_evidence_and_every_result_a_confidence(sqlite_crawls):
    with paged_site(pages=1, per_page=5) as (site, things):
        crawled = sqlite_crawls.crawl(site.url + things.path)
    assert all(set(result.evidence) == set(result.data) for result in crawled.results)
    assert all(0 < result.confidence_score <= 1 for result in crawled.results)


def test_equal_data_with_links_of_their_own_are_two_results(sqlite_crawls, site):
    twins = [{"title": "Emma", "price": 9.5, "url": f"/item/{number}"} for number in (1, 2, 3)]
    site.route("/", document("Books", "".join(map(card, [*twins, record(7), record(8)]))))
    crawled = sqlite_crawls.crawl(site.url + "/")
    assert crawled.values("title").count("Emma") == 3


def test_the_same_record_on_two_pages_is_one_result(crawls, site):
    pages = {"/": [1, 2, 3, 4], "/more": [3, 4, 5, 6]}
    for path, numbers in pages.items():
        link = '<p><a rel="next" href="/more">Next</a></p>' if path == "/" else ""
        site.route(path, document("Things", "".join(card(record(number)) for number in numbers) + link))
    crawled = crawls.crawl(site.url + "/", "next_button")
    assert crawled.values("title") == [record(number)["title"] for number in range(1, 7)]
    assert crawled.run.run_metadata["dropped"] == {"duplicate": 2}
    assert crawled.run.items_found == 8


def test_a_last_page_may_have_one_record_and_an_empty_one_none(sqlite_crawls, site):
    pages = {"/": ([1, 2, 3, 4, 5], "/two"), "/two": ([6], "/three"), "/three": ([], "/four"), "/four": ([], None)}
    for path, (numbers, after) in pages.items():
        cards = "".join(card(record(number)) for number in numbers)
        link = f'<p><a rel="next" href="{after}">Next</a></p>' if after else ""
        site.route(path, document("Things", f"<h1>Departments</h1><main>{cards}</main>{link}"))
    crawled = sqlite_crawls.crawl(site.url + "/", "next_button")
    assert crawled.values("title") == [record(number)["title"] for number in range(1, 7)]
    assert crawled.end == ("completed", "empty_pages", "complete")


def test_dedupe_off_keeps_every_record(sqlite_crawls, site):
    for path, link in {"/": '<p><a rel="next" href="/more">Next</a></p>', "/more": ""}.items():
        extra = 9 if path == "/" else 10
        cards = "".join(card(record(number)) for number in (1, 2, 3, extra))
        site.route(path, document("Things", cards + link))
    crawled = sqlite_crawls.crawl(site.url + "/", "next_button", dedupe={"scope": "off"})
    assert crawled.run.items_extracted == 8


def test_the_feed_of_scrapy_has_the_schemas_columns(sqlite_crawls, tmp_path):
    feed = tmp_path / "out.jsonl"
    with paged_site(pages=2, per_page=3) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button")
        sqlite_crawls.run(job_id, f"-o {feed}")
    rows = [json.loads(line) for line in feed.read_text().splitlines()]
    assert [row["title"] for row in rows] == [one["title"] for one in things.records()]
    assert all(set(row) == {"title", "price"} for row in rows)


def test_the_same_key_makes_one_run_and_fetches_once(crawls):
    with paged_site(pages=1, per_page=3) as (site, things):
        job_id = crawls.job(site.url + things.path)
        crawls.run(job_id, "idempotency_key=monday")
        fetched = len(site.requests)
        again = crawls.run(job_id, "idempotency_key=monday")
        assert len(site.requests) == fetched
    assert len(crawls.runs()) == 1
    assert again.exit_code == 0
    assert "exists already and is completed" in again.output


def test_a_folder_of_requests_is_left_alone(sqlite_crawls, tmp_path):
    with paged_site(pages=2, per_page=3) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button")
        crawled = sqlite_crawls.run(job_id, f"-s JOBDIR={tmp_path / 'requests'}")
    assert (crawled.end, (tmp_path / "requests").exists()) == (("completed", "no_next", "complete"), False)
    assert "JOBDIR is ignored" in crawled.log


def test_columns_keep_the_schemas_order(crawls, tmp_path):
    feed = tmp_path / "out.csv"
    names = ["title", "price", "a", "zz", "link"]
    definition = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
    with paged_site(pages=1, per_page=3) as (site, things):
        crawls.run(crawls.job(site.url + things.path, schema_id=crawls.schema(definition)), f"-o {feed}")
    assert feed.read_text().splitlines()[0] == ",".join(names)
