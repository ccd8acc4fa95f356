"""kill -9 in the middle of a crawl, at ten moments on each database: what is stored is whole and counted right.

Nobody takes over the run that was killed: it stays running.
"""

import random
import subprocess
import time
from collections import defaultdict

import pytest
from sqlalchemy import Engine, text

from tests.site import paged_site

PAGES, PER_PAGE = 200, 4
# Three pages a commit, and at most some ten that wait: a kill falls near a commit, and pages are stored before it.
SETTINGS = (
    "-s SCRAPER_WRITE_BATCH_RESULTS=12",
    "-s SCRAPER_WRITE_LINGER_SECONDS=0.02",
    "-s SCRAPER_WRITE_QUEUE_PAGES=10",
)


def _killed(crawls, site, job_id, chance):
    """The rows of a crawl that was killed up to 0.1 s after the site had served some of its pages."""
    process = crawls.start(job_id, *SETTINGS)
    served, deadline = chance.randint(20, 60), time.monotonic() + 60
    while len(site.paths) < served:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.005)  # polling what another process does
    with pytest.raises(subprocess.TimeoutExpired):  # the moment: the crawl must not have ended by itself before it
        process.wait(chance.uniform(0, 0.1))
    process.kill()
    process.communicate(timeout=60)
    _wait_until_alone(crawls.engine, deadline)
    return crawls.outcome(job_id)


def _wait_until_alone(engine: Engine, deadline: float) -> None:
    """PostgreSQL may still be at the last commit of a client that is gone; then nothing changes any more."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            if not connection.scalar(text(others)):
                return
        assert time.monotonic() < deadline
        time.sleep(0.01)  # polling what another process does


def _complaints(engine: Engine) -> list[str]:
    """What SQLite finds broken in its file; PostgreSQL's server was not killed and needs no such check."""
    if engine.dialect.name == "postgresql":
        return []
    with engine.connect() as connection:
        integrity = connection.scalars(text("PRAGMA integrity_check")).all()
        foreign_keys = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [str(line) for line in (*integrity, *foreign_keys) if line != "ok"]


def _titles_by_page(killed):
    """The page numbers of the requests that are done, and the stored titles of every page that has any."""
    numbers = {each.id: each.page_number for each in killed.requests}
    titles = defaultdict(list)
    for result in killed.results:
        titles[numbers[result.request_id]].append(result.data["title"])
    return sorted(each.page_number for each in killed.requests if each.state == "done"), dict(titles)


def _titles_of(things, number):
    return [one["title"] for one in things.records()[(number - 1) * PER_PAGE : number * PER_PAGE]]


@pytest.mark.parametrize("seed", range(10))
def test_a_killed_crawl_leaves_whole_pages_and_right_counters(crawls, seed):
    with paged_site(pages=PAGES, per_page=PER_PAGE, has_details=False) as (site, things):
        job_id = crawls.job(site.url + things.path, "next_button", max_pages=PAGES, extract={"mode": "list"})
        killed = _killed(crawls, site, job_id, random.Random(seed))
    done, titles = _titles_by_page(killed)
    assert done
    assert titles == {number: _titles_of(things, number) for number in done}
    assert killed.counters == killed.counted
    assert _complaints(crawls.engine) == []
    assert (killed.run.status, killed.run.pages_fetched) == ("running", len(done))
