"""Whether pages are taken in: not while the writer's queue is full or the database is away. Fetches nothing itself."""

import asyncio
from typing import Literal

Hold = Literal["full", "away"]


class Intake:
    """A gate before fetching and before reading; closed while anything holds it. Used in the reactor's thread only.

    What waits at the gate is bounded by Scrapy's own limit of concurrent requests: the requests that wait count as
    being under way.
    """

    def __init__(self) -> None:
        self._holds: set[Hold] = set()
        self._is_open = asyncio.Event()
        self._is_open.set()
        self._is_leaving = False
        self._is_over = False
        self._ended = asyncio.Event()

    def hold(self, why: Hold) -> None:
        """Close the gate."""
        self._holds.add(why)
        self._is_open.clear()
        self._let_go()

    def release(self, why: Hold) -> None:
        """Open the gate, unless something else holds it."""
        self._holds.discard(why)
        if not self._holds:
            self._is_open.set()

    def leave(self) -> None:
        """The process is to go: what waits for a database that is away is given up, now and later."""
        self._is_leaving = True
        self._let_go()

    def end(self) -> None:
        """Nothing more is wanted: what waits and what comes is given up."""
        self._is_over = True
        self._is_open.set()
        self._ended.set()

    async def is_wanted(self) -> bool:
        """Wait until the gate is open; False where the page is given up: it is not to be fetched, nor read."""
        await self._is_open.wait()
        return not self._is_over

    async def until(self, event: asyncio.Event) -> bool:
        """Wait for the event; False where nothing more is wanted, which ends the wait too."""
        waits = [asyncio.ensure_future(each.wait()) for each in (event, self._ended)]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()
        return not self._is_over

    def _let_go(self) -> None:
        if self._is_over or (self._is_leaving and "away" in self._holds):
            self.end()
