"""SIGINT and SIGTERM: which of them the process got first, remembered before Scrapy does what it does."""

import signal
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any

Handler = Callable[[int, FrameType | None], Any]


class Interruptions:
    """Remembers the first signal that asks the process to end; the handler that was there before is called, too.

    `on_first` is called in the signal handler, between any two instructions of the main thread: it may take no lock.
    """

    def __init__(self) -> None:
        self.first: int | None = None
        self.on_first: Callable[[], None] = lambda: None

    @property
    def is_by_person(self) -> bool:
        """Whether somebody wants the run to end (Ctrl-C, Scrapyd's cancel) and not the process to go."""
        return self.first == signal.SIGINT

    def watch(self) -> None:
        """Begin to listen, in the main thread; in others there are no signals."""
        if threading.current_thread() is not threading.main_thread():
            return
        for signum in (signal.SIGINT, signal.SIGTERM):
            previous: Any = signal.getsignal(signum)
            if callable(previous):
                signal.signal(signum, self._remembering(previous))

    def _remembering(self, handler: Handler) -> Handler:
        def remember(signum: int, frame: FrameType | None) -> Any:
            if self.first is None:
                self.first = signum
                self.on_first()
            return handler(signum, frame)

        return remember
