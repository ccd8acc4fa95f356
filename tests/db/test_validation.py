"""Addresses and time zones that cannot work are refused with a cure."""

import pytest

from db.exceptions import InvalidValue
from db.validation import check_schedule, check_target_url, check_timezone

GOOD_URLS = [
    "https://example.com/products",
    "http://127.0.0.1:8000/list?page=1#top",
    "http://[::1]/",
    "https://münchen.example/straße",
    "https://example.com/p/[001-100:1]?page={page}",
    "HTTP://EXAMPLE.COM.",
    "http://under_score.example/",
]
BAD_URLS = {
    None: "is missing",
    "": "is missing",
    3: "is missing",
    "example.com": "does not start with",
    "/products": "does not start with",
    "ftp://example.com": "does not start with",
    "file:///etc/passwd": "does not start with",
    "javascript:alert(1)": "does not start with",
    "http://": "no valid host",
    "http:///path": "no valid host",
    "http://a..b/": "no valid host",
    "http://a%2eb/": "no valid host",
    "http://exa\\mple.com/": "no valid host",
    "http://example.com\\@evil.example/": "no valid host",
    "http://user:password@example.com/": "user name or password",
    "http://user@example.com/": "user name or password",
    "http://[::1/": "malformed",
    "http://example.com:99999/": "malformed",
    "http://example.com:http/": "malformed",
    "http://exa mple.com/": "white space",
    "http://example.com/\n": "white space",
    "http://example.com/\u200b": "white space",
    "http://example.com/\x00": "U+0000",
    "http://example.com/" + "x" * 9000: "at most",
}


@pytest.mark.parametrize("url", GOOD_URLS)
def test_an_address_that_can_be_fetched_is_taken(url):
    assert check_target_url(url) is None


@pytest.mark.parametrize(("url", "reason"), BAD_URLS.items(), ids=[repr(url)[:40] for url in BAD_URLS])
def test_an_address_that_cannot_be_fetched_is_refused(url, reason):
    with pytest.raises(InvalidValue, match=reason.replace("+", r"\+")):
        check_target_url(url)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"])
def test_a_real_zone_is_taken(zone):
    assert check_timezone(zone) is None


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "", "Europe", "../../etc/passwd", "/etc/localtime", "a\x00b", None, 3]
)
def test_what_is_no_zone_is_refused(zone):
    with pytest.raises(InvalidValue, match="IANA"):
        check_timezone(zone)


@pytest.mark.parametrize("cron", [None, "", "  ", "0 6 * * *"])
def test_a_job_may_have_a_schedule_or_none(cron):
    assert check_schedule(cron, "UTC") is None


@pytest.mark.parametrize(
    ("cron", "zone"), [("* * * * *", "UTC"), ("0 6 * * *", "Mars/Olympus"), ("0 6 * * *", None), (6, "UTC")]
)
def test_a_schedule_that_cannot_be_used_is_refused(cron, zone):
    with pytest.raises(InvalidValue, match="schedule_"):
        check_schedule(cron, zone)


def test_how_often_is_too_often_is_the_operators_to_say():
    assert check_schedule("* * * * *", "UTC", min_interval_seconds=60) is None
