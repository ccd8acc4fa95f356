"""Takes runs out of the queue for processes that are about to be started, and keeps their leases until those begin."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Engine

from db import queue
from db.leases import starting_process
from db.queue import Limits, Taken
from db.session import session_scope
from scraper.config import Config


def take_next_run(
    database: Engine, config: Config, *, place: str, node: str, worker_id: UUID | None = None
) -> Taken | None:
    """The run whose turn it is, under a lease that covers the start of its process at `place`; None where none waits.

    `node` names the server that starts it, `worker_id` is to be the lease's. Raises SQLAlchemyError.
    """
    with session_scope(database, is_read_only=True) as session:
        if not queue.is_any_due(session):
            return None
    with session_scope(database) as session:
        return queue.take_next(
            session,
            limits=Limits(config.max_runs_per_user, config.max_runs_per_job),
            lease_seconds=config.spawn_seconds,
            process=starting_process(place),
            node=node,
            worker_id=worker_id,
        )


def keep_starting(database: Engine, config: Config, workers: Collection[UUID], *, place: str) -> None:
    """Renew the leases of those workers whose processes, at `place`, live and have not begun. Raises SQLAlchemyError.

    A process that is still starting is not dead: a machine that is too busy loses no run.
    """
    with session_scope(database) as session:
        process = starting_process(place)
        queue.keep_starting(session, workers, process=process, lease_seconds=config.spawn_seconds)
