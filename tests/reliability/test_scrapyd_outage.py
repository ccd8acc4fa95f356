"""PostgreSQL goes and comes back under a running Scrapyd with real spiders: the queue goes on, each run ends once."""

import pytest

from tests.outages import assert_whole, outages, wait_until
from tests.scrapyd.sharing_server import ScrapydServer

PAGES, RUNS = 30, 3
START_SECONDS = 400.0  # of real spiders on a machine that is overloaded
SETTINGS = {"SCRAPER_LEASE_SECONDS": 15, "SCRAPER_HEARTBEAT_SECONDS": 2}


@pytest.mark.postgres
def test_a_postgresql_that_is_restarted_under_scrapyd_loses_and_doubles_no_run(tmp_path):
    with (
        outages(pages=PAGES) as under,
        ScrapydServer(tmp_path / "server", under.crawls.database_url, max_proc=2, **SETTINGS) as scrapyd,
    ):
        jobs = [under.job() for _ in range(RUNS)]
        for job_id in jobs:
            scrapyd.schedule(job_id)
        wait_until(lambda: under.served >= PAGES // 2, seconds=START_SECONDS)
        under.server.restart()  # while pages are fetched
        wait_until(lambda: under.served >= PAGES, seconds=START_SECONDS)
        under.server.stop()
        wait_until(lambda: "The runs' database cannot be used" in scrapyd.log)
        refused, _ = scrapyd.post("schedule", project="scraper", spider="job", job_id=str(jobs[0]))
        under.server.restart()
        wait_until(lambda: all(run.finished_at is not None for run in under.crawls.runs()), seconds=START_SECONDS)
        assert (refused, len(under.crawls.runs())) == (503, RUNS)
        for job_id in jobs:
            assert_whole(under.crawls.outcome(job_id), under.things)
        assert "The runs' database is back" in scrapyd.log
