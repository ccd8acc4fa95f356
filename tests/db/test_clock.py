"""db.clock: the database's own time, comparable with what its columns hold."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from db.clock import database_time
from db.session import session_scope

SLACK = timedelta(seconds=5)  # the tests' database runs on this machine's clock


@pytest.mark.parametrize("seconds", [0.0, 60.0, -3600.0, 0.25])
def test_the_time_is_aware_and_moved_by_the_seconds(engine: Engine, seconds):
    with session_scope(engine) as session:
        told = session.scalar(select(database_time(session, plus_seconds=seconds)))
    assert abs(told - datetime.now(UTC) - timedelta(seconds=seconds)) < SLACK


def test_the_time_goes_on_within_a_transaction(engine: Engine):
    with session_scope(engine) as session:
        first = session.scalar(select(database_time(session)))
        while session.scalar(select(database_time(session))) == first:
            pass
        assert session.scalar(select(database_time(session))) > first
