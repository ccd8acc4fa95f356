"""scraper.network.host_turns: requests go out within turns; outages, late answers and stops hold nobody up."""

import asyncio
import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from db.host_turns import Turn
from scraper.failures import GivenUp
from scraper.network import host_turns
from scraper.network.host_turns import HostTurns

HOST = "shop.example"
START = datetime(2026, 11, 23, tzinfo=UTC)


class Clock:
    """Monotonic seconds that pass when somebody sleeps."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class Given:
    """Stands for the database: the turns it gives, as (seconds until it begins, seconds that it lasts, is_block)."""

    def __init__(self, clock: Clock, *turns: tuple[float, float, bool] | Exception) -> None:
        self.clock, self.turns, self.asked = clock, list(turns), []

    def take(self, host: str, window: float) -> Turn:
        self.asked.append((host, round(window, 3)))
        turn = self.turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        now = START + timedelta(seconds=self.clock.seconds)
        begins = now + timedelta(seconds=turn[0])
        return Turn(now, begins, begins + timedelta(seconds=turn[1]), turn[2])


@pytest.fixture
def clock():
    return Clock()


def _turns(clock: Clock, given: Given, **values) -> HostTurns:
    times = {"gap_seconds": 1.0, "delay_seconds": 1.0, "block_seconds": 5.0}
    return HostTurns(given.take, **{**times, **values}, now=clock.now, sleep=clock.sleep)


def _sent(clock: Clock, turns: HostTurns, count: int, *, hosts: tuple[str, ...] = (HOST,)) -> list[float]:
    """When so many requests that were all made at once went out, in seconds from now."""

    async def send(host: str) -> float:
        await turns.wait(host)
        return clock.seconds

    async def all_of_them() -> list[float]:
        times = [await each for each in [asyncio.ensure_future(send(hosts[n % len(hosts)])) for n in range(count)]]
        await turns.close()
        return times

    began = clock.seconds
    return [round(each - began, 3) for each in asyncio.run(all_of_them())]


def test_a_block_lets_requests_pass_at_the_runs_own_pace_without_a_question(clock):
    given = Given(clock, (0, 5, True))
    assert _sent(clock, _turns(clock, given), 5) == [0, 1, 2, 3, 4]
    assert len(given.asked) == 1


def test_after_the_block_it_asks_again(clock):
    given = Given(clock, (0, 2, True), (0, 2, True))
    assert _sent(clock, _turns(clock, given), 4) == [0, 1, 2, 3]
    assert len(given.asked) == 2


def test_a_turn_of_several_visitors_is_for_one_request(clock):
    given = Given(clock, (3, 0.1, False), (4, 0.1, False))
    assert _sent(clock, _turns(clock, given), 2) == [3, 7]


def test_hosts_do_not_wait_for_each_other(clock):
    given = Given(clock, (0, 5, True), (0, 5, True))
    assert _sent(clock, _turns(clock, given), 2, hosts=(HOST, "other.example")) == [0, 0]


def test_a_turn_that_was_missed_is_not_used_and_the_next_one_is_wider(clock):
    given = Given(clock, (3, 0.1, False), (2, 0.2, False))
    take = given.take

    def late(host: str, window: float) -> Turn:
        turn = take(host, window)
        clock.seconds += 10 if len(given.asked) == 1 else 0  # this process was asleep
        return turn

    given.take = late
    turns = _turns(clock, given)
    # The first answer is the only reading of the database's clock: it was given now, as far as anybody knows.
    turns._readings.append(-START.timestamp())
    assert _sent(clock, turns, 1) == [12]
    assert given.asked == [(HOST, 0.1), (HOST, 0.2)]


def test_the_quickest_answer_tells_the_clock(clock):
    given = Given(clock, (0, 0.1, False), (5, 0.1, False))
    take = given.take

    def slow(host: str, window: float) -> Turn:
        turn = take(host, window)
        clock.seconds += 0.3 if len(given.asked) == 2 else 0  # the answer took so long
        return turn

    given.take = slow
    assert _sent(clock, _turns(clock, given), 2) == [0, 5]


def test_an_outage_stops_no_request_and_is_said_once(clock, caplog):
    away = OperationalError("SELECT", {}, Exception("gone"))
    given = Given(clock, away, away, (0, 5, True))
    with caplog.at_level(logging.WARNING):
        assert _sent(clock, _turns(clock, given), 13) == list(range(13))
    assert [record.message.partition(",")[0] for record in caplog.records] == [
        "Requests go out without regard to other runs"
    ]


def test_a_database_that_does_not_answer_stops_no_request(clock, monkeypatch):
    monkeypatch.setattr(host_turns, "ANSWER_SECONDS", 0.01)
    is_over = threading.Event()

    def never(host: str, window: float) -> Turn:
        is_over.wait(60)
        raise AssertionError

    turns = HostTurns(never, gap_seconds=1.0, delay_seconds=1.0, block_seconds=5.0, now=clock.now, sleep=clock.sleep)
    try:
        assert _sent(clock, turns, 2) == [0, 1]
    finally:
        is_over.set()


def test_a_run_that_stops_waits_for_no_turn(clock):
    given = Given(clock, (100, 0.1, False))
    turns = _turns(clock, given, is_over=lambda: clock.seconds > 103)
    with pytest.raises(GivenUp):
        _sent(clock, turns, 1)
    assert clock.seconds < 104


def test_what_is_left_is_given_to_others_in_the_end(clock):
    left = []
    _sent(clock, _turns(clock, Given(clock, (0, 5, True)), leave=lambda: left.append(1)), 1)
    assert left == [1]


def test_who_visited_nobody_leaves_nothing(clock):
    left = []
    asyncio.run(_turns(clock, Given(clock), leave=lambda: left.append(1)).close())
    assert left == []
