"""Writes the end of a run into its row, also where it is not known whether an earlier try came through."""

from collections.abc import Mapping
from typing import Any

from db import runs
from db.exceptions import RunLost
from db.leases import check_fence, leave_run
from db.session import session_scope
from scraper.runs.end import RunEnd
from scraper.runs.run import LiveRun


class Ending:
    """The end of one run: written once, however often `write` is called."""

    def __init__(self, run: LiveRun) -> None:
        self._run = run
        self._is_tried = False

    def write(self, end: RunEnd, metadata: Mapping[str, Any]) -> None:
        """Write the end, with `metadata` merged into the run's.

        Raises RunLost where the run is no longer this process's, NotFound where it was removed.
        """
        is_again, self._is_tried = self._is_tried, True
        try:
            self._write(end, metadata)
        except RunLost:
            if not (is_again and self._is_written(end)):
                raise

    def _is_written(self, end: RunEnd) -> bool:
        """Whether the run's row has this end: written by a try whose answer was lost.

        A run that somebody had asked to end is not queued again but over.
        """
        with session_scope(self._run.database, is_read_only=True) as session:
            row = runs.get_run(session, self._run.run_id, user_id=self._run.user_id)
            if end.status == "queued" and self._run.shared is not None:
                return True  # this worker is none of the run's any more, which is all that was asked
            if end.status == "queued" and row.cancel_requested_at is not None:
                return (row.status, row.stop_reason) == ("completed", "cancelled")
            return (row.status, row.stop_reason, row.outcome) == (end.status, end.stop_reason, end.outcome)

    def _write(self, end: RunEnd, metadata: Mapping[str, Any]) -> None:
        assert self._run.lease is not None
        with session_scope(self._run.database) as session:
            if end.status == "queued" and self._run.shared is not None and leave_run(session, self._run.lease):
                return  # the others go on
            check_fence(session, self._run.lease)
            runs.end_run(
                session,
                self._run.run_id,
                status=end.status,
                stop_reason=end.stop_reason,
                outcome=end.outcome,
                error_message=end.error_message,
                metadata=metadata,
            )
