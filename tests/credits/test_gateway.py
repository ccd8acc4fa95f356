"""scraper.credits.gateway: one call of the gateway, whatever it answers."""

from dataclasses import replace
from time import monotonic
from uuid import UUID, uuid4

import pytest

from db.reservations import Block
from scraper.config import Config
from scraper.credits.gateway import HttpGateway, credit_gateway
from scraper.exceptions import BlockClosed, CreditsRefused, GatewayUnavailable, InvalidSetting
from tests.credit_server import FAULTS, TOKEN, CreditServer

USER = UUID(int=7)
BLOCK = Block(UUID(int=1), USER, block_no=1, asked=10)
OTHER = replace(BLOCK, run_id=UUID(int=2))
TIMEOUT_SECONDS = 0.5


def bank_of(config):
    return "none of ours" if config.credits_backend == "tests.credits.test_gateway.bank_of" else None


@pytest.fixture
def server():
    with CreditServer({USER: 15}) as server:
        yield server


@pytest.fixture
def gateway(server):
    return HttpGateway(server.url, TOKEN, timeout_seconds=TIMEOUT_SECONDS)


def test_a_block_gets_what_was_asked_for(gateway):
    assert gateway.reserve(BLOCK, at_least=1) == 10


def test_a_block_gets_what_the_balance_has(gateway):
    gateway.reserve(OTHER, at_least=1)
    assert gateway.reserve(BLOCK, at_least=5) == 5


def test_a_block_that_is_asked_for_twice_is_reserved_once(gateway, server):
    assert [gateway.reserve(BLOCK, at_least=1) for _ in range(3)] == [10, 10, 10]
    assert server.ledger.balances[USER] == 5


def test_a_balance_with_too_few_credits_refuses_and_says_what_others_hold(gateway):
    gateway.reserve(OTHER, at_least=1)
    with pytest.raises(CreditsRefused) as refused:
        gateway.reserve(BLOCK, at_least=6)
    assert (refused.value.held, refused.value.reason) == (10, "too few credits")


def test_a_refusal_is_not_remembered(gateway, server):
    with pytest.raises(CreditsRefused):
        gateway.reserve(BLOCK, at_least=16)
    server.ledger.balances[USER] = 100
    assert gateway.reserve(BLOCK, at_least=10) == 10


def test_a_user_who_may_not_spend_is_refused_for_good(gateway):
    with pytest.raises(CreditsRefused) as refused:
        gateway.reserve(replace(BLOCK, user_id=UUID(int=8)), at_least=1)
    assert refused.value.held == 0


def test_settling_charges_what_was_used_and_returns_the_rest(gateway, server):
    gateway.reserve(BLOCK, at_least=1)
    gateway.settle(replace(BLOCK, granted=10, used=4))
    assert (server.ledger.charged(USER), server.ledger.balances[USER]) == (4, 11)


def test_settling_twice_charges_once(gateway, server):
    gateway.reserve(BLOCK, at_least=1)
    for _ in range(3):
        gateway.settle(replace(BLOCK, granted=10, used=4))
    assert (server.ledger.charged(USER), server.ledger.balances[USER]) == (4, 11)


def test_settling_with_another_number_is_not_believed(gateway):
    gateway.reserve(BLOCK, at_least=1)
    gateway.settle(replace(BLOCK, granted=10, used=4))
    with pytest.raises(GatewayUnavailable, match="409"):
        gateway.settle(replace(BLOCK, granted=10, used=5))


def test_a_block_that_was_settled_unopened_is_never_opened(gateway):
    gateway.settle(BLOCK)
    with pytest.raises(BlockClosed):
        gateway.reserve(BLOCK, at_least=1)


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_answer_of_the_contract_is_unavailability_within_the_time(gateway, server, fault):
    server.fail([fault])
    started = monotonic()
    with pytest.raises(GatewayUnavailable) as unavailable:
        gateway.reserve(BLOCK, at_least=1)
    assert not unavailable.value.is_lasting
    assert monotonic() - started < TIMEOUT_SECONDS + 1


@pytest.mark.parametrize("fault", FAULTS)
def test_after_a_fault_the_same_words_have_the_effect_once(gateway, server, fault):
    server.fail([fault])
    with pytest.raises(GatewayUnavailable):
        gateway.reserve(BLOCK, at_least=1)
    assert (gateway.reserve(BLOCK, at_least=1), server.ledger.balances[USER]) == (10, 5)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_settlement_that_failed_can_be_repeated(gateway, server, fault):
    gateway.reserve(BLOCK, at_least=1)
    server.fail([fault])
    settled = replace(BLOCK, granted=10, used=4)
    with pytest.raises(GatewayUnavailable):
        gateway.settle(settled)
    gateway.settle(settled)
    assert (server.ledger.charged(USER), server.ledger.balances[USER]) == (4, 11)


def test_a_gateway_that_is_not_there_is_unavailable():
    with CreditServer({}) as gone:
        url = gone.url
    with pytest.raises(GatewayUnavailable, match="could not be asked"):
        HttpGateway(url, TOKEN, timeout_seconds=5).reserve(BLOCK, at_least=1)


def test_a_wrong_token_is_said_to_be_wrong_and_not_tried_again(server):
    gateway = HttpGateway(server.url, "another", timeout_seconds=5)
    with pytest.raises(GatewayUnavailable, match="SCRAPER_CREDITS_TOKEN") as unavailable:
        gateway.reserve(BLOCK, at_least=1)
    assert unavailable.value.is_lasting


def test_without_a_backend_there_is_no_gateway():
    assert credit_gateway(Config()) is None


def test_the_backend_http_needs_an_address():
    with pytest.raises(InvalidSetting, match="SCRAPER_CREDITS_URL"):
        credit_gateway(Config(credits_backend="http"))


def test_the_backend_may_be_any_function_by_its_dotted_path():
    assert credit_gateway(Config(credits_backend="tests.credits.test_gateway.bank_of")) == "none of ours"


@pytest.mark.parametrize("name", ["bank", "tests.no_such_module.bank", "tests.credits.test_gateway.bank"])
def test_an_unknown_backend_is_refused(name):
    with pytest.raises(InvalidSetting, match="known: none, http"):
        credit_gateway(Config(credits_backend=name))


def test_blocks_of_different_runs_have_nothing_to_do_with_each_other(gateway):
    first, second = (replace(BLOCK, run_id=uuid4(), asked=3) for _ in range(2))
    assert [gateway.reserve(each, at_least=1) for each in (first, second, first)] == [3, 3, 3]
