"""scraper.middlewares.retry: what is tried again, when, and which hosts are left alone."""

from time import monotonic

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import DownloadTimeoutError, IgnoreRequest, ResponseDataLossError
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.utils.test import get_crawler

from scraper.middlewares.compression import DATALOSS
from scraper.middlewares.retry import PatientRetryMiddleware, backoff_seconds
from scraper.network.download_handler import SECONDS_SPENT
from scraper.network.host_pauses import HostPaused, pauses_of
from scraper.network.scheduler import NOT_BEFORE

_URL = "http://shop.example/list"
_HALF, _WHOLE = b"<html><body><p>half of", b"<html><body><p>all of it</p></body></html>"


def middleware(**settings):
    crawler = get_crawler(Spider, settings)
    crawler.spider = Spider.from_crawler(crawler, name="test")
    return PatientRetryMiddleware.from_crawler(crawler)


def answer(status=200, body=b"", flags=(), **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Response(_URL, status=status, body=body, flags=list(flags), headers=named)


def paused_seconds(retry):
    return pauses_of(retry.crawler).seconds_left("shop.example")


@pytest.mark.parametrize(("tries", "least", "most"), [(1, 0.5, 1), (2, 1, 2), (3, 2, 4), (10, 30, 60), (5000, 30, 60)])
def test_the_time_between_tries_doubles_up_to_a_minute(tries, least, most):
    waits = [backoff_seconds(tries, 1.0) for _ in range(200)]
    assert min(waits) >= least
    assert max(waits) <= most
    assert len(set(waits)) > 100


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524])
def test_a_page_that_failed_for_the_moment_is_tried_again_later(status):
    retry = middleware(RETRY_HTTP_CODES=[status])
    started = monotonic()
    again = retry.process_response(Request(_URL), answer(status))
    assert again.meta["retry_times"] == 1
    assert started + 0.5 <= again.meta[NOT_BEFORE] <= monotonic() + 1.0


def test_the_last_try_gives_the_response():
    response = answer(503)
    assert middleware(RETRY_TIMES=2).process_response(Request(_URL, meta={"retry_times": 2}), response) is response


def test_a_page_that_is_as_it_should_be_is_left_as_it_is():
    response = answer(200, _WHOLE)
    assert middleware().process_response(Request(_URL), response) is response


def test_a_timeout_is_tried_again_with_a_deadline_of_its_own():
    again = middleware().process_exception(Request(_URL, meta={SECONDS_SPENT: 25.0}), DownloadTimeoutError())
    assert again.meta[NOT_BEFORE] > monotonic()
    assert SECONDS_SPENT not in again.meta


def test_what_will_not_change_is_not_tried_again():
    assert middleware().process_exception(Request(_URL), IgnoreRequest("Forbidden by robots.txt")) is None


@pytest.mark.parametrize("status", [429, 503, 403])
def test_a_host_that_says_when_is_left_alone_until_then(status):
    retry = middleware()
    retry.process_response(Request(_URL), answer(status, Retry_After="3"))
    assert 2.9 < paused_seconds(retry) <= 3


def test_a_date_counts_by_the_clock_of_the_server():
    retry = middleware()
    later = {"Date": "Mon, 23 Nov 2020 14:00:00 GMT", "Retry_After": "Mon, 23 Nov 2020 14:00:30 GMT"}
    retry.process_response(Request(_URL), answer(503, **later))
    assert 29 < paused_seconds(retry) <= 30


def test_no_host_is_left_alone_longer_than_the_operator_allows():
    retry = middleware(SCRAPER_RETRY_AFTER_LIMIT_SECONDS=20)
    retry.process_response(Request(_URL), answer(429, Retry_After="86400"))
    assert 19 < paused_seconds(retry) <= 20


def test_too_many_requests_pause_the_host_also_without_a_time():
    retry = middleware()
    retry.process_response(Request(_URL), answer(429))
    assert 0.4 < paused_seconds(retry) <= 1


@pytest.mark.parametrize("response", [answer(500), answer(503, Retry_After="soon"), answer(200, Retry_After="9")])
def test_other_answers_pause_nothing(response):
    retry = middleware()
    retry.process_response(Request(_URL), response)
    assert paused_seconds(retry) == 0


def test_a_host_is_heard_after_the_last_try_too():
    retry = middleware(RETRY_TIMES=0)
    retry.process_response(Request(_URL), answer(429, Retry_After="5"))
    assert paused_seconds(retry) > 4


def test_a_request_to_a_paused_host_goes_back_without_counting_as_a_try():
    again = middleware().process_exception(Request(_URL), HostPaused())
    assert (again.url, again.dont_filter, again.meta) == (_URL, True, {})


def test_a_packed_body_that_was_cut_is_tried_again():
    again = middleware().process_response(Request(_URL), answer(200, b"\x1f\x8b", [DATALOSS]))
    assert again.meta["retry_times"] == 1


def test_a_packed_body_that_is_cut_at_every_try_is_a_failure():
    with pytest.raises(ResponseDataLossError):
        middleware(RETRY_TIMES=0).process_response(Request(_URL), answer(200, b"\x1f\x8b", [DATALOSS]))


@pytest.mark.parametrize("tries_left", [2, 0])
def test_a_page_without_length_and_end_is_asked_for_twice_and_then_believed(tries_left):
    retry = middleware(RETRY_TIMES=tries_left)
    half = answer(200, _HALF, ["partial"])
    again = retry.process_response(Request(_URL), half)
    assert isinstance(again, Request)
    assert retry.process_response(again, half) is half


def test_a_page_without_length_whose_end_moves_is_a_failure_at_last():
    retry = middleware(RETRY_TIMES=1)
    again = retry.process_response(Request(_URL), answer(200, _HALF, ["partial"]))
    with pytest.raises(ResponseDataLossError):
        retry.process_response(again, answer(200, _HALF[:-2], ["partial"]))


def test_a_page_without_length_that_ends_within_a_tag_is_never_believed():
    retry = middleware(RETRY_TIMES=1)
    half = answer(200, _HALF + b"</", ["partial"])
    again = retry.process_response(Request(_URL), half)
    with pytest.raises(ResponseDataLossError):
        retry.process_response(again, half)


def test_a_page_without_length_that_has_its_end_is_whole():
    response = answer(200, _WHOLE, ["partial"])
    assert middleware().process_response(Request(_URL), response) is response


def test_robots_txt_is_tried_once_more_where_the_connection_failed():
    retry = middleware()
    again = retry.process_exception(Request(_URL, callback=NO_CALLBACK), DownloadTimeoutError())
    assert again.meta["retry_times"] == 1
    assert retry.process_exception(again, DownloadTimeoutError()) is None


def test_robots_txt_is_not_tried_again_where_the_server_answered():
    response = answer(503)
    assert middleware().process_response(Request(_URL, callback=NO_CALLBACK), response) is response
