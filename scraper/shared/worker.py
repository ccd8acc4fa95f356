"""This process as one of the workers of a run: claims requests, stores pages, and sees when the run is over.

The tables are the truth. Redis only says which requests may be waiting; a request is a worker's once its row says so.
"""

import queue
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from itertools import count
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from db import frontier, leases, runs, sharing
from db.cancelling import standing as counters_and_cancel
from db.frontier import FinishedPage
from db.leases import Lease
from db.models import Run
from db.runs import TERMINAL, RunTotals
from db.session import session_scope
from scraper.items import PageTally, Visit
from scraper.runs.adopting import adopt_lease, process_name
from scraper.runs.counters import Counters
from scraper.runs.end import Outcome, RunEnd, Status
from scraper.runs.frontier import new_request, visit_of
from scraper.runs.memory import RunNotes
from scraper.runs.run import LiveRun
from scraper.shared.claiming import Claimed, claim
from scraper.shared.hints import Hints, NoHints, place
from scraper.shared.judging import Rules, enrolled, judged
from scraper.shared.standing import Standing


class SharedRun:
    """A run's share in this process. `seats` workers have it at most; `rules` are the limits of the whole run.

    `wake` is called, in any thread, when it is worth looking for requests.
    """

    wake: Callable[[], None]

    def __init__(self, run: LiveRun, rules: Rules, hints: Hints, *, seats: int) -> None:
        self.run = run
        self.rules = rules
        self.hints = hints
        self.seats = seats
        self.wake = lambda: None
        self.stopped_by: str | None = None  # the limit that a page stored here has come to
        self._held: set[str] = set()  # fingerprints of what this process was given and has not stored
        self._noted: queue.SimpleQueue[RunNotes] = queue.SimpleQueue()
        self._unstored_notes: list[RunNotes] = []

    def take(self, first_visits: Callable[[], list[Visit]], *, on_claimed: Callable[[], object]) -> list[Visit]:
        """Become one of the run's workers; the first one of all puts its first requests into the tables.

        Raises IllegalStatusChange where all seats are taken or the run is over, RunLost where the lease that was taken
        for this process is over.
        """
        patience = self.run.patience
        self.run.lease = patience.run(partial(self._join, uuid4()))
        on_claimed()
        if not patience.run(self._has_begun):
            self.hints.add(patience.run(partial(self._begin, first_visits())))
        self.run.ending()
        return []

    def taken(self, tally: PageTally) -> PageTally:
        """The page for the writer; what follows from it is left to whichever worker claims it."""
        noted, self.run.notes = self.run.notes, RunNotes(browser=dict(self.run.notes.browser))
        self._noted.put(noted)
        taken = replace(tally, stored=list(tally.stored), dropped=Counter(tally.dropped))
        tally.next_visits = []
        self.wake()
        return taken

    def claim(self, wanted: int) -> Claimed:
        """Up to so many of the requests that wait, details first, as far as the limits of the run leave room.

        Raises RunLost and NotFound where the run is no longer this worker's, DatabaseAway.
        """
        hinted = self.hints.pop(wanted)
        if not hinted and self.run.patience.run(self._is_nothing_to_claim):
            return Claimed()
        tries = count()
        claimed = self.run.patience.run(lambda: self._claim(hinted, wanted, is_again=next(tries) > 0))
        self._held.update(each.fingerprint for each in claimed.visits)
        self.hints.add(claimed.more)
        return claimed

    def commit(
        self, tallies: Sequence[PageTally], finished: Callable[[PageTally], FinishedPage]
    ) -> tuple[RunTotals, bool]:
        """Decide what complete pages come to and store them: the run's counters then, and whether it is to end."""
        while not self._noted.empty():
            self._unstored_notes.append(self._noted.get())
        with self.transaction() as (session, run, standing):
            pages = self._judged(session, tallies, standing)
            frontier.commit_pages(session, self.lease, [finished(page) for page in pages], is_shared=True)
            for notes in self._unstored_notes:
                standing.notes.merge(notes)
            standing.seconds = max(standing.seconds, self.run.progress()["resume"]["seconds"])
            sharing.keep_standing(session, run, standing.as_metadata())
            totals, is_cancelled = counters_and_cancel(session, self.run.run_id)
        self._unstored_notes.clear()
        self._held.difference_update(tally.visit.fingerprint for tally in tallies)
        self.hints.add({each.fingerprint: place(each.kind, each.order) for page in pages for each in page.next_visits})
        self.stopped_by = standing.stopped_by
        self.wake()
        return totals, is_cancelled

    def catch_up(self) -> None:
        """Make the live run what the run is in the tables, all workers together."""
        with session_scope(self.run.database, is_read_only=True) as session:
            row = runs.get_run(session, self.run.run_id, user_id=self.run.user_id)
            failed = sharing.count_failed(session, self.run.run_id)
        counters = Counters(
            pages_issued=row.run_metadata.get("resume", {}).get("pages", 0),
            pages_done=row.pages_fetched,
            pages_failed=failed,
            items_found=row.items_found,
            items_accepted=row.items_extracted,
            items_stored=row.items_extracted,
            credits_charged=row.credits_charged,
        )
        noted, self.run.notes = self.run.notes, RunNotes()
        self.run.resume(counters, (), (), row.run_metadata)
        self.run.notes.merge(noted)

    def end_by_others(self) -> RunEnd | None:
        """The end that another worker gave the run; None where it has none."""
        with session_scope(self.run.database, is_read_only=True) as session:
            row = runs.get_run(session, self.run.run_id, user_id=self.run.user_id)
        if row.status not in TERMINAL:
            return None
        return RunEnd(
            cast("Status", row.status), row.stop_reason or "", cast("Outcome | None", row.outcome), row.error_message
        )

    @property
    def lease(self) -> Lease:
        """This worker's."""
        assert self.run.lease is not None
        return self.run.lease

    @contextmanager
    def transaction(self) -> Iterator[tuple[Session, Run, Standing]]:
        """A transaction in which no other worker of the run decides anything. Raises as `check_fence`."""
        with session_scope(self.run.database) as session:
            run = sharing.lock_run(session, self.lease)
            yield session, run, Standing.of_run(run)

    def _join(self, worker_id: UUID) -> Lease:
        run, seconds = self.run, self.run.config.lease_seconds
        if run.lease is not None:  # taken for this process before it began
            return adopt_lease(run.database, run.run_id, run.lease.worker_id, seconds)
        with session_scope(run.database) as session:
            return leases.join_run(
                session,
                run.run_id,
                seats=self.seats,
                lease_seconds=seconds,
                process=process_name(),
                worker_id=worker_id,
            )

    def _has_begun(self) -> bool:
        with session_scope(self.run.database, is_read_only=True) as session:
            return sharing.has_requests(session, self.run.run_id)

    def _begin(self, first: list[Visit]) -> dict[str, float]:
        """Put the first requests into the tables, unless another worker was faster; their hints."""
        with self.transaction() as (session, run, standing):
            if sharing.has_requests(session, self.run.run_id):
                return {}
            visits = list(enrolled(first, self.rules, standing))
            frontier.add_requests(session, self.run.run_id, [new_request(visit) for visit in visits])
            standing.ended_by = standing.ended_by or self.run.ended_by
            standing.notes.merge(self.run.notes)
            sharing.keep_standing(session, run, standing.as_metadata())
        return {each.fingerprint: place(each.kind, each.order) for each in visits}

    def _claim(self, hinted: Sequence[str], wanted: int, *, is_again: bool) -> Claimed:
        with self.transaction() as (session, run, _):
            # Of a try whose answer was lost: its requests are ours, and nobody knows.
            lost = sharing.claimed_by(session, self.lease, but=self._held) if is_again else []
            is_hinting = not isinstance(self.hints, NoHints)
            given = claim(session, self.lease, run, self.rules, hinted=hinted, wanted=wanted, is_hinting=is_hinting)
        if not lost:
            return given
        return Claimed([*map(visit_of, lost), *given.visits], more=given.more)

    def _is_nothing_to_claim(self) -> bool:
        """Whether others have all that is open, as far as can be seen without keeping them from their work."""
        with session_scope(self.run.database, is_read_only=True) as session:
            return sharing.open_states(session, self.run.run_id) == {"claimed"}

    def _judged(self, session: Session, tallies: Sequence[PageTally], standing: Standing) -> list[PageTally]:
        """The pages that are not over yet: a commit whose answer was lost comes again."""
        run_id, fingerprints = self.run.run_id, [tally.visit.fingerprint for tally in tallies]
        still_open = sharing.open_among(session, run_id, fingerprints)
        job = self.rules.job
        links = [tally for tally in tallies if tally.visit.kind == "page" and not job.is_listed(tally.visit.state)]
        known = sharing.known_among(
            session,
            run_id,
            hashes={item.content_hash for tally in tallies for item in tally.stored},
            fingerprints={visit.fingerprint for tally in tallies for visit in tally.next_visits},
            contents={tally.content for tally in links if tally.content},
        )
        return [judged(each, self.rules, standing, known) for each in tallies if each.visit.fingerprint in still_open]
