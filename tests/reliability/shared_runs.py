"""Runs that several real `scrapy crawl` processes share, some of them killed; what each run must have left."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from db.models import Result, Run, RunRequest
from db.session import session_scope
from scraper.runs.launch import start_run
from tests.crawls import Crawls
from tests.reliability.world import state_of
from tests.site import Reply, Request, Site, card, detail_page, document, record

ANSWER_SECONDS = 0.05
PER_LIST = 19  # details of a list page: 100 list pages make 2,000 pages
WORKERS = 3
LEASE_SECONDS = 3
END_SECONDS = 900
# Small commits, so that a kill falls between pages of all kinds; leases that end soon after one.
SETTINGS = (
    "-s SCRAPER_WRITE_BATCH_RESULTS=20",
    "-s SCRAPER_HEARTBEAT_SECONDS=1",
    f"-s SCRAPER_LEASE_SECONDS={LEASE_SECONDS}",
    "-s SCRAPER_RUN_ATTEMPTS=1000000",
    "-s LOG_LEVEL=WARNING",
)


@dataclass
class SharedRuns:
    """Runs over one site, whose pages all take a while: list pages and the pages of their records.

    Neighbouring lists share a record, every fiftieth record has the title of another one (titles make a record here),
    and some pages are missing or broken.
    """

    crawls: Crawls
    site: Site
    lists: int
    redis_url: str
    concurrent_requests: int = 4
    kills: int = 0
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.site.route("/list", self._list)
        for number in range(1, self.lists * PER_LIST + 1):
            self.site.route(f"/item/{number}", self._item(number))

    @property
    def pages(self) -> int:
        """How many pages the site has."""
        return self.lists * (PER_LIST + 1)

    def queue(self, workers: int, **options: Any) -> UUID:
        """The id of a new run of the whole site, for so many workers."""
        urls = [f"{self.site.url}/list?page={number}" for number in range(1, self.lists + 1)]
        given = {
            "pagination": {"urls": urls},
            "extract": {"mode": "list_and_detail"},
            "dedupe": {"keys": ["title"]},
            "concurrent_requests": self.concurrent_requests,
            "max_retries": 0,
            "workers": workers,
        }
        job_id = self.crawls.job(urls[0], "url_list", **(given | options))
        return start_run(self.crawls.engine, job_id).run_id

    def join(self, run_id: UUID) -> subprocess.Popen[str]:
        """One more process for the run."""
        os.environ["SCRAPER_REDIS_URL"] = self.redis_url
        try:
            process = self.crawls.start_with(f"run_id={run_id}", *SETTINGS)
        finally:
            del os.environ["SCRAPER_REDIS_URL"]
        self.processes.append(process)
        return process

    def run(self, run_id: UUID, processes: int) -> list[str]:
        """Let so many processes work on the run until it is over; their logs."""
        return self.end([self.join(run_id) for _ in range(processes)])

    def run_killing(self, run_id: UUID, chance: random.Random, kills: int) -> list[str]:
        """The same with WORKERS processes, one of which is killed so many times and replaced at once."""
        under_way = [self.join(run_id) for _ in range(WORKERS)]
        for number in range(kills):
            wanted = self.pages * (number + chance.uniform(0.1, 0.9)) / (kills + 1)
            self.until_asked(run_id, int(wanted))
            victim = chance.choice(under_way)
            victim.send_signal(signal.SIGKILL)
            victim.communicate(timeout=END_SECONDS)
            self.kills += victim.returncode == -signal.SIGKILL
            under_way.remove(victim)
            under_way.append(self.join(run_id))
        return self.end(under_way)

    def until_asked(self, run_id: UUID, pages: int) -> None:
        """Return when so many of the run's pages are over, or the run is."""
        deadline = time.monotonic() + END_SECONDS
        while self._pages_over(run_id) < pages:
            assert time.monotonic() < deadline
            time.sleep(0.02)  # polling what other processes do

    def end(self, processes: list[subprocess.Popen[str]]) -> list[str]:
        """The logs of the processes when all of them have ended by themselves."""
        ended = [process.communicate(timeout=END_SECONDS)[1] for process in processes]
        assert [process.returncode for process in processes] == [0] * len(processes), "\n".join(ended)
        return ended

    def seconds(self, run_id: UUID) -> float:
        """How long the run took, from its first worker's claim to its end."""
        with session_scope(self.crawls.engine) as session:
            run = session.get_one(Run, run_id)
            assert run.started_at is not None
            assert run.finished_at is not None
            return (run.finished_at - run.started_at).total_seconds()

    def state(self, run_id: UUID) -> dict[str, Any]:
        """What the run left, without what chance decides: which of two pages gave a record that both have."""
        left = state_of(self.crawls.engine, run_id)
        return {**left, **_rows(self.crawls.engine, run_id)}

    def close(self) -> None:
        """End whatever process is still there."""
        for process in self.processes:
            process.kill()

    def _pages_over(self, run_id: UUID) -> int:
        with session_scope(self.crawls.engine, is_read_only=True) as session:
            run = session.get_one(Run, run_id)
            return run.pages_fetched if run.finished_at is None else self.pages

    def _list(self, request: Request) -> Reply:
        number = int(request.query["page"])
        if number % 40 == 13:
            return Reply("broken", status=500, delay_seconds=ANSWER_SECONDS)
        first = (number - 1) * PER_LIST + 1
        cards = "".join(card(_thing(each)) for each in range(first, min(first + PER_LIST, self._last) + 1))
        return Reply(document(f"Things {number}", f"<div>{cards}</div>"), delay_seconds=ANSWER_SECONDS)

    def _item(self, number: int) -> Reply:
        status = 404 if number % 60 == 7 else 200
        return Reply(detail_page(_thing(number)), status=status, delay_seconds=ANSWER_SECONDS)

    @property
    def _last(self) -> int:
        return self.lists * PER_LIST


def _thing(number: int) -> dict[str, Any]:
    title = record(number - 25 if number % 50 == 40 else number)["title"]
    return {**record(number), "title": title}


def _rows(engine: Engine, run_id: UUID) -> dict[str, Any]:
    facts = ("fingerprint", "kind", "state", "reason", "http_status", "items_found", "credits", "charge")
    with session_scope(engine, is_read_only=True) as session:
        requests = session.scalars(select(RunRequest).filter_by(run_id=run_id)).all()
        results = session.scalars(select(Result).filter_by(run_id=run_id)).all()
    return {
        "requests": sorted(tuple(str(getattr(each, fact)) for fact in facts) for each in requests),
        "results": sorted((each.content_hash, each.data["title"]) for each in results),
    }


@contextmanager
def shared_runs(crawls: Crawls, redis_url: str, **settings: Any) -> Iterator[SharedRuns]:
    """Shared runs on a site of their own."""
    with Site() as site:
        shared = SharedRuns(crawls, site, redis_url=redis_url, **settings)
        try:
            yield shared
        finally:
            shared.close()
