"""Which visits of a run may be fetched now: those that wait, and how many are under way."""

from collections import deque
from collections.abc import Iterable

from scraper.credits.budget import Budget
from scraper.items import Visit


class Admission:
    """A queue of visits, let through as far as credits and `max_items` leave room for what they may bring."""

    def __init__(self, budget: Budget, *, max_items: int | None) -> None:
        self._budget = budget
        self._max_items = max_items
        self._held: deque[Visit] = deque()
        self._details = 0
        self.in_flight = 0

    @property
    def waiting(self) -> int:
        """Visits that are let through once there is room for them."""
        return len(self._held)

    def add(self, visits: Iterable[Visit]) -> None:
        """Let these wait behind the others."""
        self._held.extend(visits)

    def take(self, items_stored: int) -> list[Visit]:
        """The visits there is room for, in their order; each is under way from now on and holds its credits."""
        taken: list[Visit] = []
        while self._held and self._has_room_for(self._held[0], items_stored):
            visit = self._held.popleft()
            self._budget.hold(visit.fingerprint)
            self.in_flight += 1
            self._details += visit.kind == "detail"
            taken.append(visit)
        return taken

    def done(self, visit: Visit) -> None:
        """The visit is no longer under way."""
        self.in_flight -= 1
        self._details -= visit.kind == "detail"

    def clear(self) -> None:
        """Leave out the visits that wait."""
        self._held.clear()

    def _has_room_for(self, visit: Visit, items_stored: int) -> bool:
        if not (self._budget.is_within_limit and self._budget.is_covered):
            return False
        # A detail page gives one record at most, a list page any number: it is cut when its records come.
        return self._max_items is None or visit.kind == "page" or items_stored + self._details < self._max_items
