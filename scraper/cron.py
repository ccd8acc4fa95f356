"""Starts the runs of scheduled jobs: `due` says which instants have come, `Cron` decides each of them once.

All that is known of the past is in the database, by the database's clock, so any number of processes may do this at
once and any of them may die.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from db import fires, jobs
from db.clock import database_time
from db.exceptions import InvalidValue
from db.failures import cause_of, is_passing
from db.fires import ScheduledJob
from db.schedules import Schedule, read_schedule
from db.session import session_scope
from scraper.config import Config
from scraper.exceptions import JobError
from scraper.options import JobOptions
from scraper.runs.launch import enqueue_run, readable_rows

logger = logging.getLogger(__name__)

# How late an instant is still on time, whatever misfire_grace_time says: cron itself knows nothing below a minute.
ON_TIME = timedelta(minutes=1)
AWAY_SECONDS = 5.0  # how late a database that is back is noticed
_SHORTEST_PAUSE_SECONDS = 0.05  # the database's clock and ours do not agree to the millisecond
_QUIET = logging.INFO
_LEVELS = {"started": _QUIET, "skipped": logging.WARNING, "missed": logging.WARNING, "refused": logging.ERROR}


@dataclass(frozen=True, slots=True)
class Scheduled:
    """A job and its schedule, which has been read."""

    job: ScheduledJob
    schedule: Schedule


@dataclass(frozen=True, slots=True)
class Due:
    """An instant of a job's schedule that has come and that nobody has decided."""

    job: ScheduledJob
    fire_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What became of a due instant: started with `run_id`, or none of it, for the reason."""

    outcome: str
    run_id: UUID | None = None
    reason: str | None = None


def due(scheduled: Iterable[Scheduled], now: datetime) -> list[Due]:
    """The latest instant of each job that has come by `now`, unless it was decided; what was missed before it is lost.

    Nothing is due that came before the schedule was last changed or switched on, nor before one that was decided.
    """
    found = []
    for each in scheduled:
        first = first_open(each, now)
        if first is not None and first <= now:
            latest = each.schedule.latest(after=first - timedelta(microseconds=1), until=now)
            found.append(Due(each.job, latest or first))
    return found


def first_open(each: Scheduled, now: datetime) -> datetime | None:
    """The job's first instant that is not decided, past or to come; None where there is none."""
    # A change that is still to come was noted by a clock that ran ahead: then only what comes now counts.
    since = each.job.since if each.job.since <= now else now - ON_TIME
    return _next(each.schedule, max(since, each.job.decided or since))


@lru_cache(maxsize=50_000)
def _next(schedule: Schedule, after: datetime) -> datetime | None:
    return schedule.next(after)


def fire_key(fire_at: datetime) -> str:
    """The idempotency key of the run of an instant, such as cron:2026-11-23T06:00:00Z."""
    return f"cron:{fire_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class Cron:
    """Starts what is due in one database. `now` is the clock, by default the database's."""

    def __init__(self, database: Engine, config: Config, *, now: Callable[[Session], datetime] | None = None) -> None:
        self._database = database
        self._config = config
        self._now = now or _database_now
        self._told: dict[UUID, str] = {}
        self._is_away = False

    def run(self, wait: Callable[[float], bool]) -> None:
        """Look, and `wait` for as long as nothing will be due, until it returns True."""
        while not wait(self.step()):
            pass

    def step(self) -> float:
        """Look once, and how many seconds to wait before the next look. Whatever fails is in the log."""
        try:
            pause = self.look()
        except SQLAlchemyError as error:
            if not self._is_away:
                logger.warning("Cron cannot use the database and asks again every few seconds: %s", cause_of(error))
            self._is_away = True
            return AWAY_SECONDS
        except Exception:  # the edge of the loop: what one look could not do the next may
            logger.exception("Cron could not look at the schedules and looks again")
            return AWAY_SECONDS
        if self._is_away:
            logger.info("The database is back; what was missed is made up for as each job's misfire_grace_time says")
        self._is_away = False
        return pause

    def look(self) -> float:
        """Start what is due now. The seconds until something may be due or changed.

        Raises SQLAlchemyError where the database is away.
        """
        with session_scope(self._database, is_read_only=True) as session:
            now = self._now(session)
            found = fires.scheduled_jobs(session, now=now)
        scheduled = self._readable(found)
        for each in due(scheduled, now):
            self._decide(each, now)
        coming = (_coming(each, now) for each in scheduled)
        longest = self._config.cron_look_seconds
        pause = min(((each - now).total_seconds() for each in coming if each is not None), default=longest)
        return max(_SHORTEST_PAUSE_SECONDS, min(pause, longest))

    def _readable(self, found: Iterable[ScheduledJob]) -> list[Scheduled]:
        """The jobs whose schedules can be used; about each of the others the log says once what to do."""
        scheduled, told = [], {}
        for job in found:
            try:
                scheduled.append(Scheduled(job, schedule_of(job, self._config)))
            except InvalidValue as error:
                told[job.job_id] = str(error)
                if self._told.get(job.job_id) != str(error):
                    cure = f"scrapy jobs edit {job.job_id} --cron '0 6 * * *', or --no-cron"
                    logger.error(
                        "Job %s (%r) is never started: %s. To change it: %s", job.job_id, job.name, error, cure
                    )
        self._told = told
        return scheduled

    def _decide(self, each: Due, now: datetime) -> None:
        """Decide one instant; what fails is this job's alone, but a database that is away is everybody's."""
        try:
            with session_scope(self._database) as session:
                decision = decide(session, each, now)
        except Exception as error:  # the edge: one bad job must not stop the others
            if is_passing(error):
                raise
            logger.exception("Job %s (%r) could not be started, cron tries again", each.job.job_id, each.job.name)
            return
        if decision is not None:
            said = f"run {decision.run_id} is queued" if decision.outcome == "started" else decision.outcome
            _log(each, decision.outcome, f"{said}: {decision.reason}" if decision.reason else said)


