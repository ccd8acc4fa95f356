"""Makes the live run of this process: one that has the run alone, or one that is a share in it."""

from dataclasses import replace

from sqlalchemy import Engine

from scraper.config import Config
from scraper.credits.policies import credit_policy
from scraper.exceptions import InvalidOptions, ScraperError
from scraper.job import Job
from scraper.runs.launch import LoadedRun, refuse_run
from scraper.runs.run import LiveRun
from scraper.shared.hints import hints_of
from scraper.shared.judging import Rules
from scraper.shared.worker import SharedRun

_WITHOUT_LIMIT = 2**31


def live_run_of(loaded: LoadedRun, config: Config, database: Engine) -> LiveRun:
    """The live run of a run's row.

    Raises InvalidSetting or InvalidOptions, and fails the run, where this installation cannot share runs.
    """
    job, seats = loaded.job, loaded.job.options.workers
    if seats == 1:
        run = LiveRun(run_id=loaded.run_id, user_id=loaded.user_id, job=job, config=config, database=database)
        run.lease = loaded.lease
        return run
    try:
        if config.credits_backend != "none":
            reason = f"{seats} processes cannot share what the gateway of credits grants one; use 1"
            raise InvalidOptions("/workers", reason)
        hints = hints_of(config.redis_url, loaded.run_id)
    except ScraperError as error:
        refuse_run(database, loaded.run_id, str(error), loaded.lease)
        raise
    rules = Rules(job, config, credit_policy(config.credit_policy))
    run = LiveRun(
        run_id=loaded.run_id,
        user_id=loaded.user_id,
        job=_share_of(job, 1 if config.host_budget_enabled else seats),
        config=_unlimited(config),
        database=database,
    )
    run.lease = loaded.lease
    run.shared = SharedRun(run, rules, hints, seats=seats)
    return run


def _share_of(job: Job, delays: int) -> Job:
    """The job as one of its workers does it: its limits are those of the whole run, and are not decided here.

    Each worker waits for all of them, so that together they ask a host no more often than the job allows; hosts that
    have one budget (SCRAPER_HOST_BUDGET_ENABLED) see to that by themselves.
    """
    share = replace(
        job.options,
        max_pages=_WITHOUT_LIMIT,
        max_items=None,
        max_credits=None,
        delay_between_requests=job.options.delay_between_requests * delays,
    )
    return replace(job, options=share)


def _unlimited(config: Config) -> Config:
    """The operator's settings, without the limits to what comes in a row: that is seen by all workers together."""
    return replace(
        config,
        empty_pages_limit=_WITHOUT_LIMIT,
        failed_pages_limit=_WITHOUT_LIMIT,
        known_pages_limit=_WITHOUT_LIMIT,
        blocked_pages_limit=_WITHOUT_LIMIT,
    )
