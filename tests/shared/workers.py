"""Workers of one run as values: a run of a fixed list in a database, and live runs that share it. No crawl."""

import hashlib
from typing import Any
from uuid import UUID

from scrapy import Request

from scraper.config import Config
from scraper.items import PageTally
from scraper.pipelines.results import finished_page
from scraper.runs.launch import load_run, start_run
from scraper.shared.claiming import Claimed
from scraper.shared.starting import live_run_of
from scraper.shared.worker import SharedRun
from scraper.visits import VisitMaker
from tests.crawls import Crawls
from tests.live import item, record

SITE = "https://shop.example"


class Fingerprints:
    """Names requests by their URLs."""

    def fingerprint(self, request: Request) -> bytes:
        return hashlib.sha1(request.url.encode(), usedforsecurity=False).digest()


def queued_run(crawls: Crawls, *, pages: int = 4, workers: int = 3, **options: Any) -> UUID:
    """The id of a queued run over a list of so many pages."""
    urls = [f"{SITE}/{number}" for number in range(1, pages + 1)]
    job_id = crawls.job(urls[0], "url_list", pagination={"urls": urls}, workers=workers, **options)
    return start_run(crawls.engine, job_id).run_id


def worker(crawls: Crawls, run_id: UUID, **settings: Any) -> SharedRun:
    """One worker of the run, which has joined it."""
    config = Config(**settings)
    live = live_run_of(load_run(crawls.engine, run_id), config, crawls.engine)
    assert isinstance(live.shared, SharedRun)
    live.shared.take(VisitMaker(live, Fingerprints()).first, on_claimed=lambda: None)
    return live.shared


def store(shared: SharedRun, claimed: Claimed, *names: str) -> None:
    """Store each claimed page with a record of each name, or of its own URL."""
    tallies = []
    for visit in claimed.visits:
        tally = PageTally(visit, lambda _: None)
        titles = names or (visit.url,)
        tally.found, tally.content = len(titles), visit.fingerprint
        for position, title in enumerate(titles):
            one = item(record(data={"title": title}), page=tally, position=position)
            one.content_hash = title
            tally.stored.append(one)
        tallies.append(shared.taken(tally))
    shared.commit(tallies, finished_page)
