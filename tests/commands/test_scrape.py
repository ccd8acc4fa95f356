"""`scrapy scrape`: a URL and fields in, records out."""

import csv
import json
import os
import subprocess
import sys

from sqlalchemy import func, select

from db.models import ExtractorSchema, ScrapingJob
from db.session import session_scope
from tests.crawls import ROOT
from tests.site import paged_site


def _scrape(sqlite_url, *arguments):
    environment = {**os.environ, "SCRAPER_DATABASE_URL": sqlite_url, "COLUMNS": "120"}
    command = [sys.executable, "-m", "scrapy", "scrape", *arguments, "--options", '{"delay_between_requests": 0}']
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_fields_on_the_command_line_become_records_and_a_csv_file(sqlite_crawls, tmp_path):
    out = tmp_path / "out.csv"
    with paged_site(pages=3, per_page=4) as (site, things):
        fields = ("--field", "title", "--field", "price:number")
        done = _scrape(
            sqlite_crawls.database_url, site.url + things.path, *fields, "--pagination", "next_button", "-o", str(out)
        )
    assert done.returncode == 0
    rows = list(csv.DictReader(out.read_text().splitlines()))
    assert [row["title"] for row in rows] == [one["title"] for one in things.records()]
    assert "12 stored of 12 found" in done.stdout
    assert "Thing number 1" in done.stdout


def test_a_schema_file_and_a_page_limit(sqlite_crawls, tmp_path):
    schema = tmp_path / "schema.json"
    schema.write_text(json.dumps({"type": "object", "properties": {"title": {"type": "string"}}}))
    with paged_site(pages=3, per_page=4) as (site, things):
        arguments = ("--schema", str(schema), "--pagination", "next_button", "--max-pages", "1")
        done = _scrape(sqlite_crawls.database_url, site.url + things.path, *arguments)
    assert done.returncode == 0
    assert "completed, partial" in done.stdout


def test_scraping_the_same_again_is_a_new_run_of_one_job(sqlite_crawls):
    with paged_site(pages=1, per_page=4) as (site, things):
        for _ in range(2):
            _scrape(sqlite_crawls.database_url, site.url + things.path, "--field", "title")
    assert len({run.job_id for run in sqlite_crawls.runs()}) == 1
    assert len(sqlite_crawls.runs()) == 2


def test_settings_of_the_credits_that_cannot_work_make_no_run(sqlite_crawls):
    done = _scrape(
        sqlite_crawls.database_url, "http://127.0.0.1:9/", "--field", "title", "-s", "SCRAPER_CREDITS_BACKEND=http"
    )
    assert (done.returncode, sqlite_crawls.runs()) == (2, [])
    assert "SCRAPER_CREDITS_URL" in done.stderr


def test_a_site_that_refuses_is_an_exit_code_and_a_sentence(sqlite_crawls, site):
    done = _scrape(sqlite_crawls.database_url, site.url + "/nowhere", "--field", "title")
    assert done.returncode == 1
    assert "404 Not Found" in done.stdout


def test_a_wrong_type_is_refused_before_any_request(sqlite_crawls, site):
    done = _scrape(sqlite_crawls.database_url, site.url + "/", "--field", "price:money")
    assert (done.returncode, site.requests) == (2, [])
    assert "type 'money' is none of: string, number" in done.stderr


def test_a_job_that_is_refused_is_not_stored(sqlite_crawls, site):
    done = _scrape(sqlite_crawls.database_url, site.url + "/", "--field", "title", "--pagination", "teleport")
    with session_scope(sqlite_crawls.engine) as session:
        stored = [session.scalar(select(func.count()).select_from(table)) for table in (ScrapingJob, ExtractorSchema)]
    assert (done.returncode, stored) == (2, [0, 0])


def test_its_log_does_not_disturb_what_it_shows(sqlite_crawls):
    with paged_site(pages=1, per_page=4) as (site, things):
        done = _scrape(sqlite_crawls.database_url, site.url + things.path, "--field", "title")
    assert "INFO" not in done.stderr


def test_a_url_without_fields_says_what_is_missing(sqlite_crawls):
    done = _scrape(sqlite_crawls.database_url, "http://127.0.0.1:1/")
    assert done.returncode == 2
    assert "give one URL, and --schema FILE or --field" in done.stderr
