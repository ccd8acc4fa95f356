"""Rows that are there already are left out, the others are reported."""

from uuid import uuid4

from sqlalchemy import Engine

from db.inserts import insert_new
from db.models import User
from db.session import session_scope

TABLE = User.__table__


def test_only_new_rows_are_reported(engine: Engine):
    known, new = uuid4(), uuid4()
    with session_scope(engine) as session:
        insert_new(session, TABLE, ("id",), [{"id": known}], TABLE.c.id)
        rows = [{"id": known}, {"id": new}, {"id": new}]
        assert [row.id for row in insert_new(session, TABLE, ("id",), rows, TABLE.c.id)] == [new]


def test_no_rows_are_no_statement(engine: Engine):
    with session_scope(engine) as session:
        assert insert_new(session, TABLE, ("id",), [], TABLE.c.id) == []
