"""Looks after runs whose workers died: every worker does it with its heartbeats, `scrapy reap` does nothing else."""

import logging
import time
from collections.abc import Callable
from functools import partial
from uuid import UUID

from sqlalchemy import Engine

from db.leases import has_begun
from db.models import Run
from db.patience import Patience
from db.reaping import Reaped, Sighting, Watch, all_workers, reap, started_at
from db.session import session_scope
from db.sharing import has_free_seat
from scraper.config import Config

logger = logging.getLogger(__name__)

_BEATS_OF_A_LEASE = 3  # at least; `Config` sees to it
_POLL_SECONDS = 1.0  # how late whoever waits for a verdict hears that the worker lives


class Reaper:
    """Reaps dead workers of one database. `look` is to be called every few seconds for as long as the reaper lives."""

    def __init__(self, database: Engine, config: Config) -> None:
        self._database = database
        self._config = config
        self.watch = Watch(_BEATS_OF_A_LEASE * config.heartbeat_seconds)

    def look(self) -> list[Reaped]:
        """One look at all workers; what was taken from dead ones. Raises SQLAlchemyError where the database is away."""
        try:
            return self._look()
        except Exception:  # whatever it was, the database was not seen
            self.watch.blink()
            raise

    def _look(self) -> list[Reaped]:
        with session_scope(self._database, is_read_only=True) as session:
            workers, now = all_workers(session)
        dead = self.watch.dead(workers, database_time=now)
        reaped = [each for each in map(self._reap, dead) if each is not None]
        for each in reaped:
            _log(each)
        return reaped

    def _reap(self, worker: Sighting) -> Reaped | None:
        with session_scope(self._database) as session:
            started = started_at(session)
            was_away = self.watch.died_in_outage(worker) or (started is not None and worker.heartbeat_at < started)
            counts = {"is_counted": not was_away, "is_put_off": not was_away and not has_begun(worker.process)}
            return reap(session, worker, max_attempts=self._config.run_attempts, **counts)


def await_take_over(
    database: Engine, config: Config, run_id: UUID, *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Return when it is known whether the workers of the run live.

    At once for a run that nobody works on, or that one more may join; as soon as all of its workers have said that they
    are alive; else after one lease, when one is dead and has left its place. For whoever is to start a run that may
    still be `running` only because its process was killed. Raises DatabaseAway.
    """
    patience, reaper = Patience(config.database_start_seconds), Reaper(database, config)
    first = patience.run(partial(_workers_at, database, run_id))
    if not first:
        return
    logger.warning(
        "Run %s is at work in %s: taken over if that stays silent for its lease of %g s",
        run_id,
        ", ".join(each.process or each.name for each in first),
        max(each.lease_seconds for each in first),
    )
    beats = {each.lease: each.heartbeat_at for each in first}
    is_known = False
    while not is_known:
        patience.run(reaper.look)
        sleep(min(config.heartbeat_seconds / 2, _POLL_SECONDS))
        now = {each.lease: each.heartbeat_at for each in patience.run(partial(_workers_at, database, run_id))}
        is_known = all(beats.get(lease) != beat for lease, beat in now.items())


def _workers_at(database: Engine, run_id: UUID) -> list[Sighting]:
    """The workers of the run while it is running and has no place for one more."""
    with session_scope(database, is_read_only=True) as session:
        run = session.get(Run, run_id)
        workers, _ = all_workers(session)
        is_running = run is not None and run.status == "running" and not has_free_seat(session, run)
    return [each for each in workers if is_running and each.lease.run_id == run_id]


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
