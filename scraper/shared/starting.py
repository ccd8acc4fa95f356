"""Makes the live run of this process: one that has the run alone, or one that is a share in it."""

from dataclasses import replace

from sqlalchemy import Engine

from scraper.config import Config
from scraper.credits.policies import credit_policy
from scraper.job import Job
from scraper.runs.launch import LoadedRun
from scraper.runs.run import LiveRun
from scraper.shared.hints import hints_of
from scraper.shared.judging import Rules
from scraper.shared.worker import SharedRun

_WITHOUT_LIMIT = 2**31


def live_run_of(loaded: LoadedRun, config: Config, database: Engine) -> LiveRun:
    """The live run of a run's row. Raises InvalidSetting where the operator's settings do not go with a shared run."""
    job, seats = loaded.job, loaded.job.options.workers
    if seats == 1:
        run = LiveRun(run_id=loaded.run_id, user_id=loaded.user_id, job=job, config=config, database=database)
        run.lease = loaded.lease
        return run
    rules = Rules(job, config, credit_policy(config.credit_policy))
    run = LiveRun(
        run_id=loaded.run_id,
        user_id=loaded.user_id,
        job=_share_of(job, seats),
        config=_unlimited(config),
        database=database,
    )
    run.lease = loaded.lease
    run.shared = SharedRun(run, rules, hints_of(config.redis_url, loaded.run_id), seats=seats)
    return run


def _share_of(job: Job, seats: int) -> Job:
    """The job as one of its workers does it: its limits are those of the whole run, and are not decided here.

    Each of the workers waits for all of them, so that together they ask a host no more often than the job allows.
    """
    delay = job.options.delay_between_requests * seats
    share = {"max_items": None, "max_credits": None, "max_pages": _WITHOUT_LIMIT, "delay_between_requests": delay}
    return replace(job, options=replace(job.options, **share))


def _unlimited(config: Config) -> Config:
    """The operator's settings, without the limits to what comes in a row: that is seen by all workers together."""
    limits = ("empty_pages_limit", "failed_pages_limit", "known_pages_limit", "blocked_pages_limit")
    return replace(config, **dict.fromkeys(limits, _WITHOUT_LIMIT))
