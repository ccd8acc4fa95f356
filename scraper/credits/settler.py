"""Settles what killed runs had reserved: beside the heartbeats of every worker, and in `scrapy reap`."""

import logging
import random
import threading
import time

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.exceptions import DbError
from scraper.config import Config
from scraper.credits.blocks import settle_left_blocks
from scraper.credits.gateway import CreditGateway, credit_gateway

logger = logging.getLogger(__name__)

FIRST_REST_SECONDS = 10.0
LONGEST_REST_SECONDS = 300.0  # how late a gateway that is back hears of what was left
_CHANCE = random.SystemRandom()


class Settler:
    """Returns the credits that nobody uses any more; does nothing where credits are only counted."""

    def __init__(self, database: Engine, config: Config) -> None:
        self._database = database
        self._gateway = credit_gateway(config)
        self._thread: threading.Thread | None = None
        self._silences = 0
        self._rests_until = 0.0

    def settle(self) -> int:
        """How many runs were settled; blocks until the gateway has heard of all of them.

        For a person: it hears again of those that it refused, too.
        """
        return settle_left_blocks(self._database, self._gateway).runs if self._gateway is not None else 0

    def look(self) -> None:
        """Settle what is due in a thread of its own, so that a slow gateway holds up no heartbeat; one at a time.

        After a gateway was away the looks rest, each time twice as long.
        """
        if self._gateway is None or self._is_at_it or time.monotonic() < self._rests_until:
            return
        self._thread = threading.Thread(target=self._run, args=(self._gateway,), name="settler", daemon=True)
        self._thread.start()

    @property
    def _is_at_it(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self, gateway: CreditGateway) -> None:
        try:
            settled = settle_left_blocks(self._database, gateway, which="due")
        except (DbError, SQLAlchemyError) as error:
            logger.warning("Left credits could not be settled, the next look follows: %s", type(error).__name__)
            return
        self._silences = self._silences + 1 if settled.is_silent else 0
        rest = min(FIRST_REST_SECONDS * 2**self._silences, LONGEST_REST_SECONDS) if settled.is_silent else 0.0
        self._rests_until = time.monotonic() + rest * _CHANCE.uniform(0.5, 1)
