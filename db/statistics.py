"""Figures of all users' runs for the operator: a few numbers each time, however many runs there have been."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from db.clock import database_time
from db.models import Run, RunRequest, RunWorker
from db.runs import TERMINAL
from db.types import UtcDateTime

# A run that ended is counted once and for all when this much later no transaction that ended it can be under way.
SETTLED_AFTER = timedelta(minutes=10)
COUNTERS = ("runs", "pages_fetched", "items_found", "items_extracted", "credits_charged")
Sums = tuple[int, ...]
"""One number for each of COUNTERS."""
End = tuple[str, str]
"""Status and stop reason ("" where the run has none)."""


@dataclass(frozen=True, slots=True)
class Settled:
    """The runs that ended until a moment, by their ends. `until` is None where nothing was counted yet."""

    until: datetime | None = None
    ends: Mapping[End, Sums] = field(default_factory=dict)
    failed_pages: Mapping[str, int] = field(default_factory=dict)
    """By reason; only of runs that ended after the first look."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """The state of things now. Times are in seconds by the database's clock; None where there is nothing to measure."""

    open_runs: Mapping[str, int]
    """Queued and running runs."""
    ends: Mapping[End, Sums]
    """The runs that have ended, by status and stop reason."""
    failed_pages: Mapping[str, int]
    """Pages that ended runs could not have, by reason; older runs than the first look's are left out."""
    under_way: Sums
    """The counters of the runs that have not ended."""
    oldest_queued_seconds: float | None
    workers_alive: int
    workers_silent: int
    oldest_silence_seconds: float | None
    """How long the lease of a worker that nobody has reaped is over, at most."""
    settled: Settled
    """What the next look may begin with."""


def statistics(session: Session, settled: Settled) -> Statistics:
    """The figures now. `settled` is that of the look before, or an empty one: then all runs are read, once."""
    now = session.scalar(select(database_time(session)))
    assert now is not None
    settled = _settle(session, settled, now - SETTLED_AFTER)
    is_recent = (Run.finished_at > settled.until,)
    open_runs, under_way = _open(session)
    alive, silent, expired = _workers(session, now)
    return Statistics(
        open_runs=open_runs,
        ends=_added(settled.ends, _ends(session, is_recent)),
        failed_pages=_counted(settled.failed_pages, _failed_pages(session, is_recent)),
        under_way=under_way,
        oldest_queued_seconds=_age(_oldest_queued(session, now), now),
        workers_alive=alive,
        workers_silent=silent,
        oldest_silence_seconds=_age(expired, now),
        settled=settled,
    )


def _settle(session: Session, settled: Settled, until: datetime) -> Settled:
    """The same, up to date: what ended since then is added."""
    if settled.until is not None and until <= settled.until:
        return settled
    if settled.until is None:
        return Settled(until, _ends(session, (Run.finished_at <= until,)))
    is_new = (Run.finished_at <= until, Run.finished_at > settled.until)
    ends = _added(settled.ends, _ends(session, is_new))
    return Settled(until, ends, _counted(settled.failed_pages, _failed_pages(session, is_new)))


def _ends(session: Session, chosen: Sequence[ColumnElement[bool]]) -> dict[End, Sums]:
    reason = func.coalesce(Run.stop_reason, "")
    query = select(Run.status, reason, *_sums()).where(Run.status.in_(TERMINAL), *chosen)
    return {(row[0], row[1]): _whole(row[2:]) for row in session.execute(query.group_by(Run.status, reason))}


def _failed_pages(session: Session, chosen: Sequence[ColumnElement[bool]]) -> dict[str, int]:
    reason = func.coalesce(RunRequest.reason, "")
    query = select(reason, func.count()).join(Run, Run.id == RunRequest.run_id)
    failed = query.where(RunRequest.state == "failed", *chosen).group_by(reason)
    return {row[0]: row[1] for row in session.execute(failed)}


def _open(session: Session) -> tuple[dict[str, int], Sums]:
    states = ("queued", "running")
    query = select(Run.status, *_sums()).where(Run.status.in_(states)).group_by(Run.status)
    found = {row[0]: _whole(row[1:]) for row in session.execute(query)}
    total = tuple(sum(column) for column in zip(*found.values(), strict=True)) or (0,) * len(COUNTERS)
    return {state: found[state][0] if state in found else 0 for state in states}, total


def _oldest_queued(session: Session, now: datetime) -> datetime | None:
    """Since when the oldest run waits that may be taken now."""
    asked_for = func.coalesce(Run.not_before, Run.created_at, type_=UtcDateTime())
    # A run that no process could begin was put off by us: it has waited all the while.
    since = case((Run.failed_starts > 0, Run.created_at), else_=asked_for)
    query = select(func.min(since, type_=UtcDateTime())).where(Run.status == "queued", since <= now)
    oldest: datetime | None = session.scalar(query)
    return oldest


def _workers(session: Session, now: datetime) -> tuple[int, int, datetime | None]:
    """Workers whose lease runs, those whose lease is over, and since when at most."""
    is_over = RunWorker.lease_expires_at <= now
    query = select(
        func.count().filter(~is_over),
        func.count().filter(is_over),
        func.min(RunWorker.lease_expires_at).filter(is_over),
    )
    alive, silent, first = session.execute(query.select_from(RunWorker)).one()
    return alive, silent, first


def _sums() -> list[ColumnElement[Any]]:
    columns = (Run.pages_fetched, Run.items_found, Run.items_extracted, Run.credits_charged)
    return [func.count(), *(func.sum(column) for column in columns)]


def _whole(row: Sequence[Any]) -> Sums:
    return tuple(int(value or 0) for value in row)


def _added(one: Mapping[End, Sums], other: Mapping[End, Sums]) -> dict[End, Sums]:
    none = (0,) * len(COUNTERS)
    return {
        end: tuple(a + b for a, b in zip(one.get(end, none), other.get(end, none), strict=True))
        for end in {*one, *other}
    }


def _counted(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    return {name: one.get(name, 0) + other.get(name, 0) for name in {*one, *other}}


def _age(since: datetime | None, now: datetime) -> float | None:
    return None if since is None else max(0.0, (now - since).total_seconds())
