"""scraper.credits: what a page costs."""

import random

import pytest

from scraper.credits import CREDIT_POLICIES, Usage


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


@pytest.mark.parametrize("name", sorted(CREDIT_POLICIES))
def test_credits_of_many_pages_add_up_exactly(name):
    dice = random.Random(1)
    usages = [Usage(dice.randrange(1000), dice.randrange(1000)) for _ in range(10_000)]
    total = Usage(sum(each.http_pages for each in usages), sum(each.browser_pages for each in usages))
    assert sum(map(CREDIT_POLICIES[name], usages)) == CREDIT_POLICIES[name](total)


@pytest.mark.parametrize("name", sorted(CREDIT_POLICIES))
def test_credits_are_integers(name):
    assert isinstance(CREDIT_POLICIES[name](Usage(1, 1)), int)
