"""Crawls with render_js: true in a real Chromium: rendering, waiting, actions, and what is refused."""

import pytest

from tests.paging_site.scripted import variants
from tests.site import Reply, card, document, json_reply, record

pytestmark = pytest.mark.browser

FETCHED = """<div id="things"></div><script>
fetch("/api").then((reply) => reply.json()).then((cards) => {
  setTimeout(() => document.getElementById("things").innerHTML = cards.join(""), 700);
});</script>"""
ASKED = """<form><input id="word"><button type="button" id="go">Go</button></form><div id="things"></div><script>
document.getElementById("go").onclick = async () => {
  const reply = await fetch("/api?word=" + document.getElementById("word").value);
  document.getElementById("things").innerHTML = (await reply.json()).join("");
  window.open("/popup");
};</script>"""


def cards(first, last):
    return json_reply([card(record(number)) for number in range(first, last + 1)])


def test_a_page_is_rendered_waited_for_and_charged_as_one_of_the_browser(sqlite_crawls, site):
    site.route("/list", document("Things", FETCHED))
    site.route("/api", cards(1, 6))
    headers, cookies = {"X-Shop": "north"}, {"basket": "7"}
    crawled = sqlite_crawls.crawl(
        f"{site.url}/list", render_js=True, wait_for=".card h3", headers=headers, cookies=cookies
    )
    assert (crawled.end, len(crawled.results)) == (("completed", "no_next", "complete"), 6)
    request = crawled.requests[0]
    assert (request.renderer, request.credits, request.usage) == ("browser", 5, {"browser_pages": 1})
    assert crawled.results[2].data == {"title": "Thing number 3", "price": 4.99}
    assert all(
        evidence["path"].startswith("/html[1]/body[1]/div[1]/") for evidence in crawled.results[0].evidence.values()
    )
    asked = next(each for each in site.requests if each.path == "/api")
    assert (asked.headers["x-shop"], asked.headers["cookie"]) == ("north", "basket=7")


def test_actions_are_done_in_order_and_windows_that_open_are_closed(sqlite_crawls, site):
    site.route("/list", document("Things", ASKED))
    site.route("/api", lambda request: cards(1, 4) if request.query["word"] == "lamp" else cards(1, 0))
    site.route("/popup", "<p>Buy!</p>")
    actions = [
        {"type": "wait", "selector": "#word"},
        {"type": "write", "selector": "#word", "text": "lamp"},
        {"type": "click", "selector": "#go"},
        {"type": "press", "key": "End"},
        {"type": "scroll"},
        {"type": "wait", "seconds": 0.1},
    ]
    crawled = sqlite_crawls.crawl(f"{site.url}/list", render_js=True, actions=actions)
    assert crawled.values("title") == [f"Thing number {number}" for number in range(1, 5)]


def test_pages_follow_links_and_each_that_cannot_be_had_is_named(sqlite_crawls, site):
    pages = {"/1": "2", "/2": "3"}
    for path, following in pages.items():
        script = f"""<script>document.body.insertAdjacentHTML("beforeend", '{card(record(int(path[1:])))}'.repeat(1)
          + '{card(record(int(path[1:]) + 10))}' + '<p><a href="/{following}">Next</a></p>');</script>"""
        site.route(path, document("Things", script))
    site.route("/3", Reply(b"PK", content_type="application/zip", headers={"Content-Disposition": "attachment"}))
    crawled = sqlite_crawls.crawl(f"{site.url}/1", "next_button", render_js=True, max_retries=0)
    assert (crawled.end, len(crawled.results)) == (("completed", "error", "partial"), 4)
    assert "is a file to download, not a page" in crawled.run.run_metadata["failures"][0]["message"]


def test_without_a_browser_a_job_is_refused_before_any_request(sqlite_crawls, site):
    job_id = sqlite_crawls.job(f"{site.url}/list", render_js=True)
    crawled = sqlite_crawls.run(job_id, "-s SCRAPER_BROWSER=/nowhere/chromium")
    assert (crawled.exit_code, site.paths, crawled.run.status) == (2, [], "failed")
    assert "SCRAPER_BROWSER is '/nowhere/chromium', which is no program that can be run" in crawled.log


def test_a_button_that_is_no_link_is_pressed_and_each_press_is_a_page(sqlite_crawls):
    variant = next(each for each in variants() if each.name == "js_next_button")
    with variant.serve() as site:
        schema_id = sqlite_crawls.schema(variant.catalogue.kind.schema)
        job = sqlite_crawls.job(
            site.url + variant.start, "next_button", schema_id=schema_id, render_js=True, max_pages=4
        )
        crawled = sqlite_crawls.run(job)
    assert crawled.end == ("completed", "max_pages", "partial")
    assert crawled.values(variant.catalogue.kind.key) == variant.keys()[:48]
    pages = [(each.page_number, each.renderer, each.items_found, each.credits) for each in crawled.requests]
    assert pages == [(number, "browser", 12, 5) for number in range(1, 5)]
