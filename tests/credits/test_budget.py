"""scraper.credits.budget: what a run may still spend."""

from collections import Counter

import pytest

from scraper.credits.budget import Budget
from scraper.credits.policies import pages, pages_and_tokens
from scraper.items import PageTally
from tests.live import item, visit

_SIXTH_PAGE = visit(6)


def _read(*, records=1, of=_SIXTH_PAGE, **changes):
    """A page that gave so many records."""
    tally = PageTally(of, lambda _: None, found=records, **changes)
    tally.stored = [item(page=tally, position=position) for position in range(records)]
    return tally


def _charged(budget, tally):
    budget.hold()
    budget.charge(tally)
    return tally.credits


@pytest.mark.parametrize(("limit", "is_within"), [(None, True), (2, True), (1, False), (0, False)])
def test_a_page_is_within_the_limit_if_what_is_left_pays_it(limit, is_within):
    budget = Budget(pages, limit=limit)
    budget.hold()
    assert budget.is_within_limit is is_within


@pytest.mark.parametrize(("cover", "is_covered"), [(None, True), (2, True), (1, False)])
def test_a_page_is_covered_if_the_granted_credits_pay_it(cover, is_covered):
    budget = Budget(pages, limit=None)
    budget.cover = cover
    budget.hold()
    assert budget.is_covered is is_covered


def test_a_free_page_gives_back_what_was_set_aside_for_it():
    budget = Budget(pages, limit=1)
    assert (_charged(budget, _read(records=0)), budget.held, budget.is_within_limit) == (0, 0, True)


def test_a_charged_page_keeps_it():
    budget = Budget(pages, limit=1)
    assert (_charged(budget, _read()), budget.held, budget.charged, budget.is_within_limit) == (1, 0, 1, False)


def test_a_charged_page_says_why_and_for_what():
    budget, tally = Budget(pages, limit=None), _read()
    _charged(budget, tally)
    assert (tally.charge, tally.usage) == ("records", {"http_pages": 1})


def test_a_free_page_says_why_and_names_no_usage():
    budget, tally = Budget(pages, limit=None), _read(records=0)
    _charged(budget, tally)
    assert (tally.charge, tally.usage) == ("no_record", None)


def _asking(limit, *, held_tokens, spent):
    """A budget with one page under way, for which a model was asked."""
    budget = Budget(pages_and_tokens, limit=limit)
    budget.hold()
    assert budget.hold_tokens(_SIXTH_PAGE.fingerprint, held_tokens)
    budget.spend_tokens(_SIXTH_PAGE.fingerprint, spent)
    return budget


def test_tokens_are_charged_as_used():
    budget, tally = _asking(10, held_tokens=5000, spent=1200), _read()
    budget.charge(tally)
    assert (tally.credits, tally.usage, budget.held) == (3, {"http_pages": 1, "model_tokens": 1200}, 0)


def test_a_page_is_never_charged_more_than_was_set_aside_for_it():
    budget, tally = _asking(3, held_tokens=2000, spent=9000), _read()
    budget.charge(tally)
    assert (tally.credits, budget.charged) == (3, 3)


@pytest.mark.parametrize("place", ["limit", "cover"])
def test_a_model_that_the_credits_do_not_pay_is_not_asked(place):
    budget = Budget(pages_and_tokens, limit=None)
    setattr(budget, place, 2)
    budget.hold()
    asked = [budget.hold_tokens(_SIXTH_PAGE.fingerprint, 1000), budget.hold_tokens(_SIXTH_PAGE.fingerprint, 1)]
    assert (asked, budget.held) == ([True, False], 2)


def test_tokens_of_a_page_without_a_record_are_free():
    budget, tally = _asking(None, held_tokens=2000, spent=1500), _read(records=0)
    budget.charge(tally)
    assert (tally.credits, budget.held) == (0, 0)


def test_a_policy_that_does_not_count_tokens_sets_nothing_aside_for_them():
    budget = Budget(pages, limit=1)
    budget.hold()
    assert (budget.hold_tokens(_SIXTH_PAGE.fingerprint, 100_000), budget.held) == (True, 1)


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
def test_the_charge_does_not_depend_on_which_of_two_equal_pages_came_first(order):
    first, second = (visit(number) for number in order)
    budget = Budget(pages, limit=None)
    known = _read(of=second, records=0, dropped=Counter({"duplicate": 3}))
    assert _charged(budget, _read(of=first)) + _charged(budget, known) == 2
