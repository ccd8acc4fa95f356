"""`scrapy demo`: the main job, end to end, on a shop that ships with the project."""

import argparse
import json
import subprocess
import sys
from importlib.resources import files
from uuid import UUID

from sqlalchemy import Engine

from db.jobs import list_jobs
from db.runs import list_runs
from db.session import session_scope
from scraper.console.adhoc import job_for
from scraper.console.outcome import print_outcome
from scraper.console.terminal import ProjectCommand, add_example, exit_codes, positive, ready_engine, writing_user
from scraper.demo.server import serve_shop

_OPTIONS = {
    "max_pages": 20,
    "delay_between_requests": 0,
    "concurrent_requests": 4,
    "extract": {"mode": "list_and_detail"},
}

_QUIET = ("-s", "LOG_LEVEL=WARNING", "-s", "SCRAPER_PROGRESS_ENABLED=1")
_NAME = "demo shop"


class Command(ProjectCommand):
    """Crawls the demo shop on loopback by a bare schema and prints the rows."""

    def short_desc(self) -> str:
        return "Crawl a demo shop on this machine by a bare JSON Schema and show the rows"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        add_example(parser, "scrapy demo --limit 20")
        parser.add_argument("--limit", type=positive, default=10, metavar="N", help="records to show (default: 10)")
        parser.add_argument("--port", type=int, default=0, metavar="N", help="the shop's port (default: a free one)")
        parser.add_argument("--user", type=UUID, metavar="UUID", help="whose rows (default: the local user's)")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.settings is not None
        with exit_codes(self), serve_shop(opts.port) as shop:
            database = ready_engine(self.settings)
            job_id, user_id = _demo_job(database, f"{shop}/", opts)
            command = ["scrapy", "crawl", "job", "-a", f"job_id={job_id}", *_QUIET]
            print(f"A shop is open at {shop}/ and a job for it is stored. Running:", flush=True)
            print(f"  {' '.join(command)}\n", flush=True)
            self.exitcode = subprocess.run([sys.executable, "-m", *command], check=False).returncode  # noqa: S603
            with session_scope(database, is_read_only=True) as session:
                run = list_runs(session, user_id=user_id, job_id=job_id, limit=1)[0]
            print_outcome(database, run.id, limit=opts.limit)


def _demo_job(database: Engine, url: str, opts: argparse.Namespace) -> tuple[UUID, UUID]:
    """The ids of the demo's job and of its user."""
    definition = json.loads(files("scraper.demo").joinpath("schema.json").read_text(encoding="utf-8"))
    with session_scope(database) as session:
        user_id = writing_user(session, opts)
        job = next((job for job in list_jobs(session, user_id=user_id) if job.name == _NAME), None) or job_for(
            session,
            user_id=user_id,
            url=url,
            definition=definition,
            pagination_type="next_button",
            options=_OPTIONS,
        )
        job.name, job.target_url = _NAME, url  # the shop has another port each time
        return job.id, user_id
