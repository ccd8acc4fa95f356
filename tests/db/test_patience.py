"""db.patience: units of work are run again while that may help, and no longer. With a real PostgreSQL at the end."""

import sqlite3
import threading
import time

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import OperationalError

from db.exceptions import DatabaseAway, RunLost
from db.migrate import migrate
from db.models import User
from db.patience import TRY_SECONDS, Patience
from db.session import make_engine, session_scope
from tests.postgres import own_postgres

# Statements that take a lock; on SQLite BEGIN has taken it already.
_LOCKING = {"postgresql": "LOCK TABLE users", "sqlite": "SELECT 1"}


class _GoneError(Exception):
    """What a driver says of a connection that it has lost."""


def _gone():
    return OperationalError("COMMIT", {}, _GoneError("the server closed the connection"))


def _busy():
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorcode = sqlite3.SQLITE_BUSY
    return OperationalError("BEGIN IMMEDIATE", {}, error)


def _unit(*errors, result="done"):
    """A unit that raises the errors one after the other and then succeeds."""
    left = list(errors)

    def unit():
        if left:
            raise left.pop(0)
        return result

    return unit


@pytest.fixture
def told():
    return []


@pytest.fixture
def patience(told):
    patience = Patience(20.0)
    patience.on_away, patience.on_back = lambda: told.append("away"), lambda: told.append("back")
    return patience


def test_a_unit_that_succeeds_is_run_once(patience, told):
    assert (patience.run(_unit()), patience.retries, told) == ("done", 0, [])


def test_a_unit_is_run_again_until_it_succeeds(patience):
    assert (patience.run(_unit(_gone(), _gone(), _busy())), patience.retries) == ("done", 3)


def test_an_outage_is_told_once_at_its_beginning_and_at_its_end(patience, told):
    patience.run(_unit(_gone(), _gone(), _gone()))
    assert (told, patience.is_away) == (["away", "back"], False)


def test_a_lock_is_no_outage(patience, told):
    patience.run(_unit(_busy(), _busy()))
    assert told == []


@pytest.mark.parametrize("error", [RunLost("x"), ValueError("x"), KeyError("x")])
def test_another_error_is_raised_at_once(patience, error):
    with pytest.raises(type(error)):
        patience.run(_unit(error))
    assert patience.retries == 0


def test_patience_has_an_end():
    patience = Patience(0.3)
    with pytest.raises(DatabaseAway, match=r"could not be used for .* the server closed the connection"):
        patience.run(_unit(*[_gone() for _ in range(1000)]))
    assert patience.is_away


def test_a_wait_is_cut_short_when_there_is_a_hurry():
    patience = Patience(600.0)
    patience.on_away = lambda: threading.Timer(0.2, patience.hurry, [0.1]).start()
    started = time.monotonic()
    with pytest.raises(DatabaseAway):
        patience.run(_unit(*[_gone() for _ in range(1000)]))
    assert time.monotonic() - started < 5


def test_a_later_hurry_does_not_give_more_time():
    patience = Patience(600.0)
    patience.hurry(0.0)
    patience.hurry(600.0)
    with pytest.raises(DatabaseAway):
        patience.run(_unit(*[_gone() for _ in range(1000)]))


def test_even_in_a_hurry_a_unit_is_tried_once():
    patience = Patience(600.0)
    patience.hurry(0.0)
    assert patience.run(_unit()) == "done"


@pytest.fixture
def locked(engine, database_url):
    """A unit that needs a lock which another session holds; each try waits a second for it on PostgreSQL."""
    patient = make_engine(database_url, lock_seconds=1)
    with engine.connect() as holder, holder.begin():
        holder.execute(text(_LOCKING[engine.dialect.name]))

        def unit():
            with session_scope(patient) as session:
                session.execute(text(_LOCKING[engine.dialect.name]))

        yield unit
    patient.dispose()


def test_a_unit_under_way_that_waits_for_a_lock_notices_the_hurry(locked):
    patience, started = Patience(600.0), time.monotonic()
    threading.Timer(0.3, patience.hurry, [0.2]).start()
    with pytest.raises(DatabaseAway, match="lock"):
        patience.run(locked)
    assert (time.monotonic() - started < TRY_SECONDS, patience.is_away) == (True, True)


def test_a_unit_that_begins_in_a_hurry_waits_no_longer_for_a_lock_than_there_is_time(locked):
    patience, started = Patience(600.0), time.monotonic()
    patience.hurry(0.0)
    with pytest.raises(DatabaseAway):
        patience.run(locked)
    assert time.monotonic() - started < TRY_SECONDS


@pytest.mark.postgres
def test_no_transaction_is_lost_or_doubled_while_the_server_is_killed_and_started():
    with own_postgres() as server:
        migrate(server.url)
        engine, patience = make_engine(server.url), Patience(60.0)

        def insert(number):
            with session_scope(engine) as session:
                if session.scalar(select(User.id).filter_by(email=str(number))) is None:
                    session.add(User(email=str(number)))

        is_over = threading.Event()

        def restart():
            for _ in range(3):
                server.restart()
            is_over.set()

        killer = threading.Thread(target=restart)
        killer.start()
        written = 0
        while not is_over.is_set():
            patience.run(lambda number=written: insert(number))
            written += 1
        killer.join()
        with session_scope(engine) as session:
            stored = session.scalar(select(func.count()).select_from(User))
        engine.dispose()
    assert stored == written
    assert patience.retries >= 1
