"""scraper.scrapyd.cron_service: a real Scrapyd that starts what is due; one that was not told to does not."""

import signal

import pytest
from scrapyd.config import Config
from sqlalchemy import select

from db.models import Run
from db.session import make_engine, session_scope
from scraper.scrapyd.cron_service import add_cron
from tests.scheduled import ScheduledJobs
from tests.scrapyd.servers import ROOT, running_scrapyd, wait_until


@pytest.fixture
def jobs(sqlite_url):
    engine = make_engine(sqlite_url)
    yield ScheduledJobs(engine)
    engine.dispose()


def _keys(jobs, job_id):
    with session_scope(jobs.engine, is_read_only=True) as session:
        keys = session.scalars(select(Run.idempotency_key).filter_by(job_id=job_id)).all()
    return [key for key in keys if key]


def test_a_scrapyd_that_was_not_told_to_has_no_cron():
    assert add_cron(None, Config(values={})) is None


def test_a_scrapyd_with_cron_starts_what_is_due_and_ends_as_ever(jobs, sqlite_url, tmp_path):
    job_id = jobs.add_due()
    options = {"application": "scraper.scrapyd.app.application", "cron": "on"}
    environment = {"PYTHONPATH": str(ROOT)}
    home = tmp_path / "scrapyd"
    with running_scrapyd(home, database_url=sqlite_url, options=options, environment=environment) as scrapyd:
        wait_until(lambda: _keys(jobs, job_id))
        wait_until(lambda: "is queued" in scrapyd.log)
        scrapyd.process.terminate()
        assert scrapyd.process.wait(timeout=60) == -signal.SIGTERM  # as Twisted ends
    assert len(_keys(jobs, job_id)) == 1
