"""How real runs end: limits, failing targets, and the sentence that says what was wrong."""

import json
import socket

import pytest
from scrapy.exceptions import DropItem
from sqlalchemy import text

from db.session import session_scope
from scraper import settings
from tests.site import Reply, card, document, paged_site, record


@pytest.mark.parametrize(
    ("options", "end", "counters"),
    [
        pytest.param({"max_pages": 2}, "max_pages", (2, 10, 10, 2), id="max_pages"),
        pytest.param({"max_items": 7}, "max_items", (2, 10, 7, 2), id="max_items"),
        pytest.param({"max_credits": 3}, "max_credits", (3, 15, 15, 3), id="max_credits"),
    ],
)
def test_a_limit_holds_to_the_page(sqlite_crawls, options, end, counters):
    with paged_site(pages=6, per_page=5) as (site, things):
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button", **options)
    assert crawled.end == ("completed", end, "partial")
    row = crawled.counters
    assert (row.pages_fetched, row.items_found, row.items_extracted, row.credits_charged) == counters
    assert crawled.counters == crawled.counted


def test_a_database_that_refuses_the_results_fails_a_run_that_had_its_items(sqlite_crawls):
    refuse = "CREATE TRIGGER refuse BEFORE INSERT ON results BEGIN SELECT RAISE(ABORT, 'no room left'); END"
    with session_scope(sqlite_crawls.engine) as session:
        session.execute(text(refuse))
    with paged_site(pages=3, per_page=5) as (site, things):
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button", max_items=3)
    assert crawled.end == ("failed", "error", "empty")
    assert crawled.exit_code == 1
    assert crawled.run.error_message.startswith("The database did not take the results: ")
    assert "no room left" in crawled.run.error_message


def test_a_run_whose_end_cannot_be_written_exits_1(sqlite_crawls):
    refuse = (
        "CREATE TRIGGER refuse BEFORE UPDATE OF status ON runs WHEN NEW.status = 'completed' "
        "BEGIN SELECT RAISE(ABORT, 'no room left'); END"
    )
    with session_scope(sqlite_crawls.engine) as session:
        session.execute(text(refuse))
    with paged_site(pages=1) as (site, things):
        crawled = sqlite_crawls.crawl(site.url + things.path)
    assert (crawled.exit_code, crawled.run.status) == (1, "running")
    assert "could not be ended as completed" in crawled.log
    assert "completed: no_next" not in crawled.log


class DropSecond:
    """A pipeline of an installation, after ours."""

    def process_item(self, item):
        if item["title"] == record(2)["title"]:
            raise DropItem("spam")
        return item


def test_a_record_that_a_later_pipeline_drops_is_not_stored(sqlite_crawls):
    pipelines = settings.ITEM_PIPELINES | {"tests.test_crawl_ends.DropSecond": 400}
    with paged_site(pages=2, per_page=5) as (site, things):
        job_id = sqlite_crawls.job(site.url + things.path, "next_button")
        process = sqlite_crawls.start(job_id, f"-s ITEM_PIPELINES={json.dumps(pipelines)}")
        crawled = sqlite_crawls.finish(process, job_id)
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.values("title") == [record(number)["title"] for number in (1, *range(3, 11))]
    assert crawled.run.run_metadata["dropped"] == {"other": 1}
    assert crawled.counters == crawled.counted


def test_max_items_holds_under_concurrency_with_detail_pages(sqlite_crawls):
    with paged_site(pages=3, per_page=10) as (site, things):
        crawled = sqlite_crawls.crawl(
            site.url + things.path,
            "next_button",
            max_items=13,
            concurrent_requests=8,
            extract={"mode": "list_and_detail"},
        )
        fetched = [path for path in site.paths if path.startswith("/item/")]
    assert crawled.run.items_extracted == 13
    assert len(fetched) == 13


def test_max_credits_holds_under_concurrency_with_detail_pages(sqlite_crawls):
    with paged_site(pages=3, per_page=10) as (site, things):
        crawled = sqlite_crawls.crawl(
            site.url + things.path,
            "next_button",
            max_credits=14,
            concurrent_requests=8,
            extract={"mode": "list_and_detail"},
        )
    assert crawled.run.credits_charged == 14
    assert crawled.end == ("completed", "max_credits", "partial")


def test_max_duration_stops_a_slow_site(sqlite_crawls):
    with paged_site(pages=50, per_page=5) as (site, things):
        crawled = sqlite_crawls.crawl(
            site.url + things.path, "next_button", max_duration=2, delay_between_requests=0.5, randomize_delay=False
        )
    assert crawled.end == ("completed", "max_duration", "partial")
    assert 1 <= crawled.run.pages_fetched < 10


