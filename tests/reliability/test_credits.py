"""Real crawls on a gateway that fails, lies and runs dry; 16 of them at once on one balance: nobody is overcharged."""

import random
import signal

import pytest

from tests.credit_server import CreditServer
from tests.funded import PAGES, agreeing, books, funded, settle_left, thing_job, thing_shop
from tests.reliability.spiders import interrupted

RUNS = 16
BALANCE = 100


def three_a_page(usage):
    """A price by which 100 credits do not come out even."""
    return 3 * usage.http_pages


@pytest.fixture
def shop():
    with thing_shop() as site:
        yield site


@pytest.mark.parametrize("concurrent", [1, 4])
def test_a_balance_that_does_not_reach_is_used_to_the_last_credit(crawls, shop, concurrent):
    with CreditServer({crawls.user_id: 5}) as server:
        crawled = funded(crawls, server, shop, {"block": 3}, concurrent_requests=concurrent)
    assert crawled.end == ("completed", "credits_exhausted", "partial")
    assert books(crawls, server, crawled.run.id) == agreeing(5)
    assert len(shop.paths) == 5


def test_without_credits_nothing_is_fetched(sqlite_crawls, shop):
    with CreditServer({sqlite_crawls.user_id: 0}) as server:
        crawled = funded(sqlite_crawls, server, shop, {})
    assert crawled.end == ("completed", "credits_exhausted", "empty")
    assert (shop.paths, books(sqlite_crawls, server, crawled.run.id)) == ([], agreeing(0))


@pytest.mark.parametrize(
    "faults",
    [
        pytest.param(["error", "busy", "web page", "reset"], id="errors"),
        pytest.param(["answer lost", "answer lost", "", "answer lost"], id="answers that are lost"),
        pytest.param(["hang", "", "hang"], id="no answer"),
        pytest.param(["too much", "negative", "fraction", "text", "true", "nothing", "list"], id="lies"),
    ],
)
def test_a_gateway_in_trouble_is_asked_again_and_nothing_is_charged_twice(crawls, shop, faults):
    with CreditServer({crawls.user_id: 100}) as server:
        server.fail(faults)
        crawled = funded(crawls, server, shop, {"block": 3, "patience_seconds": 60})
    assert crawled.end == ("completed", "no_next", "complete")
    assert books(crawls, server, crawled.run.id) == agreeing(PAGES)


def test_a_wrong_token_fails_the_run_at_once(sqlite_crawls, shop):
    with CreditServer({sqlite_crawls.user_id: 100}) as server:
        crawled = funded(sqlite_crawls, server, shop, {"token": "another", "patience_seconds": 600})
    assert crawled.end == ("failed", "error", "empty")
    assert "SCRAPER_CREDITS_TOKEN" in crawled.run.error_message


def test_max_credits_is_kept_and_no_more_is_reserved(sqlite_crawls, shop):
    with CreditServer({sqlite_crawls.user_id: 100}) as server:
        crawled = funded(sqlite_crawls, server, shop, {}, max_credits=4, concurrent_requests=4)
    assert crawled.end == ("completed", "max_credits", "partial")
    assert books(sqlite_crawls, server, crawled.run.id) == agreeing(4)
    assert [block.granted for block in server.ledger.blocks.values()] == [4]


def _ended(crawls, jobs, settings):
    """What the crawls of the jobs left, all of them run at once."""
    processes = [crawls.start(job_id, *settings) for job_id in jobs]
    said = [process.communicate(timeout=900) for process in processes]
    failed = [log[-4000:] for process, (_, log) in zip(processes, said, strict=True) if process.returncode]
    assert not failed, failed[0]
    return [crawls.outcome(job_id) for job_id in jobs]


def test_sixteen_runs_at_once_use_a_balance_up_and_never_more(crawls, shop):
    price, policy = 1, "pages"
    if crawls.engine.dialect.name == "postgresql":
        price, policy = 3, "tests.reliability.test_credits.three_a_page"
    with CreditServer({crawls.user_id: BALANCE}) as server:
        jobs = [thing_job(crawls, shop, pages=10, concurrent_requests=4) for _ in range(RUNS)]
        settings = [*server.settings(patience_seconds=600), f"-s SCRAPER_CREDIT_POLICY={policy}"]
        settings.append("-s SCRAPER_DATABASE_START_SECONDS=300")  # 16 processes start at once, on a few cores
        ended = _ended(crawls, jobs, settings)
        left = settle_left(crawls, server)  # by runs whose gateway was too slow at their end
    charged = [each.run.credits_charged for each in ended]
    exhausted = [each for each in ended if each.run.stop_reason == "credits_exhausted"]
    assert exhausted
    assert all(any(request.state == "skipped" for request in each.requests) for each in exhausted)
    assert sum(charged) == server.ledger.charged(crawls.user_id) == BALANCE - BALANCE % price
    assert server.ledger.balances[crawls.user_id] == BALANCE % price
    assert len(shop.paths) == BALANCE // price
    assert [books(crawls, server, each.run.id) for each in ended] == [agreeing(credits) for credits in charged]
    assert {each.end[:2] for each in ended} <= {("completed", "no_next"), ("completed", "credits_exhausted")}
    print(f"\n{RUNS} runs, {policy}: {sorted(charged)}, {server.asked} requests to the gateway, {left} left to settle")


@pytest.mark.parametrize("name", ["next_button with details", "url_list, four at a time"])
def test_killed_runs_pay_each_page_once_and_leave_no_credits_behind(crawls, name):
    chance = random.Random(5)
    with CreditServer({crawls.user_id: 10_000}) as server:
        with interrupted(crawls, name, *server.settings(block=3)) as case:
            for _ in range(2):
                case.run(chance, signal.SIGKILL, times=3)
        left = settle_left(crawls, server)
        runs = crawls.runs()
        assert [books(crawls, server, run.id) for run in runs] == [agreeing(run.credits_charged) for run in runs]
    assert len({(run.status, run.stop_reason, run.credits_charged, run.items_extracted) for run in runs}) == 1
    charged = sum(run.credits_charged for run in runs)
    assert (server.ledger.charged(crawls.user_id), server.ledger.held(crawls.user_id)) == (charged, 0)
    assert server.ledger.balances[crawls.user_id] == 10_000 - charged
    print(f"\n{name}: {case.kills} kills in {len(runs) - 1} runs, {charged} credits, {left} runs left to settle")
