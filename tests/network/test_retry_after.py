"""scraper.network.retry_after: how long a server asks to be left alone."""

from datetime import UTC, datetime

import pytest

from scraper.network.retry_after import retry_after_seconds

_NOW = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "server_date", "seconds"),
    [
        pytest.param("3", None, 3.0, id="seconds"),
        pytest.param(" 120 ", None, 120.0, id="seconds among spaces"),
        pytest.param("0", None, 0.0, id="now"),
        pytest.param("-5", None, 0.0, id="a negative number"),
        pytest.param("Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None, None, id="a year of twenty digits"),
        pytest.param("1.5", None, 1.5, id="a fraction"),
        pytest.param("Mon, 23 Nov 2026 12:00:30 GMT", None, 30.0, id="a date"),
        pytest.param("Monday, 23-Nov-26 12:00:30 GMT", None, 30.0, id="a date of RFC 850"),
        pytest.param("Mon Nov 23 12:00:30 2026", None, 30.0, id="a date of asctime"),
        pytest.param("Mon, 23 Nov 2026 13:00:30 +0100", None, 30.0, id="a date of another zone"),
        pytest.param("Mon, 23 Nov 2026 11:00:00 GMT", None, 0.0, id="a date in the past"),
        pytest.param(
            "Mon, 23 Nov 2026 14:00:30 GMT", "Mon, 23 Nov 2026 14:00:00 GMT", 30.0, id="by the server's own clock"
        ),
        pytest.param("Mon, 23 Nov 2026 12:00:30 GMT", "yesterday", 30.0, id="a Date header that cannot be read"),
        pytest.param("soon", None, None, id="words"),
        pytest.param("", None, None, id="nothing"),
        pytest.param("nan", None, None, id="no number"),
        pytest.param("inf", None, None, id="for ever"),
    ],
)
def test_a_header_says_how_long_to_wait(value, server_date, seconds):
    assert retry_after_seconds(value, now=_NOW, server_date=server_date) == seconds
