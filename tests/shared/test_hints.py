"""Hints in a real Redis: in their order, each once, and none at all while it is away."""

from uuid import uuid4

import pytest

from scraper.exceptions import InvalidSetting
from scraper.shared.hints import NoHints, hints_of, place
from tests.redis_server import own_redis

PLACES = {"page-a": place("page", 0), "detail-b": place("detail", 7), "page-c": place("page", 1)}


@pytest.fixture(scope="module")
def redis():
    with own_redis() as server:
        yield server


@pytest.mark.redis
def test_details_come_before_pages_and_then_the_order_found(redis):
    hints = hints_of(redis.url, uuid4())
    hints.add(PLACES)
    assert (hints.pop(2), hints.pop(9), hints.pop(9)) == (["detail-b", "page-a"], ["page-c"], [])


@pytest.mark.redis
def test_a_hint_that_is_added_twice_is_there_once(redis):
    hints = hints_of(redis.url, uuid4())
    hints.add(PLACES)
    hints.add(PLACES)
    assert len(hints.pop(99)) == 3


@pytest.mark.redis
def test_runs_have_their_own_hints_and_lose_them_when_they_are_over(redis):
    one, other = hints_of(redis.url, uuid4()), hints_of(redis.url, uuid4())
    one.add(PLACES)
    other.add({"page-z": 1.0})
    other.forget()
    assert (other.pop(9), len(one.pop(9))) == ([], 3)


@pytest.mark.redis
def test_while_redis_is_away_there_are_none_which_is_said_once(caplog):
    with own_redis() as server:
        hints = hints_of(server.url, uuid4())
        hints.add(PLACES)
        server.kill()
        assert (hints.pop(9), hints.pop(9)) == ([], [])
        server.start()
        hints._asked_again_at = 0.0
        hints.add({"page-z": 1.0})
        assert hints.pop(9) == ["page-z"]
    said = [each.getMessage().split(",")[0] for each in caplog.records]
    assert said == ["Redis is away", "Redis is back"]


def test_without_a_redis_there_are_none():
    hints = hints_of("", uuid4())
    hints.add(PLACES)
    hints.forget()
    assert (isinstance(hints, NoHints), hints.pop(9)) == (True, [])


def test_an_address_that_is_none_is_refused():
    with pytest.raises(InvalidSetting, match="SCRAPER_REDIS_URL is no address of a Redis"):
        hints_of("localhost", uuid4())
