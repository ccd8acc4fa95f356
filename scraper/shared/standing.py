"""Where a run stands that several processes share: read and written under its row's lock, in the run's metadata."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from db.models import Run
from scraper.canonical import clean
from scraper.runs.memory import Paging, RunNotes


@dataclass(slots=True)
class Standing:
    """What one process alone would remember of the run. `visits` were found so far, `pages` of them are pages."""

    notes: RunNotes
    paging: Paging
    ended_by: str | None
    stopped_by: str | None
    seconds: float
    visits: int
    pages: int
    items_stored: int
    credits_charged: int

    @classmethod
    def of_run(cls, run: Run) -> Self:
        """The standing in the run's row."""
        left: Mapping[str, Any] = run.run_metadata.get("resume", {})
        notes = RunNotes()
        notes.restore(run.run_metadata, first_failure_reason=left.get("first_failure_reason"))
        return cls(
            notes=notes,
            paging=Paging.from_json(left.get("paging", {})),
            ended_by=left.get("stop_reason"),
            stopped_by=left.get("stopped_by"),
            seconds=left.get("seconds", 0.0),
            visits=left.get("visits", 0),
            pages=left.get("pages", 0),
            items_stored=run.items_extracted,
            credits_charged=run.credits_charged,
        )

    def as_metadata(self) -> dict[str, Any]:
        """The same as JSON, in the form that a single worker keeps (`LiveRun.progress`)."""
        resume = {
            "stop_reason": self.ended_by,
            "stopped_by": self.stopped_by,
            "first_failure_reason": self.notes.first_failure_reason,
            "seconds": self.seconds,
            "paging": self.paging.as_json(),
            "visits": self.visits,
            "pages": self.pages,
        }
        cleaned: dict[str, Any] = clean({**self.notes.as_metadata(), "resume": resume})
        return cleaned
