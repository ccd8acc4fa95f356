"""scraper.failures: why a page could not be had, as a reason and a sentence for a person."""

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from scraper.failures import (
    BLOCKED_STATUSES,
    OffsiteRequest,
    RobotsUnreachable,
    after_tries,
    failed_fetch,
    failed_status,
)

_URL = "http://shop.example:8080/list?page={2}"


@pytest.mark.parametrize(
    ("exception", "reason", "sentence"),
    [
        pytest.param(
            CannotResolveHostError(), "dns", "shop.example:8080 has no address: check the spelling of the URL", id="DNS"
        ),
        pytest.param(
            DownloadConnectionRefusedError(),
            "connection_refused",
            "shop.example:8080 refused the connection: is the server running?",
            id="refused",
        ),
        pytest.param(
            DownloadTimeoutError(),
            "timeout",
            f"{_URL} did not answer in time: raise the option timeout or try again later",
            id="timeout",
        ),
        pytest.param(
            ResponseDataLossError(),
            "truncated",
            f"the answer of {_URL} was cut short or damaged on its way",
            id="cut short",
        ),
        pytest.param(
            DownloadCancelledError(), "too_large", f"{_URL} is larger than DOWNLOAD_MAXSIZE allows", id="too large"
        ),
        pytest.param(
            UnsupportedURLSchemeError(), "unsupported_scheme", f"{_URL} is no http or https URL", id="another scheme"
        ),
        pytest.param(
            DownloadFailedError("reset by peer"),
            "connection_lost",
            "the connection to shop.example:8080 failed: reset by peer",
            id="reset",
        ),
        pytest.param(
            RobotsUnreachable("it answered 503"),
            "robots_unreachable",
            "robots.txt of shop.example:8080 cannot be had (it answered 503), which forbids everything there: "
            "try again later, or set the option respect_robots_txt to false",
            id="robots.txt cannot be had",
        ),
        pytest.param(
            IgnoreRequest("Forbidden by robots.txt"),
            "robots_forbidden",
            f"robots.txt of shop.example:8080 forbids {_URL}: "
            "ask the site, or set the option respect_robots_txt to false",
            id="robots.txt",
        ),
        pytest.param(
            OffsiteRequest(),
            "offsite",
            f"{_URL} leads to a host that the option allowed_domains does not name",
            id="another site",
        ),
        pytest.param(
            IgnoreRequest("max redirections reached"),
            "redirect_loop",
            f"{_URL} leads from one redirect to the next and never to a page",
            id="redirects without an end",
        ),
        pytest.param(
            IgnoreRequest("its body (9 B compressed, 99 B decompressed so far) exceeded DOWNLOAD_MAXSIZE (50 B)"),
            "too_large",
            f"{_URL} is larger than DOWNLOAD_MAXSIZE allows",
            id="too large when unpacked",
        ),
        pytest.param(
            IgnoreRequest("a middleware said no"),
            "download_failed",
            f"{_URL} could not be fetched: a middleware said no",
            id="another refusal of ours",
        ),
        pytest.param(
            ZeroDivisionError(), "download_failed", f"{_URL} could not be fetched: ZeroDivisionError", id="no message"
        ),
    ],
)
def test_an_exception_becomes_a_reason_and_a_sentence(exception, reason, sentence):
    failure = failed_fetch(exception, _URL)
    assert (failure.reason, failure.sentence) == (reason, sentence)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        pytest.param(404, f"{_URL} answered 404 Not Found", id="not found"),
        pytest.param(500, f"{_URL} answered 500 Internal Server Error", id="server error"),
        pytest.param(403, f"{_URL} answered 403 Forbidden: the site does not let this scraper in", id="forbidden"),
        pytest.param(599, f"{_URL} answered 599", id="a status without a name"),
        pytest.param(999, f"{_URL} answered 999", id="a status that is none"),
    ],
)
def test_a_status_becomes_a_reason_and_a_sentence(status, sentence):
    failure = failed_status(status, _URL)
    assert (failure.reason, failure.sentence) == (f"http_{status}", sentence)


def test_a_lost_connection_is_explained_by_what_twisted_said_of_it():
    exception = DownloadFailedError("[<twisted.python.failure.Failure …>]")
    exception.__cause__ = ResponseFailed([Failure(ConnectionLost())])
    assert failed_fetch(exception, _URL).sentence.startswith(
        "the connection to shop.example:8080 failed: Connection to the other side was lost"
    )


@pytest.mark.parametrize(("tries", "end"), [(1, "Not Found"), (3, "Not Found, after 3 tries")])
def test_the_number_of_tries_is_told_where_there_were_several(tries, end):
    assert after_tries(failed_status(404, _URL), tries).sentence.endswith(end)


@pytest.mark.parametrize("status", sorted(BLOCKED_STATUSES))
def test_a_refusal_says_that_the_site_does_not_let_us_in(status):
    assert failed_status(status, _URL).sentence.endswith("the site does not let this scraper in")
