"""Which live run a process gets: alone, or one whose limits are the whole run's."""

import pytest

from db.models import Run
from db.session import session_scope
from scraper.config import Config
from scraper.exceptions import InvalidOptions
from scraper.runs.launch import load_run
from scraper.shared.starting import live_run_of
from tests.shared.workers import queued_run, worker


def _live(crawls, run_id, **settings):
    return live_run_of(load_run(crawls.engine, run_id), Config(**settings), crawls.engine)


def test_a_run_for_one_worker_is_not_shared(sqlite_crawls):
    run = _live(sqlite_crawls, queued_run(sqlite_crawls, workers=1, max_items=5))
    assert (run.shared, run.job.options.max_items) == (None, 5)


def test_a_share_has_no_limits_of_its_own(sqlite_crawls):
    run = _live(sqlite_crawls, queued_run(sqlite_crawls, max_items=5, max_credits=5, max_pages=5))
    options = run.job.options
    assert (options.max_items, options.max_credits, run.shared.rules.job.options.max_items) == (None, None, 5)


def test_workers_wait_so_long_that_all_together_ask_no_more_often_than_the_job_allows(sqlite_crawls):
    run = _live(sqlite_crawls, queued_run(sqlite_crawls, workers=3, delay_between_requests=2))
    assert run.job.options.delay_between_requests == 6


def test_hosts_that_have_one_budget_need_no_longer_delays(sqlite_crawls):
    run_id = queued_run(sqlite_crawls, workers=3, delay_between_requests=2)
    assert _live(sqlite_crawls, run_id, host_budget_enabled=True).job.options.delay_between_requests == 2


def test_where_a_gateway_keeps_the_credits_a_run_is_not_shared_and_fails(sqlite_crawls):
    run_id = queued_run(sqlite_crawls)
    with pytest.raises(InvalidOptions, match="gateway"):
        _live(sqlite_crawls, run_id, credits_backend="http")
    with session_scope(sqlite_crawls.engine) as session:
        assert session.get_one(Run, run_id).status == "failed"


def test_a_process_that_cannot_join_leaves_the_run_to_those_who_have_it(sqlite_crawls):
    run_id = queued_run(sqlite_crawls)
    worker(sqlite_crawls, run_id)
    with pytest.raises(InvalidOptions, match="gateway"):
        _live(sqlite_crawls, run_id, credits_backend="http")
    with session_scope(sqlite_crawls.engine) as session:
        assert session.get_one(Run, run_id).status == "running"
