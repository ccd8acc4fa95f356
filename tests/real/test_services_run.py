"""The shipped scrapy.cfg as it stands: a run that the services start is taken from the queue, and they show its end."""

import shutil

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.crawls import Crawls
from tests.scrapyd.servers import ROOT, running_scrapyd, wait_until
from tests.site import paged_site

pytestmark = pytest.mark.postgres


@pytest.fixture
def crawls(postgres_url):
    crawls = Crawls(postgres_url)
    yield crawls
    crawls.close()


def test_a_run_is_started_watched_read_and_counted_over_http(crawls, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(ROOT / "scrapy.cfg", home)
    environment = {"PYTHONPATH": str(ROOT), "SCRAPYD_USERNAME": "operator", "SCRAPYD_PASSWORD": "correct-horse"}
    with (
        paged_site(pages=2, per_page=3) as (site, things),
        running_scrapyd(home, database_url=crawls.database_url, environment=environment) as server,
    ):
        job_id = crawls.job(site.url + things.path, "next_button")
        started = server.post("startrun.json", job_id=job_id, idempotency_key="monday")
        run_id = started.json()["run"]["id"]
        wait_until(lambda: _status(server, run_id) == "completed")
        results = server.get("results.json", run_id=run_id, has="price").json()["results"]
        again = server.post("startrun.json", job_id=job_id, idempotency_key="monday")
        listed = server.get("listjobs.json", project="scraper").json()["finished"]
        families = text_string_to_metric_families(server.get("metrics").text)
        counted = {sample.name: sample.value for family in families for sample in family.samples}
        log = server.log
    assert (started.status_code, again.status_code, again.json()["run"]["status"]) == (201, 200, "completed")
    assert [each["data"]["title"] for each in results] == [each["title"] for each in things.records()]
    assert [each["id"] for each in listed] == [run_id]
    assert (counted["scraper_pages_total"], counted["scraper_items_total"]) == (2, 6)
    assert not [secret for secret in ("correct-horse", crawls.database_url) if secret in log]


def _status(server, run_id):
    return server.get("runstatus.json", run_id=run_id).json()["run"]["status"]
