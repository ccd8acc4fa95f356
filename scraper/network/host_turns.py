"""Waits for this process's turns at hosts, which all runs on one database share. What a turn is: `db.host_turns`."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from time import monotonic
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.failures import cause_of
from db.host_turns import Turn, leave_hosts, take_turn
from db.session import session_scope
from scraper.failures import GivenUp
from scraper.runs.run import LiveRun, live_run

logger = logging.getLogger(__name__)

ANSWER_SECONDS = 5.0  # how long a request waits for the database to say when its turn is
LOOK_SECONDS = 0.5  # how late a request that waits for its turn notices that the run stops
_READINGS = 16  # of the database's clock: the quickest answer of so many tells it best
_LEAST_WINDOW_SECONDS = 0.02  # for one request of several visitors: less is missed by a process that has work to do
_WINDOW_SHARE = 0.1  # of the delay

TakeTurn = Callable[[str, float], Turn]
"""The turn at a host, lasting so many seconds where others visit it; asks the database, so it runs in a thread."""


@dataclass(slots=True)
class _Host:
    """What this process knows of a host; times are monotonic seconds."""

    window: float
    queue: asyncio.Lock = field(default_factory=asyncio.Lock)
    begins: float = 0.0
    ends: float = float("-inf")
    is_block: bool = True
    asked_at: float = float("-inf")
    """When the last request went out."""


class HostTurns:
    """Lets requests out one after another, each within a turn of this process's at its host.

    `gap_seconds` is the least that the process itself leaves between two requests to a host. While the database does
    not answer, requests go out with that gap alone: an outage stops no crawl.
    """

    def __init__(
        self,
        take: TakeTurn,
        *,
        leave: Callable[[], None] = lambda: None,
        gap_seconds: float,
        delay_seconds: float,
        block_seconds: float,
        is_over: Callable[[], bool] = lambda: False,
        now: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._take = take
        self._leave = leave
        self._gap = gap_seconds
        self._delay = delay_seconds
        self._block = block_seconds
        self._is_over = is_over
        self._now = now
        self._sleep = sleep
        self._hosts: dict[str, _Host] = {}
        self._readings: deque[float] = deque(maxlen=_READINGS)
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="turns")
        self._is_away = False

    async def wait(self, host: str) -> None:
        """Return when a request may go to the host now. Raises GivenUp where the run stops before that."""
        known = self._hosts.setdefault(host, _Host(max(_LEAST_WINDOW_SECONDS, _WINDOW_SHARE * self._delay)))
        async with known.queue:
            while True:
                due = max(known.begins, known.asked_at + self._gap)
                if max(due, self._now()) > known.ends:
                    await self._next_turn(host, known)
                elif due > self._now():
                    await self._pause(host, due - self._now())
                else:
                    break
            known.asked_at = self._now()
            if not known.is_block:
                known.ends = float("-inf")  # it was for one request
                known.window = max(_LEAST_WINDOW_SECONDS, _WINDOW_SHARE * self._delay)

    async def close(self) -> None:
        """Let others have what is left of this process's turns."""
        if self._hosts and not self._is_away:
            leaving = asyncio.get_running_loop().run_in_executor(self._threads, self._leave)
            with contextlib.suppress(TimeoutError, SQLAlchemyError):  # else they are over in a moment
                await asyncio.wait_for(leaving, ANSWER_SECONDS)
        self._hosts.clear()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _next_turn(self, host: str, known: _Host) -> None:
        if not known.is_block and known.ends > float("-inf"):
            known.window = min(2 * known.window, max(self._delay, _LEAST_WINDOW_SECONDS))  # too short for this machine
        await self._pause(host, 0.0)
        asking = asyncio.get_running_loop().run_in_executor(self._threads, self._take, host, known.window)
        try:
            turn = await asyncio.wait_for(asking, ANSWER_SECONDS)
        except (TimeoutError, SQLAlchemyError) as error:
            self._go_on_alone(known, error)
            return
        now = self._now()
        self._readings.append(now - turn.given_at.timestamp())
        offset = min(self._readings)
        known.begins, known.ends = turn.begins_at.timestamp() + offset, turn.ends_at.timestamp() + offset
        known.is_block = turn.is_block
        self._is_away = False

    def _go_on_alone(self, known: _Host, error: Exception) -> None:
        if not self._is_away:
            cause = cause_of(error) if isinstance(error, SQLAlchemyError) else "it does not answer"
            logger.warning("Requests go out without regard to other runs, the database cannot be asked: %s", cause)
        self._is_away = True
        known.begins, known.ends, known.is_block = self._now(), self._now() + self._block, True

    async def _pause(self, host: str, seconds: float) -> None:
        until = self._now() + seconds
        while True:
            if self._is_over():
                raise GivenUp(f"A page of {host} is left to whoever goes on with the run")
            left = until - self._now()
            if left <= 0:
                return
            await self._sleep(min(left, LOOK_SECONDS))


_TURNS: WeakKeyDictionary[Crawler, HostTurns | None] = WeakKeyDictionary()


def turns_of(crawler: Crawler) -> HostTurns | None:
    """The turns of the crawler's run, the same for all who ask.

    None where the setting is off, the job's delay 0, or there is no run, as in `scrapy shell`.
    """
    if crawler not in _TURNS:
        try:
            _TURNS[crawler] = _new_turns(live_run(crawler), crawler)
        except NotConfigured:
            _TURNS[crawler] = None
    return _TURNS[crawler]


def _new_turns(run: LiveRun, crawler: Crawler) -> HostTurns | None:
    delay = crawler.settings.getfloat("DOWNLOAD_DELAY")
    if not run.config.host_budget_enabled or delay <= 0:
        return None
    visitor, block = uuid4(), max(run.config.host_block_seconds, 2 * delay)
    return HostTurns(
        partial(_take, run.database, visitor, delay, block),
        leave=partial(_leave, run.database, visitor),
        gap_seconds=delay * (1 - min(crawler.settings.getfloat("DOWNLOAD_DELAY_JITTER"), 1.0)),
        delay_seconds=delay,
        block_seconds=block,
        is_over=partial(_is_over, run),
    )


def _take(database: Engine, visitor: UUID, delay: float, block: float, host: str, window: float) -> Turn:
    times = {"delay_seconds": delay, "window_seconds": window, "block_seconds": block}
    with session_scope(database) as session:
        return take_turn(session, host, visitor=visitor, **times)


def _leave(database: Engine, visitor: UUID) -> None:
    with session_scope(database) as session:
        leave_hosts(session, visitor)


def _is_over(run: LiveRun) -> bool:
    return run.is_stopped or run.interruptions.first is not None
