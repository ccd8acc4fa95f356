"""Runs that a gateway pays: real crawls, a server of credits on loopback with faults, and its ledger at the end."""

import pytest

from db.receipts import receipt
from db.reservations import list_blocks
from db.session import session_scope
from tests.credit_server import CreditServer
from tests.site import Site, document

PAGES = 8
QUICK = {"timeout_seconds": 0.5, "patience_seconds": 2}


def _page(request):
    number = request.query["page"]
    return document(f"Thing {number}", f"<h1>Thing {number}</h1><p>Price: ${number}.50</p>")


@pytest.fixture
def shop():
    """A site with PAGES pages of one thing each."""
    with Site({"/thing": _page}) as site:
        yield site


def _job(crawls, shop, pages=PAGES, **options):
    urls = [f"{shop.url}/thing?page={number}" for number in range(1, pages + 1)]
    mode = {"extract": {"mode": "detail", "wrappers": False}}
    return crawls.job(shop.url, "url_list", pagination={"urls": urls}, **mode, **options)


def _crawl(crawls, server, shop, *more, **options):
    settings = options.pop("settings", {})
    return crawls.run(_job(crawls, shop, **options), *server.settings(**(QUICK | settings)), *more)


def _books(crawls, server, crawled):
    """What every book says of the run's credits: its row, its receipt, its blocks and the gateway's ledger."""
    with session_scope(crawls.engine) as session:
        of_run = {"run_id": crawled.run.id, "user_id": crawls.user_id}
        by_receipt = sum(total.credits for total in receipt(session, **of_run).totals)
        blocks = list_blocks(session, **of_run)
    assert {block.state for block in blocks} <= {"settled"}
    by_blocks = sum(block.used for block in blocks)
    return crawled.run.credits_charged, by_receipt, by_blocks, server.ledger.charged(crawls.user_id)


def test_a_run_pays_each_page_and_returns_the_rest(crawls, shop):
    with CreditServer({crawls.user_id: 100}) as server:
        crawled = _crawl(crawls, server, shop)
    assert crawled.end == ("completed", "no_next", "complete")
    assert _books(crawls, server, crawled) == (PAGES,) * 4
    assert server.ledger.balances[crawls.user_id] == 100 - PAGES


def test_blocks_are_topped_up_as_the_run_goes_on(crawls, shop):
    with CreditServer({crawls.user_id: 100}) as server:
        crawled = _crawl(crawls, server, shop, settings={"block": 3}, concurrent_requests=4)
    assert crawled.end == ("completed", "no_next", "complete")
    assert _books(crawls, server, crawled) == (PAGES,) * 4
    assert [block.granted for block in server.ledger.blocks.values()] == [3, 3, 2]


@pytest.mark.parametrize("concurrent", [1, 4])
def test_a_balance_that_does_not_reach_is_used_to_the_last_credit(sqlite_crawls, shop, concurrent):
    with CreditServer({sqlite_crawls.user_id: 5}) as server:
        crawled = _crawl(sqlite_crawls, server, shop, settings={"block": 3}, concurrent_requests=concurrent)
    assert crawled.end == ("completed", "credits_exhausted", "partial")
    assert _books(sqlite_crawls, server, crawled) == (5,) * 4
    assert sum(path != "/robots.txt" for path in shop.paths) == 5


def test_without_credits_nothing_is_fetched(sqlite_crawls, shop):
    with CreditServer({sqlite_crawls.user_id: 0}) as server:
        crawled = _crawl(sqlite_crawls, server, shop)
    assert crawled.end == ("completed", "credits_exhausted", "empty")
    assert (shop.paths, _books(sqlite_crawls, server, crawled)) == ([], (0,) * 4)
    assert "8 pages were left out" in crawled.run.run_metadata["warnings"][0]


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(["error", "busy", "web page"], id="errors"),
        pytest.param(["answer lost", "answer lost"], id="answers that are lost"),
        pytest.param(["hang"], id="no answer"),
        pytest.param(["too much", "negative", "fraction"], id="lies"),
    ],
)
def test_a_gateway_in_trouble_is_asked_again_and_nothing_is_charged_twice(sqlite_crawls, shop, faults):
    with CreditServer({sqlite_crawls.user_id: 100}) as server:
        server.fail(faults)
        crawled = _crawl(sqlite_crawls, server, shop, settings={"patience_seconds": 20})
    assert crawled.end == ("completed", "no_next", "complete")
    assert _books(sqlite_crawls, server, crawled) == (PAGES,) * 4


def test_a_gateway_that_stays_away_fails_the_run_before_anything_is_fetched(sqlite_crawls, shop):
    with CreditServer({sqlite_crawls.user_id: 100}) as server:
        server.fail(["error"] * 1000)
        crawled = _crawl(sqlite_crawls, server, shop)
    assert crawled.end == ("failed", "error", "empty")
    assert "gateway of the credits answered 500" in crawled.run.error_message
    assert (shop.paths, crawled.run.credits_charged) == ([], 0)


def test_a_wrong_token_fails_the_run_at_once(sqlite_crawls, shop):
    with CreditServer({sqlite_crawls.user_id: 100}) as server:
        crawled = _crawl(sqlite_crawls, server, shop, settings={"token": "another", "patience_seconds": 600})
    assert crawled.end == ("failed", "error", "empty")
    assert "SCRAPER_CREDITS_TOKEN" in crawled.run.error_message


def test_max_credits_is_kept_and_no_more_is_reserved(sqlite_crawls, shop):
    with CreditServer({sqlite_crawls.user_id: 100}) as server:
        crawled = _crawl(sqlite_crawls, server, shop, max_credits=4, concurrent_requests=4)
    assert crawled.end == ("completed", "max_credits", "partial")
    assert _books(sqlite_crawls, server, crawled) == (4,) * 4
    assert [block.granted for block in server.ledger.blocks.values()] == [4]
