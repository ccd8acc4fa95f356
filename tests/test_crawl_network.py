"""Crawls of a site that drips, hangs, cuts bodies short and asks to be left alone; on sockets, with real processes."""

import asyncio
import gzip
import signal
import zlib
from itertools import pairwise
from threading import Event
from time import monotonic

import brotli
from backports import zstd

from tests import faults
from tests.faults import FaultSite, by_turns, whole
from tests.site import Reply, detail_page, record

_QUICK = "-s SCRAPER_RETRY_BACKOFF_SECONDS=0.01"


def page(number):
    return detail_page(record(number)).encode()


def half(number):
    return page(number)[: len(page(number)) // 2]


def packed(number, coding, compress):
    """A page whose body is packed, and cut in the middle."""
    data = compress(page(number))
    return whole(data[: len(data) // 2], f"Content-Encoding: {coding}")


_CUT = {
    "length": faults.reset_in_body,
    "half-closed": faults.half_close_in_body,
    "chunks": faults.cut_chunks(half(1)),
    "without length": faults.cut_without_length(page(1)[:-12]),
    "without length, reset": faults.reset_without_length(page(1)),
    "gzip": packed(1, "gzip", gzip.compress),
    "deflate": packed(1, "deflate", zlib.compress),
    "br": packed(1, "br", brotli.compress),
    "zstd": packed(1, "zstd", zstd.compress),
}


def crawl(crawls, urls, *arguments, **options):
    """A crawl of the URLs as a fixed list of single records."""
    given = {"pagination": {"urls": urls}, "concurrent_requests": 8, "extract": {"mode": "detail"}} | options
    job_id = crawls.job(urls[0], "url_list", **given)
    return crawls.run(job_id, *(arguments or (_QUICK,)))


def test_bodies_that_are_cut_short_are_fetched_again(sqlite_crawls):
    routes = {f"/{number}": by_turns(cut, whole(page(number))) for number, cut in enumerate(_CUT.values(), 1)}
    with FaultSite(routes) as site:
        crawled = crawl(sqlite_crawls, [site.url + path for path in routes])
        tries = [len(site.exchanges(path)) for path in routes]
    assert tries == [2] * len(_CUT)
    assert crawled.end == ("completed", "no_next", "complete")
    assert sorted(crawled.values("title")) == sorted(record(number)["title"] for number in range(1, len(_CUT) + 1))
    assert crawled.counters == crawled.counted


def test_bodies_that_stay_cut_are_neither_stored_nor_charged_but_named(sqlite_crawls):
    cut = _CUT | {"without length": by_turns(*(faults.cut_without_length(page(1)[:end]) for end in (-9, -30, -40)))}
    routes = {"/whole": whole(page(1)), **{f"/{number}": each for number, each in enumerate(cut.values(), 1)}}
    with FaultSite(routes) as site:
        crawled = crawl(sqlite_crawls, [site.url + path for path in routes])
    assert {request.reason for request in crawled.requests if request.state == "failed"} == {"truncated"}
    assert crawled.counters == crawled.counted
    assert (crawled.run.items_extracted, crawled.run.credits_charged) == (1, 1)
    messages = [each["message"] for each in crawled.run.run_metadata["failures"]]
    assert len(messages) == len(cut)
    assert all(message.endswith("was cut short or damaged on its way, after 3 tries") for message in messages)


def test_a_host_that_asks_to_be_left_alone_is_and_others_are_not(sqlite_crawls):
    """One request at a time: what waits takes no place."""
    limited = {f"/a/{number}": by_turns(whole(page(number))) for number in range(1, 5)}
    limited["/a/2"] = by_turns(whole("slow down", "Retry-After: 3", status="429 Too Many Requests"), whole(page(2)))
    with FaultSite(limited) as slow, FaultSite({f"/b/{n}": whole(page(n)) for n in range(11, 21)}) as other:
        away = other.url.replace("127.0.0.1", "localhost")
        urls = [slow.url + path for path in limited] + [f"{away}/b/{number}" for number in range(11, 21)]
        crawled = crawl(sqlite_crawls, urls, concurrent_requests=1)
        refused = slow.exchanges("/a/2")[0]
        after = [each.started - refused.ended for each in slow.exchanges() if each.started > refused.ended]
        others = [each.started - refused.ended for each in other.exchanges()]
    assert crawled.end == ("completed", "no_next", "complete")
    assert (crawled.run.items_extracted, len(after)) == (14, 3)
    assert min(after) >= 3.0
    assert max(others) < 3.0


def test_a_redirect_chain_and_a_slow_head_end_at_the_timeout(sqlite_crawls):
    async def hop(exchange):
        number = int(exchange.path.partition("?")[2])
        await faults.after(0.7, whole("", f"Location: /hop?{number + 1}", status="302 Found"))(exchange)

    routes = {"/hop": hop, "/head": faults.drip_head, "/body": faults.drip_body, "/whole": whole(page(1))}
    with FaultSite(routes) as site:
        urls = [f"{site.url}{path}" for path in ("/hop?0", "/head", "/body", "/whole")]
        crawled = crawl(sqlite_crawls, urls, timeout=1.5, max_retries=0)
        seconds = [each.seconds for each in site.exchanges() if each.path in ("/head", "/body")]
        hops = [each for each in site.exchanges() if each.path.startswith("/hop")]
    assert [request.reason for request in crawled.requests] == ["timeout", "timeout", "timeout", None]
    assert max(seconds) < 2.5
    assert hops[-1].ended - hops[0].started < 2.5


def test_headers_without_an_end_fill_no_memory(sqlite_crawls):
    with FaultSite({"/": faults.endless_head}) as site:
        crawled = crawl(sqlite_crawls, [site.url + "/"], max_retries=0)
    assert crawled.requests[0].reason == "connection_lost"
    assert "headers are longer than" in crawled.run.error_message


def test_tries_wait_longer_each_time(sqlite_crawls):
    with FaultSite({"/": whole("no", status="500 Internal Server Error")}) as site:
        crawled = crawl(sqlite_crawls, [site.url + "/"], "-s SCRAPER_RETRY_BACKOFF_SECONDS=0.4")
        started = [each.started for each in site.exchanges("/")]
    first, second = (later - earlier for earlier, later in pairwise(started))
    assert first >= 0.2
    assert second >= 0.4
    assert crawled.run.run_metadata["failures"][0]["message"].endswith("500 Internal Server Error, after 3 tries")


def test_a_request_that_waits_is_not_lost_when_the_process_has_to_go(sqlite_crawls, site):
    is_refused, may_answer = Event(), Event()

    def busy(request):
        if may_answer.is_set():
            return detail_page(record(2))
        is_refused.set()
        return Reply("no", status=503, headers={"Retry-After": "60"})

    site.route("/1", detail_page(record(1)))
    site.route("/2", busy)
    urls = [site.url + "/1", site.url + "/2"]
    options = {"pagination": {"urls": urls}, "extract": {"mode": "detail"}}
    job_id = sqlite_crawls.job(urls[0], "url_list", **options)
    process = sqlite_crawls.start(job_id)
    assert is_refused.wait(60)
    process.send_signal(signal.SIGTERM)
    started = monotonic()
    stopped = sqlite_crawls.finish(process, job_id)
    assert monotonic() - started < 20
    assert [request.state for request in stopped.requests] == ["done", "queued"]
    may_answer.set()
    crawled = sqlite_crawls.finish(sqlite_crawls.start_with(f"run_id={stopped.run.id}"), job_id)
    assert crawled.end == ("completed", "no_next", "complete")
    assert crawled.values("title") == [record(1)["title"], record(2)["title"]]


def test_the_fault_site_answers_as_it_should_where_it_is_told_to():
    async def ask(port):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /page?x=1 HTTP/1.1\r\nHost: a\r\n\r\n")
        said = await reader.read()
        writer.close()
        return said

    with FaultSite({"/page": whole("<p>a")}) as site:
        said = asyncio.run(ask(site.port))
    assert said.endswith(b"Content-Length: 4\r\n\r\n<p>a")
    assert [each.path for each in site.exchanges()] == ["/page?x=1"]
