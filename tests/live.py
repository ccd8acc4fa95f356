"""Jobs, live runs, pages and records as values, for tests of the run's spine. No database of its own, no crawl."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Engine

from db.session import make_engine
from scraper.config import Config
from scraper.extraction.values import Evidence, Record
from scraper.items import PageTally, RecordItem, Visit
from scraper.job import Job, snapshot
from scraper.runs.run import LiveRun

TARGET = "https://shop.example/list"
DEFINITION = {"type": "object", "properties": {"title": {"type": "string"}, "price": {"type": "number"}}}
RUN_ID = UUID("0c5b3c0e-7f57-4c6c-9d0e-5a8c6f3f2b11")
USER_ID = UUID("5d1a6f0a-1f0e-4a57-8a3c-2f8f4c9a7e22")


def job_snapshot(**changes: Any) -> dict[str, Any]:
    """The snapshot of a job without options for a list of things with a title and a price."""
    given = {
        "target_url": TARGET,
        "pagination_type": "none",
        "options": {},
        "schema_definition": DEFINITION,
        "strict_validation": True,
        "allow_extra_fields": False,
    }
    return snapshot(**(given | changes))


def job(options: dict[str, Any] | None = None, **changes: Any) -> Job:
    """The job of `job_snapshot`."""
    return Job.from_snapshot(job_snapshot(options=options or {}, **changes))


@dataclass
class Told:
    """What a live run said to the owners of the writer and the engine."""

    committed: list[PageTally] = field(default_factory=list)
    issued: list[Visit] = field(default_factory=list)
    halts: int = 0
    funds: int = 0

    def halt(self) -> None:
        self.halts += 1

    def fund(self) -> None:
        self.funds += 1


def live(
    of: Job | None = None, *, database: Engine | None = None, ids: tuple[UUID, UUID] = (RUN_ID, USER_ID), **config: Any
) -> tuple[LiveRun, Told]:
    """A live run of the job, and what it tells; `ids` are those of the run and its user, `config` are settings."""
    run = LiveRun(
        run_id=ids[0],
        user_id=ids[1],
        job=of or job(),
        config=Config(**config),
        database=database or make_engine("sqlite://"),
    )
    told = Told()
    run.commit, run.issue, run.halt = told.committed.append, told.issued.extend, told.halt
    run.fund = told.fund
    return run, told


def visit(number: int = 1, **changes: Any) -> Visit:
    """The visit of page `number`, with the fingerprint "page-<number>"."""
    given = {"fingerprint": f"page-{number}", "url": f"{TARGET}?page={number}", "number": number, "order": number - 1}
    return Visit(**{**given, **changes})


def detail(number: int, **changes: Any) -> Visit:
    """The visit of the detail page of record `number`, with the fingerprint "detail-<number>"."""
    url = f"https://shop.example/item/{number}"
    return visit(number, **({"fingerprint": f"detail-{number}", "url": url, "kind": "detail", "depth": 1} | changes))


def record(**changes: Any) -> Record:
    """A record with a title and a price, and evidence for both."""
    data = changes.pop("data", {"title": "Tea", "price": 3.5})
    evidence = {name: Evidence("dom", f"//{name}", str(value), "", 0.8) for name, value in data.items()}
    return Record(
        **{"data": data, "confidence": 0.8, "field_confidence": dict.fromkeys(data, 0.8)}
        | {"evidence": evidence, **changes}
    )


def item(of: Record | None = None, *, page: PageTally | None = None, position: int = 0) -> RecordItem:
    """The record as an item of the page, by default one of its own."""
    tally = page or PageTally(visit(), lambda _: None, found=1)
    return RecordItem.from_record(of or record(), page=tally, position=position, source_url=tally.visit.url)
