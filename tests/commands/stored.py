"""A run as the spider leaves it: one page with two records, one page that failed, a warning."""

from uuid import UUID

from sqlalchemy.orm import Session

from db.frontier import FinishedPage, NewRequest, NewResult, add_requests, commit_pages
from db.jobs import add_job
from db.leases import start_run
from db.runs import create_run, end_run
from db.schemas import add_schema
from db.users import local_user

PAGE_URL = "https://shop.example/list"
FAILED_URL = "https://shop.example/list?page=2"
_SCHEMA = {"type": "object", "properties": {"title": {"type": "string"}, "price": {"type": "number"}}}
_RECORDS = ({"title": "Tea", "price": 3.5}, {"title": "Coffee", "note": "\x1b[31mred"})


def store_run(session: Session) -> UUID:
    """The id of a completed run of the local user's job "shop"."""
    user_id = local_user(session).id
    schema = add_schema(session, user_id=user_id, name="product", schema_definition=_SCHEMA)
    job = add_job(session, user_id=user_id, name="shop", target_url=PAGE_URL, extractor_schema_id=schema.id)
    run, _ = create_run(session, job_id=job.id, user_id=user_id, snapshot={})
    lease = start_run(session, run.id, lease_seconds=60)
    add_requests(session, run.id, [NewRequest("a", PAGE_URL), NewRequest("b", FAILED_URL, page_number=2, position=1)])
    done = FinishedPage("a", "done", items_found=2, credits=1, results=[_result(n, d) for n, d in enumerate(_RECORDS)])
    commit_pages(session, lease, [done, FinishedPage("b", "failed", reason="timeout")])
    metadata = {"warnings": ["max_page: did you mean max_pages?"]}
    end_run(session, run.id, status="completed", stop_reason="no_next", outcome="partial", metadata=metadata)
    return run.id


def _result(position: int, data: dict[str, object]) -> NewResult:
    return NewResult(
        data=data,
        source_url=PAGE_URL,
        record_url=None,
        content_hash=str(position),
        confidence_score=0.91,
        evidence={},
        violations=[],
        position=position,
    )
