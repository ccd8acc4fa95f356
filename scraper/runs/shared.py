"""What a live run asks of its share in a run that several processes work on. `scraper.shared` has it."""

from collections.abc import Callable, Sequence
from typing import Protocol

from db.frontier import FinishedPage
from db.runs import RunTotals
from scraper.items import PageTally, Visit
from scraper.runs.end import RunEnd


class Shared(Protocol):
    """This process's share in a run. Each method but `taken` waits for the database: not for the reactor's thread."""

    def take(self, first_visits: Callable[[], list[Visit]], *, on_claimed: Callable[[], object]) -> list[Visit]:
        """Become one of the run's workers; no visits: those are claimed as they are needed."""
        ...

    def taken(self, tally: PageTally) -> PageTally:
        """A complete page for the writer; what follows from it is left to whichever worker claims it."""
        ...

    def commit(
        self, tallies: Sequence[PageTally], finished: Callable[[PageTally], FinishedPage]
    ) -> tuple[RunTotals, bool]:
        """Decide what complete pages come to and store them: the run's counters then, and whether it is to end."""
        ...

    def catch_up(self) -> None:
        """Make the live run what the run is in the tables, all workers together."""
        ...

    def end_by_others(self) -> RunEnd | None:
        """The end that another worker gave the run; None where it has none."""
        ...
