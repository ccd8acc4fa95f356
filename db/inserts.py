"""INSERT of many rows that leaves out those which are there already; the same on both databases."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session


def insert_new(
    session: Session,
    table: FromClause,
    unique: tuple[str, ...],
    rows: Sequence[Mapping[str, Any]],
    returning: ColumnElement[Any],
) -> Sequence[Row[Any]]:
    """The `returning` column of each row that was really inserted: those whose `unique` columns were not taken."""
    if not rows:
        return []
    assert isinstance(table, Table)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(table) if is_postgresql else sqlite.insert(table)
    statement = insert.on_conflict_do_nothing(index_elements=unique).returning(returning)
    return session.execute(statement, rows).all()
