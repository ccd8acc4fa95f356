"""Scrapyd servers that share a queue of many short runs, and what their logs and tables say afterwards."""

import json
import os
import random
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import Engine, func, select

from db.models import Result, Run, RunRequest, ScrapingJob
from db.runs import create_run
from db.session import make_engine, session_scope
from tests.db.rows import add_rows
from tests.reliability.quick_runner import PAGES
from tests.scrapyd.sharing_server import ScrapydServer

RUNNER = "tests.reliability.quick_runner"
SETTINGS = {
    "SCRAPER_LEASE_SECONDS": 15,
    "SCRAPER_HEARTBEAT_SECONDS": 2,
    "SCRAPER_SPAWN_SECONDS": 20,
    "SCRAPER_RUN_ATTEMPTS": 10**6,
    "SCRAPER_MAX_RUNS_PER_JOB": 1000,
    "SCRAPER_MAX_RUNS_PER_USER": 1000,
}
SLOT_LINE = re.compile(r"^(\S+) .*Process slot (\d+) (ready|occupied)", re.MULTILINE)


@dataclass(frozen=True)
class Sharing:
    """Two servers on one database, and the file that each run which ended by itself adds a line to."""

    servers: list[ScrapydServer]
    engine: Engine
    log: Path

    def lines(self) -> list[dict[str, str]]:
        """One line for each run that came to its end."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def open_runs(self) -> int:
        """How many runs are not over."""
        with session_scope(self.engine, is_read_only=True) as session:
            over = Run.status.in_(("completed", "failed"))
            return session.scalar(select(func.count()).select_from(Run).where(~over)) or 0

    def await_end(self, seconds: float) -> None:
        """Return when all runs are over."""
        deadline = time.monotonic() + seconds
        while left := self.open_runs():
            assert time.monotonic() < deadline, f"{left} runs are not over: {self.servers[0].log[-3000:]}"
            time.sleep(0.2)  # polling what other processes do

    def faults(self, run_ids: list[UUID]) -> list[str]:
        """Where the runs differ from what each would be without a disturbance."""
        wanted = ("completed", "no_next", PAGES, PAGES, PAGES, PAGES)
        found = []
        with session_scope(self.engine, is_read_only=True) as session:
            for run in session.scalars(select(Run).where(Run.id.in_(run_ids))):
                counters = (run.pages_fetched, run.items_found, run.items_extracted, run.credits_charged)
                if (run.status, run.stop_reason, *counters) != wanted:
                    found.append(f"{run.id}: {run.status} {run.stop_reason} {counters} {run.error_message}")
            for table, column in ((Result, Result.content_hash), (RunRequest, RunRequest.fingerprint)):
                rows = Counter(session.scalars(select(table.run_id)))
                found += [f"{run}: {rows[run]} rows of {column}" for run in run_ids if rows[run] != PAGES]
        return found


@contextmanager
def sharing(folder: Path, url: str, *, max_proc: int, poll_interval: float, page_seconds: float) -> Iterator[Sharing]:
    """Two running servers whose spiders are quick ones."""
    os.environ["QUICK_RUNS"], os.environ["QUICK_PAGE_SECONDS"] = str(folder / "runs.jsonl"), str(page_seconds)
    options = {"max_proc": max_proc, "poll_interval": poll_interval, "runner": RUNNER, **SETTINGS}
    engine = make_engine(url)
    with ExitStack() as stack:
        stack.callback(engine.dispose)
        servers = [stack.enter_context(ScrapydServer(folder / name, url, **options)) for name in ("one", "two")]
        yield Sharing(servers, engine, folder / "runs.jsonl")


def queue_runs(engine: Engine, count: int) -> list[UUID]:
    """So many queued runs of one job, all at once."""
    ids = add_rows(engine, is_running=False)
    with session_scope(engine) as session:
        session.get_one(ScrapingJob, ids.job_id).options = {"overlap_policy": "allow"}
        more = [
            create_run(session, job_id=ids.job_id, user_id=ids.user_id, snapshot={})[0].id for _ in range(count - 1)
        ]
    return [ids.run_id, *more]


def longest_idle_seconds(server: ScrapydServer, since: float) -> float:
    """The longest time from a slot's becoming ready, or `since`, to its next process; times are whole seconds."""
    ready, longest = {}, 0.0
    for moment, slot, state in SLOT_LINE.findall(server.log):
        at = datetime.fromisoformat(moment).timestamp()
        if state == "ready":
            ready[slot] = at
        elif slot in ready:
            longest = max(longest, at - max(since, ready.pop(slot)))
    return longest


def kill_at_random(shared: Sharing, *, spiders: int, servers: int, seed: int, max_proc: int) -> list[str]:
    """Kill so many spiders and servers, each server to be started again at once; where more worked than may."""
    chance, wrong = random.Random(seed), []
    targets = ["spider"] * spiders + ["server"] * servers
    chance.shuffle(targets)
    for target in targets:
        server = chance.choice(shared.servers)
        if target == "server":
            server.kill()
            server.start()
        else:
            _kill_a_spider(shared, chance)
        alive = len(server.spiders())
        if alive > max_proc:
            wrong.append(f"{alive} spiders of {server.folder.name}")
        time.sleep(chance.uniform(0, 0.5))  # at any moment of the run
    return wrong


def _kill_a_spider(shared: Sharing, chance: random.Random) -> None:
    deadline = time.monotonic() + 60
    while True:
        alive = [pid for server in shared.servers for pid in server.spiders()]
        assert time.monotonic() < deadline, "no spider to kill"
        if alive:
            try:
                os.kill(chance.choice(alive), signal.SIGKILL)
            except ProcessLookupError:
                continue
            return
        time.sleep(0.05)  # polling what other processes do