def test_two_empty_pages_in_a_row_end_a_pattern(sqlite_crawls, site):
    def page(request):
        numbers = range(1, 6) if request.query.get("page", "1") == "1" else ()
        text = f"Nothing on page {request.query.get('page')} of this catalogue. Look elsewhere."
        return document("Things", "".join(card(record(number)) for number in numbers) or f"<p>{text}</p>")

    site.route("/list", page)
    crawled = sqlite_crawls.crawl(
        site.url + "/list",
        "url_pattern",
        pagination={"pattern": site.url + "/list?page={page}"},
        extract={"mode": "list"},
    )
    assert crawled.end == ("completed", "empty_pages", "complete")
    assert crawled.run.pages_fetched == 3


def test_a_page_that_answers_the_first_page_for_ever_is_a_loop(sqlite_crawls, site):
    site.route("/list", document("Things", "".join(card(record(number)) for number in range(1, 6))))
    crawled = sqlite_crawls.crawl(
        site.url + "/list", "url_pattern", pagination={"pattern": site.url + "/list?page={page}"}
    )
    assert crawled.end == ("completed", "loop", "complete")
    assert (crawled.run.pages_fetched, crawled.run.items_extracted, crawled.run.credits_charged) == (2, 5, 1)


def test_a_linked_page_that_is_not_there_is_missing(sqlite_crawls):
    with paged_site(pages=3) as (site, things):
        site.route(things.path, lambda asked: Reply("no", status=404) if asked.query else things.page(1))
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button")
    assert crawled.end == ("completed", "not_found", "partial")
    assert [each["url"] for each in crawled.run.run_metadata["failures"]] == [site.url + "/list?page=2"]
    assert [request.state for request in crawled.requests] == ["done", "failed"]


def test_a_guessed_page_that_is_not_there_is_the_end(sqlite_crawls):
    with paged_site(pages=2) as (site, things):
        pattern = {"pattern": site.url + "/list?page={page}"}
        crawled = sqlite_crawls.crawl(site.url + things.path, "url_pattern", pagination=pattern)
    assert crawled.end == ("completed", "not_found", "complete")
    assert [(request.state, request.reason) for request in crawled.requests][-1] == ("skipped", "not_found")


def test_list_pages_whose_links_are_all_known_end_a_pagination(sqlite_crawls):
    with paged_site(pages=1, per_page=5) as (site, things):
        listed = "".join(card(record(number)) for number in range(1, 6))
        site.route("/list", lambda asked: document("Things", f"{listed}<p>visit {asked.query.get('page', '1')}</p>"))
        crawled = sqlite_crawls.crawl(
            site.url + things.path,
            "url_pattern",
            pagination={"pattern": site.url + "/list?page={page}"},
            extract={"mode": "list_and_detail"},
            max_pages=9,
        )
    assert crawled.end == ("completed", "no_new_records", "complete")
    assert len([request for request in crawled.requests if request.kind == "page" and request.state == "done"]) == 4


def test_next_links_in_a_circle_are_a_loop(sqlite_crawls, site):
    for number, following in ((1, 2), (2, 3), (3, 1)):
        cards = "".join(card(record(10 * number + each)) for each in range(5))
        link = f'<p><a rel="next" href="/list/{following}">Next</a></p>'
        site.route(f"/list/{number}", document("Things", cards + link))
    crawled = sqlite_crawls.crawl(site.url + "/list/1", "next_button")
    assert crawled.end == ("completed", "loop", "complete")
    assert crawled.run.items_extracted == 15


def test_pages_with_nothing_new_end_a_pagination(sqlite_crawls, site):
    def page(request):
        cards = "".join(card(record(number)) for number in range(1, 6))
        number = int(request.query.get("page", "1"))
        return document("Things", f"{cards}<p>visit {number}</p>")

    site.route("/list", page)
    crawled = sqlite_crawls.crawl(
        site.url + "/list", "url_pattern", pagination={"pattern": site.url + "/list?page={page}"}
    )
    assert crawled.end == ("completed", "no_new_records", "complete")
    assert crawled.run.pages_fetched == 4


