"""Funds a run from the gateway: reserves blocks of credits as its pages need them, returns the rest when it ends.

Whoever waits holds nothing: a run that finds the balance empty first charges what it has, returns the rest, and then
waits for what other runs may return. So no two runs wait for each other, and none ends while a page could be paid.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Self, TypeVar

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider, NotConfigured
from sqlalchemy.exc import SQLAlchemyError
from tenacity import (
    AsyncRetrying,
    RetryCallState,
    retry_if_exception,
    retry_if_result,
    stop_after_attempt,
    stop_after_delay,
    wait_fixed,
    wait_random_exponential,
)

from db.exceptions import DbError
from db.failures import cause_of
from db.reservations import Block
from scraper.credits.blocks import ask, release, settle_run, take
from scraper.credits.gateway import CreditGateway, credit_gateway
from scraper.exceptions import CreditsRefused, GatewayError, GatewayUnavailable
from scraper.runs.run import LiveRun, live_run
from scraper.runs.trouble import is_ended_by

logger = logging.getLogger(__name__)

T = TypeVar("T")

FIRST_WAIT_SECONDS = 0.2
LONGEST_WAIT_SECONDS = 2.0  # how late returned credits, or a gateway that is back, may be noticed
# Of a process that is to end; after them it is the reaper's matter.
SETTLE_ATTEMPTS = 3
SETTLE_SECONDS = 5.0
_POLL_SECONDS = 0.02


class Funding:
    """A run's way to the gateway. Keeps the spider open while pages wait for credits."""

    def __init__(self, run: LiveRun, gateway: CreditGateway) -> None:
        self.run = run
        self.gateway = gateway
        self._is_short = False  # the balance was found empty, or the gateway away, and pages wait for that to end
        self._is_frugal = False  # it was so before: this run takes no more than it needs at once
        self._refused: Block | None = None  # what the balance did not pay the last time: asked for again as it is
        self._task: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        run = live_run(crawler)
        gateway = credit_gateway(run.config)
        if gateway is None:
            raise NotConfigured  # without a message: Scrapy would warn of it
        funding = cls(run, gateway)
        run.fund = funding.fund
        crawler.signals.connect(funding.spider_idle, signal=signals.spider_idle)
        crawler.signals.connect(funding.spider_closed, signal=signals.spider_closed)
        crawler.signals.connect(funding.engine_stopped, signal=signals.engine_stopped)
        return funding

    def fund(self) -> None:
        """Ask for credits, unless that is under way or the pages under way may still turn out to be free."""
        if self._task is None and not (self._is_short and self.run.in_flight):
            self._task = asyncio.ensure_future(self._top_up())

    def spider_idle(self) -> None:
        if self._task is not None and not self.run.is_stopped:
            raise DontCloseSpider

    def spider_closed(self) -> None:
        if self._task is not None:
            self._task.cancel()

    async def engine_stopped(self) -> None:
        """The run has ended: its blocks are settled. What the gateway does not take now is settled by the reaper."""
        run = self.run
        if not run.is_claimed or run.is_lost:
            return
        settled = partial(settle_run, run.database, self.gateway, run.run_id)
        try:
            await AsyncRetrying(
                retry=retry_if_result(lambda is_settled: not is_settled),
                wait=wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS),
                stop=stop_after_attempt(SETTLE_ATTEMPTS) | stop_after_delay(SETTLE_SECONDS),
                retry_error_callback=_go_on,
            )(partial(self._in_thread, settled))
        except (DbError, SQLAlchemyError) as error:
            logger.warning("The credits of run %s are not settled yet: %s", run.run_id, cause_of(error))

    async def _top_up(self) -> None:
        try:
            if not self._is_short:
                await self._first_try()
            if self._is_short and not self.run.in_flight:
                await self._last_try()
        except GatewayError as error:
            self._give_up(error)
        except Exception as error:  # the edge of the task: whatever it is, the run must hear of it
            if not is_ended_by(self.run, error):
                logger.exception("Asking for credits failed")
                self.run.stop("crash", f"Asking for credits failed: {cause_of(error)}")
        finally:
            self._task = None
        if not self.run.is_stopped:
            self.run.issue(self.run.admit(()))

    async def _first_try(self) -> None:
        try:
            await self._ask()
        except GatewayError as error:
            logger.info("No credits for now: %s", error)
            self._is_short = self._is_frugal = True

    async def _last_try(self) -> None:
        """Return what is not used, then ask until there is something. Raises GatewayError when the patience is over."""
        patience = stop_after_delay(self.run.config.credits_patience_seconds)
        on_its_way = retry_if_result(lambda is_released: not is_released)
        await AsyncRetrying(
            retry=on_its_way, wait=wait_fixed(_POLL_SECONDS), stop=patience, retry_error_callback=_go_on
        )(self._release)
        wait = wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS)
        retrying = AsyncRetrying(retry=retry_if_exception(_may_pass), wait=wait, stop=patience, reraise=True)
        await retrying(self._ask)
        self._is_short = False

    async def _ask(self) -> None:
        budget, run = self.run.budget, self.run
        assert run.lease is not None
        database, lease, at_least = run.database, run.lease, budget.shortfall
        block, self._refused = self._refused, None
        if block is None or block.asked < at_least:
            block = await self._in_thread(partial(ask, database, self.gateway, lease, self._wanted()))
        try:
            taken = partial(take, database, self.gateway, lease, block, at_least=at_least)
            budget.cover = (budget.cover or 0) + await self._in_thread(taken)
        except CreditsRefused:
            self._refused = block
            raise

    async def _in_thread(self, unit: Callable[[], T]) -> T:
        return await asyncio.to_thread(self.run.patience.run, unit)

    async def _release(self) -> bool:
        """Return the rest of the run's blocks; False while charges are still on their way to the database."""
        budget, run = self.run.budget, self.run
        assert run.lease is not None
        released = partial(release, run.database, self.gateway, run.lease, charged=budget.charged)
        self._refused = None
        if not await self._in_thread(released):
            return False
        budget.cover = budget.charged
        return True

    def _wanted(self) -> int:
        """A block; less where the run cannot need as much, or where the balance is short and others wait, too."""
        run, budget = self.run, self.run.budget
        wanted = run.config.credits_block
        if run.job.is_fixed_list and not run.job.is_following_details:
            wanted = min(wanted, run.waiting * budget.price)
        if self._is_frugal:
            wanted = min(wanted, run.job.options.concurrent_requests * budget.price)
        if budget.left is not None:
            wanted = min(wanted, budget.left)
        return max(wanted, budget.shortfall)

    def _give_up(self, error: GatewayError) -> None:
        if isinstance(error, CreditsRefused):
            self.run.notes.warn(f"{error}; {self.run.waiting} pages were left out; a new run of the job can fetch them")
            self.run.stop("credits_exhausted")
        else:
            self.run.stop("error", f"No page can be paid: {error}")


def _may_pass(error: BaseException) -> bool:
    """Whether asking again may help: the gateway may come back, other runs may return credits."""
    if isinstance(error, CreditsRefused):
        return error.held > 0
    return isinstance(error, GatewayUnavailable) and not error.is_lasting


def _go_on(_: RetryCallState) -> None:
    """What could not be returned in time stays reserved: too much is held for a while, nothing is charged twice."""
