"""Wrappers: what runs learnt of sites, per user and schema; loaded by later runs, never another user's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CursorResult, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from db.models import Wrapper
from db.types import utc_now

MAX_LOADED = 200
"""Wrappers that one run takes over, those used last first."""

_UNIQUE = ("user_id", "schema_hash", "site", "signature")


@dataclass(frozen=True, slots=True)
class NewWrapper:
    """A template's wrappers to store. `signature` (up to 64 characters) is its identity within the site.

    `pages` counts those that the template was tried on so far, in earlier runs too; of two that are stored under one
    identity the one that was tried on more stays.
    """

    site: str
    signature: str
    selectors: Mapping[str, Any]
    samples: Sequence[str]
    health: Mapping[str, Any]
    pages: int


def load_wrappers(session: Session, *, user_id: UUID, schema_hash: str, limit: int = MAX_LOADED) -> list[Wrapper]:
    """The user's wrappers for that schema, those used last first; empty where there are none."""
    query = select(Wrapper).filter_by(user_id=user_id, schema_hash=schema_hash)
    return list(session.scalars(query.order_by(Wrapper.updated_at.desc(), Wrapper.id).limit(limit)))


def save_wrappers(session: Session, *, user_id: UUID, schema_hash: str, wrappers: Sequence[NewWrapper]) -> int:
    """How many of the wrappers were stored: new ones, and those tried on as many pages or more.

    Any number of processes may store at once: rows are written in one order, so that none waits in a circle.
    """
    now = utc_now()
    rows = {(each.site, each.signature): each for each in wrappers}
    values = [
        {
            "id": uuid4(),
            "user_id": user_id,
            "schema_hash": schema_hash,
            "site": each.site,
            "signature": each.signature,
            "selectors": dict(each.selectors),
            "samples": list(each.samples),
            "health": dict(each.health),
            "pages": each.pages,
            "created_at": now,
            "updated_at": now,
        }
        for _, each in sorted(rows.items())
    ]
    return len(_upsert(session, values)) if values else 0


def _upsert(session: Session, values: Sequence[Mapping[str, Any]]) -> Sequence[Any]:
    table = Wrapper.__table__
    assert isinstance(table, Table)
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    insert = postgresql.insert(table) if is_postgresql else sqlite.insert(table)
    new = insert.excluded
    statement = insert.on_conflict_do_update(
        index_elements=_UNIQUE,
        set_={name: new[name] for name in ("selectors", "samples", "health", "pages", "updated_at")},
        where=new.pages >= table.c.pages,
    )
    return session.execute(statement.returning(table.c.id), values).all()


def forget_wrappers(session: Session, *, user_id: UUID, schema_hash: str | None = None, site: str | None = None) -> int:
    """How many of the user's wrappers were deleted: all, or those of the schema and of the site that are given."""
    given = {"schema_hash": schema_hash, "site": site}
    wanted = {name: value for name, value in given.items() if value is not None}
    deleted = session.execute(delete(Wrapper).filter_by(user_id=user_id, **wanted))
    assert isinstance(deleted, CursorResult)
    return deleted.rowcount
