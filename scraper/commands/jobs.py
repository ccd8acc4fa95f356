"""`scrapy jobs`: the stored jobs."""

import argparse
import sys
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from db.jobs import add_job, list_jobs, remove_job
from db.models import ScrapingJob
from db.models.jobs import MIN_INTERVAL_KEY
from db.schedules import read_schedule
from scraper.console.next_times import next_times, print_next_times
from scraper.console.references import named_job, named_schema
from scraper.console.tables import print_facts, print_json, print_table
from scraper.console.terminal import (
    CommandError,
    ProjectCommand,
    add_action,
    add_actions,
    read_options,
    reading_user,
    run_action,
    writing_user,
)
from scraper.runs.launch import checked_job

_CRON_HELP = "when to run it: five fields; scrapy cron starts the runs"
_EXAMPLE = "scrapy jobs add https://shop.example/list --schema product --pagination next_button"


class Command(ProjectCommand):
    """Where to scrape, how to page, how often: add, show, list, edit and remove jobs."""

    def syntax(self) -> str:
        return "ACTION [options]"

    def short_desc(self) -> str:
        return "Add, show, list, edit and remove the jobs that say where to scrape, how and when"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        actions = add_actions(parser, "jobs", _EXAMPLE)
        add_action(actions, "list", "list your jobs", "scrapy jobs list --json")
        _add_options_of_add(add_action(actions, "add", "store a job; it is refused if it cannot run", _EXAMPLE))
        show = add_action(actions, "show", "show a job with its options", "scrapy jobs show shop.example")
        remove = add_action(
            actions, "remove", "remove a job with its runs and results", "scrapy jobs remove shop.example"
        )
        edit = add_action(actions, "edit", "change when a job runs", "scrapy jobs edit shop.example --cron '0 6 * * *'")
        _add_options_of_edit(edit)
        for parser_of_one in (show, remove, edit):
            parser_of_one.add_argument("job", metavar="NAME|ID")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        run_action(self, {"list": _list, "add": _add, "show": _show, "edit": _edit, "remove": _remove}, args, opts)


def _add_options_of_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("url", metavar="URL", help="where to start")
    parser.add_argument("--schema", required=True, metavar="NAME|ID", help="what to extract")
    parser.add_argument("--pagination", default="none", metavar="TYPE", help="how to page (default: none)")
    parser.add_argument("--options", metavar="JSON|FILE", help="a JSON object, or a file that holds one")
    parser.add_argument("--name", help="default: the URL's host")
    parser.add_argument("--description")
    parser.add_argument("--cron", metavar="'M H D M W'", help=_CRON_HELP)
    parser.add_argument("--timezone", default="UTC", metavar="ZONE", help="IANA zone of --cron (default: UTC)")


def _add_options_of_edit(parser: argparse.ArgumentParser) -> None:
    schedule = parser.add_mutually_exclusive_group()
    schedule.add_argument("--cron", metavar="'M H D M W'", help=_CRON_HELP)
    schedule.add_argument("--no-cron", action="store_true", help="no schedule any more")
    parser.add_argument("--timezone", metavar="ZONE", help="IANA zone of the schedule, such as Europe/Berlin")
    activity = argparse.BooleanOptionalAction
    parser.add_argument("--active", action=activity, help="switch the schedule on or off; nothing past is made up for")


def _list(session: Session, opts: argparse.Namespace) -> None:
    jobs = list_jobs(session, user_id=reading_user(opts))
    if opts.json:
        print_json([_facts(job) for job in jobs])
        return
    print_table(("id", "name", "pagination", "target"), [(j.id, j.name, j.pagination_type, j.target_url) for j in jobs])


def _add(session: Session, opts: argparse.Namespace) -> None:
    user_id = writing_user(session, opts)
    schema = named_schema(session, opts.schema, user_id=user_id)
    job = add_job(
        session,
        user_id=user_id,
        name=opts.name or urlsplit(opts.url).hostname or opts.url,
        target_url=opts.url,
        extractor_schema_id=schema.id,
        pagination_type=opts.pagination,
        options=read_options(opts.options),
        description=opts.description,
        schedule_cron=opts.cron,
        schedule_timezone=opts.timezone,
    )
    session.flush()
    for warning in checked_job(session, job).warnings:
        print(f"warning: {warning}", file=sys.stderr)
    if opts.json:
        print_json(_facts(job))
        return
    print(f"job {job.id} {job.name}; run it: scrapy crawl job -a job_id={job.id}")
    _print_next_times(session, job)


def _edit(session: Session, opts: argparse.Namespace) -> None:
    job = named_job(session, opts.job, user_id=reading_user(opts))
    if opts.cron is None and opts.timezone is None and opts.active is None and not opts.no_cron:
        raise CommandError("say what to change: --cron, --no-cron, --timezone, --active or --no-active")
    if opts.cron is not None or opts.no_cron:
        job.schedule_cron = opts.cron
    job.schedule_timezone = opts.timezone or job.schedule_timezone
    job.is_active = job.is_active if opts.active is None else opts.active
    session.flush()
    if opts.json:
        print_json(_facts(job))
        return
    print(f"job {job.id} {job.name} is changed")
    _print_next_times(session, job)


def _print_next_times(session: Session, job: ScrapingJob) -> None:
    """When it runs next and what has to run for that; nothing for a job without a schedule."""
    if not job.schedule_cron or not job.schedule_cron.strip():
        return
    if not job.is_active:
        print(f"its schedule is switched off; to switch it on: scrapy jobs edit {job.id} --active")
        return
    allowed = session.info[MIN_INTERVAL_KEY]
    schedule = read_schedule(job.schedule_cron, job.schedule_timezone, min_interval_seconds=allowed)
    print_next_times(next_times(schedule, datetime.now(UTC)), schedule.zone)
    print("for that, one of these must be running: scrapy cron --run, or scrapy cron and a Scrapyd server")


def _show(session: Session, opts: argparse.Namespace) -> None:
    facts = _facts(named_job(session, opts.job, user_id=reading_user(opts)))
    print_json(facts) if opts.json else print_facts(facts)


def _remove(session: Session, opts: argparse.Namespace) -> None:
    user_id = reading_user(opts)
    job = named_job(session, opts.job, user_id=user_id)
    remove_job(session, job.id, user_id=user_id)
    print_json(_facts(job)) if opts.json else print(f"removed job {job.id} {job.name} with its runs and results")


def _facts(job: ScrapingJob) -> dict[str, Any]:
    names = (
        "id name description target_url pagination_type extractor_schema_id options schedule_cron schedule_timezone"
        " is_active created_at updated_at"
    )
    return {name: getattr(job, name) for name in names.split()}
