"""scraper.credits.blocks: whatever fails between database and gateway, both say the same in the end."""

from contextlib import suppress
from itertools import product

import pytest
from sqlalchemy import Engine

from db.frontier import add_requests, commit_pages
from db.reservations import cover, list_blocks, postpone
from db.runs import end_run
from db.session import session_scope
from scraper.credits.blocks import release, settle_left_blocks, settle_run
from scraper.credits.gateway import HttpGateway
from scraper.exceptions import CreditsRefused, GatewayUnavailable
from tests.credit_server import TOKEN, CreditServer
from tests.db.rows import add_rows, page, request
from tests.funded import reserve

# Faults that do nothing, do it and lose the answer, or none.
FAULTS = (None, "error", "answer lost")


@pytest.fixture
def run(engine: Engine):
    ids = add_rows(engine)
    with session_scope(engine) as session:
        add_requests(session, ids.run_id, [request(number) for number in range(1, 10)])
    return ids


@pytest.fixture
def server(run):
    with CreditServer({run.user_id: 100}) as server:
        yield server


@pytest.fixture
def gateway(server):
    return HttpGateway(server.url, TOKEN, timeout_seconds=5)


def charge(engine, run, *numbers):
    with session_scope(engine) as session:
        commit_pages(session, run.lease, [page(number, str(number)) for number in numbers])


def end(engine, run):
    with session_scope(engine) as session:
        end_run(session, run.run_id, status="completed", stop_reason="no_next", outcome="complete")


def states(engine, run):
    with session_scope(engine) as session:
        return [block.state for block in list_blocks(session, run.run_id, user_id=run.user_id)]


def test_reserved_credits_cover_charges(engine, run, gateway):
    assert reserve(engine, gateway, run.lease, 10, at_least=1) == 10
    with session_scope(engine) as session:
        assert cover(session, run.run_id) == 10


def test_a_lost_answer_is_asked_for_again_under_the_same_key(engine, run, server, gateway):
    server.fail(["answer lost"])
    with pytest.raises(GatewayUnavailable):
        reserve(engine, gateway, run.lease, 10, at_least=1)
    assert reserve(engine, gateway, run.lease, 5, at_least=1) == 10
    assert len(server.ledger.blocks) == 1


def test_a_refusal_reserves_nothing(engine, run, gateway):
    with pytest.raises(CreditsRefused):
        reserve(engine, gateway, run.lease, 200, at_least=101)
    assert states(engine, run) == ["asked"]


def test_a_key_that_the_gateway_has_closed_is_passed_over(engine, run, server, gateway):
    server.ledger.settle((run.run_id, 1), run.user_id, 0)
    with pytest.raises(GatewayUnavailable, match="closed at the gateway"):
        reserve(engine, gateway, run.lease, 10, at_least=1)
    assert reserve(engine, gateway, run.lease, 10, at_least=1) == 10


def test_a_run_under_way_returns_what_it_does_not_use(engine, run, server, gateway):
    reserve(engine, gateway, run.lease, 10, at_least=1)
    charge(engine, run, 1, 2)
    assert release(engine, gateway, run.lease, charged=2)
    assert (server.ledger.charged(run.user_id), server.ledger.balances[run.user_id]) == (2, 98)


def test_nothing_is_returned_that_is_still_to_pay_something(engine, run, server, gateway):
    reserve(engine, gateway, run.lease, 10, at_least=1)
    assert not release(engine, gateway, run.lease, charged=1)
    assert server.ledger.held(run.user_id) == 10


def test_the_blocks_of_a_run_under_way_are_not_settled_by_others(engine, run, server, gateway):
    reserve(engine, gateway, run.lease, 10, at_least=1)
    settle_run(engine, gateway, run.run_id)
    assert (settle_left_blocks(engine, gateway).runs, server.ledger.held(run.user_id)) == (0, 10)


@pytest.mark.parametrize("faults", list(product(FAULTS, repeat=2)), ids=lambda faults: "-".join(map(str, faults)))
def test_left_blocks_are_settled_once_whatever_fails(engine, run, server, gateway, faults):
    server.fail(fault or "" for fault in faults[:1])
    with suppress(GatewayUnavailable):
        reserve(engine, gateway, run.lease, 10, at_least=1)
    if states(engine, run) == ["open"]:
        charge(engine, run, 1, 2)
    charged = 2 if states(engine, run) == ["open"] else 0
    end(engine, run)
    for fault in (*faults[1:], None):
        server.fail([fault or ""])
        settle_left_blocks(engine, gateway)
    assert (server.ledger.charged(run.user_id), server.ledger.balances[run.user_id]) == (charged, 100 - charged)
    assert states(engine, run) == ["settled"]


