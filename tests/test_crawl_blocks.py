"""Crawls of sites that keep us out with pages that look like others: named, free, and not for long."""

from collections import Counter

from tests.block_samples import BLOCKS, html
from tests.site import Reply, detail_page, paged_site, record

_CAPTCHA = next(each for each in BLOCKS if each.name == "characters to type")
_CHALLENGE = next(each for each in BLOCKS if each.name == "the same in German, with 403")


def crawl(crawls, urls):
    return crawls.crawl(urls[0], "url_list", pagination={"urls": urls}, extract={"mode": "detail"}, max_retries=0)


def test_a_site_that_shows_captchas_is_left_after_three_pages(sqlite_crawls, site):
    pages = [detail_page(record(1)), *[_CAPTCHA.body] * 2, detail_page(record(4)), *[_CAPTCHA.body] * 5]
    pages[5] = Reply(_CHALLENGE.body, status=403)
    for number, body in enumerate(pages, 1):
        site.route(f"/{number}", body)
    crawled = crawl(sqlite_crawls, [f"{site.url}/{number}" for number in range(1, 10)])
    assert crawled.end == ("completed", "blocked", "partial")
    captcha, challenge = "blocked_captcha", "blocked_challenge"
    reasons = [(request.state, request.reason) for request in crawled.requests][:7]
    failed = [("failed", captcha), ("failed", challenge)]
    assert reasons == [("done", None), failed[0], failed[0], ("done", None), failed[0], failed[1], failed[0]]
    assert site.count("/9") == 0
    assert (crawled.run.items_extracted, crawled.run.credits_charged) == (2, 2)
    assert crawled.run.run_metadata["blocked"] == Counter(
        each.reason for each in crawled.requests if each.state == "failed"
    )
    assert "asks for proof that its visitor is no robot" in crawled.run.error_message
    assert crawled.counters == crawled.counted


def test_a_login_wall_on_the_first_page_fails_the_run(sqlite_crawls):
    wall = next(each for each in BLOCKS if each.name == "members only")
    with paged_site() as (site, things):
        site.route(things.path, wall.body)
        crawled = sqlite_crawls.crawl(site.url + things.path, "next_button")
    assert crawled.end == ("failed", "blocked", "empty")
    assert crawled.requests[0].reason == "blocked_login"
    assert crawled.exit_code == 1


def test_the_same_suspicious_page_at_every_address_is_a_block(sqlite_crawls, site):
    def page(request):
        case = f"a{len(request.path) * 7919}b"
        return html("Shop", f"<div>Unusual activity from your network. Case {case}</div>")

    urls = [f"{site.url}/{'x' * number}" for number in range(1, 9)]
    for number in range(1, 9):
        site.route(f"/{'x' * number}", page)
    crawled = sqlite_crawls.crawl(urls[0], "url_list", pagination={"urls": urls}, extract={"mode": "list"})
    assert crawled.run.stop_reason == "blocked"
    assert [request.reason for request in crawled.requests][:5] == [None, None, *["blocked_captcha"] * 3]
    assert crawled.run.credits_charged == 0
