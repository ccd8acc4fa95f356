"""Rows that many tests of the data layer start from."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from db.frontier import FinishedPage, NewRequest, NewResult
from db.jobs import add_job
from db.leases import Lease, start_run
from db.models import Base, Run, User
from db.runs import create_run
from db.schemas import add_schema
from db.session import session_scope

DEFINITION = {"type": "object", "properties": {"title": {"type": "string"}, "price": {"type": "number"}}}


@dataclass(frozen=True)
class Ids:
    """What `add_rows` made: a user with a schema, a job, a run of it, and the lease of the run's worker."""

    user_id: UUID
    schema_id: UUID
    job_id: UUID
    run_id: UUID
    lease: Lease | None


def add_rows(engine: Engine, *, is_running: bool = True, name: str = "shop") -> Ids:
    """A new user with a schema, a job and a run (running, or still queued)."""
    with session_scope(engine) as session:
        user = User(email=f"{name}@example.com")
        session.add(user)
        session.flush()
        schema = add_schema(session, user_id=user.id, name=name, schema_definition=DEFINITION)
        job = add_job(
            session, user_id=user.id, name=name, target_url="https://example.com/", extractor_schema_id=schema.id
        )
        run, _ = create_run(session, job_id=job.id, user_id=user.id, snapshot={"target_url": job.target_url})
        lease = start_run(session, run.id, lease_seconds=60) if is_running else None
        return Ids(user.id, schema.id, job.id, run.id, lease)


def request(number: int, **values: Any) -> NewRequest:
    """The request of page `number`, with the fingerprint "page-<number>"."""
    given = {"fingerprint": f"page-{number}", "url": f"https://example.com/{number}", "page_number": number}
    return NewRequest(**{**given, **values})


def result(name: str, **values: Any) -> NewResult:
    """A record with the title and the content hash `name`."""
    given = {
        "data": {"title": name},
        "source_url": "https://example.com/1",
        "record_url": f"https://example.com/item/{name}",
        "content_hash": name,
        "confidence_score": 0.9,
        "evidence": {"title": {"source": "dom", "path": "/h1", "text": name}},
        "violations": [],
        "position": 0,
    }
    return NewResult(**{**given, **values})


def page(number: int, *names: str, **values: Any) -> FinishedPage:
    """Page `number`, done, with one record per name, at one credit."""
    results = tuple(result(name, position=position) for position, name in enumerate(names))
    given = {"fingerprint": f"page-{number}", "state": "done", "http_status": 200, "renderer": "http"}
    return FinishedPage(**{**given, "items_found": len(names), "credits": 1, "results": results, **values})


def counters_of(session: Session, run_id: UUID) -> tuple[int, ...]:
    """The counters as the run's row has them."""
    columns = (Run.pages_fetched, Run.items_found, Run.items_extracted, Run.credits_charged)
    return tuple(session.execute(select(*columns).where(Run.id == run_id)).one())


def count_rows(session: Session) -> dict[str, int]:
    """Rows per table, of all tables."""
    tables = Base.metadata.sorted_tables
    return {table.name: session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
