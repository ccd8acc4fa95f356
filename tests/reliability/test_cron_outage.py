"""Cron and a PostgreSQL that is killed: it asks again, makes up for the last time alone, and starts nothing twice."""

import pytest

from db.migrate import migrate
from db.session import make_engine
from scraper.cron import AWAY_SECONDS
from tests.postgres import new_database, own_postgres
from tests.scheduled import CONFIG, ScheduledJobs, at

pytestmark = pytest.mark.postgres


def test_cron_survives_a_database_that_is_away():
    with own_postgres() as server, new_database(server.url) as url:
        migrate(url)
        engine = make_engine(url)
        jobs = ScheduledJobs(engine)
        job_id = jobs.add("*/5 * * * *", overlap_policy="allow")
        assert jobs.cron.step() == CONFIG.cron_look_seconds
        server.stop()
        jobs.clock.now = at("12:05")
        assert [jobs.cron.step(), jobs.cron.step()] == [AWAY_SECONDS, AWAY_SECONDS]
        server.restart()
        jobs.clock.now = at("12:22")
        assert jobs.cron.step() == CONFIG.cron_look_seconds
        assert jobs.runs(job_id) == ["23T12:00:00Z", "23T12:20:00Z"]
        engine.dispose()
