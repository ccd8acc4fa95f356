"""`scrapy preview`."""

import json
import os
import subprocess
import sys

from tests.crawls import ROOT
from tests.site import PagedList, Site, document

FIELDS = ("--field", "title", "--field", "price:number")
QUICK = ("--options", '{"delay_between_requests": 0}', "--pagination", "next_button")


def preview(database_url, *arguments):
    environment = {**os.environ, "SCRAPER_DATABASE_URL": database_url, "COLUMNS": "200"}
    command = [sys.executable, "-m", "scrapy", "preview", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def promising(site):
    """Six pages of five records that say how many there are; their path."""
    things = PagedList(pages=6, per_page=5)

    def page(request):
        number = int(request.query.get("page", "1"))
        sentence = f"<p>Showing {number * 5 - 4}–{number * 5} of 30 results</p>"
        return things.page(number).replace('<div class="things">', f'{sentence}<div class="things">')

    site.route(things.path, page)
    return things.path


def test_two_pages_are_fetched_nothing_is_stored_and_the_rest_is_foretold(empty_url):
    with Site() as site:
        done = preview(empty_url, site.url + promising(site), *FIELDS, *QUICK, "--json")
        fetched = [path for path in site.paths if path != "/robots.txt"]
    told = json.loads(done.stdout)
    assert fetched == ["/list", "/list?page=2"]
    assert [each["url"].rpartition("/")[2] for each in told["pagination"]["next"]] == [
        "list?page=2",
        "list?page=3",
        "list?page=4",
    ]
    promised = told["promised"][0]
    assert (promised["value"], promised["text"]) == (30, "Showing 1–5 of 30 results")
    assert len(told["samples"]) == 5
    assert told["samples"][0]["evidence"]["title"]["path"]
    assert [told["forecast"][name] for name in ("pages", "items", "credits")] == [6, 30, 6]


def test_without_a_schema_the_page_proposes_one(empty_url):
    with Site() as site:
        done = preview(empty_url, site.url + promising(site), *QUICK)
    assert done.returncode == 0, done.stderr
    assert "6 pages, 30 items" in done.stdout
    assert "Thing number 1" in done.stdout
    assert "nothing was stored, nothing was charged" in done.stdout


def test_robots_txt_is_obeyed(empty_url):
    with Site({"/list": document("Things", "<p>Thing</p>")}) as site:
        site.robots("Disallow: /list")
        done = preview(empty_url, site.url + "/list", *FIELDS)
        assert site.count("/list") == 0
    assert done.returncode == 1
    assert "robots.txt" in done.stderr


def test_a_job_is_looked_at_and_its_run_keeps_the_forecast_beside_the_real_figures(sqlite_crawls):
    with Site() as site:
        job_id = sqlite_crawls.job(site.url + promising(site), "next_button")
        assert preview(sqlite_crawls.database_url, str(job_id)).returncode == 0
        assert sqlite_crawls.runs() == []
        done = preview(sqlite_crawls.database_url, str(job_id), "--run")
    assert done.returncode == 0, done.stderr
    (run,) = sqlite_crawls.runs()
    forecast = run.run_metadata["forecast"]
    assert (forecast["pages"], forecast["items"], forecast["credits"]) == (6, 30, 6)
    assert [forecast["real"][name] for name in ("pages", "items", "credits")] == [6, 30, 6]
    assert "stored of" in done.stdout