@pytest.mark.parametrize(
    ("reply", "stop_reason", "sentence"),
    [
        pytest.param(Reply("no", status=403), "blocked", "answered 403 Forbidden", id="forbidden"),
        pytest.param(Reply("no", status=404), "error", "answered 404 Not Found", id="not found"),
        pytest.param(Reply("no", status=500), "error", "answered 500 Internal Server Error", id="server error"),
        pytest.param(Reply(b"%PDF-1.7", content_type="application/pdf"), "error", "application/pdf", id="a PDF"),
        pytest.param(Reply(b"\x89PNG\r\n\x00", content_type="text/html"), "error", "binary", id="binary"),
        pytest.param(Reply("", content_type="text/html"), "error", "it is empty", id="an empty body"),
        pytest.param(Reply(resets=True), "error", "failed", id="a reset connection"),
    ],
)
def test_a_failing_target_fails_the_run_and_says_why(sqlite_crawls, site, reply, stop_reason, sentence):
    site.route("/", reply)
    crawled = sqlite_crawls.crawl(site.url + "/", "next_button", max_retries=0)
    assert crawled.end == ("failed", stop_reason, "empty")
    assert sentence in crawled.run.error_message
    assert crawled.exit_code == 1
    assert crawled.counters == crawled.counted


def test_a_refused_connection_is_named(sqlite_crawls):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    crawled = sqlite_crawls.crawl(f"http://127.0.0.1:{port}/", max_retries=0)
    assert crawled.end == ("failed", "error", "empty")
    assert crawled.run.error_message == f"127.0.0.1:{port} refused the connection: is the server running?"


def test_a_slow_answer_is_a_timeout(sqlite_crawls, site):
    site.route("/", Reply("late", delay_seconds=30))
    crawled = sqlite_crawls.crawl(site.url + "/", timeout=1, max_retries=0)
    assert crawled.end == ("failed", "error", "empty")
    assert "did not answer in time" in crawled.run.error_message


def test_robots_txt_is_obeyed_and_named(sqlite_crawls):
    with paged_site() as (site, things):
        site.robots("Disallow: /list")
        crawled = sqlite_crawls.crawl(site.url + things.path)
        assert site.count(things.path) == 0
    assert crawled.end == ("failed", "robots_forbidden", "empty")
    assert "robots.txt" in crawled.run.error_message


@pytest.mark.parametrize(("status", "end"), [(404, "completed"), (403, "completed"), (429, "failed"), (503, "failed")])
def test_robots_txt_that_cannot_be_had_forbids_and_one_that_is_not_there_allows(sqlite_crawls, status, end):
    with paged_site(pages=1) as (site, things):
        site.route("/robots.txt", Reply("User-agent: *\nDisallow: /\n", status=status, content_type="text/plain"))
        crawled = sqlite_crawls.crawl(site.url + things.path, max_retries=0)
        fetched = site.count(things.path)
    assert (crawled.run.status, bool(fetched)) == (end, end == "completed")
    reasons = {each.reason for each in crawled.requests if each.kind == "page"}
    assert reasons == ({None} if fetched else {"robots_unreachable"})


def test_a_site_whose_robots_txt_stumbles_loses_no_page(sqlite_crawls):
    with paged_site(pages=2) as (site, things):
        answers = [Reply("", status=503), Reply("", status=500)]
        site.route("/robots.txt", lambda _: answers.pop() if answers else Reply("User-agent: *\nDisallow: /x\n"))
        job_id = sqlite_crawls.job(site.url + things.path, "next_button", max_retries=2)
        crawled = sqlite_crawls.run(job_id, "-s SCRAPER_RETRY_BACKOFF_SECONDS=0.01")
    assert (crawled.end, site.count("/robots.txt")) == (("completed", "no_next", "complete"), 3)


def test_robots_txt_can_be_left_aside_by_the_job(sqlite_crawls):
    with paged_site(pages=1) as (site, things):
        site.robots("Disallow: /")
        crawled = sqlite_crawls.crawl(site.url + things.path, respect_robots_txt=False)
    assert crawled.end == ("completed", "no_next", "complete")


def test_a_block_later_keeps_what_was_found(sqlite_crawls):
    with paged_site(pages=4) as (site, things):
        seen = things.page

        def page(request):
            number = int(request.query.get("page", "1"))
            return seen(number) if number < 3 else Reply("no", status=403)

        site.route(things.path, page)
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button")
    assert crawled.end == ("completed", "blocked", "partial")
    assert crawled.run.items_extracted == 10
    assert "403" in crawled.run.error_message


def test_a_page_that_heals_at_the_second_try_is_not_lost(sqlite_crawls):
    tries = []
    with paged_site(pages=3) as (site, things):
        seen = things.page

        def page(request):
            number = int(request.query.get("page", "1"))
            tries.append(number)
            return Reply("oops", status=500) if tries.count(2) == 1 and number == 2 else seen(number)

        site.route(things.path, page)
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button")
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.run.items_extracted == 15


