"""`scrapy cron`, as a process: it starts what is due, runs it where it is asked to, and ends when it is told to."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from db.models import Run
from db.session import session_scope
from tests.crawls import Crawls
from tests.outages import wait_until
from tests.scheduled import ScheduledJobs
from tests.site import Site

ROOT = Path(__file__).parents[2]


@pytest.fixture
def start(sqlite_url):
    """A running `scrapy cron`."""
    started = []

    def start(*argv):
        command = [sys.executable, "-m", "scrapy", "cron", *argv]
        environment = {**os.environ, "SCRAPER_DATABASE_URL": sqlite_url}
        started.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def jobs(sqlite_crawls: Crawls):
    return ScheduledJobs(sqlite_crawls.engine)


def _scheduled_runs(jobs):
    with session_scope(jobs.engine, is_read_only=True) as session:
        return list(session.scalars(select(Run).where(Run.idempotency_key.like("cron:%"))))


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 0)])
def test_what_is_due_is_queued_and_a_signal_ends_it(start, jobs, number, code):
    jobs.add_due()
    process = start()
    wait_until(lambda: _scheduled_runs(jobs))
    assert any("is queued" in line for line in process.stderr)
    process.send_signal(number)
    _, log = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in log) == (code, False)
    assert [run.status for run in _scheduled_runs(jobs)] == ["queued"]


def test_without_scrapyd_one_command_starts_and_runs_it(start, jobs, sqlite_crawls, site: Site):
    site.route("/", "<html><body><h1>Lamp</h1></body></html>")
    job_id = sqlite_crawls.job(f"{site.url}/")
    jobs.change(job_id, since=jobs.clock.now.replace(year=2026, month=1), schedule_cron="*/5 * * * *")
    process = start("--run")
    wait_until(lambda: [run.status for run in _scheduled_runs(jobs)] == ["completed"])
    process.terminate()
    _, log = process.communicate(timeout=60)
    assert (process.returncode, " begins" in log) == (0, True)


def test_an_argument_is_refused(start):
    process = start("now")
    assert process.wait(timeout=60) == 2
