"""Real spiders of two real Scrapyd servers that are killed, with or without their server, while they crawl pages."""

import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from db.leases import has_begun
from db.models import Run, RunWorker
from db.session import session_scope
from tests.crawls import Crawls
from tests.outages import wait_until
from tests.reliability.spiders import CASES, PAGES, PER_PAGE
from tests.reliability.world import faults, state_of
from tests.scrapyd.sharing_server import ScrapydServer
from tests.site import PagedList, Reply, Request, Site

SETTINGS: dict[str, Any] = {
    "SCRAPER_LEASE_SECONDS": 15,
    "SCRAPER_HEARTBEAT_SECONDS": 2,
    "SCRAPER_RUN_ATTEMPTS": 10**6,
    # Small commits, so that a kill falls between pages of all kinds: done, written, under way, not found yet.
    "SCRAPER_WRITE_BATCH_RESULTS": 6,
    "SCRAPER_WRITE_LINGER_SECONDS": 0.02,
}
KINDS = ("next_button with details", "url_list, four at a time", "next_button to max_credits", "url_pattern")
PAGE_SECONDS = 0.15  # so that a crawl takes some seconds
WAITING = 2  # runs that are queued while there is something to kill
START_SECONDS, END_SECONDS = 300.0, 1200.0


@dataclass
class Spiders:
    """Two servers, the runs that they were asked for, and what was killed when; `expected` is by kind of run."""

    crawls: Crawls
    servers: Sequence[ScrapydServer]
    site: Site
    max_proc: int
    kinds: Sequence[str]
    expected: dict[str, dict[str, Any]] = field(default_factory=dict)
    runs: dict[UUID, str] = field(default_factory=dict)
    killed: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def job(self, kind: str) -> UUID:
        """A new job of that kind."""
        url, case = f"{self.site.url}/list", CASES[kind]
        return self.crawls.job(url, case.paging, max_retries=0, **case.options(url))

    def run_undisturbed(self) -> None:
        """One run of each kind by `scrapy crawl`: what each run must leave."""
        settings = [f"-s {name}={value}" for name, value in SETTINGS.items()]
        for kind in self.kinds:
            crawled = self.crawls.run(self.job(kind), *settings)
            assert crawled.exit_code == 0, crawled.log
            self.expected[kind] = state_of(self.crawls.engine, crawled.run.id)

    def keep_queued(self, chance: random.Random) -> None:
        """Ask one of the servers that are up for as many runs as have been begun."""
        up = [server for server in self.servers if server.is_up]
        for _ in range(WAITING - self._count("queued") if up else 0):
            kind = self.kinds[len(self.runs) % len(self.kinds)]
            job_id = str(self.job(kind))
            status, answer = chance.choice(up).post("schedule", project="scraper", spider="job", job_id=job_id)
            assert status == 200, answer
            self.runs[UUID(answer["run_id"])] = kind

    def kill_spider(self, chance: random.Random) -> None:
        """kill -9 to a spider that has stored a page of its run and has more to store."""
        deadline = time.monotonic() + START_SECONDS
        while not self._kill_one(chance):
            assert time.monotonic() < deadline, self.servers[0].log[-3000:]
            self.keep_queued(chance)
            time.sleep(0.3)  # polling what other processes do

    def kill_server(self, chance: random.Random) -> None:
        """kill -9 to a server that is up, now and then to one of its orphans too; a new one starts in its place."""
        wait_until(lambda: any(server.is_up for server in self.servers), seconds=START_SECONDS)
        server = chance.choice([server for server in self.servers if server.is_up])
        server.kill()
        self.killed["server"] += 1
        if chance.random() < 0.3 and (orphans := list(server.spiders())):
            with suppress(ProcessLookupError):
                os.kill(chance.choice(orphans), signal.SIGKILL)
                self.killed["orphan"] += 1
        server.launch()

    def check_owners(self) -> None:
        """Note where more processes of a server are alive than it has slots, orphans included."""
        for server in self.servers:
            alive = len(server.spiders())
            if alive > self.max_proc:
                self.wrong.append(f"{alive} spiders of {server.folder.name}")

    def await_end(self) -> None:
        """Return when every run is over, and every process of theirs."""
        wait_until(lambda: not self._count("queued") and not self._count("running"), seconds=END_SECONDS)
        wait_until(lambda: not any(server.spiders() for server in self.servers), seconds=END_SECONDS)

    def faults(self) -> list[str]:
        """Where a run differs from an undisturbed one of its kind, row by row; and what was wrong on the way."""
        found = list(self.wrong)
        for run_id, kind in self.runs.items():
            left = state_of(self.crawls.engine, run_id)
            found += [f"{kind} {run_id}: {each}" for each in faults(left, self.expected[kind])]
        return found

    def _kill_one(self, chance: random.Random) -> bool:
        alive = {pid for server in self.servers for pid in server.spiders()}
        at_work = {pid: run for pid, run in self._at_work().items() if pid in alive}
        if not at_work:
            return False
        pid = chance.choice(list(at_work))
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        with session_scope(self.crawls.engine, is_read_only=True) as session:
            is_hit = session.get_one(Run, at_work[pid]).finished_at is None
        self.killed["spider" if is_hit else "spider that had ended its run"] += 1
        return is_hit

    def _at_work(self) -> dict[int, UUID]:
        """The processes that have begun and stored a page, by the rows of their leases."""
        query = select(RunWorker.process, Run.id).join(Run, Run.id == RunWorker.run_id)
        with session_scope(self.crawls.engine, is_read_only=True) as session:
            rows = session.execute(query.where(Run.pages_fetched > 0, Run.status == "running")).all()
        host = socket.gethostname()
        return {int(name.removeprefix(f"{host}:")): run for name, run in rows if has_begun(name)}

    def _count(self, status: str) -> int:
        with session_scope(self.crawls.engine, is_read_only=True) as session:
            return session.scalar(select(func.count()).select_from(Run).where(Run.status == status)) or 0


