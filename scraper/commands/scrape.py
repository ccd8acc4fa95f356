"""`scrapy scrape`: a URL and fields in, records out: schema, job and run are stored on the way."""

import argparse
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID, uuid4

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES
from scrapy.utils.conf import feed_process_params_from_cli
from sqlalchemy import Engine

from db.leases import Lease
from db.session import session_scope
from scraper.config import Config
from scraper.console.adhoc import FIELD_TYPES, job_for, schema_of_fields
from scraper.console.crawling import crawl
from scraper.console.outcome import print_outcome
from scraper.console.terminal import (
    add_example,
    exit_codes,
    positive,
    read_json,
    read_options,
    ready_engine,
    writing_user,
)
from scraper.credits.checking import check_credits
from scraper.runs.launch import checked_job, start_run

_EXAMPLE = "scrapy scrape https://example.com/shop --field title --field price:number --pagination next_button"


class Command(ScrapyCommand):
    """Scrapes a URL into the database and shows what it got."""

    requires_project = True
    default_settings: ClassVar[dict[str, Any]] = {"SCRAPER_PROGRESS_ENABLED": True}

    def syntax(self) -> str:
        return "URL (--schema FILE | --field NAME[:TYPE] …) [options]"

    def short_desc(self) -> str:
        return "Scrape a URL by a schema or a list of fields, and show the records"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_example(parser, _EXAMPLE)
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--schema", metavar="FILE", help="a JSON Schema")
        kinds = ", ".join(FIELD_TYPES)
        field_help = f"a field as NAME, NAME:TYPE or NAME:TYPE[] for several values; TYPE is one of {kinds}"
        what.add_argument("--field", action="append", metavar="NAME[:TYPE]", help=field_help)
        parser.add_argument("--pagination", default="none", metavar="TYPE", help="how the site pages (default: none)")
        parser.add_argument("--max-pages", type=int, metavar="N", help="pages to fetch at most (default: 10)")
        parser.add_argument("--details", action="store_true", help="read each record from its own page, too")
        parser.add_argument(
            "--options", metavar="JSON|FILE", help="further options of the job: a JSON object, or a file that holds one"
        )
        parser.add_argument("--limit", type=positive, default=10, metavar="N", help="records to show (default: 10)")
        parser.add_argument("--user", type=UUID, metavar="UUID", help="whose rows (default: the local user's)")
        parser.add_argument("-o", "--output", action="append", metavar="FILE", help="append the records to FILE, too")
        overwrite = "write the records to FILE, too; its ending names the format"
        parser.add_argument("-O", "--overwrite-output", action="append", metavar="FILE", help=overwrite)

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        assert self.settings is not None
        if self.settings.getpriority("LOG_LEVEL") != SETTINGS_PRIORITIES["cmdline"]:  # neither -L nor -s
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")
        if opts.output or opts.overwrite_output:
            feeds = feed_process_params_from_cli(
                self.settings, opts.output or [], overwrite_output=opts.overwrite_output
            )
            self.settings.set("FEEDS", feeds, priority="cmdline")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1 or not (opts.schema or opts.field):
            raise UsageError("give one URL, and --schema FILE or --field NAME[:TYPE]", print_help=False)
        assert self.settings is not None
        assert self.crawler_process is not None
        with exit_codes(self):
            database = ready_engine(self.settings)
            config = Config.from_settings(self.settings)
            check_credits(config)
            lease = _start(database, args[0], opts, config)
            crawler = self.crawler_process.create_crawler("job")
            arguments = {"run_id": str(lease.run_id), "worker": str(lease.worker_id)}
            self.exitcode = int(crawl(self.crawler_process, crawler, arguments))
            print_outcome(database, lease.run_id, limit=opts.limit)


def _start(database: Engine, url: str, opts: argparse.Namespace, config: Config) -> Lease:
    """The lease of a new run of a job for what the command line asks; nobody else takes that run."""
    definition = read_json(Path(opts.schema)) if opts.schema else schema_of_fields(opts.field)
    with session_scope(database) as session:
        job = job_for(
            session,
            user_id=writing_user(session, opts),
            url=url,
            definition=definition,
            pagination_type=opts.pagination,
            options=_options(opts),
        )
        session.flush()
        checked_job(session, job)
        job_id = job.id
    started = start_run(database, job_id, worker_id=uuid4(), lease_seconds=config.spawn_seconds)
    assert started.lease is not None
    return started.lease


def _options(opts: argparse.Namespace) -> dict[str, Any]:
    """--options, with what has an option of its own on the command line."""
    options = read_options(opts.options)
    if opts.max_pages is not None:
        options["max_pages"] = opts.max_pages
    if opts.details:
        extract = options.get("extract", {})
        options["extract"] = {**extract, "follow_details": True} if isinstance(extract, dict) else extract
    return options
