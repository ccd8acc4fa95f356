"""The other ways to a Scrapyd, on PostgreSQL: an egg by scrapyd-client, and the package installed without an egg."""

import os
import subprocess

import pytest
from sqlalchemy import select

from db.models import Run
from db.session import session_scope
from tests.crawls import Crawls
from tests.scrapyd.servers import ROOT, clean_copy, running_scrapyd, stock_python, tool, wait_until
from tests.site import Reply, paged_site

pytestmark = pytest.mark.postgres

USER, PASSWORD = "operator", "correct-horse"


@pytest.fixture
def crawls(postgres_url):
    crawls = Crawls(postgres_url)
    yield crawls
    crawls.close()


def _client(clone, server, *arguments):
    """What scrapyd-client prints, with the target `production` of scrapy.cfg and its environment variables."""
    given = {"SCRAPYD_URL": server.url.rstrip("/"), "SCRAPYD_USERNAME": USER, "SCRAPYD_PASSWORD": PASSWORD}
    command = [tool("scrapyd-client"), *arguments]
    done = subprocess.run(command, cwd=clone, env={**os.environ, **given}, capture_output=True, text=True, check=True)
    return done.stdout


def _runs(crawls, job_id):
    with session_scope(crawls.engine) as session:
        return session.scalars(select(Run).filter_by(job_id=job_id)).all()


def test_scrapyd_client_deploys_and_schedules_with_credentials_from_the_environment(crawls, tmp_path):
    clone = clean_copy(tmp_path / "clone")
    options = {"username": USER, "password": PASSWORD}
    python = stock_python(tmp_path / "venv")
    with (
        paged_site(pages=2, per_page=3) as (site, things),
        running_scrapyd(tmp_path / "home", database_url=crawls.database_url, python=python, options=options) as server,
    ):
        job_id = crawls.job(site.url + things.path, "next_button")
        _client(clone, server, "deploy", "production")
        said = _client(
            clone, server, "schedule", "-t", "production", "-p", "scraper", "job", "--arg", f"job_id={job_id}"
        )
        assert said.startswith("scraper / job => ")
        jobid = said.split()[-1]
        assert "Process finished:" in server.finished(jobid)
        assert PASSWORD not in server.log
    [run] = _runs(crawls, job_id)
    assert (run.status, run.items_extracted, run.idempotency_key, run.fence) == ("completed", 6, jobid, 1)


def test_an_installed_package_needs_no_egg_and_cancel_ends_the_run(crawls, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "scrapy.cfg").write_text("[settings]\nscraper = scraper.settings\n", encoding="utf-8")
    environment = {"PYTHONPATH": str(ROOT)}
    with (
        paged_site(pages=9, per_page=3) as (site, things),
        running_scrapyd(tmp_path / "home", database_url=crawls.database_url, environment=environment) as server,
    ):
        site.route("/robots.txt", Reply("", status=404))
        job_id = crawls.job(site.url + things.path, "next_button", delay_between_requests=5)
        jobid = server.schedule(job_id=job_id)
        wait_until(lambda: any(run.items_extracted for run in _runs(crawls, job_id)))
        assert server.post("cancel.json", project="scraper", job=jobid).json()["prevstate"] == "running"
        assert "Process finished:" in server.finished(jobid)
    [run] = _runs(crawls, job_id)
    assert (run.status, run.stop_reason, run.outcome) == ("completed", "cancelled", "partial")
