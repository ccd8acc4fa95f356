"""The layouts of a template as values: wrappers with their strikes, what they made of a page, how they did so far."""

from dataclasses import asdict, dataclass, field
from typing import Any

from scraper.extraction.wrappers.applying import Applier
from scraper.extraction.wrappers.findings import Applied, Doubt


@dataclass(slots=True)
class Health:
    """How a template's wrappers did so far; `doubts` counts the pages on which a field was odd, by field and reason."""

    applied: int = 0
    audited: int = 0
    agreed: int = 0
    slow: int = 0
    learnt: int = 0
    refused: int = 0
    dropped: int = 0
    doubts: dict[str, int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """Pages of the template that were read in whatever way."""
        return self.applied + self.slow

    def as_json(self) -> dict[str, Any]:
        """The counters as plain JSON."""
        return asdict(self)


@dataclass(slots=True)
class Layout:
    """A wrapper of the template, ready to be applied, and how many audits in a row found it wrong."""

    applier: Applier
    strikes: int = 0


@dataclass(frozen=True, slots=True)
class Attempt:
    """What the layouts made of a page: the one that read most of it, what it read, and what speaks against that.

    No layout where each has doubts; then the doubts are those of the one that was right last.
    """

    layout: Layout | None = None
    applied: Applied | None = None
    doubts: tuple[Doubt, ...] = ()
