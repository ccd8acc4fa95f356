"""The web services that Scrapyd serves beside its own: start, look at and cancel runs, read results (docs/services.md).

Each names the user whose rows it is about, by default the local one; rows of others are as good as not there.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import closing
from datetime import datetime
from importlib.resources import files
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session
from twisted.internet import reactor

from db import jobs, runs
from db.cancelling import request_cancel
from db.clock import database_time
from db.exceptions import InvalidValue
from db.fires import ScheduledJob, scheduled_jobs
from db.leases import workers_of
from db.models import Result, Run
from db.results import ResultFilter, iter_page
from db.runs import TERMINAL
from db.session import session_scope
from db.users import LOCAL_USER_ID
from scraper.config import Config
from scraper.console.next_times import next_times
from scraper.cron import schedule_of
from scraper.runs.launch import enqueue_run
from scraper.scrapyd.answering import Answer, JsonService, check_migrated, json_bytes
from scraper.scrapyd.parameters import (
    Parameter,
    Refused,
    a_boolean,
    a_field,
    a_key,
    a_page_size,
    a_priority,
    a_share,
    an_id,
    an_instant,
)
from scraper.scrapyd.poller import RunPoller

_reactor: Any = reactor
DEFAULT_PAGE = 100
PAGE_BYTES = 16_000_000  # of results in one answer, which is in memory as a whole
USER = Parameter("user_id", an_id, default=LOCAL_USER_ID)
RUN = Parameter("run_id", an_id, is_required=True)
_RUN_FACTS = (
    "id",
    "job_id",
    "status",
    "stop_reason",
    "outcome",
    "error_message",
    "pages_fetched",
    "items_found",
    "items_extracted",
    "credits_charged",
    "idempotency_key",
    "attempts",
    "created_at",
    "started_at",
    "finished_at",
    "cancel_requested_at",
)
_RESULT_FACTS = ("id", "data", "source_url", "record_url", "content_hash", "violations", "created_at")


class StartRun(JsonService):
    """Queue a run of a job; the same idempotency key gives the same run."""

    method = "POST"
    parameters = (
        Parameter("job_id", an_id, is_required=True),
        Parameter("idempotency_key", a_key),
        Parameter("priority", a_priority, default=0.0),
        USER,
    )

    def answer(self, values: Mapping[str, Any]) -> Answer:
        """201 and the new run, or 200 and the one that the key made before."""
        with session_scope(self.database) as session:
            job = jobs.get_job(session, values["job_id"], user_id=values["user_id"])
            started = enqueue_run(session, job.id, idempotency_key=values["idempotency_key"])
            run = runs.get_run(session, started.run_id, user_id=job.user_id)
            if started.is_new:
                run.priority = values["priority"]
            session.flush()
            facts = run_facts(run)
        if started.is_new and isinstance(self.poller, RunPoller):
            _reactor.callFromThread(self.poller.wake)
        return (201 if started.is_new else 200), {"run": facts, "is_new": started.is_new}


class RunStatus(JsonService):
    """How a run stands: counters, end, coverage, and who works on it."""

    parameters = (RUN, USER)

    def answer(self, values: Mapping[str, Any]) -> Answer:
        with session_scope(self.database, is_read_only=True) as session:
            run = runs.get_run(session, values["run_id"], user_id=values["user_id"])
            return 200, {"run": run_facts(run), "workers": _workers(session, run)}


class CancelRun(JsonService):
    """End a run: at once where it is queued, else after the page that it is at."""

    method = "POST"
    parameters = (RUN, USER)

    def answer(self, values: Mapping[str, Any]) -> Answer:
        """200 and the run, also where that was asked before; 409 where it has ended otherwise."""
        with session_scope(self.database) as session:
            run = request_cancel(session, values["run_id"], user_id=values["user_id"])
            if run.status in TERMINAL and run.stop_reason != "cancelled":
                raise Refused(409, f"run {run.id} is {run.status} already ({run.stop_reason or 'by somebody else'})")
            return 200, {"run": run_facts(run)}


class Results(JsonService):
    """The results of a run in the order of the site, page by page; a page ends early where it has PAGE_BYTES."""

    parameters = (
        RUN,
        Parameter("after", an_id),
        Parameter("limit", a_page_size, default=DEFAULT_PAGE),
        Parameter("min_confidence", a_share),
        Parameter("has", a_field, is_many=True),
        Parameter("since", an_instant),
        Parameter("evidence", a_boolean, default=False),
        USER,
    )

    def answer(self, values: Mapping[str, Any]) -> Answer:
        """200 and the results; `next` is what `after` of the next page is, null on the last."""
        wanted = ResultFilter(values["min_confidence"], values["has"], values["since"])
        limit: int = values["limit"]
        with session_scope(self.database, is_read_only=True) as session:
            run = runs.get_run(session, values["run_id"], user_id=values["user_id"])
            page = {"user_id": run.user_id, "after": values["after"], "limit": limit + 1, "wanted": wanted}
            with closing(iter_page(session, run.id, **page)) as found:
                shown, is_last = _fitting(found, limit, with_evidence=values["evidence"])
        return 200, {"results": shown, "next": None if is_last else shown[-1]["id"]}


class Schedules(JsonService):
    """When the scheduled jobs of a user start next."""

    parameters = (
        Parameter("job_id", an_id),
        Parameter("after", an_id),
        Parameter("limit", a_page_size, default=DEFAULT_PAGE),
        USER,
    )

    def answer(self, values: Mapping[str, Any]) -> Answer:
        """200 and the jobs that have a schedule, by name; `next` is what `after` of the next page is."""
        limit: int = values["limit"]
        with session_scope(self.database, is_read_only=True) as session:
            for each in (values["job_id"], values["after"]):
                if each is not None:
                    jobs.get_job(session, each, user_id=values["user_id"])
            now = session.scalar(select(database_time(session)))
            assert now is not None
            of = {"user_id": values["user_id"], "job_id": values["job_id"], "is_active_only": False}
            found = scheduled_jobs(session, now=now, **of)
        ids = [each.job_id for each in found]
        start = ids.index(values["after"]) + 1 if values["after"] in ids else 0
        shown = [_schedule_facts(each, now, self.config) for each in found[start : start + limit]]
        return 200, {"schedules": shown, "next": shown[-1]["job_id"] if len(found) > start + limit else None}


class Health(JsonService):
    """Whether this server can do its work: the database answers and is migrated."""

    def answer(self, values: Mapping[str, Any]) -> Answer:
        with self.database.connect() as connection:
            connection.execute(text("SELECT 1"))
        check_migrated(self.database)
        return 200, {"database": self.database.dialect.name}


class OpenApi(JsonService):
    """The description of these services in OpenAPI 3.1."""

    is_bare = True

    def answer(self, values: Mapping[str, Any]) -> Answer:
        return 200, json.loads((files("scraper.scrapyd") / "openapi.json").read_bytes())


def run_facts(run: Run) -> dict[str, Any]:
    """The run as the services show it. `coverage` is what the site promised and what was found, where the run knows."""
    facts = {name: getattr(run, name) for name in _RUN_FACTS}
    metadata = dict(run.run_metadata)
    return facts | {"priority": run.priority, "coverage": metadata.get("coverage"), "metadata": metadata}


def _schedule_facts(job: ScheduledJob, now: datetime, config: Config) -> dict[str, Any]:
    """The schedule and its next times, in its zone; `wrong` says why it has none."""
    wrong, times = None, []
    try:
        times = next_times(schedule_of(job, config), now) if job.is_active else []
    except InvalidValue as error:
        wrong = str(error)
    own = {"job_id": job.job_id, "name": job.name, "is_active": job.is_active}
    return {**own, "cron": job.cron, "timezone": job.zone, "next_times": times, "wrong": wrong}


def _workers(session: Session, run: Run) -> list[dict[str, Any]]:
    """Who works on the run now."""
    names = ("process", "node", "started_at", "heartbeat_at", "lease_expires_at")
    return [{name: getattr(each, name) for name in names} for each in workers_of(session, run.id, user_id=run.user_id)]


def _fitting(found: Iterable[Result], limit: int, *, with_evidence: bool) -> tuple[list[dict[str, Any]], bool]:
    """As many of the results, one at least, as a page may have, and whether these are all."""
    shown: list[dict[str, Any]] = []
    size = 0
    for each in found:
        facts = _result_facts(each, with_evidence=with_evidence)
        size += len(json_bytes(facts))
        if shown and (len(shown) == limit or size > PAGE_BYTES):
            return shown, False
        shown.append(facts)
    return shown, True


def _result_facts(result: Result, *, with_evidence: bool) -> dict[str, Any]:
    facts: dict[str, Any] = {name: getattr(result, name) for name in _RESULT_FACTS}
    facts["confidence"] = result.confidence_score
    return facts | ({"evidence": result.evidence} if with_evidence else {})
