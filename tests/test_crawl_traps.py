"""Lists that never end by themselves: each run ends within a few pages, for the right reason, with each record once."""

from itertools import count

import pytest

from tests.site import Reply, card, document, record

PER_PAGE = 5


def cards(number):
    return "".join(card(record(each)) for each in range((number - 1) * PER_PAGE + 1, number * PER_PAGE + 1))


def page(number, link, noise=""):
    body = f'<div class="things">{cards(number)}</div><p><a rel="next" href="{link}">Next</a></p>'
    return document("Things", body + noise)


def sessions(site):
    """Three pages in a circle; each link has a new session id, each form a new token."""
    ticks = count(1)

    def answer(request):
        number, tick = int(request.query.get("page", "1")), next(ticks)
        token = f'<form><input type="hidden" name="csrf" value="{tick * 7919:x}"></form>'
        return page(number, f"/list?page={number % 3 + 1}&PHPSESSID={tick * 104729:x}", token)

    site.route("/list", answer)
    return {}


def tokens(site):
    """Beyond the end the last page again, with another token each time."""
    ticks = count(1)

    def answer(request):
        number = int(request.query.get("page", "1"))
        return page(min(number, 3), f"/list?page={number + 1}", f"<script>var token = {next(ticks)};</script>")

    site.route("/list", answer)
    return {}


def redirected(site):
    """Beyond the end a redirect to the first page, which looks another each time."""
    ticks = count(1)

    def answer(request):
        number = int(request.query.get("page", "1"))
        if number > 3:
            return Reply(status=302, headers={"Location": "/list"})
        return page(number, f"/list?page={number + 1}", f"<p>{next(ticks)} guests online</p>")

    site.route("/list", answer)
    return {}


def calendar(site):
    """Events of three months, and a next month for ever."""

    def answer(request):
        number = int(request.query.get("page", "1"))
        if number <= 3:
            return page(number, f"/list?page={number + 1}")
        link = f'<p><a rel="next" href="/list?page={number + 1}">Next month</a></p>'
        return document("Things", f"<blockquote>No events in month {number}.</blockquote>{link}")

    site.route("/list", answer)
    return {}


@pytest.mark.parametrize(
    ("trap", "stop_reason", "most_pages"),
    [
        pytest.param(sessions, "loop", 4, id="session ids in a circle of links"),
        pytest.param(tokens, "loop", 4, id="the last page for ever, with another token each time"),
        pytest.param(redirected, "loop", 4, id="a redirect to the first page"),
        pytest.param(calendar, "empty_pages", 5, id="an endless calendar"),
    ],
)
def test_a_trap_ends_within_a_few_pages_for_its_reason(sqlite_crawls, site, trap, stop_reason, most_pages):
    options = trap(site)
    crawled = sqlite_crawls.crawl(site.url + "/list", "next_button", max_pages=50, **options)
    assert crawled.end == ("completed", stop_reason, "complete")
    assert crawled.run.pages_fetched <= most_pages
    assert crawled.values("title") == [record(number)["title"] for number in range(1, 3 * PER_PAGE + 1)]
