"""Units of work that are run again while the database is away or busy. No queries, no transactions of its own."""

import logging
import threading
import time
from collections.abc import Callable
from typing import NoReturn, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception, wait_random_exponential

from db.exceptions import DatabaseAway
from db.failures import cause_of, is_away, is_passing
from db.locks import limited

logger = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_WAIT_SECONDS = 0.1
LONGEST_WAIT_SECONDS = 5.0  # how late a database that is back may be noticed
POLL_SECONDS = 0.1  # how late a wait notices that there is less time
TRY_SECONDS = 5.0  # how long one try of a patient unit waits for a lock on PostgreSQL: so late it notices a hurry
LAST_WORDS_SECONDS = 5.0  # for what is still tried after the patience was over


class Patience:
    """Runs units of work, each a whole transaction or several that may be repeated, until they succeed.

    A unit is run again after a lost connection, a serialization failure, a deadlock or a lock that was not to be had,
    for up to `seconds` since its first attempt; no attempt waits longer than that for a lock. The waits grow
    exponentially with full jitter (Brooker, "Exponential Backoff And Jitter", AWS 2015). A unit whose commit may or may
    not have come through is run again, too: it must find out by the unique keys what it has done already.

    `on_away` is called when the database is first found to be away, `on_back` when it was used again; both in the
    thread of the unit that noticed. Units may run in several threads.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.on_away: Callable[[], None] = _nothing
        self.on_back: Callable[[], None] = _nothing
        self.retries = 0
        self._deadline: float | None = None
        self._away_since: float | None = None
        self._has_given_up = False
        self._lock = threading.Lock()

    def run(self, unit: Callable[[], T]) -> T:
        """What the unit returns at last.

        Raises DatabaseAway when the time is over, and at once whatever else the unit raises.
        """
        retrying = Retrying(
            retry=retry_if_exception(is_passing),
            wait=wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS),
            stop=self._is_over,
            sleep=self._sleep,
            before_sleep=self._failed,
            retry_error_callback=self._give_up,
        )
        until = time.monotonic() + self.seconds
        with limited(lambda: min(until - time.monotonic(), self.seconds_left)):
            result = retrying(unit)
        self._succeeded()
        return result

    def hurry(self, seconds: float) -> None:
        """From now on, nothing is tried for longer than `seconds`. May be called in a signal handler."""
        deadline = time.monotonic() + seconds
        self._deadline = deadline if self._deadline is None else min(self._deadline, deadline)

    @property
    def seconds_left(self) -> float:
        """How long a unit that begins now is tried at most."""
        return self.seconds if self._deadline is None else min(self.seconds, self._deadline - time.monotonic())

    @property
    def is_away(self) -> bool:
        """Whether the database was away, or locked for longer than one waits, when it was used last."""
        return self._away_since is not None or self._has_given_up

    def _is_over(self, state: RetryCallState) -> bool:
        return (state.seconds_since_start or 0.0) >= self.seconds or self._is_past_deadline()

    def _is_past_deadline(self) -> bool:
        return self._deadline is not None and time.monotonic() >= self._deadline

    def _sleep(self, seconds: float) -> None:
        # In small steps instead of on an event: a signal handler may not take the lock that an event has.
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not self._is_past_deadline():
            time.sleep(min(left, POLL_SECONDS))

    def _failed(self, state: RetryCallState) -> None:
        assert state.outcome is not None
        error = state.outcome.exception()
        assert error is not None
        with self._lock:
            self.retries += 1
            is_news = is_away(error) and self._away_since is None
            if is_news:
                self._away_since = time.monotonic()
        if is_news:
            logger.warning("The database is away, waiting for it up to %g s: %s", self.seconds, cause_of(error))
            self.on_away()
        elif not is_away(error):
            logger.info(
                "A transaction is run again after %.1f s: %s", state.seconds_since_start or 0.0, cause_of(error)
            )

    def _succeeded(self) -> None:
        with self._lock:
            since, self._away_since = self._away_since, None
            self._has_given_up = False
        if since is not None:
            logger.info("The database is back after %.1f s", time.monotonic() - since)
            self.on_back()

    def _give_up(self, state: RetryCallState) -> NoReturn:
        assert state.outcome is not None
        error = state.outcome.exception()
        assert error is not None
        with self._lock:
            self._has_given_up = True
        self.hurry(LAST_WORDS_SECONDS)
        raise DatabaseAway(round(state.seconds_since_start or 0.0, 1), cause_of(error)) from error


def _nothing() -> None:
    pass
