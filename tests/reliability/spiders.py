"""Real `scrapy crawl` processes that are interrupted and go on; one line per kind of run that must end as undisturbed.

A new pagination type joins with a line in CASES.
"""

import gzip
import random
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, text

from tests.crawls import Crawls
from tests.reliability.killing import MANY_ATTEMPTS, take_over
from tests.reliability.world import faults, state_of
from tests.site import Answer, PagedList, Reply, Request, Site, json_list

# Small commits, so that an interruption falls between pages of all kinds: done, written, under way, not found yet.
SETTINGS = (
    "-s SCRAPER_WRITE_BATCH_RESULTS=6",
    "-s SCRAPER_WRITE_LINGER_SECONDS=0.02",
    f"-s SCRAPER_RUN_ATTEMPTS={MANY_ATTEMPTS}",
)
END_SECONDS = 300
PAGES, PER_PAGE = 8, 4
DETAILS = {"extract": {"mode": "list_and_detail"}}
LIST = {"extract": {"mode": "list"}}


@dataclass(frozen=True)
class Case:
    """A kind of run: its pagination, and its options for a list at a URL; how often the ordinary test kills it."""

    paging: str
    options: Callable[[str], dict[str, Any]]
    path: str = "/list"
    kills: int = 3


def _urls(url: str) -> list[str]:
    return [url, *(f"{url}?page={number}" for number in range(2, PAGES + 3))]


CASES = {
    "none": Case("none", lambda url: LIST),
    "one page with details": Case("none", lambda url: DETAILS),
    "next_button": Case("next_button", lambda url: {"max_pages": 50, **LIST}),
    "next_button with details": Case("next_button", lambda url: {"max_pages": 50, **DETAILS}),
    "next_button to max_pages": Case("next_button", lambda url: {"max_pages": 5, **DETAILS}),
    "next_button to max_credits": Case("next_button", lambda url: {"max_pages": 50, "max_credits": 5, **LIST}),
    "url_pattern": Case("url_pattern", lambda url: {"pagination": {"pattern": f"{url}?page={{page}}"}, **LIST}),
    "page_param": Case("page_param", lambda url: {"pagination": {"start": 1}, **LIST}, kills=1),
    "auto": Case("auto", lambda url: {"max_pages": 50, **LIST}, kills=1),
    "numbered_links": Case("numbered_links", lambda url: {"max_pages": 50, **LIST}, path="/numbers", kills=1),
    "sitemap": Case("sitemap", lambda url: LIST, path="/sitemap.xml", kills=1),
    "load_more": Case("load_more", lambda url: {"max_pages": 50, **LIST}, path="/more", kills=1),
    "infinite_scroll": Case("infinite_scroll", lambda url: {"max_pages": 50, **LIST}, path="/more", kills=1),
    "offset": Case(
        "offset", lambda url: {"pagination": {"param": "skip", "page_size": PER_PAGE}, "max_pages": 50, **LIST}, kills=1
    ),
    "cursor": Case(
        "cursor", lambda url: {"pagination": {"cursor_path": "header:X-Next"}, "max_pages": 50, **LIST}, kills=1
    ),
    "link_header": Case("link_header", lambda url: {"max_pages": 50, **LIST}, kills=1),
    "json_link, POST": Case(
        "json_link", lambda url: {"method": "POST", "body": "{}", "max_pages": 50, **LIST}, path="/api", kills=1
    ),
    "url_list": Case("url_list", lambda url: {"pagination": {"urls": _urls(url)}, **LIST}),
    "url_list, four at a time": Case(
        "url_list", lambda url: {"pagination": {"urls": _urls(url)}, "concurrent_requests": 4, **LIST}
    ),
}


