"""db.host_turns: who may visit a host when; no two visitors at once, however many ask. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from sqlalchemy import Engine, func, select

from db.host_turns import CALM_SECONDS, KEPT, Turn, leave_hosts, take_turn
from db.models import HostTurn
from db.session import session_scope

HOST = "shop.example"
DELAY, WINDOW, BLOCK = 2.0, 0.5, 30.0


def _take(engine: Engine, visitor, host: str = HOST, delay: float = DELAY) -> Turn:
    times = {"delay_seconds": delay, "window_seconds": WINDOW, "block_seconds": BLOCK}
    with session_scope(engine) as session:
        return take_turn(session, host, visitor=visitor, **times)


def _move(engine: Engine, seconds: float) -> None:
    """Let all that is written have been so many seconds earlier."""
    with session_scope(engine) as session:
        for row in session.scalars(select(HostTurn)):
            row.ends_at -= timedelta(seconds=seconds)
            row.shared_at -= timedelta(seconds=seconds)


def _seconds(turn: Turn) -> tuple[float, float]:
    """How long from now the turn begins and how long it lasts."""
    begins, lasts = turn.begins_at - turn.given_at, turn.ends_at - turn.begins_at
    return round(begins.total_seconds(), 1), round(lasts.total_seconds(), 2)


def test_who_comes_alone_gets_a_block_at_once(engine):
    turn = _take(engine, uuid4())
    assert (_seconds(turn), turn.is_block) == ((0.0, BLOCK), True)


def test_who_is_alone_goes_on_with_another_block(engine):
    visitor = uuid4()
    _take(engine, visitor)
    assert _seconds(_take(engine, visitor)) == (0.0, BLOCK)


def test_the_second_visitor_comes_after_the_block_and_the_delay_for_one_request(engine):
    first = _take(engine, uuid4())
    second = _take(engine, uuid4())
    assert second.begins_at - first.ends_at == timedelta(seconds=DELAY)
    assert (_seconds(second)[1], second.is_block) == (WINDOW, False)


@pytest.mark.parametrize(("one", "other"), [(2.0, 7.0), (7.0, 2.0)])
def test_between_two_visitors_lies_the_longer_delay(engine, one, other):
    first, second = _take(engine, uuid4(), delay=one), _take(engine, uuid4(), delay=other)
    assert second.begins_at - first.ends_at == timedelta(seconds=7)


def test_visitors_take_turns_one_request_each(engine):
    visitors = [uuid4(), uuid4()] * 3
    turns = [_take(engine, visitor) for visitor in visitors]
    gaps = {round((after.begins_at - before.ends_at).total_seconds(), 3) for before, after in pairwise(turns)}
    assert (gaps, [turn.is_block for turn in turns]) == ({DELAY}, [True] + [False] * 5)


def test_who_is_alone_again_gets_blocks_again_after_a_while(engine):
    one, other = uuid4(), uuid4()
    for visitor in (one, other, one):
        _take(engine, visitor)
    _move(engine, CALM_SECONDS / 2)
    soon = _take(engine, one)
    _move(engine, CALM_SECONDS + BLOCK)
    assert (soon.is_block, _take(engine, one).is_block) == (False, True)


def test_the_rest_of_a_dead_visitors_block_is_all_that_others_wait_for(engine):
    _take(engine, uuid4())
    _move(engine, BLOCK)
    begins, _ = _seconds(_take(engine, uuid4()))
    assert 0 <= begins <= DELAY


def test_who_leaves_gives_the_rest_to_others(engine):
    visitor = uuid4()
    _take(engine, visitor)
    with session_scope(engine) as session:
        leave_hosts(session, visitor)
    assert _seconds(_take(engine, uuid4()))[0] <= DELAY


def test_leaving_takes_nothing_from_others(engine):
    _take(engine, uuid4())
    with session_scope(engine) as session:
        leave_hosts(session, uuid4())
    assert _seconds(_take(engine, uuid4()))[0] > BLOCK


def test_another_host_is_free(engine):
    visitor = uuid4()
    _take(engine, visitor)
    assert _take(engine, visitor, host="other.example").is_block


def test_a_clock_that_was_set_back_by_a_day_blocks_no_host(engine):
    _take(engine, uuid4())
    _move(engine, -86_400)
    assert _seconds(_take(engine, uuid4()))[0] == 0


def test_hosts_that_nobody_visits_any_more_are_forgotten(engine):
    for number in range(3):
        _take(engine, uuid4(), host=f"{number}.example")
    _move(engine, KEPT.total_seconds() + BLOCK + 1)
    _take(engine, uuid4())
    with session_scope(engine) as session:
        assert session.scalar(select(func.count()).select_from(HostTurn)) == 1


def test_however_many_ask_at_once_no_two_turns_are_closer_than_the_delay(engine):
    with ThreadPoolExecutor(8) as threads:
        turns = list(threads.map(lambda visitor: _take(engine, visitor), [uuid4() for _ in range(24)]))
    turns.sort(key=lambda turn: turn.begins_at)
    gaps = [(after.begins_at - before.ends_at).total_seconds() for before, after in pairwise(turns)]
    assert min(gaps) >= DELAY - 0.001
