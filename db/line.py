"""The line of runs that wait: which one is next, as far as limits and others' claims let it. Takes none of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, and_, cast, func, literal, not_, or_, select, type_coerce
from sqlalchemy.orm import Session

from db.clock import database_time
from db.models import Run, ScrapingJob
from db.options import given_option
from db.types import load_json

TURN = (Run.priority.desc(), Run.created_at, Run.id)
"""The order in which runs are taken."""

CLAIMS = 0x5C4A9E  # the namespace of our advisory locks, so that they are no one else's
# Written out, so that the indexes of the queued and of the running runs are of use.
_QUEUED, _RUNNING = literal("queued", literal_execute=True), literal("running", literal_execute=True)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is looked at of a queued run before it is taken: small columns, and none that SQL can spoil."""

    run_id: UUID
    job_id: UUID
    user_id: UUID
    scrapyd_job_id: str | None
    is_cancelled: bool


class Line:
    """The runs that may be taken as far as can be seen, one after another, each locked; others' are passed by."""

    def __init__(self, session: Session, *, per_user: int, per_job: int) -> None:
        self.passed: list[UUID] = []
        self._session = session
        self._per_user = per_user
        self._per_job = per_job
        users, jobs = self._under_way()
        alone = set(jobs) - _allowing(session, jobs)
        self._busy_users = [user for user, count in users.items() if count >= per_user]
        self._busy_jobs = [job for job, count in jobs.items() if count >= per_job or job in alone]
        self._has_claims = False

    def next(self) -> Waiting | None:
        """The next of them whose user's claims are this server's until it commits, unless it was cancelled."""
        while (row := self._session.execute(self._query()).one_or_none()) is not None:
            waiting = Waiting(*row)
            if waiting.is_cancelled or self._lock_claims_of(waiting.user_id):
                return waiting
            self._busy_users.append(waiting.user_id)
        return None

    def has_room(self, run: Waiting) -> bool:
        """Whether the run is within the limits, now that nobody else takes one of its user's."""
        users, jobs = self._under_way()
        is_alone = not jobs[run.job_id] or run.job_id in _allowing(self._session, [run.job_id])
        return is_alone and users[run.user_id] < self._per_user and jobs[run.job_id] < self._per_job

    def _under_way(self) -> tuple[Counter[UUID], Counter[UUID]]:
        """How many runs each user, and each job, has under way now: as many rows as there are slots, from an index."""
        query = select(Run.user_id, Run.job_id).where(Run.status == _RUNNING, *is_readable(self._session))
        rows = self._session.execute(query).all()
        return Counter(row[0] for row in rows), Counter(row[1] for row in rows)

    def _query(self) -> Any:
        is_cancelled = Run.cancel_requested_at.is_not(None)
        return (
            select(Run.id, Run.job_id, Run.user_id, Run.scrapyd_job_id, is_cancelled)
            .where(*is_due(self._session), Run.id.not_in(self.passed), Run.user_id.not_in(self._busy_users))
            .where(Run.job_id.not_in(self._busy_jobs), *is_readable(self._session))
            .order_by(*TURN)
            .limit(1)
            .with_for_update(of=Run, skip_locked=True)
        )

    def _lock_claims_of(self, user_id: UUID) -> bool:
        """Whether this server alone takes runs of the user: what it counts is so until it commits.

        Who has one user's claims does not wait for another's: two servers could wait for each other. SQLite's
        transactions are one after the other anyway.
        """
        if self._session.get_bind().dialect.name != "postgresql":
            return True
        lock = func.pg_try_advisory_xact_lock if self._has_claims else func.pg_advisory_xact_lock
        is_held = self._session.scalar(select(lock(CLAIMS, func.hashtext(str(user_id))))) is not False
        self._has_claims = self._has_claims or is_held
        return is_held


def is_due(session: Session) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """That a run waits, and that its time has come."""
    return Run.status == _QUEUED, or_(Run.not_before.is_(None), Run.not_before <= database_time(session))


def is_readable(session: Session) -> tuple[ColumnElement[bool], ...]:
    """That the run's ids are such as we write. SQLite keeps any text that SQL wrote there, PostgreSQL none."""
    if session.get_bind().dialect.name == "postgresql":
        return ()
    return tuple(_is_id(column) for column in (Run.id, Run.job_id, Run.user_id))


def unreadable_runs(session: Session) -> list[str]:
    """The ids, as they are written, of the runs that wait and are not readable."""
    readable = is_readable(session)
    if not readable:
        return []
    query = select(type_coerce(Run.id, Text)).where(Run.status == _QUEUED, not_(and_(*readable)))
    return list(session.scalars(query))


def _is_id(column: Any) -> ColumnElement[bool]:
    """32 hexadecimal digits in lower case, which is how SQLAlchemy writes a UUID and looks for it."""
    written = type_coerce(column, Text)
    return and_(func.length(written) == 32, not_(written.bool_op("GLOB")("*[^0-9a-f]*")))


def _allowing(session: Session, jobs: Iterable[UUID]) -> set[UUID]:
    """Of the jobs those whose waiting runs need not wait for the ones under way."""
    options = cast(ScrapingJob.options, Text)
    query = select(ScrapingJob.id, options).where(ScrapingJob.id.in_(list(jobs)), options.contains('"allow"'))
    return {row[0] for row in session.execute(query) if _is_allowing(row[1])}


def _is_allowing(options: str | None) -> bool:
    """Whether these options, as JSON, say `overlap_policy` "allow" under any name of it."""
    try:
        given = load_json(options or "{}")
    except (ValueError, RecursionError):  # such a job's runs are refused when they begin
        return False
    return isinstance(given, dict) and given_option(given, "overlap_policy") == "allow"
