"""Settles what killed runs had reserved: beside the heartbeats of every worker, and in `scrapy reap`."""

import logging
import threading

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from db.exceptions import DbError
from scraper.config import Config
from scraper.credits.blocks import settle_left_blocks
from scraper.credits.gateway import credit_gateway

logger = logging.getLogger(__name__)


class Settler:
    """Returns the credits that nobody uses any more; does nothing where credits are only counted."""

    def __init__(self, database: Engine, config: Config) -> None:
        self._database = database
        self._gateway = credit_gateway(config)
        self._thread: threading.Thread | None = None

    def settle(self) -> int:
        """How many runs were settled; blocks until the gateway has heard of all of them."""
        return settle_left_blocks(self._database, self._gateway) if self._gateway is not None else 0

    def look(self) -> None:
        """The same in a thread of its own, so that a slow gateway holds up no heartbeat; one at a time."""
        if self._gateway is None or (self._thread is not None and self._thread.is_alive()):
            return
        self._thread = threading.Thread(target=self._run, name="settler", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.settle()
        except (DbError, SQLAlchemyError) as error:
            logger.warning("Left credits could not be settled, the next look follows: %s", type(error).__name__)
