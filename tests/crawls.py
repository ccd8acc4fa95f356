"""Jobs for tests and real `scrapy crawl` processes that run them."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine, select

from db import jobs, schemas, users
from db.models import Result, Run, RunRequest
from db.runs import RunTotals, recount
from db.session import make_engine, session_scope

ROOT = Path(__file__).parent.parent
TITLE_AND_PRICE = {
    "type": "object",
    "properties": {"title": {"type": "string"}, "price": {"type": "number"}},
    "required": ["title"],
}


@dataclass(frozen=True, slots=True)
class Crawled:
    """What a crawl left: its process's exit code and log, and the rows of its run."""

    exit_code: int
    output: str
    log: str
    run: Run
    results: Sequence[Result]
    requests: Sequence[RunRequest]
    counted: RunTotals

    @property
    def counters(self) -> RunTotals:
        """The counters that the run's row holds."""
        row = self.run
        return RunTotals(row.pages_fetched, row.items_found, row.items_extracted, row.credits_charged)

    @property
    def end(self) -> tuple[str, str | None, str | None]:
        """Status, stop reason and outcome."""
        return self.run.status, self.run.stop_reason, self.run.outcome

    def values(self, field: str) -> list[Any]:
        """One field of all results, in the order of the pages."""
        return [result.data.get(field) for result in self.results]


class Crawls:
    """Makes jobs in a database and runs them by `scrapy crawl`."""

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self.engine: Engine = make_engine(database_url)
        with session_scope(self.engine) as session:
            self.user_id: UUID = users.local_user(session).id

    def schema(self, definition: Mapping[str, Any] = TITLE_AND_PRICE, **flags: Any) -> UUID:
        """The id of a new schema."""
        with session_scope(self.engine) as session:
            values = {"user_id": self.user_id, "name": uuid4().hex, "schema_definition": dict(definition), **flags}
            schema = schemas.add_schema(session, **values)
            session.flush()
            return schema.id

    def job(self, url: str, paging: str = "none", *, schema_id: UUID | None = None, **options: Any) -> UUID:
        """The id of a new job, without a delay between its requests."""
        with session_scope(self.engine) as session:
            job = jobs.add_job(
                session,
                user_id=self.user_id,
                name="test",
                target_url=url,
                extractor_schema_id=schema_id or self.schema(),
                pagination_type=paging,
                options={"delay_between_requests": 0, **options},
            )
            session.flush()
            return job.id

    def start(self, job_id: UUID, *arguments: str) -> subprocess.Popen[str]:
        """A running `scrapy crawl` of the job."""
        return self.start_with(f"job_id={job_id}", *arguments)

    def start_with(self, *arguments: str) -> subprocess.Popen[str]:
        """A running `scrapy crawl job` with these spider arguments and options."""
        spider_arguments = [part for each in arguments if not each.startswith("-") for part in ("-a", each)]
        options = [part for each in arguments if each.startswith("-") for part in each.split(" ", 1)]
        return subprocess.Popen(
            [sys.executable, "-m", "scrapy", "crawl", "job", *spider_arguments, *options],
            cwd=ROOT,
            env={**os.environ, "SCRAPER_DATABASE_URL": self.database_url, "PYTHONWARNINGS": "default"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def crawl(self, url: str, paging: str = "none", *, schema_id: UUID | None = None, **options: Any) -> Crawled:
        """A new job, run to its end."""
        return self.run(self.job(url, paging, schema_id=schema_id, **options))

    def run(self, job_id: UUID, *arguments: str) -> Crawled:
        """The job, run to its end; the run is the job's newest."""
        return self.finish(self.start(job_id, *arguments), job_id)

    def finish(self, process: subprocess.Popen[str], job_id: UUID) -> Crawled:
        """What a started crawl left when it has ended."""
        try:
            output, log = process.communicate(timeout=900)
        finally:
            process.kill()  # a crawl that hangs must not slow down the tests after it
        return self.outcome(job_id, process.returncode, output, log)

    def outcome(self, job_id: UUID, exit_code: int = 0, output: str = "", log: str = "") -> Crawled:
        """The rows of the job's newest run."""
        with session_scope(self.engine) as session:
            run = session.scalars(select(Run).filter_by(job_id=job_id).order_by(Run.created_at.desc()).limit(1)).one()
            requests = session.scalars(select(RunRequest).filter_by(run_id=run.id).order_by(RunRequest.position)).all()
            order = {request.id: request.position for request in requests}
            rows = session.scalars(select(Result).filter_by(run_id=run.id)).all()
            results = sorted(rows, key=lambda row: (order[row.request_id], row.position))
            return Crawled(exit_code, output, log, run, results, requests, recount(session, run.id))

    def runs(self) -> list[Run]:
        """All runs of the database."""
        with session_scope(self.engine) as session:
            return list(session.scalars(select(Run)))

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()
