"""`scrapy preview`: what a job will find and cost, from its first pages; stores nothing and charges nothing."""

import argparse
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES, Settings
from sqlalchemy.orm import Session

from db.session import session_scope
from scraper.config import Config
from scraper.console.adhoc import FIELD_TYPES, job_for, schema_of_fields
from scraper.console.fetching import is_url
from scraper.console.foretelling import facts_of, print_preview
from scraper.console.outcome import print_outcome
from scraper.console.previewing import JobOf, previewed
from scraper.console.references import named_job
from scraper.console.tables import print_json
from scraper.console.terminal import (
    add_example,
    add_shared_options,
    exit_codes,
    opened,
    read_json,
    read_options,
    reading_user,
    ready_engine,
    writing_user,
)
from scraper.forecast import Forecast
from scraper.job import Job, snapshot
from scraper.pagination import PAGINATION_TYPES
from scraper.runs.launch import checked_job, start_run

_EXAMPLE = "scrapy preview https://example.com/shop --field title --field price:number"
# What finds out the most by itself.
_PAGING = next(name for name in ("auto", "next_button") if name in PAGINATION_TYPES)
_ANY = {"type": "object", "properties": {"title": {"type": "string"}}}


class Command(ScrapyCommand):
    """Fetches the first page of a job, and the next one; shows what a run of it will be like."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_LEVEL": "WARNING"}

    def syntax(self) -> str:
        return "URL|JOB [--schema FILE | --field NAME[:TYPE] …] [--run] [options]"

    def short_desc(self) -> str:
        return "Look at the first pages of a URL or a job, and foretell pages, items, seconds and credits"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--schema", metavar="FILE", help="of a URL: a JSON Schema (default: what the page proposes)")
        kinds = ", ".join(FIELD_TYPES)
        field_help = f"of a URL: a field as NAME, NAME:TYPE or NAME:TYPE[]; TYPE is one of {kinds}"
        what.add_argument("--field", action="append", metavar="NAME[:TYPE]", help=field_help)
        parser.add_argument("--pagination", default=_PAGING, metavar="TYPE", help=f"of a URL (default: {_PAGING})")
        parser.add_argument("--options", metavar="JSON|FILE", help="of a URL: options of the job")
        parser.add_argument("--run", action="store_true", help="then run it; the run keeps the forecast")
        add_shared_options(parser)
        add_example(parser, _EXAMPLE)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            raise UsageError("give one URL or job: scrapy preview URL|JOB", print_help=False)
        assert self.settings is not None
        if self.settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:  # neither -L nor -s
            self.settings.set("LOG_LEVEL", "ERROR", priority="cmdline")
        with exit_codes(self):
            if opts.run:
                ready_engine(self.settings).dispose()  # before anything is fetched
            job, job_of, job_id = _job(args[0], self.settings, opts)
            preview = previewed(job, self.settings, job_of=job_of)
            config = Config.from_settings(self.settings)
            facts, forecast = facts_of(preview, config)
            if opts.json:
                print_json(facts)
            else:
                print_preview(preview, facts)
            if opts.run:
                job_id = job_id or _stored(args[0], preview.definition or job.definition, self.settings, opts)
                self.exitcode = _run(job_id, forecast, self.settings)


def _job(target: str, settings: Settings, opts: argparse.Namespace) -> tuple[Job, JobOf | None, UUID | None]:
    """The job to look at; for a URL without a schema, what makes it of one; for a stored job its id."""
    if not is_url(target):
        with opened(settings, is_read_only=True) as session:
            row = named_job(session, target, user_id=reading_user(opts))
            return checked_job(session, row), None, row.id
    options = read_options(opts.options)

    def job_of(definition: Mapping[str, Any]) -> Job:
        return Job.from_snapshot(
            snapshot(
                target_url=target,
                pagination_type=opts.pagination,
                options=options,
                schema_definition=dict(definition),
                strict_validation=True,
                allow_extra_fields=False,
            )
        )

    if opts.schema:
        return job_of(read_json(Path(opts.schema))), None, None
    if opts.field:
        return job_of(schema_of_fields(opts.field)), None, None
    return job_of(_ANY), job_of, None


def _stored(url: str, definition: Mapping[str, Any], settings: Settings, opts: argparse.Namespace) -> UUID:
    """The id of a stored job for the URL that was looked at."""

    def stored(session: Session) -> UUID:
        options, user_id = read_options(opts.options), writing_user(session, opts)
        job = job_for(
            session,
            user_id=user_id,
            url=url,
            definition=definition,
            pagination_type=opts.pagination,
            options=options,
        )
        session.flush()
        return job.id

    with opened(settings) as session:
        return stored(session)


def _run(job_id: UUID, forecast: Forecast, settings: Settings) -> int:
    """Run the job in a process of its own, as this one's reactor is used up; its exit code."""
    database, config = ready_engine(settings), Config.from_settings(settings)
    metadata = {"forecast": forecast.as_metadata()}
    started = start_run(database, job_id, worker_id=uuid4(), lease_seconds=config.spawn_seconds, metadata=metadata)
    assert started.lease is not None
    arguments = (f"run_id={started.run_id}", f"worker={started.lease.worker_id}")
    command = [sys.executable, "-m", "scrapy", "crawl", "job", *(part for each in arguments for part in ("-a", each))]
    # The URL may hold a password, so it is no argument.
    url = config.database_url
    environment = {**os.environ, **({"SCRAPER_DATABASE_URL": url} if url else {})}
    done = subprocess.run([*command, "-L", "WARNING"], env=environment, check=False)  # noqa: S603
    with session_scope(database, is_read_only=True):
        print_outcome(database, started.run_id, limit=5)
    return done.returncode
