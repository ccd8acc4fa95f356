"""scrapy reap: says which runs it took from dead workers."""

import pytest
from sqlalchemy import update

from db.clock import database_time
from db.models import Run, RunWorker
from db.session import make_engine, session_scope
from scraper.credits.gateway import HttpGateway
from tests.credit_server import CreditServer
from tests.db.rows import Ids, add_rows
from tests.funded import reserve


@pytest.fixture
def engine(sqlite_url):
    engine = make_engine(sqlite_url)
    yield engine
    engine.dispose()


@pytest.fixture
def reap(migrated):
    quick = ("-s", "SCRAPER_LEASE_SECONDS=0.4", "-s", "SCRAPER_HEARTBEAT_SECONDS=0.1")
    return lambda *argv: migrated("reap", *quick, *argv)


def _silent(engine) -> Ids:
    """A running run whose worker was last heard of an hour ago."""
    made = add_rows(engine)
    with session_scope(engine) as session:
        past = database_time(session, plus_seconds=-3600)
        session.execute(update(RunWorker).values(heartbeat_at=past, lease_expires_at=past, lease_seconds=0.4))
    return made


def test_a_run_whose_worker_died_is_named_and_queued(reap, engine):
    ids = _silent(engine)
    done = reap()
    assert (done.code, done.out) == (0, f"run {ids.run_id}: worker main is dead; the run is queued\n")
    with session_scope(engine) as session:
        assert session.get_one(Run, ids.run_id).status == "queued"


def test_credits_that_it_had_reserved_go_back(reap, engine):
    ids = _silent(engine)
    with CreditServer({ids.user_id: 100}) as server:
        gateway = HttpGateway(server.url, server.token, timeout_seconds=5)
        reserve(engine, gateway, ids.lease, 10, at_least=1)
        done = reap(*(part for option in server.settings() for part in option.split(" ", 1)))
        assert done.out.endswith("the run is queued\ncredits of 1 run were settled\n")
        assert server.ledger.balances[ids.user_id] == 100


def test_without_a_dead_worker_it_says_so(reap, engine):
    assert reap().out == "no worker is dead\n"


def test_a_database_without_tables_is_one_line(scrapy):
    assert scrapy("reap").code == 4
