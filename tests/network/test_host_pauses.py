"""scraper.network.host_pauses: until when hosts want to be left alone."""

import pytest
from scrapy import Request, Spider
from scrapy.utils.test import get_crawler

from scraper.network.host_pauses import HostPauses, host_of_request, pauses_of


def test_a_pause_ends_by_itself():
    clock = [100.0]
    pauses = HostPauses(now=lambda: clock[0])
    pauses.pause("a.example", 3)
    left = [pauses.seconds_left("a.example")]
    clock[0] = 102.0
    left.append(pauses.seconds_left("a.example"))
    clock[0] = 103.5
    left.append(pauses.seconds_left("a.example"))
    assert left == [3.0, 1.0, 0.0]


def test_another_host_is_not_paused():
    pauses = HostPauses()
    pauses.pause("a.example", 3)
    assert pauses.seconds_left("b.example") == 0


@pytest.mark.parametrize(("first", "second"), [(9, 2), (2, 9)])
def test_the_longer_of_two_pauses_stands(first, second):
    pauses = HostPauses(now=lambda: 100.0)
    pauses.pause("a.example", first)
    pauses.pause("a.example", second)
    assert pauses.end("a.example") == 109.0


def test_a_crawler_has_one_set_of_pauses():
    crawler, other = get_crawler(Spider), get_crawler(Spider)
    assert pauses_of(crawler) is pauses_of(crawler)
    assert pauses_of(crawler) is not pauses_of(other)


def test_a_host_is_a_name_without_port_and_user():
    assert host_of_request(Request("http://me:pass@Shop.Example:8080/list")) == "shop.example"
