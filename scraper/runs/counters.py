"""What a run has so far, in numbers."""

from dataclasses import dataclass

from scraper.items import PageTally


@dataclass(slots=True)
class Counters:
    """What a run has so far; a resumed run starts with what its tables hold."""

    pages_issued: int = 0
    pages_done: int = 0
    pages_failed: int = 0
    items_found: int = 0
    items_accepted: int = 0
    items_stored: int = 0
    credits_charged: int = 0
    visits: int = 0

    def add(self, tally: PageTally) -> None:
        """Count a complete page and what came of it."""
        self.pages_done += tally.state == "done"
        self.pages_failed += tally.state == "failed"
        self.items_found += tally.found
        self.items_stored += len(tally.stored)
        self.credits_charged += tally.credits
