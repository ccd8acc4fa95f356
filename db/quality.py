"""What the rows say of a run's quality: records, filled fields, failed pages, and the run before. Judges nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, column, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from db.models import Result, Run, RunRequest
from db.runs import get_run

_EMPTY_TEXTS = ("null", '""', "[]", "{}")  # as JSON


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """What a run came to. `filled` counts by field the records that have a value: not null and not empty.

    `last_items` are those of the job's completed run before it; None where there was none.
    """

    items: int
    filled: Mapping[str, int]
    pages_done: int
    pages_failed: int
    last_items: int | None


def quality_facts(session: Session, run_id: UUID, *, user_id: UUID) -> QualityFacts:
    """The facts of the run, as far as it is stored. Raises NotFound when it is missing or someone else's."""
    run = get_run(session, run_id, user_id=user_id)
    states = select(RunRequest.state, func.count()).filter_by(run_id=run_id, user_id=user_id)
    pages = {state: int(count) for state, count in session.execute(states.group_by(RunRequest.state))}
    return QualityFacts(
        items=run.items_extracted,
        filled=_filled(session, run_id, user_id),
        pages_done=pages.get("done", 0),
        pages_failed=pages.get("failed", 0),
        last_items=_last_items(session, run),
    )


def _filled(session: Session, run_id: UUID, user_id: UUID) -> dict[str, int]:
    """Records with a value by field, in one pass over the records of the run."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    fields, has_value = _each_on_postgresql() if is_postgresql else _each_on_sqlite()
    query = select(fields.c.key, func.count()).select_from(Result).join(fields, has_value)
    own = query.where(Result.run_id == run_id, Result.user_id == user_id).group_by(fields.c.key)
    return {str(key): int(count) for key, count in session.execute(own)}


def _each_on_postgresql() -> tuple[Any, ColumnElement[bool]]:
    fields = func.jsonb_each(Result.data).table_valued("key", column("value", JSONB)).lateral()
    return fields, fields.c.value.cast(Text).not_in(_EMPTY_TEXTS)


def _each_on_sqlite() -> tuple[Any, ColumnElement[bool]]:
    fields = func.json_each(Result.data).table_valued("key", "value", "type")
    is_empty = or_(
        fields.c.type == "null",
        (fields.c.type == "text") & (fields.c.value == ""),
        (fields.c.type == "array") & (fields.c.value == "[]"),
        (fields.c.type == "object") & (fields.c.value == "{}"),
    )
    return fields, ~is_empty


def _last_items(session: Session, run: Run) -> int | None:
    """Records of the job's newest completed run; one that somebody ended by hand says nothing of the site."""
    is_whole = or_(Run.stop_reason.is_(None), Run.stop_reason != "cancelled")
    query = select(Run.items_extracted).where(Run.job_id == run.job_id, Run.user_id == run.user_id, Run.id != run.id)
    return session.scalar(query.where(Run.status == "completed", is_whole).order_by(Run.finished_at.desc()).limit(1))