class Interrupted:
    """Runs one case on a site of its own: once undisturbed, then any number of times with interruptions."""

    def __init__(self, crawls: Crawls, site: Site, case: Case, settings: Sequence[str] = ()) -> None:
        self.crawls = crawls
        self.settings = (*SETTINGS, *settings)
        self.site = site
        self.case = case
        self.url = f"{site.url}{case.path}"
        things = PagedList(pages=PAGES, per_page=PER_PAGE)
        things.install(site)
        site.route("/list", _list_with_headers(things))
        site.route("/numbers", _list_with_numbers(things))
        site.route("/more", _list_that_grows(things))
        site.route("/sitemap.xml", _sitemap(things))
        site.route("/pages.xml.gz", _packed_sitemap(things))
        site.route("/api", json_list(things.records(), per_page=PER_PAGE, path="/api"))
        site.route("/item/3", Reply("gone", status=404))
        site.route("/item/6", Reply("broken", status=500))
        self.expected = self._end(self._start(self._job()))
        self.requests = len(site.paths)
        self.kills = 0

    def run(self, chance: random.Random, signum: int, *, times: int) -> list[str]:
        """The faults of a run that gets the signal up to so many times, then goes on to its end."""
        job_id = self._job()
        process, run_id = self._start(job_id), None
        for _ in range(times):
            if not self._interrupt(process, chance, signum):
                break
            self.kills += 1
            run_id = self.crawls.outcome(job_id).run.id
            if complaints := self._complaints(run_id):
                return complaints
            if not take_over(self.crawls.engine, run_id):
                break
            process = self.crawls.start_with(f"run_id={run_id}", *self.settings)
        return faults(self._end(process, job_id), self.expected)

    def _job(self) -> UUID:
        options = {"max_retries": 0, **self.case.options(self.url)}
        self.job_id = self.crawls.job(self.url, self.case.paging, **options)
        return self.job_id

    def _start(self, job_id: UUID) -> subprocess.Popen[str]:
        return self.crawls.start(job_id, *self.settings)

    def _end(self, process: subprocess.Popen[str], job_id: UUID | None = None) -> dict[str, Any]:
        """What the run left when its process has ended by itself."""
        crawled = self.crawls.finish(process, job_id or self.job_id)
        return state_of(self.crawls.engine, crawled.run.id)

    def _interrupt(self, process: subprocess.Popen[str], chance: random.Random, signum: int) -> bool:
        """Send the signal some time after the site was asked for some pages more; whether the crawl was still at it."""
        wanted = len(self.site.paths) + chance.randint(1, max(2, self.requests // 2))
        deadline = time.monotonic() + END_SECONDS
        while len(self.site.paths) < wanted and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.002)  # polling what another process does
        try:
            process.wait(chance.uniform(0, 0.1))
        except subprocess.TimeoutExpired:
            process.send_signal(signum)
            process.communicate(timeout=END_SECONDS)
            return signum != signal.SIGKILL or process.returncode == -signal.SIGKILL
        return False

    def _complaints(self, run_id: UUID) -> list[str]:
        """What is wrong already while the run is interrupted."""
        _wait_until_alone(self.crawls.engine)
        left = state_of(self.crawls.engine, run_id)
        counters = tuple(map(int, left["counters"]))
        wrong = [] if counters == left["counted"] else [f"counters {counters}, rows add up to {left['counted']}"]
        return wrong + _broken(self.crawls.engine)


def _list_with_headers(things: PagedList) -> Callable[[Request], Answer]:
    """The list by page, by records to skip or by a token, which its headers name."""

    def answer(request: Request) -> Answer:
        skipped = int(request.query.get("skip", "0")) // PER_PAGE
        number = int(request.query.get("page") or request.query.get("cursor") or skipped + 1)
        if number > PAGES:
            return Reply("gone", status=404)
        following = {"X-Next": str(number + 1), "Link": f'<?page={number + 1}>; rel="next"'} if number < PAGES else {}
        return Reply(things.page(number), headers=following)

    return answer


def _list_with_numbers(things: PagedList) -> Callable[[Request], Answer]:
    """The list with 1 2 … and the last page's number, and one page that cannot be had."""

    def answer(request: Request) -> Answer:
        number = int(request.query.get("page", "1"))
        if number == 4:
            return Reply("broken", status=500)
        numbers = (f"<b>{n}</b>" if n == number else f'<a href="?page={n}">{n}</a>' for n in (1, 2, PAGES))
        return (
            things.page(number).replace('rel="next"', "").replace("Next<", "<")
            + f'<p class="pages">{" ".join(numbers)}</p>'
        )

    return answer


def _list_that_grows(things: PagedList) -> Callable[[Request], Answer]:
    """The list without next links: its button names the second part alone, and the parts have none."""

    def answer(request: Request) -> Answer:
        number = int(request.query.get("part", "1"))
        if number > PAGES:
            return Reply("gone", status=404)
        page = replace(things, next_as="").page(number)
        return page + '<button data-url="/more?part=2">Load more</button>' if number == 1 else page

    return answer


def _sitemap(things: PagedList) -> str:
    return "<sitemapindex><sitemap><loc>/pages.xml.gz</loc></sitemap></sitemapindex>"


def _packed_sitemap(things: PagedList) -> Reply:
    locations = (f"<url><loc>/list?page={number}</loc></url>" for number in range(1, PAGES + 2))
    return Reply(gzip.compress(f"<urlset>{''.join(locations)}</urlset>".encode()), content_type="application/gzip")


def _wait_until_alone(engine: Engine) -> None:
    """PostgreSQL may still be at the last commit of a client that is gone; then nothing changes any more."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    deadline = time.monotonic() + END_SECONDS
    while engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            if not connection.scalar(text(others)):
                return
        assert time.monotonic() < deadline
        time.sleep(0.01)  # polling what another process does


def _broken(engine: Engine) -> list[str]:
    """What SQLite finds broken in its file; PostgreSQL's server was not killed and needs no such check."""
    if engine.dialect.name == "postgresql":
        return []
    with engine.connect() as connection:
        integrity = connection.scalars(text("PRAGMA integrity_check")).all()
        foreign_keys = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [str(line) for line in (*integrity, *foreign_keys) if line != "ok"]


@contextmanager
def interrupted(crawls: Crawls, name: str, *settings: str):
    """The case of that name, on a site of its own, after its undisturbed run; `settings` are further options."""
    with Site() as site:
        yield Interrupted(crawls, site, CASES[name], settings)


def kill_spiders(crawls: Crawls, *, kills: int, seed: int) -> tuple[int, int, list[str]]:
    """Kill so many spiders of all cases in turn, up to three in one run: kills, runs, and the faults found."""
    chance, done, runs, found = random.Random(seed), 0, 0, []
    names = [name for name in CASES if name != "none"]  # one page leaves no time to kill anything
    while done < kills:
        name = names[runs % len(names)]
        with interrupted(crawls, name) as case:
            for _ in range(3):
                if done + case.kills >= kills:
                    break
                found += [f"{name}: {each}" for each in case.run(chance, signal.SIGKILL, times=3)]
                runs += 1
            done += case.kills
    return done, runs, found
