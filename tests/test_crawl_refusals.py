"""What cannot work is refused before any request, with a message that names the place and the cure."""

import json
import os
import subprocess
import sys
from uuid import uuid4

import pytest
from sqlalchemy import text

from tests.crawls import ROOT
from tests.site import paged_site


def _nested(levels):
    """A schema whose objects stand `levels` deep inside each other."""
    inner = '{"type": "object", "properties": {"a": '
    return inner * levels + '{"type": "string"}' + "}}" * levels


_HUGE = json.dumps({"type": "object", "properties": {"a": {"type": "string", "description": "x" * 1_000_000}}})
# As the main server writes them: by SQL, past this project's own checks.
_BAD_SCHEMAS = [
    pytest.param('{"type": "array"}', "schema_definition", id="not an object"),
    pytest.param('{"type": "objekt", "properties": {"a": {}}}', "/type", id="not a JSON Schema"),
    pytest.param(
        '{"type": "object", "properties": {"a": {"$ref": "http://127.0.0.1:1/x"}}}', "/properties/a", id="remote $ref"
    ),
    pytest.param(_HUGE, "bytes; at most 65536 are allowed", id="1 MB"),
    pytest.param(_nested(200), "levels deep; flatten it", id="200 levels deep"),
]


@pytest.fixture
def target():
    with paged_site() as (site, things):
        yield site, site.url + things.path


def _refused(crawls, job_id, site):
    """The crawl's outcome after checking that nothing was fetched and no run is left."""
    process = crawls.start(job_id)
    output, log = process.communicate(timeout=60)
    assert (site.requests, crawls.runs()) == ([], [])
    return process.returncode, output + log


@pytest.mark.parametrize(("definition", "place"), _BAD_SCHEMAS)
def test_a_schema_that_cannot_work(sqlite_crawls, target, definition, place):
    site, url = target
    job_id = sqlite_crawls.job(url)
    with sqlite_crawls.engine.begin() as connection:
        connection.execute(text("UPDATE extractor_schemas SET schema_definition = :it"), {"it": definition})
    exit_code, said = _refused(sqlite_crawls, job_id, site)
    assert exit_code == 2
    assert place in said


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        pytest.param("options", '{"max_pages": "ten"}', "/max_pages", id="an option of a wrong type"),
        pytest.param("options", '{"archive": true}', "/archive: this option is not built yet", id="not built"),
        pytest.param("pagination_type", "teleport", "'teleport' is not known; use one of: none", id="unknown type"),
        pytest.param("target_url", "htp:/x", "target_url 'htp:/x'", id="a malformed URL"),
        pytest.param("extractor_schema_id", None, "has no schema any more", id="a schema that is gone"),
    ],
)
def test_a_job_that_cannot_work(sqlite_crawls, target, column, value, said):
    site, url = target
    job_id = sqlite_crawls.job(url)
    with sqlite_crawls.engine.begin() as connection:
        connection.execute(text(f"UPDATE scraping_jobs SET {column} = :it"), {"it": value})
    exit_code, heard = _refused(sqlite_crawls, job_id, site)
    assert exit_code == 2
    assert said in heard


def test_a_private_schema_of_another_user(sqlite_crawls, target):
    site, url = target
    job_id = sqlite_crawls.job(url)
    with sqlite_crawls.engine.begin() as connection:
        other = uuid4().hex
        connection.execute(text("INSERT INTO users (id, email) VALUES (:id, 'other@example.com')"), {"id": other})
        connection.execute(text("UPDATE extractor_schemas SET user_id = :id"), {"id": other})
    exit_code, said = _refused(sqlite_crawls, job_id, site)
    assert exit_code == 2
    assert "another user's and not public" in said


def test_an_unknown_job(sqlite_crawls, target):
    exit_code, said = _refused(sqlite_crawls, uuid4(), target[0])
    assert exit_code == 3
    assert "scraping_jobs: there is no row" in said


def test_an_unknown_spider_argument(sqlite_crawls):
    process = sqlite_crawls.start_with("start_urls=file:///etc/hostname")
    _, log = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "unknown spider argument 'start_urls'" in log


def test_a_queued_run_of_a_bad_job_is_failed_with_the_message(sqlite_crawls, target):
    site, url = target
    job_id, run_id = sqlite_crawls.job(url), uuid4()
    with sqlite_crawls.engine.begin() as connection:
        connection.execute(text("UPDATE scraping_jobs SET pagination_type = 'teleport'"))
        insert = "INSERT INTO runs (id, job_id, status) VALUES (:id, :job_id, 'queued')"
        connection.execute(text(insert), {"id": run_id.hex, "job_id": job_id.hex})
    process = sqlite_crawls.start_with(f"run_id={run_id}")
    process.communicate(timeout=60)
    run = sqlite_crawls.outcome(job_id).run
    assert (process.returncode, run.status, site.requests) == (2, "failed", [])
    assert "'teleport' is not known" in run.error_message


def test_a_database_without_tables_says_what_to_run(tmp_path):
    environment = {**os.environ, "SCRAPER_DATABASE_URL": f"sqlite:///{tmp_path / 'new.db'}"}
    command = [sys.executable, "-m", "scrapy", "crawl", "job", "-a", f"job_id={uuid4()}"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 4
    assert "scrapy migrate" in done.stderr
