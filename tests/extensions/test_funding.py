"""Runs that a gateway pays: real crawls and a server of credits on loopback. More of its faults: tests/reliability."""

import pytest

from tests.credit_server import CreditServer
from tests.funded import PAGES, agreeing, books, funded, thing_shop


@pytest.fixture
def shop():
    with thing_shop() as site:
        yield site


@pytest.fixture
def crawls(sqlite_crawls):
    return sqlite_crawls


def test_a_run_tops_up_as_it_goes_on_pays_each_page_and_returns_the_rest(crawls, shop):
    with CreditServer({crawls.user_id: 100}) as server:
        server.fail(["answer lost", "error"])
        crawled = funded(crawls, server, shop, {"block": 3, "patience_seconds": 20}, concurrent_requests=4)
    assert crawled.end == ("completed", "no_next", "complete")
    assert books(crawls, server, crawled.run.id) == agreeing(PAGES)
    assert server.ledger.balances[crawls.user_id] == 100 - PAGES


def test_a_balance_that_does_not_reach_is_used_to_the_last_credit(crawls, shop):
    with CreditServer({crawls.user_id: 5}) as server:
        crawled = funded(crawls, server, shop, {"block": 3}, concurrent_requests=4)
    assert crawled.end == ("completed", "credits_exhausted", "partial")
    assert books(crawls, server, crawled.run.id) == agreeing(5)
    assert len(shop.paths) == 5
    assert "3 pages were left out" in crawled.run.run_metadata["warnings"][0]


def test_a_gateway_that_stays_away_fails_the_run_before_anything_is_fetched(crawls, shop):
    with CreditServer({crawls.user_id: 100}) as server:
        server.fail(["error"] * 1000)
        crawled = funded(crawls, server, shop, {"patience_seconds": 1})
    assert crawled.end == ("failed", "error", "empty")
    assert "gateway of the credits answered 500" in crawled.run.error_message
    assert (shop.paths, crawled.run.credits_charged) == ([], 0)
