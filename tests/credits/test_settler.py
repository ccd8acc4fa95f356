"""scraper.credits.settler: credits that killed runs had reserved go back to the balance."""

import time
from threading import Event

import pytest
from sqlalchemy import Engine

from db.runs import end_run
from db.session import session_scope
from scraper.config import Config
from scraper.credits.gateway import HttpGateway
from scraper.credits.settler import Settler
from tests.credit_server import TOKEN, CreditServer
from tests.db.rows import add_rows
from tests.funded import reserve


class SlowGateway:
    """A gateway that answers when it is told to, and counts who waits."""

    def __init__(self):
        self.asked, self.may_answer = Event(), Event()
        self.calls = 0

    def settle(self, block):
        self.calls += 1
        self.asked.set()
        assert self.may_answer.wait(30)


SLOW = SlowGateway()


def slow_gateway(config):
    return SLOW


@pytest.fixture
def left(engine: Engine):
    """A run that ended without returning its credits, and the server that still holds them."""
    ids = add_rows(engine)
    with CreditServer({ids.user_id: 100}) as server:
        reserve(engine, HttpGateway(server.url, TOKEN, timeout_seconds=5), ids.lease, 10, at_least=1)
        with session_scope(engine) as session:
            end_run(session, ids.run_id, status="failed", stop_reason="error", outcome="empty")
        yield ids, server


def test_left_credits_go_back_once(engine, left):
    ids, server = left
    settler = Settler(engine, Config(credits_backend="http", credits_url=server.url, credits_token=TOKEN))
    assert [settler.settle(), settler.settle()] == [1, 0]
    assert server.ledger.balances[ids.user_id] == 100


def test_a_look_waits_for_no_gateway_and_starts_no_second_one(engine, left):
    settler = Settler(engine, Config(credits_backend="tests.credits.test_settler.slow_gateway"))
    settler.look()
    assert SLOW.asked.wait(30)
    settler.look()
    SLOW.may_answer.set()
    settler._thread.join(30)
    assert (SLOW.calls, settler._thread.is_alive()) == (1, False)
    SLOW.__init__()


def test_after_a_gateway_was_away_the_looks_rest(engine, left):
    _, server = left
    settler = Settler(engine, Config(credits_backend="http", credits_url=server.url, credits_token=TOKEN))
    server.fail(["reset"])
    settler.look()
    settler._thread.join(30)
    asked = server.asked
    settler.look()
    settler._thread.join(30)
    assert (server.asked, settler._rests_until > time.monotonic()) == (asked, True)


def test_where_credits_are_only_counted_there_is_nothing_to_settle(engine, left):
    settler = Settler(engine, Config())
    settler.look()
    assert (settler.settle(), settler._thread) == (0, None)
