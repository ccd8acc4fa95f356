"""Blocks of credits: asked, opened, used and settled, so that a crash between any two steps changes nothing."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from sqlalchemy import Engine

from db import reservations
from db.exceptions import NotCovered, RunLost
from db.frontier import add_requests, commit_pages
from db.models import Run
from db.reservations import Block
from db.runs import end_run
from db.session import session_scope
from tests.db.rows import add_rows, counters_of, page, request


@pytest.fixture
def run(engine: Engine):
    """A running run with the requests of nine pages, at one credit each."""
    ids = add_rows(engine)
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(number) for number in range(1, 10)])
    return ids


def do(engine, function, *arguments, **named):
    """What the function returns, in a transaction of its own."""
    with session_scope(engine) as session:
        return function(session, *arguments, **named)


def opened(engine, run, *granted):
    """Open blocks with so many credits."""
    for credits in granted:
        block = do(engine, reservations.ask_block, run.lease, credits)
        do(engine, reservations.open_block, run.lease, block.block_no, credits)


def charge(engine, run, *numbers):
    do(engine, commit_pages, run.lease, [page(number, str(number)) for number in numbers])


def end(engine, run, status="completed"):
    with session_scope(engine) as session:
        end_run(session, run.run_id, status=status, stop_reason="no_next", outcome="complete")


def states(engine, run):
    with session_scope(engine) as session:
        blocks = reservations.list_blocks(session, run.run_id, user_id=run.user_id)
        return [(block.block_no, block.state, block.granted, block.used) for block in blocks]


def test_blocks_are_numbered_from_one(engine, run):
    opened(engine, run, 5, 5)
    assert do(engine, reservations.ask_block, run.lease, 7) == Block(run.run_id, run.user_id, block_no=3, asked=7)


def test_a_block_that_was_never_answered_is_asked_for_again(engine, run):
    do(engine, reservations.ask_block, run.lease, 5)
    assert do(engine, reservations.ask_block, run.lease, 3) == Block(run.run_id, run.user_id, block_no=1, asked=5)


def test_only_granted_credits_cover_charges(engine, run):
    covered = [do(engine, reservations.cover, run.run_id)]
    do(engine, reservations.ask_block, run.lease, 5)
    covered.append(do(engine, reservations.cover, run.run_id))
    do(engine, reservations.open_block, run.lease, 1, 4)
    assert [*covered, do(engine, reservations.cover, run.run_id)] == [None, 0, 4]


def test_a_run_charges_up_to_its_cover(engine, run):
    opened(engine, run, 2)
    charge(engine, run, 1, 2)
    assert do(engine, counters_of, run.run_id)[3] == 2


def test_pages_beyond_the_cover_are_not_stored(engine, run):
    opened(engine, run, 2)
    with pytest.raises(NotCovered, match="would have charged 3 credits, but only 2"):
        charge(engine, run, 1, 2, 3)
    assert do(engine, counters_of, run.run_id) == (0, 0, 0, 0)


def test_opening_twice_is_opening_once(engine, run):
    opened(engine, run, 5)
    do(engine, reservations.open_block, run.lease, 1, 5)
    assert states(engine, run) == [(1, "open", 5, 0)]


def test_blocks_are_used_up_in_their_order(engine, run):
    opened(engine, run, 2, 2, 2)
    charge(engine, run, 1, 2, 3)
    do(engine, reservations.close_own_blocks, run.lease, charged=3)
    assert states(engine, run) == [(1, "settling", 2, 2), (2, "settling", 2, 1), (3, "settling", 2, 0)]


def test_blocks_that_are_used_up_are_closed_before_the_others(engine, run):
    opened(engine, run, 2, 2, 2)
    charge(engine, run, 1, 2, 3)
    [block] = do(engine, reservations.close_used_up_blocks, run.lease)
    assert (block.block_no, block.used) == (1, 2)
    assert states(engine, run) == [(1, "settling", 2, 2), (2, "open", 2, 0), (3, "open", 2, 0)]
    assert do(engine, reservations.cover, run.run_id) == 6


def test_closing_again_gives_the_same_blocks_with_the_same_use(engine, run):
    opened(engine, run, 5)
    charge(engine, run, 1)
    first = do(engine, reservations.close_own_blocks, run.lease, charged=1)
    assert do(engine, reservations.close_own_blocks, run.lease, charged=1) == first
    assert first == [Block(run.run_id, run.user_id, 1, asked=5, granted=5, used=1)]


def test_what_is_charged_after_closing_is_of_the_next_blocks(engine, run):
    opened(engine, run, 5)
    charge(engine, run, 1)
    do(engine, reservations.close_own_blocks, run.lease, charged=1)
    opened(engine, run, 5)
    charge(engine, run, 2, 3)
    do(engine, reservations.close_own_blocks, run.lease, charged=3)
    assert states(engine, run) == [(1, "settling", 5, 1), (2, "settling", 5, 2)]


def test_nothing_is_charged_to_a_closed_block(engine, run):
    opened(engine, run, 5)
    do(engine, reservations.close_own_blocks, run.lease, charged=0)
    with pytest.raises(NotCovered):
        charge(engine, run, 1)


def test_blocks_stay_open_while_charges_are_on_their_way(engine, run):
    opened(engine, run, 5)
    assert do(engine, reservations.close_own_blocks, run.lease, charged=1) is None
    assert states(engine, run) == [(1, "open", 5, 0)]


def test_the_blocks_of_a_run_under_way_are_not_left_ones(engine, run):
    opened(engine, run, 5)
    assert do(engine, reservations.runs_with_left_blocks) == []
    assert do(engine, reservations.close_left_blocks, run.run_id) == []


@pytest.mark.parametrize("status", ["completed", "failed", "queued"])
def test_the_blocks_of_a_run_that_nobody_works_on_are_left_ones(engine, run, status):
    opened(engine, run, 5)
    charge(engine, run, 1)
    end(engine, run, status)
    assert do(engine, reservations.runs_with_left_blocks) == [run.run_id]
    [block] = do(engine, reservations.close_left_blocks, run.run_id)
    assert (block.granted, block.used) == (5, 1)


def test_a_block_that_was_asked_for_and_never_answered_is_left_too(engine, run):
    do(engine, reservations.ask_block, run.lease, 5)
    end(engine, run)
    [block] = do(engine, reservations.close_left_blocks, run.run_id)
    assert (block.granted, block.used) == (0, 0)


def test_a_settled_block_is_left_no_more(engine, run):
    opened(engine, run, 5)
    end(engine, run)
    [block] = do(engine, reservations.close_left_blocks, run.run_id)
    for _ in range(2):
        do(engine, reservations.mark_settled, block)
    assert do(engine, reservations.runs_with_left_blocks) == []
    assert states(engine, run) == [(1, "settled", 5, 0)]


def test_a_block_that_the_gateway_never_opens_is_passed_over(engine, run):
    do(engine, reservations.ask_block, run.lease, 5)
    do(engine, reservations.forget_block, run.lease, 1)
    assert do(engine, reservations.ask_block, run.lease, 5).block_no == 2


def test_a_block_that_was_closed_meanwhile_is_not_opened(engine, run):
    do(engine, reservations.ask_block, run.lease, 5)
    do(engine, reservations.close_own_blocks, run.lease, charged=0)
    with pytest.raises(RunLost):
        do(engine, reservations.open_block, run.lease, 1, 5)


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(lambda session, lease: reservations.ask_block(session, lease, 1), id="ask"),
        pytest.param(lambda session, lease: reservations.open_block(session, lease, 1, 1), id="open"),
        pytest.param(lambda session, lease: reservations.forget_block(session, lease, 1), id="forget"),
        pytest.param(lambda session, lease: reservations.close_own_blocks(session, lease, charged=0), id="close"),
    ],
)
def test_a_worker_that_lost_its_run_has_no_say(engine, run, step):
    do(engine, reservations.ask_block, run.lease, 5)
    with pytest.raises(RunLost):
        do(engine, step, replace(run.lease, fence=run.lease.fence - 1))


def test_blocks_closed_by_several_at_once_have_one_use(engine, run):
    opened(engine, run, 2, 2)
    charge(engine, run, 1, 2, 3)
    end(engine, run)
    closed, barrier = [], Barrier(4)

    def close():
        barrier.wait()
        closed.append(do(engine, reservations.close_left_blocks, run.run_id))

    threads = [Thread(target=close) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[block.used for block in blocks] for blocks in closed] == [[2, 1]] * 4


def test_the_blocks_of_a_run_that_is_gone_are_gone(engine, run):
    opened(engine, run, 5)
    with session_scope(engine) as session:
        session.delete(session.get_one(Run, run.run_id))
    assert do(engine, reservations.close_left_blocks, run.run_id) == []


def test_another_users_blocks_are_not_listed(engine, run):
    opened(engine, run, 5)
    assert states(engine, replace(run, user_id=add_rows(engine, name="other").user_id)) == []