def test_blocks_that_are_used_up_are_settled_with_the_next_one(engine, run, server, gateway):
    reserve(engine, gateway, run.lease, 2, at_least=1)
    charge(engine, run, 1, 2)
    reserve(engine, gateway, run.lease, 2, at_least=1)
    assert (states(engine, run), server.ledger.charged(run.user_id)) == (["settled", "open"], 2)


def test_a_settlement_that_was_not_taken_is_repeated_before_more_is_asked_for(engine, run, server, gateway):
    reserve(engine, gateway, run.lease, 100, at_least=1)
    server.fail(["error"])
    assert release(engine, gateway, run.lease, charged=0)
    assert reserve(engine, gateway, run.lease, 100, at_least=100) == 100


def test_a_gateway_that_is_silent_is_asked_about_one_block_only(engine, run, server, gateway):
    for _ in range(3):
        reserve(engine, gateway, run.lease, 2, at_least=1)
    end(engine, run)
    server.fail(["reset"])
    asked = server.asked
    assert not settle_run(engine, gateway, run.run_id)
    assert server.asked == asked + 1


def test_settling_says_how_many_runs_it_was_about(engine, run, gateway):
    reserve(engine, gateway, run.lease, 10, at_least=1)
    end(engine, run)
    assert [settle_left_blocks(engine, gateway).runs for _ in range(2)] == [1, 0]


def test_a_run_whose_settlement_the_gateway_did_not_take_is_not_counted(engine, run, server, gateway):
    reserve(engine, gateway, run.lease, 10, at_least=1)
    end(engine, run)
    server.fail(["error"])
    assert [settle_left_blocks(engine, gateway).runs for _ in range(2)] == [0, 1]


def _refused(server, run):
    """The gateway has settled the run's first block with another number than ours."""
    server.ledger.blocks[(run.run_id, 1)].used = 9


def test_a_settlement_that_the_gateway_refuses_is_named_and_said_again_by_a_person_only(engine, run, server, gateway):
    reserve(engine, gateway, run.lease, 10, at_least=1)
    end(engine, run)
    _refused(server, run)
    assert settle_run(engine, gateway, run.run_id)  # there is nothing left to say
    asked = server.asked
    assert [settle_left_blocks(engine, gateway, which=which).runs for which in ("due", "unrefused")] == [0, 0]
    assert server.asked == asked
    with session_scope(engine) as session:
        (block,) = list_blocks(session, run.run_id, user_id=run.user_id)
    assert (block.state, block.refusal.startswith("answered 409 and ")) == ("settling", True)
    server.ledger.blocks[(run.run_id, 1)].used = None  # somebody has put it right
    assert settle_left_blocks(engine, gateway).runs == 1
    assert states(engine, run) == ["settled"]


def test_a_block_that_was_not_taken_is_not_due_at_once_and_the_next_one_is(engine, run, server, gateway):
    reserve(engine, gateway, run.lease, 1, at_least=1)
    reserve(engine, gateway, run.lease, 1, at_least=1)
    end(engine, run)
    server.fail(["error"])
    settle_left_blocks(engine, gateway, which="due")
    assert states(engine, run) == ["settling", "settled"]
    asked = server.asked
    with session_scope(engine) as session:
        postpone(session, list_blocks(session, run.run_id, user_id=run.user_id)[0])
    settle_left_blocks(engine, gateway, which="due")
    assert server.asked == asked


def test_a_sweep_ends_with_the_first_block_about_which_the_gateway_is_silent(engine, run, server, gateway):
    other = add_rows(engine, name="other")
    server.ledger.balances[other.user_id] = 100
    for each in (run, other):
        reserve(engine, gateway, each.lease, 1, at_least=1)
        end(engine, each)
    asked = server.asked
    server.fail(["reset", "reset"])
    settled = settle_left_blocks(engine, gateway, which="due")
    assert (settled.runs, settled.is_silent, server.asked - asked) == (0, True, 1)
