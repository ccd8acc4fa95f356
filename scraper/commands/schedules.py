"""`scrapy schedules`: when the scheduled jobs run next, and what became of their last times."""

import argparse
from datetime import UTC, datetime
from typing import Any

from scrapy.exceptions import UsageError
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.clock import database_time
from db.exceptions import InvalidValue
from db.fires import ScheduledJob, last_fires, scheduled_jobs
from scraper.config import Config
from scraper.console.next_times import next_times, print_next_times
from scraper.console.references import named_job
from scraper.console.tables import print_facts, print_json, print_table
from scraper.console.terminal import (
    CommandError,
    ProjectCommand,
    add_example,
    add_shared_options,
    exit_codes,
    opened,
    reading_user,
)
from scraper.cron import schedule_of

SHOWN_FIRES = 3


class Command(ProjectCommand):
    """The next five times of every scheduled job, in its zone and in UTC, its last ones, and what is wrong with it."""

    def syntax(self) -> str:
        return "[JOB] [options]"

    def short_desc(self) -> str:
        return "Show when the scheduled jobs run next"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_example(parser, "scrapy schedules shop.example")
        add_shared_options(parser)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) > 1:
            raise UsageError(f"unknown argument: {args[1]}")
        assert self.settings is not None
        with exit_codes(self), opened(self.settings, is_read_only=True) as session:
            config, now = Config.from_settings(self.settings), session.scalar(select(database_time(session)))
            assert isinstance(now, datetime)
            found = _found(session, args[0] if args else None, opts, now)
            facts = [_facts(session, job, config, now) for job in found]
            if opts.json:
                print_json(facts)
                return
            for each in facts:
                _print_schedule(each)
            if not facts:
                print("no job has a schedule; give one to a job: scrapy jobs edit JOB --cron '0 6 * * *'")


def _found(session: Session, name: str | None, opts: argparse.Namespace, now: datetime) -> list[ScheduledJob]:
    user_id = reading_user(opts)
    job_id = named_job(session, name, user_id=user_id).id if name else None
    found = scheduled_jobs(session, now=now, user_id=user_id, job_id=job_id, is_active_only=False)
    if job_id and not found:
        raise CommandError(f"job {job_id} has no schedule; give it one: scrapy jobs edit {job_id} --cron '0 6 * * *'")
    return found


def _facts(session: Session, job: ScheduledJob, config: Config, now: datetime) -> dict[str, Any]:
    """Everything about one schedule; `wrong` is None for one that works, and says else what to do."""
    wrong, times = None, []
    try:
        schedule = schedule_of(job, config)
        times = next_times(schedule, now) if job.is_active else []
    except InvalidValue as error:
        wrong = str(error)
    if not job.is_active:
        wrong = f"the job is switched off; to switch it on: scrapy jobs edit {job.job_id} --active"
    last = last_fires(session, job.job_id, user_id=job.user_id, limit=SHOWN_FIRES)
    return {
        "id": job.job_id,
        "name": job.name,
        "cron": job.cron,
        "timezone": job.zone,
        "is_active": job.is_active,
        "wrong": wrong,
        "next": [{"local": each, "utc": each.astimezone(UTC)} for each in times],
        "last": [
            {"utc": each.fire_at, "outcome": each.outcome, "run": each.run_id, "status": status, "reason": each.reason}
            for each, status in last
        ],
    }


def _print_schedule(facts: dict[str, Any]) -> None:
    print_facts({"id": facts["id"], "name": facts["name"], "schedule": f"{facts['cron']} {facts['timezone']}"})
    print_facts({"wrong": facts["wrong"]})
    print_next_times([each["local"] for each in facts["next"]], facts["timezone"])
    if facts["last"]:
        print_table(("last, UTC", "what became of it"), [_last_row(each) for each in facts["last"]])


def _last_row(fire: dict[str, Any]) -> tuple[str, str]:
    run = f"run {fire['run']} is {fire['status']}" if fire["run"] else ""
    told = f"started, {run}" if fire["outcome"] == "started" and run else fire["outcome"]
    return f"{fire['utc']:%Y-%m-%d %H:%M}", f"{told}: {fire['reason']}" if fire["reason"] else told
