"""Looks after runs whose workers died: every worker does it with its heartbeats, `scrapy reap` does nothing else."""

import logging
import time
from collections.abc import Callable
from uuid import UUID

from sqlalchemy import Engine

from db.models import Run
from db.reaping import Reaped, Sighting, Watch, all_workers, reap, started_at
from db.session import session_scope
from scraper.config import Config

logger = logging.getLogger(__name__)


class Reaper:
    """Reaps dead workers of one database. `look` is to be called every few seconds for as long as the reaper lives."""

    def __init__(self, database: Engine, config: Config) -> None:
        self._database = database
        self._config = config
        self.watch = Watch(config.lease_seconds)

    def look(self) -> list[Reaped]:
        """One look at all workers; what was taken from dead ones. Raises SQLAlchemyError where the database is away."""
        try:
            return self._look()
        except Exception:  # whatever it was, the database was not seen
            self.watch.blink()
            raise

    def _look(self) -> list[Reaped]:
        with session_scope(self._database, is_read_only=True) as session:
            workers, now = all_workers(session, lease_seconds=self._config.lease_seconds)
        dead = self.watch.dead(workers, database_time=now)
        reaped = [each for each in map(self._reap, dead) if each is not None]
        for each in reaped:
            _log(each)
        return reaped

    def _reap(self, worker: Sighting) -> Reaped | None:
        with session_scope(self._database) as session:
            started = started_at(session)
            was_away = self.watch.died_in_outage(worker) or (started is not None and worker.heartbeat_at < started)
            return reap(session, worker, max_attempts=self._config.run_attempts, is_counted=not was_away)


def await_take_over(
    database: Engine, config: Config, run_id: UUID, *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Return when the run is not waiting for the verdict on dead workers: at once, or after one lease at most.

    For whoever is to start a run that may still be `running` only because its process was killed.
    """
    reaper = Reaper(database, config)
    is_told = False
    while _is_left_alone(database, config, run_id):
        if not is_told:
            logger.warning("Run %s: its worker is silent; taken over in %g s", run_id, config.lease_seconds)
            is_told = True
        reaper.look()
        sleep(config.heartbeat_seconds / 2)


def _is_left_alone(database: Engine, config: Config, run_id: UUID) -> bool:
    """Whether the run is running, and the leases of all its workers are over."""
    with session_scope(database, is_read_only=True) as session:
        run = session.get(Run, run_id)
        workers, _ = all_workers(session, lease_seconds=config.lease_seconds)
    own = [each for each in workers if each.lease.run_id == run_id]
    return run is not None and run.status == "running" and bool(own) and all(each.is_expired for each in own)


def _log(reaped: Reaped) -> None:
    worker = reaped.worker
    logger.warning(
        "Run %s: its worker %s (%s) was last heard of at %s UTC and is taken for dead; the run is %s, attempt %d",
        worker.lease.run_id,
        worker.name,
        worker.process,
        f"{worker.heartbeat_at:%Y-%m-%d %H:%M:%S}",
        reaped.status,
        reaped.attempts,
    )
