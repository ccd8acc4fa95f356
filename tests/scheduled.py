"""Jobs with schedules, a clock that the test sets, and what became of the instants."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, select, update

from db.models import Run, ScheduleFire, ScrapingJob
from db.session import session_scope
from scraper.config import Config
from scraper.cron import Cron
from tests.db.rows import Ids, add_rows

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CONFIG = Config()


def at(clock: str, day: int = 23) -> datetime:
    """A time of 23 November 2026, UTC, such as "12:05" or "12:05:30"."""
    return datetime.fromisoformat(f"2026-11-{day}T{clock}+00:00")


@dataclass
class Clock:
    """What time it is for cron."""

    now: datetime = NOON

    def __call__(self, _: object) -> datetime:
        return self.now


@dataclass
class ScheduledJobs:
    """Jobs in a database, and a cron that looks at them when the test says so."""

    engine: Engine
    clock: Clock = field(default_factory=Clock)
    _names: int = 0

    def __post_init__(self) -> None:
        self.cron = self.another_cron()

    def another_cron(self) -> Cron:
        """A further cron process, as far as the database can tell."""
        return Cron(self.engine, CONFIG, now=self.clock)

    def add(self, cron: str, *, since: datetime | None = None, zone: str = "UTC", **options: Any) -> UUID:
        """A job with this schedule since `since` (an hour ago), none of whose runs is under way."""
        self._names += 1
        ids: Ids = add_rows(self.engine, is_running=False, name=f"job-{self._names}")
        self.end_runs(ids.job_id)
        values = {"schedule_cron": cron, "schedule_timezone": zone, "options": options}
        self.change(ids.job_id, since=since or self.clock.now - timedelta(hours=1), **values)
        return ids.job_id

    def add_due(self, **values: Any) -> UUID:
        """A job that is due by the database's clock, whatever the hour is."""
        job_id = self.add("*/5 * * * *")
        self.change(job_id, since=datetime.now(UTC) - timedelta(minutes=30), **values)
        return job_id

    def change(self, job_id: UUID, *, since: datetime, **values: Any) -> None:
        """Write columns as SQL does, past the checks of the ORM; the trigger's note is set to the test's clock."""
        table = ScrapingJob.__table__
        with session_scope(self.engine) as session:
            session.execute(update(table).where(table.c.id == job_id).values(**values))
            session.execute(update(table).where(table.c.id == job_id).values(schedule_since=since))

    def look(self, clock: str | None = None, *, day: int = 23) -> float:
        """One look at the schedules, at a time if one is given; the pause after it."""
        if clock is not None:
            self.clock.now = at(clock, day)
        return self.cron.look()

    def runs(self, job_id: UUID) -> list[str]:
        """The instants for which the job has scheduled runs."""
        with session_scope(self.engine) as session:
            keys = session.scalars(select(Run.idempotency_key).filter_by(job_id=job_id)).all()
        return sorted(key.removeprefix("cron:2026-11-") for key in keys if key)

    def fires(self, job_id: UUID) -> list[tuple[str, str]]:
        """Every decision: the time and what became of it."""
        with session_scope(self.engine) as session:
            rows = session.scalars(select(ScheduleFire).filter_by(job_id=job_id).order_by(ScheduleFire.fire_at))
            return [(f"{row.fire_at:%H:%M}", row.outcome) for row in rows]

    def reasons(self, job_id: UUID) -> list[str | None]:
        """Why no run was started, of every decision."""
        with session_scope(self.engine) as session:
            query = select(ScheduleFire.reason).filter_by(job_id=job_id).order_by(ScheduleFire.fire_at)
            return list(session.scalars(query))

    def end_runs(self, job_id: UUID, status: str = "completed") -> None:
        """Give all runs of the job a status."""
        with session_scope(self.engine) as session:
            session.execute(update(Run).where(Run.job_id == job_id).values(status=status))