def test_one_bad_url_of_a_list_is_named_and_the_others_are_read(sqlite_crawls):
    with paged_site(pages=1, per_page=5) as (site, things):
        urls = [site.url + one["url"] for one in things.records()]
        urls.insert(2, site.url + "/missing")
        crawled = sqlite_crawls.crawl(urls[0], "url_list", pagination={"urls": urls})
    assert crawled.end == ("completed", "no_next", "partial")
    assert crawled.run.items_extracted == 5
    assert crawled.run.run_metadata["failures"][0]["url"].endswith("/missing")


def test_a_next_link_that_leaves_the_site_is_named_and_not_followed(sqlite_crawls, site):
    cards = "".join(card(record(number)) for number in range(1, 6))
    elsewhere = "http://localhost.invalid/list?page=2"
    site.route("/", document("Things", f'{cards}<p><a rel="next" href="{elsewhere}">Next</a></p>'))
    crawled = sqlite_crawls.crawl(site.url + "/", "next_button")
    assert crawled.end == ("completed", "no_next", "partial")
    assert crawled.run.run_metadata["links_not_followed"] == {elsewhere: "it leaves the allowed domains"}


def test_an_unknown_option_is_a_warning_with_the_nearest_name(sqlite_crawls):
    with paged_site(pages=1) as (site, things):
        crawled = sqlite_crawls.crawl(site.url + things.path, max_page=3)
    assert crawled.run.run_metadata["warnings"] == ["max_page: did you mean max_pages?"]
    assert crawled.end == ("completed", "no_next", "complete")


def test_a_redirect_that_leaves_the_allowed_domains_is_not_followed(sqlite_crawls, site):
    with paged_site() as (other, things):
        target = other.url.replace("127.0.0.1", "localhost") + things.path
        site.route("/", Reply("", status=302, headers={"Location": target}))
        crawled = sqlite_crawls.crawl(site.url + "/", allowed_domains=["127.0.0.1"])
        assert (site.count("/"), other.requests) == (1, [])
    assert crawled.end == ("failed", "error", "empty")
    assert "allowed_domains" in crawled.run.error_message


def test_a_page_without_records_is_a_warning_in_the_log(sqlite_crawls, site):
    site.route("/", document("Nothing", "<p>Come back later.</p>"))
    crawled = sqlite_crawls.crawl(site.url + "/", extract={"mode": "list"})
    assert crawled.end == ("completed", "no_next", "empty")
    assert f"WARNING: No record on {site.url}/" in crawled.log


def test_a_time_limit_among_the_details_is_why_the_run_ends(sqlite_crawls):
    with paged_site(pages=1, per_page=12) as (site, things):
        crawled = sqlite_crawls.crawl(
            site.url + things.path,
            max_duration=2,
            delay_between_requests=0.5,
            randomize_delay=False,
            extract={"mode": "list_and_detail"},
        )
    assert crawled.end == ("completed", "max_duration", "partial")


def test_credits_that_run_out_before_the_page_limit_are_why_the_run_ends(sqlite_crawls):
    with paged_site(pages=20, per_page=3) as (site, things):
        pattern = {"pattern": site.url + things.path + "?page={page}", "end": 20}
        crawled = sqlite_crawls.crawl(
            site.url + things.path, "url_pattern", pagination=pattern, max_pages=15, max_credits=3
        )
    assert crawled.end == ("completed", "max_credits", "partial")


def test_a_record_that_links_to_a_later_page_of_the_list_does_not_end_it(sqlite_crawls):
    with paged_site(pages=3, per_page=4) as (site, things):
        first = things.page(1).replace("/item/2", "/list?page=2")
        pages = {1: first, 2: things.page(2), 3: things.page(3)}
        site.route(things.path, lambda request: pages[int(request.query.get("page", "1"))])
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button", extract={"mode": "list_and_detail"})
    assert {f"Thing number {number}" for number in range(3, 13)} <= set(crawled.values("title"))


def test_a_header_that_is_no_utf8_does_not_cost_a_page(sqlite_crawls):
    with paged_site(pages=1) as (site, things):
        site.route(things.path, Reply(things.page(1), headers={"X-City": "München"}))
        crawled = sqlite_crawls.crawl(site.url + things.path)
    assert crawled.run.items_extracted == 5


def test_headers_and_cookies_stay_with_the_jobs_own_host(sqlite_crawls, site):
    with paged_site(pages=2) as (other, things):
        away = other.url.replace("127.0.0.1", "localhost")
        site.route("/", Reply("", status=302, headers={"Location": away + things.path}))
        crawled = sqlite_crawls.crawl(
            site.url + "/", "next_button", headers={"X-Token": "secret"}, cookies={"sid": "secret"}
        )
        assert crawled.run.pages_fetched == 2
        assert "secret" in site.requests[-1].headers["x-token"]
        assert [request for request in other.requests if "cookie" in request.headers] == []
        assert "x-token" not in other.requests[-1].headers