@contextmanager
def crawling_servers(folder: Path, url: str, *, max_proc: int, kinds: int) -> Iterator[Spiders]:
    """Two servers with Scrapyd's own runner, a site, and what an undisturbed run of each of so many kinds leaves."""
    with ExitStack() as stack:
        site = stack.enter_context(Site())
        _slow_list(site)
        crawls = Crawls(url)
        stack.callback(crawls.close)
        options = {"max_proc": max_proc, "poll_interval": 0.5, **SETTINGS}
        servers = [ScrapydServer(folder / name, url, **options) for name in ("one", "two")]
        spiders = Spiders(crawls, servers, site, max_proc, KINDS[:kinds])
        spiders.run_undisturbed()
        for server in servers:
            stack.enter_context(server)
        yield spiders


def kill_while_crawling(spiders: Spiders, *, kills: int, server_kills: int, seed: int) -> None:
    """Kill so many spiders and servers in a random order, then let all runs come to their ends."""
    chance = random.Random(seed)
    targets = [spiders.kill_spider] * kills + [spiders.kill_server] * server_kills
    chance.shuffle(targets)
    for kill in targets:
        spiders.keep_queued(chance)
        time.sleep(chance.uniform(0, 1))  # at any moment of a crawl
        kill(chance)
        spiders.check_owners()
    spiders.await_end()


def _slow_list(site: Site) -> None:
    """A list with details of which one is gone and one is broken; each page takes its time."""
    things = PagedList(pages=PAGES, per_page=PER_PAGE)
    things.install(site)
    site.route("/item/3", Reply("gone", status=404))
    site.route("/item/6", Reply("broken", status=500))
    answer = site.answer

    def slowly(request: Request) -> Reply:
        time.sleep(PAGE_SECONDS)
        return answer(request)

    site.answer = slowly  # type: ignore[method-assign]
