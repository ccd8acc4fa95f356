"""Gives runs back that a process of ours left: whether that was an attempt, and when the next process may try."""

import logging
import signal
import time
from uuid import UUID

from sqlalchemy import Engine

from db.queue import give_back, is_at_work
from db.reaping import Reaped
from db.session import session_scope
from scraper.config import Config

logger = logging.getLogger(__name__)

REST_SECONDS = 5.0  # after a process that did not begin: what kept it from that may keep the next run's
TOLD_TO_GO = -signal.SIGTERM  # a process that has begun listens to it and ends with a code of its own
NO_DATABASE = 4  # as of `ExitCode`, which stands above
# Between tries: PostgreSQL needs a moment to notice that who was killed in its COMMIT holds the rows no more.
_PAUSES_SECONDS = (0.2, 1.0)


def give_back_run(
    database: Engine, config: Config, worker_id: UUID, *, exit_code: int | None = None, was_started: bool = True
) -> Reaped | None:
    """What became of the run of a worker whose process has ended, with `exit_code`; None where it had none any more.

    Where the process `was_started` never, or was told to go while Python started, that is no attempt. Waits up to a
    second where somebody is at the row; then the reaper sees to it. Raises SQLAlchemyError.
    """
    for pause in (*_PAUSES_SECONDS, None):
        with session_scope(database) as session:
            given = give_back(
                session,
                worker_id,
                max_attempts=config.run_attempts,
                is_counted=was_started and exit_code != TOLD_TO_GO,
                is_put_off=exit_code == NO_DATABASE,
            )
            is_held = given is None and is_at_work(session, worker_id)
        if given is not None:
            _say(given, exit_code)
        if pause is None or not is_held:
            break
        time.sleep(pause)
    return given


def _say(given: Reaped, exit_code: int | None) -> None:
    if given.pause_seconds:
        logger.error(
            "Run %s: its process ended%s before it could work, which is this machine's fault, not the run's: see the "
            "log of that process. The run waits %g s; no attempt is counted",
            given.worker.lease.run_id,
            "" if exit_code is None else f" with {exit_code}",
            given.pause_seconds,
        )
