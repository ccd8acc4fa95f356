"""A small world of pages without a site, and what a run of it must leave. Every page is made from its fingerprint."""

from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select

from db.frontier import FinishedPage, NewRequest, NewResult, add_requests
from db.jobs import add_job
from db.models import Result, Run, RunRequest, User
from db.runs import create_run, recount
from db.schemas import add_schema
from db.session import session_scope
from tests.db.rows import DEFINITION

ROOT_URL = "https://world.example"


def new_run(engine: Engine, *, pages: int, name: str = "world") -> UUID:
    """A queued run of a world of so many list pages, with its first request."""
    with session_scope(engine) as session:
        user = User(email=f"{name}@example.com")
        session.add(user)
        session.flush()
        schema = add_schema(session, user_id=user.id, name=name, schema_definition=DEFINITION)
        job = add_job(session, user_id=user.id, name=name, target_url=ROOT_URL, extractor_schema_id=schema.id)
        run, _ = create_run(session, job_id=job.id, user_id=user.id, snapshot={"pages": pages})
        add_requests(session, run.id, [_list_request(1)])
        return run.id


def page_of(fingerprint: str, *, pages: int) -> FinishedPage:
    """What is found behind a request: list pages lead to the next one and, each third, to two details; some fail."""
    kind, _, digits = fingerprint.partition("-")
    number = int(digits)
    if kind == "detail":
        if number % 10 == 4:
            return FinishedPage(fingerprint, "failed", reason="timeout")
        return _done(fingerprint, [f"detail {number}"])
    following = [_list_request(number + 1, parent=fingerprint)] if number < pages else []
    if number % 3 == 0:
        following += [_detail_request(2 * number + each, parent=fingerprint) for each in range(2)]
    # The record of the page before stands on this one, too; every fifth page is empty.
    titles = [] if number % 5 == 0 else [f"record {number}", f"record {number - 1}", f"extra {number}"]
    return _done(fingerprint, titles, next_requests=following)


def _done(fingerprint: str, titles: list[str], **values: Any) -> FinishedPage:
    results = tuple(_result(title, position) for position, title in enumerate(titles))
    given = {"http_status": 200, "renderer": "http", "items_found": len(titles), "credits": 1 if titles else 0}
    return FinishedPage(fingerprint, "done", **given, content=f"content of {fingerprint}", results=results, **values)


def _result(title: str, position: int) -> NewResult:
    return NewResult(
        data={"title": title},
        source_url=ROOT_URL,
        record_url=None,
        content_hash=title,
        confidence_score=0.5,
        evidence={},
        violations=[],
        position=position,
    )


def _list_request(number: int, parent: str | None = None) -> NewRequest:
    url = f"{ROOT_URL}/{number}"
    return NewRequest(f"page-{number}", url, page_number=number, position=number - 1, parent=parent)


def _detail_request(number: int, parent: str) -> NewRequest:
    url = f"{ROOT_URL}/detail/{number}"
    return NewRequest(f"detail-{number}", url, kind="detail", depth=1, page_number=number // 2, parent=parent)


def state_of(engine: Engine, run_id: UUID) -> dict[str, Any]:
    """All that a run left, row by row, without what differs between any two runs: ids, times, hosts, ports."""
    with session_scope(engine, is_read_only=True) as session:
        run = session.get_one(Run, run_id)
        requests = session.scalars(select(RunRequest).filter_by(run_id=run_id)).all()
        results = session.scalars(select(Result).filter_by(run_id=run_id)).all()
        counted = recount(session, run_id)
    fingerprints = {each.id: each.fingerprint for each in requests}
    return {
        "run": _values(run, "status stop_reason outcome error_message"),
        "metadata": {name: note for name, note in run.run_metadata.items() if name != "resume"},
        "counters": _values(run, "pages_fetched items_found items_extracted credits_charged"),
        "counted": (counted.pages_fetched, counted.items_found, counted.items_extracted, counted.credits_charged),
        "requests": sorted(
            _values(each, "fingerprint kind depth page_number parent state reason http_status content items_found")
            + _values(each, "items_extracted credits")
            for each in requests
        ),
        "results": sorted(
            (fingerprints[each.request_id], *_values(each, "position content_hash source_url"), str(each.data))
            for each in results
        ),
    }


def _values(row: object, names: str) -> tuple[Any, ...]:
    return tuple(str(getattr(row, name)) for name in names.split())


def faults(left: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """What is lost, doubled or charged wrongly, in words; none for a state that is as expected."""
    found = []
    for what in ("requests", "results"):
        found += [f"lost of {what}: {row}" for row in set(expected[what]) - set(left[what])]
        found += [f"not expected of {what}: {row}" for row in set(left[what]) - set(expected[what])]
        if len(left[what]) != len(set(left[what])):
            found.append(f"doubled {what}")
    if tuple(map(int, left["counters"])) != left["counted"]:
        found.append(f"counters {left['counters']} are not what the rows add up to: {left['counted']}")
    for what in ("run", "counters", "metadata"):
        if left[what] != expected[what]:
            found.append(f"{what}: {left[what]} instead of {expected[what]}")
    return found
