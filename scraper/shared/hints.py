"""Which requests of a run wait, as Redis knows it: fast hints and no more. The tables decide who gets a request."""

import logging
from collections.abc import Mapping, Sequence
from time import monotonic
from types import SimpleNamespace
from typing import Any, Protocol
from uuid import UUID

from scraper.exceptions import InvalidSetting

logger = logging.getLogger(__name__)

KEY = "scraper:%(spider)s:waiting"
KEPT_SECONDS = 7 * 24 * 3600  # after the last one was added; the run's end removes them at once
ANSWER_SECONDS = 2.0  # a Redis that takes longer is as good as away
PAUSE_SECONDS = 5.0  # for which a Redis that was away is not asked again
_PAGES_AFTER = 2.0**40  # so far behind all details of a run its pages stand; more than a run has requests


class Hints(Protocol):
    """Fingerprints of requests that may be waiting, the first in turn first. Never raises: they may always be none."""

    def add(self, places: Mapping[str, float]) -> None:
        """These wait, each at its place; those that are there already stay once."""
        ...

    def pop(self, count: int) -> list[str]:
        """Up to so many of the first ones; nobody else gets them."""
        ...

    def forget(self) -> None:
        """The run is over."""
        ...


class NoHints:
    """Without Redis the tables are asked each time."""

    def add(self, places: Mapping[str, float]) -> None:
        pass

    def pop(self, count: int) -> list[str]:
        return []

    def forget(self) -> None:
        pass


class RedisHints:
    """The hints in scrapy-redis's priority queue, with several at a time and without whole requests.

    A hint that is lost, because Redis or the process that took it is gone, costs nothing but time: who finds the queue
    empty asks the tables and adds what waits there.
    """

    def __init__(self, url: str, run_id: UUID) -> None:
        from redis.exceptions import RedisError  # optional: the extra [cluster]
        from scrapy_redis.connection import get_redis
        from scrapy_redis.queue import PriorityQueue

        self._error: type[Exception] = RedisError
        server = get_redis(url=url, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS)
        self._queue: Any = PriorityQueue(server, SimpleNamespace(name=str(run_id)), KEY)
        self._is_away, self._asked_again_at = False, 0.0

    def add(self, places: Mapping[str, float]) -> None:
        if places:
            self._ask(self._add, places)

    def pop(self, count: int) -> list[str]:
        popped: Sequence[tuple[bytes, float]] = self._ask(self._queue.server.zpopmin, self._queue.key, count) or ()
        return [member.decode() if isinstance(member, bytes) else member for member, _ in popped]

    def forget(self) -> None:
        self._ask(self._queue.clear)

    def _add(self, places: Mapping[str, float]) -> None:
        pipe = self._queue.server.pipeline()
        pipe.zadd(self._queue.key, dict(places))
        pipe.expire(self._queue.key, KEPT_SECONDS)
        pipe.execute()

    def _ask(self, command: Any, *arguments: Any) -> Any:
        """What Redis answers; None while it is away, which is said once."""
        if monotonic() < self._asked_again_at:
            return None
        try:
            answer = command(*arguments)
        except self._error as error:
            if not self._is_away:
                logger.warning("Redis is away, the run's requests are taken from its tables meanwhile: %s", error)
            self._is_away, self._asked_again_at = True, monotonic() + PAUSE_SECONDS
            return None
        if self._is_away:
            logger.warning("Redis is back")
        self._is_away = False
        return answer


def hints_of(redis_url: str, run_id: UUID) -> Hints:
    """The run's hints in the Redis at that URL; none without one. Raises InvalidSetting."""
    if not redis_url:
        return NoHints()
    try:
        return RedisHints(redis_url, run_id)
    except ImportError as error:
        reason = "needs scrapy-redis beside this package: pip install 'schema-scraper[cluster]'"
        raise InvalidSetting("SCRAPER_REDIS_URL", reason) from error
    except ValueError as error:
        raise InvalidSetting(
            "SCRAPER_REDIS_URL", f"is no address of a Redis: {error}; give redis://HOST:6379/0"
        ) from error


def place(kind: str, position: int) -> float:
    """Where a request stands: details before pages, so that fewer requests wait; then in the order found."""
    return position + (0.0 if kind == "detail" else _PAGES_AFTER)
