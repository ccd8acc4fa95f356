"""Crawls during which PostgreSQL is killed: what was served when, how much memory it took, what is in the tables."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID

from db.migrate import migrate
from tests.crawls import Crawled, Crawls
from tests.postgres import PostgresServer, new_database, own_postgres
from tests.site import PagedList, Site

PER_PAGE = 20
DEADLINE_SECONDS = 120.0


@dataclass
class Outages:
    """A crawl of a list of pages on a PostgreSQL of its own."""

    server: PostgresServer
    crawls: Crawls
    site: Site
    things: PagedList
    samples: list[tuple[float, int, float]] = field(default_factory=list)  # seconds, pages served, megabytes

    def job(self) -> UUID:
        """The job that reads every page, four at a time."""
        urls = [f"{self.site.url}{self.things.path}?page={number}" for number in range(1, self.things.pages + 1)]
        return self.crawls.job(
            urls[0], "url_list", pagination={"urls": urls}, concurrent_requests=4, extract={"mode": "list"}
        )

    def crawl(self, trouble: Callable[[], None], *settings: str) -> Crawled:
        """What a crawl left during which there was trouble."""
        job_id = self.job()
        process = self.crawls.start(job_id, *settings)
        is_over = threading.Event()
        sampler = threading.Thread(target=self._sample, args=(process.pid, is_over))
        sampler.start()
        try:
            trouble()
            return self.crawls.finish(process, job_id)
        finally:
            process.kill()
            is_over.set()
            sampler.join()

    def wait_for(self, pages: int) -> None:
        """Return when so many pages were served."""
        wait_until(lambda: self.served >= pages)

    @property
    def served(self) -> int:
        """Pages served so far, without robots.txt."""
        return sum(path.startswith(self.things.path) for path in self.site.paths)

    def growth_mb(self, since: float) -> float:
        """By how much the crawl's memory grew after a moment (of time.monotonic) over what it had before."""
        before = [memory for moment, _, memory in self.samples if moment <= since]
        after = [memory for moment, _, memory in self.samples if moment > since]
        return max(after) - max(before)

    def _sample(self, pid: int, is_over: threading.Event) -> None:
        while not is_over.wait(0.1):
            try:
                self.samples.append((time.monotonic(), self.served, memory_mb(pid)))
            except (FileNotFoundError, StopIteration):
                return


@contextmanager
def outages(*, pages: int) -> Iterator[Outages]:
    """A server, a database on it and a site with so many pages."""
    things = PagedList(pages=pages, per_page=PER_PAGE, has_details=False)
    with own_postgres() as server, new_database(server.url) as url, Site() as site:
        migrate(url)
        things.install(site)
        crawls = Crawls(url)
        yield Outages(server, crawls, site, things)
        crawls.close()


def memory_mb(pid: int) -> float:
    """The resident memory of a process, as Linux tells it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def wait_until(condition: Callable[[], bool], *, seconds: float = DEADLINE_SECONDS) -> None:
    """Return when the condition holds: polls what other processes do."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def assert_whole(crawled: Crawled, things: PagedList) -> None:
    """The run completed; every record is stored once and every page charged once."""
    assert crawled.end == ("completed", "no_next", "complete"), crawled.log[-3000:]
    titles = sorted(crawled.values("title"))
    assert titles == sorted(one["title"] for one in things.records())
    assert crawled.counters == crawled.counted
    assert crawled.run.credits_charged == things.pages
