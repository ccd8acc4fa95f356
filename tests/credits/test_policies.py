"""scraper.credits.policies: what a page costs."""

import random
from collections import Counter

import pytest

from scraper.credits.policies import CREDIT_POLICIES, Usage, charge_reason, credit_policy
from scraper.exceptions import InvalidSetting
from scraper.items import PageTally
from tests.live import item, visit


@pytest.mark.parametrize(
    ("usage", "credits"),
    [
        pytest.param(Usage(), 0, id="nothing"),
        pytest.param(Usage(http_pages=1), 1, id="a page over HTTP"),
        pytest.param(Usage(browser_pages=1), 5, id="a page in a browser"),
        pytest.param(Usage(http_pages=3, browser_pages=2), 13, id="both"),
    ],
)
def test_the_default_policy_counts_pages(usage, credits):
    assert CREDIT_POLICIES["pages"](usage) == credits


@pytest.mark.parametrize(
    ("tokens", "credits"),
    [(0, 1), (1, 2), (1000, 2), (1001, 3)],
)
def test_the_policy_with_tokens_charges_each_thousand_begun(tokens, credits):
    assert credit_policy("pages_and_tokens")(Usage(http_pages=1, model_tokens=tokens)) == credits


@pytest.mark.parametrize("name", sorted(CREDIT_POLICIES))
def test_credits_of_many_pages_add_up_exactly(name):
    dice = random.Random(1)
    usages = [Usage(dice.randrange(1000), dice.randrange(1000), 1000 * dice.randrange(9)) for _ in range(10_000)]
    tokens = sum(each.model_tokens for each in usages)
    total = Usage(sum(each.http_pages for each in usages), sum(each.browser_pages for each in usages), tokens)
    assert sum(map(CREDIT_POLICIES[name], usages)) == CREDIT_POLICIES[name](total)


@pytest.mark.parametrize("name", sorted(CREDIT_POLICIES))
def test_credits_are_integers(name):
    assert isinstance(CREDIT_POLICIES[name](Usage(1, 1)), int)


def free(usage):
    return 0


def half(usage):
    return usage.http_pages / 2


def debt(usage):
    return -usage.http_pages


def test_a_policy_may_be_any_function_by_its_dotted_path():
    assert credit_policy("tests.credits.test_policies.free")(Usage(http_pages=7)) == 0


@pytest.mark.parametrize("name", ["stars", "tests.no_such_module.free", "tests.credits.test_policies.no_such_function"])
def test_an_unknown_policy_is_refused_with_the_known_ones(name):
    with pytest.raises(InvalidSetting, match="known: pages, pages_and_tokens"):
        credit_policy(name)


@pytest.mark.parametrize("name", ["half", "debt"])
def test_a_policy_that_gives_no_whole_number_is_refused(name):
    with pytest.raises(InvalidSetting, match="a policy gives whole numbers from 0"):
        credit_policy(f"tests.credits.test_policies.{name}")(Usage(http_pages=1))


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        pytest.param({"stored": 1}, "records", id="a record"),
        pytest.param({"dropped": {"duplicate": 1}}, "records", id="a record that the run has already"),
        pytest.param({"stored": 1, "signature": "s"}, "repeats_parent", id="the parent's records"),
        pytest.param({"stored": 1, "content": "c"}, "repeats_parent", id="the parent's text"),
        pytest.param({}, "no_record", id="nothing"),
        pytest.param({"linked": 3}, "records_on_own_pages", id="links to records"),
        pytest.param({"dropped": {"invalid": 2}}, "no_valid_record", id="records that break the schema"),
        pytest.param({"dropped": {"max_items": 2, "invalid": 1}}, "beyond_max_items", id="records beyond max_items"),
        pytest.param({"state": "failed", "stored": 1}, "not_read", id="a failure whose record its list page gave"),
        pytest.param({"state": "skipped"}, "not_read", id="a page past the end"),
    ],
)
def test_every_page_has_one_reason(told, reason):
    told = dict(told)
    stored, dropped = told.pop("stored", 0), Counter(told.pop("dropped", {}))
    tally = PageTally(visit(2, parent_signature="s", parent_content="c"), lambda _: None, **told)
    tally.found, tally.dropped = stored + dropped.total(), dropped
    tally.stored = [item(page=tally)] * stored
    assert charge_reason(tally) == reason
