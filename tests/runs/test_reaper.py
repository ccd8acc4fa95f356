"""The reaper: looks go on through outages, say what they found, and let a killed run be started again at once."""

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import SQLAlchemyError

from db.clock import database_time
from db.leases import renew
from db.models import Run, RunWorker
from db.session import make_engine, session_scope
from scraper.config import Config
from scraper.runs.reaper import Reaper, await_take_over
from tests.db.rows import add_rows

CONFIG = Config(heartbeat_seconds=0.02, lease_seconds=0.2)
DEADLINE_SECONDS = 60


@pytest.fixture
def ids(engine):
    """A running run whose worker was last heard of an hour ago."""
    made = add_rows(engine)
    with session_scope(engine) as session:
        past = database_time(session, plus_seconds=-3600)
        session.execute(update(RunWorker).values(heartbeat_at=past, lease_expires_at=past, lease_seconds=0.2))
    return made


def _status(engine, ids):
    with session_scope(engine) as session:
        return session.get_one(Run, ids.run_id).status


def test_a_reaper_that_looks_on_queues_the_run_and_says_so(engine, ids, caplog):
    reaper, deadline = Reaper(engine, CONFIG), time.monotonic() + DEADLINE_SECONDS
    reaped = []
    while not reaped:
        assert time.monotonic() < deadline
        reaped = reaper.look()
    assert (reaped[0].status, _status(engine, ids)) == ("queued", "queued")
    assert f"Run {ids.run_id}: its worker main () was last heard of at " in caplog.text


def test_one_look_is_not_enough(engine, ids):
    assert (Reaper(engine, CONFIG).look(), _status(engine, ids)) == ([], "running")


def test_a_look_that_fails_is_an_outage(tmp_path):
    reaper = Reaper(make_engine(f"sqlite:///{tmp_path / 'no tables.db'}"), CONFIG)
    with pytest.raises(SQLAlchemyError):
        reaper.look()
    assert reaper.watch._is_away


def test_a_killed_run_can_be_started_as_soon_as_its_lease_is_over(engine, ids, caplog):
    caplog.set_level(logging.WARNING, logger="scraper")
    await_take_over(engine, CONFIG, ids.run_id)
    assert _status(engine, ids) == "queued"
    assert caplog.text.count("taken over if that stays silent for its lease of 0.2 s") == 1


def test_who_comes_within_the_lease_of_a_dead_worker_waits_until_it_is_over(engine, ids):
    with session_scope(engine) as session:
        now, end = database_time(session), database_time(session, plus_seconds=1)
        session.execute(
            update(RunWorker).values(heartbeat_at=now, lease_expires_at=end, lease_seconds=1, process="x:1")
        )
    started = time.monotonic()
    await_take_over(engine, CONFIG, ids.run_id)
    assert (_status(engine, ids), 0.9 < time.monotonic() - started < DEADLINE_SECONDS) == ("queued", True)


def test_of_several_who_wait_for_the_same_run_one_gives_it_back(engine, ids, caplog):
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: await_take_over(engine, CONFIG, ids.run_id), range(4)))
    assert (_status(engine, ids), caplog.text.count("is taken for dead")) == ("queued", 1)


def test_a_worker_that_is_taken_over_by_another_one_is_waited_for_no_longer(engine, ids):
    def another(seconds):
        with session_scope(engine) as session:
            session.execute(update(RunWorker).values(id=uuid4(), fence=2))

    await_take_over(engine, Config(), ids.run_id, sleep=another)
    assert _status(engine, ids) == "running"


@pytest.mark.parametrize(
    "change",
    [
        pytest.param("UPDATE runs SET status = 'completed'", id="over"),
        pytest.param("UPDATE runs SET status = 'queued'", id="queued"),
        pytest.param("DELETE FROM run_workers", id="somebody else's"),
        pytest.param("DELETE FROM runs", id="gone"),
    ],
)
def test_there_is_nothing_to_wait_for(engine, ids, change):
    with session_scope(engine) as session:
        session.execute(text(change))

    def no_sleep(seconds):
        raise AssertionError("nobody is to wait for this run")

    await_take_over(engine, CONFIG, ids.run_id, sleep=no_sleep)


def test_whoever_waits_is_told_as_soon_as_the_worker_beats(engine):
    ids, looks = add_rows(engine), []

    def beat(seconds):
        looks.append(seconds)
        if len(looks) == 3:
            with session_scope(engine) as session:
                renew(session, ids.lease, lease_seconds=60)

    await_take_over(engine, Config(), ids.run_id, sleep=beat)
    assert (_status(engine, ids), looks) == ("running", [1.0, 1.0, 1.0])
