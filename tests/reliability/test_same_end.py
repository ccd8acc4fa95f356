"""A run that was interrupted ends as an undisturbed one: the same results, requests, counters, credits, notes."""

import random
import signal

import pytest

from scraper.pagination import PAGINATION_TYPES
from tests.reliability.spiders import CASES, interrupted


def test_every_pagination_type_has_a_case():
    assert {case.paging for case in CASES.values()} == set(PAGINATION_TYPES)


@pytest.mark.parametrize("name", CASES)
def test_a_run_that_was_killed_and_taken_over_ends_as_if_nothing_was(sqlite_crawls, name):
    with interrupted(sqlite_crawls, name) as case:
        assert case.run(random.Random(name), signal.SIGKILL, times=case.case.kills) == []


@pytest.mark.parametrize("name", [name for name in CASES if CASES[name].kills > 1])
def test_a_run_that_was_told_to_go_and_goes_on_ends_as_if_nothing_was(sqlite_crawls, name):
    with interrupted(sqlite_crawls, name) as case:
        assert case.run(random.Random(name), signal.SIGTERM, times=2) == []
