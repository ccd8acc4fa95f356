"""A thread that says every few seconds that its worker is alive, whatever the reactor is busy with."""

import logging
import threading
from collections.abc import Callable, Sequence

from sqlalchemy.exc import SQLAlchemyError

from db.exceptions import NotFound, RunLost
from db.failures import cause_of

logger = logging.getLogger(__name__)

STOP_SECONDS = 5.0  # a beat may hang on a database that is away; the thread does not keep the process from ending


class Heartbeat:
    """Calls each of `beats` every `seconds`, on the monotonic clock, until it is stopped.

    A beat that the database does not take is logged and tried again at the next one; a worker that was too long
    without any may find its run lost, which `on_lost` is told once, in this thread, and which is the end of it.
    """

    def __init__(
        self, beats: Sequence[Callable[[], object]], *, seconds: float, on_lost: Callable[[Exception], None]
    ) -> None:
        self._beats = beats
        self._seconds = seconds
        self._on_lost = on_lost
        self._is_stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """No more beats; waits a few seconds for one that is under way."""
        self._is_stopped.set()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        while not self._is_stopped.wait(self._seconds):
            for beat in self._beats:  # each by itself: what comes after one that failed must see the database away, too
                try:
                    beat()
                except (RunLost, NotFound) as error:
                    self._on_lost(error)
                    return
                except SQLAlchemyError as error:
                    logger.warning("The database took no heartbeat, the next one follows: %s", cause_of(error))
                except Exception:  # the edge of the thread: a worker without heartbeats would lose its run
                    logger.exception("A heartbeat failed, the next one follows")
