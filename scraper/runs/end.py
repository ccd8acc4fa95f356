"""How a run ends: from why it stopped and what it got to its status and outcome. Pure; the table is docs/jobs.md's."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["completed", "failed", "queued"]
Outcome = Literal["complete", "partial", "empty"]

# Why a run stopped. "ended": the pagination came to its end. "limited": the job or the operator asked for no more.
# "refused": the site did. "interrupted": somebody stopped it.
# "judged": the run broke the quality rules of its job. "away": the database did not come back in time.
STOP_REASONS: Mapping[str, str] = {
    "no_next": "ended",
    "empty_pages": "ended",
    "no_new_records": "ended",
    "loop": "ended",
    "not_found": "ended",
    "max_pages": "limited",
    "max_items": "limited",
    "max_duration": "limited",
    "max_credits": "limited",
    "credits_exhausted": "limited",
    "needs_browser": "limited",
    "blocked": "refused",
    "robots_forbidden": "refused",
    "error": "refused",
    "cancelled": "interrupted",
    "shutdown": "interrupted",
    "database_away": "away",
    "quality": "judged",
    "crash": "internal",
}

# Limits of the job: a run that comes to one when it has all that the site promised is complete.
LIMITS = frozenset({"max_pages", "max_items", "max_duration", "max_credits"})

# Scrapy's own reasons for closing a spider, in our words.
SCRAPY_REASONS: Mapping[str, str] = {
    "finished": "no_next",
    "closespider_timeout": "max_duration",
    "closespider_itemcount": "max_items",
    "closespider_pagecount": "max_pages",
    "cancelled": "cancelled",
    "shutdown": "cancelled",
    "start_error": "crash",
    "memusage_exceeded": "crash",
    "closespider_errorcount": "crash",
}


@dataclass(frozen=True, slots=True)
class RunEnd:
    """The last words of a run: what `runs` gets. "crash" is stored as "error", "database_away" as "shutdown"."""

    status: Status
    stop_reason: str
    outcome: Outcome | None
    error_message: str | None


def run_end(
    stop_reason: str,
    *,
    pages_done: int,
    items_stored: int,
    pages_missing: int,
    message: str | None = None,
    is_short: bool = False,
    is_proven: bool = False,
) -> RunEnd:
    """The end of a run that stopped for `stop_reason`; `message` is the sentence about what went wrong, if any did.

    Of its coverage: whether it `is_short` of what the site promised, or `is_proven` to have all of it.
    """
    found_nothing: Outcome = "empty" if items_stored == 0 else "partial"
    kind = STOP_REASONS[stop_reason]
    if stop_reason == "shutdown" or kind == "away":
        return RunEnd("queued", "shutdown", None, None)
    if kind == "judged":
        return RunEnd("failed", stop_reason, found_nothing, message)
    if kind == "internal":
        return RunEnd("failed", "error", found_nothing, message or "The run stopped on an internal error.")
    if kind == "refused" or (kind == "ended" and pages_done == 0 and pages_missing > 0):
        status: Status = "failed" if pages_done == 0 else "completed"
        return RunEnd(status, stop_reason, found_nothing, message)
    if kind == "ended":
        outcome: Outcome = "empty" if items_stored == 0 else "partial" if pages_missing or is_short else "complete"
        return RunEnd("completed", stop_reason, outcome, message if pages_missing else None)
    if stop_reason in LIMITS and is_proven and not pages_missing:
        return RunEnd("completed", stop_reason, "complete", None)
    return RunEnd("completed", stop_reason, found_nothing, None)