def decide(session: Session, each: Due, now: datetime) -> Decision | None:
    """Start the instant's run, or note why not; None where it is no longer the caller's to decide."""
    job = fires.lock_schedule(session, each.job.job_id)
    if job is None or _what_counts(job) != _what_counts(each.job):
        return None  # it was changed meanwhile: the next look sees what is due then
    if not fires.claim_fire(session, job, each.fire_at):
        return None
    try:
        decision = _start(session, each, now)
    except JobError as error:
        decision = Decision("refused", reason=str(error))
    fires.decide(session, job, each.fire_at, outcome=decision.outcome, run_id=decision.run_id, reason=decision.reason)
    return decision


def schedule_of(job: ScheduledJob, config: Config) -> Schedule:
    """The schedule of the job's row. Raises InvalidValue, with what to write instead, where it cannot be used."""
    return read_schedule(job.cron, job.zone, min_interval_seconds=config.cron_min_interval_seconds)


def _start(session: Session, each: Due, now: datetime) -> Decision:
    """The decision on an instant that is the caller's. Raises JobError for a job that cannot run as written."""
    job_id, key = each.job.job_id, fire_key(each.fire_at)
    if (made := fires.keyed_run(session, job_id, key)) is not None:
        return Decision("started", made)
    with readable_rows():
        row = jobs.get_job(session, job_id, user_id=each.job.user_id)
    options, _ = JobOptions.from_options(row.options or {})
    late = now - each.fire_at
    if late > max(timedelta(seconds=options.misfire_grace_time), ON_TIME):
        grace = f"misfire_grace_time is {options.misfire_grace_time} s"
        return Decision("missed", reason=f"cron came {late.total_seconds():.0f} s late and {grace}")
    if options.overlap_policy == "skip" and (other := fires.run_in_the_way(session, job_id)):
        run_id, status = other
        waiting = "; does anything take runs from the queue (scrapy cron --run, Scrapyd)?" if status == "queued" else ""
        return Decision("skipped", run_id, f"run {run_id} is still {status}{waiting}")
    scheduled_for = {"scheduled_for": f"{each.fire_at:%Y-%m-%dT%H:%M:%SZ}"}
    return Decision("started", enqueue_run(session, job_id, idempotency_key=key, metadata=scheduled_for).run_id)


def _coming(each: Scheduled, now: datetime) -> datetime | None:
    first = first_open(each, now)
    return first if first is None or first > now else _next(each.schedule, now)


def _what_counts(job: ScheduledJob) -> tuple[object, ...]:
    return (job.cron, job.zone, job.is_active, job.since)


def _database_now(session: Session) -> datetime:
    now = session.scalar(select(database_time(session)))
    assert isinstance(now, datetime)
    return now


def _log(each: Due, outcome: str, said: str) -> None:
    moment = f"{each.fire_at:%Y-%m-%d %H:%M} UTC"
    logger.log(_LEVELS[outcome], "Job %s (%r), %s: %s", each.job.job_id, each.job.name, moment, said)
