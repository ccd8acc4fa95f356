"""A thread that hands complete pages to the database in batches, so that the reactor never waits for it."""

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

PageT = TypeVar("PageT")


class PageWriter(Generic[PageT]):
    """Commits pages in the order they come; each call of `commit` gets whole pages and is one transaction.

    `weight` is a page's size (its rows); a batch ends when it reaches `batch_weight`, or `linger_seconds` after its
    first page. `on_full` and `on_room` are called in the writer's thread when `queue_pages` pages wait and when
    half of them are written. After `commit` raised, `on_error` is called once with the exception and later pages are
    dropped.
    """

    def __init__(
        self,
        commit: Callable[[Sequence[PageT]], None],
        *,
        weight: Callable[[PageT], int],
        batch_weight: int,
        linger_seconds: float,
        queue_pages: int,
        on_full: Callable[[], None],
        on_room: Callable[[], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        self._commit = commit
        self._weight = weight
        self._batch_weight = batch_weight
        self._linger_seconds = linger_seconds
        self._queue_pages = queue_pages
        self._on_full = on_full
        self._on_room = on_room
        self._on_error = on_error
        self._is_full = False
        self._is_broken = False
        self._pages: queue.SimpleQueue[PageT | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="page-writer", daemon=True)
        self._thread.start()

    def put(self, page: PageT) -> None:
        """Queue a complete page; never blocks. Called from the reactor's thread only."""
        # Said before the page is queued: the writer looks for room after each batch, so after this page at the latest.
        if not self._is_full and self._pages.qsize() + 1 >= self._queue_pages:
            self._is_full = True
            self._on_full()
        self._pages.put(page)

    def close(self) -> None:
        """Write what is queued and end the thread; blocks until that is done."""
        self._pages.put(None)
        self._thread.join()

    def _run(self) -> None:
        is_open = True
        while is_open:
            batch, is_open = self._next_batch()
            if batch and not self._is_broken:
                self._write(batch)
            if self._is_full and self._pages.qsize() <= self._queue_pages // 2:
                self._is_full = False
                self._on_room()

    def _next_batch(self) -> tuple[list[PageT], bool]:
        """The next pages to write and whether more can come."""
        batch: list[PageT] = []
        weight, deadline = 0, None
        while weight < self._batch_weight:
            try:
                page = self._pages.get(timeout=None if deadline is None else max(0.0, deadline - monotonic()))
            except queue.Empty:
                break
            if page is None:
                return batch, False
            batch.append(page)
            weight += self._weight(page)
            deadline = deadline or monotonic() + self._linger_seconds
        return batch, True

    def _write(self, batch: list[PageT]) -> None:
        try:
            self._commit(batch)
        except Exception as error:  # the edge of the thread: whatever it is, the run must hear of it
            self._is_broken = True
            logger.exception("Writing %d pages failed", len(batch))
            self._on_error(error)
