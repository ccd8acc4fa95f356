"""The run in this process: what it may still fetch, what it got so far, why it stops. Fetches and writes nothing."""

import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import replace
from time import monotonic
from types import MappingProxyType
from typing import Any
from uuid import UUID

from scrapy.exceptions import NotConfigured
from sqlalchemy import Engine

from db.leases import Lease
from db.patience import Patience
from scraper.config import Config
from scraper.credits.budget import Budget
from scraper.credits.policies import credit_policy
from scraper.extraction.wrappers import Templates
from scraper.failures import GONE_STATUSES, FailedFetch, failure_stop_reason, is_refusal
from scraper.items import PageTally, Visit
from scraper.job import Job
from scraper.runs.admission import Admission
from scraper.runs.counters import Counters
from scraper.runs.end import STOP_REASONS, RunEnd
from scraper.runs.following import follow
from scraper.runs.heartbeat import Heartbeat
from scraper.runs.intake import Intake
from scraper.runs.interruptions import Interruptions
from scraper.runs.memory import Paging, RunNotes
from scraper.runs.shared import Shared

logger = logging.getLogger(__name__)

LOSSES = ("crash", "database_away")  # stop reasons after which nothing more is written


class LiveRun:
    """A run on its way: admits visits within the job's limits, takes complete pages, and decides when it stops.

    `commit`, `flush`, `issue`, `fund` and `halt` are set by whoever owns the writer, the engine and the gateway: take a
    complete page, write what was taken, put visits that waited on their way, ask for credits, and stop fetching.
    """

    commit: Callable[[PageTally], None]
    flush: Callable[[], None]
    issue: Callable[[list[Visit]], None]
    fund: Callable[[], None]
    halt: Callable[[], None]

    def __init__(self, *, run_id: UUID, user_id: UUID, job: Job, config: Config, database: Engine) -> None:
        self.run_id = run_id
        self.user_id = user_id
        self.job = job
        self.config = config
        self.database = database
        self.counters = Counters()
        self.committed = Counters()  # of the counters, what the database has taken; the writer's thread counts it
        self.patience = Patience(config.database_patience_seconds)
        self.interruptions = Interruptions()
        self.intake = Intake()
        self.claim: Future[Any] | None = None
        self.notes = RunNotes(warnings=dict.fromkeys(job.warnings))
        self.seen: set[str] = set()
        self.known_hashes: set[str] = set()
        self.stop_reason: str | None = None
        self.ended_by: str | None = None  # of stop_reason, what a complete page says
        self._ending: str | None = None
        self.stopped_by: str | None = None  # the limit that a complete page came to
        self.message: str | None = None
        self.end: RunEnd | None = None
        self.heartbeat: Heartbeat | None = None
        self.lease: Lease | None = None  # None: the run is not this process's yet
        self.shared: Shared | None = None  # None: this process has the run alone
        self.is_closed = False
        self.is_stopped = False
        self.is_lost = False
        self.budget = Budget(credit_policy(config.credit_policy), limit=job.options.max_credits)
        if job.options.render_js is True:
            self.budget.render()
        self._admission = Admission(self.budget, max_items=job.options.max_items)
        self.paging = Paging()
        self.templates: Templates | None = None  # None: every page is read by the slow path
        self.seconds_before = 0.0  # what earlier attempts took
        self._started = monotonic()

    def resume(
        self,
        counters: Counters,
        seen: Iterable[str],
        known_hashes: Iterable[str],
        metadata: Mapping[str, Any] = MappingProxyType({}),
        contents: Iterable[str] = (),
    ) -> None:
        """Go on from what earlier attempts left; `metadata` is what the run's row keeps, `contents` its list pages."""
        left = metadata.get("resume", {})
        self.notes.restore(metadata, first_failure_reason=left.get("first_failure_reason"))
        self.paging = Paging.from_json(left.get("paging", {}), contents)
        self.ended_by, self.stopped_by = left.get("stop_reason"), left.get("stopped_by")
        if not self.is_stopped:  # somebody may have cancelled it meanwhile
            self.stop_reason, self.is_stopped = self.stopped_by or self.ended_by, self.stopped_by is not None
        self.counters, self.committed = counters, replace(counters)
        self.budget.charged = counters.credits_charged
        self.seen.update(seen)
        self.known_hashes.update(known_hashes)

    def progress(self) -> dict[str, Any]:
        """What `resume` reads of the metadata, as JSON: only what comes of pages that are complete."""
        resume = {
            "stop_reason": self.ended_by,
            "stopped_by": self.stopped_by,
            "first_failure_reason": self.notes.first_failure_reason,
            "seconds": round(self.seconds_before + monotonic() - self._started, 3),
            "paging": self.paging.as_json(),
        }
        return {**self.notes.as_metadata(), "resume": resume}

    def enroll(self, visits: Iterable[Visit]) -> list[Visit]:
        """Of `visits` those that are new and within max_pages; ends the pagination where a page is seen or too many."""
        enrolled = []
        for visit in visits:
            if visit.fingerprint in self.seen:
                if visit.kind == "page" and not self.job.is_listed(visit.state):
                    self.finish("loop")
                continue
            is_page = visit.kind == "page" and not visit.is_index
            if is_page and self.counters.pages_issued >= self.job.max_pages(visit.state):
                self.finish("max_pages")
                continue
            self.seen.add(visit.fingerprint)
            self.counters.pages_issued += is_page
            enrolled.append(visit)
        return enrolled

    def admit(self, visits: Iterable[Visit]) -> list[Visit]:
        """The enrolled visits that may be fetched now; the others wait for the outcome of those under way."""
        if self.is_stopped:
            return []
        self._admission.add(visit for visit in visits if visit.kind == "detail" or not self.paging.is_over)
        admitted = self._admission.take(self.counters.items_stored)
        if self.waiting and self.budget.is_within_limit and not self.budget.is_covered:
            self.fund()
        elif self.waiting and not self.in_flight:  # this limit is why the run ends, not the end of its pagination
            self._admission.clear()
            self.stop_reason = "max_items" if self.budget.is_within_limit else "max_credits"
        return admitted

    @property
    def waiting(self) -> int:
        """Visits that are admitted once there is room for them."""
        return self._admission.waiting

    @property
    def in_flight(self) -> int:
        """Visits that were admitted and are not complete yet."""
        return self._admission.in_flight

    def goes_on(self, visit: Visit, *, found: int, content: str) -> bool:
        """Whether the pagination goes on after the visit's page, by what the page itself gave."""
        if self.stop_reason is not None:
            return False
        if self.job.is_listed(visit.state):
            return True
        self.paging.empty_pages = 0 if found else self.paging.empty_pages + 1
        if self.paging.empty_pages >= self.config.empty_pages_limit:
            self.finish("empty_pages")
        elif content in self.paging.contents:
            self.finish("loop")
        self.paging.contents.add(content)
        return self.stop_reason is None

    def page_complete(self, tally: PageTally) -> None:
        """Take a page whose records are all accounted for: charge it, hand it on, and see what follows from it.

        An exception ends the run: who settles a page may be a signal's handler, whose exceptions Scrapy only logs.
        """
        try:
            self._take(tally)
        except Exception as error:  # a credit policy is another's code
            logger.exception("Completing %s failed", tally.visit.url)
            self.stop("crash", f"{tally.visit.url} could not be completed: {type(error).__name__}: {error}")

    def _take(self, tally: PageTally) -> None:
        self._admission.done(tally.visit)
        self.paging.failed_pages = self.paging.failed_pages + 1 if tally.state == "failed" else 0
        is_refused = is_refusal(tally.reason, tally.http_status)
        self.paging.blocked_pages = self.paging.blocked_pages + 1 if is_refused else 0
        self.budget.charge(tally)
        self._count(tally)
        self.ended_by = self.ended_by or tally.ends
        if self.paging.known_pages >= self.config.known_pages_limit:
            self.paging.is_over = True
            self.finish("no_new_records")
            self.ended_by = self.ended_by or self.ending()
        self.stopped_by = self.stopped_by or self._limit_reached()
        self.commit(tally)  # with all that follows from it, so that another worker goes on in the same way
        if self.stopped_by:
            self.stop(self.stopped_by)
        self.issue(self.admit(()))

    def _limit_reached(self) -> str | None:
        wanted = self.job.options.max_items
        if wanted is not None and self.counters.items_stored >= wanted:
            return "max_items"
        if self.paging.blocked_pages >= self.config.blocked_pages_limit:
            return "blocked"
        return "error" if self.paging.failed_pages >= self.config.failed_pages_limit else None

    def _count(self, tally: PageTally) -> None:
        self.counters.add(tally)
        follow(self.paging.track, tally)
        self.notes.dropped.update(tally.dropped)
        if tally.repeated:
            self.notes.dropped["duplicate"] += tally.repeated
        if tally.visit.kind == "page" and not self.job.is_listed(tally.visit.state):
            self.paging.known_pages = self.paging.known_pages + 1 if tally.is_known else 0

    def accept_item(self) -> bool:
        """Count one more record that will be stored; False where max_items leaves no room for it."""
        wanted = self.job.options.max_items
        if wanted is not None and self.counters.items_accepted >= wanted:
            return False
        self.counters.items_accepted += 1
        return True

    def give_back_item(self) -> None:
        """An accepted record is not stored after all."""
        self.counters.items_accepted -= 1

    def is_past_the_end(self, visit: Visit, status: int | None) -> bool:
        """Whether a page is missing because its number was a guess: nobody said that it is there."""
        is_later = visit.kind == "page" and visit.number > 1
        return is_later and status in GONE_STATUSES and self.job.is_guessing(visit.state)

    def failed(self, visit: Visit, failure: FailedFetch, *, status: int | None = None) -> str:
        """Note that a page could not be had; the stop reason of a pagination that cannot go on without it."""
        stop_reason = failure_stop_reason(failure, status=status, is_first=visit.number <= 1)
        if stop_reason == "blocked":
            self.notes.blocked[failure.reason] += 1
        self.notes.name_failure(visit, failure, stop_reason)
        return stop_reason

    @property
    def is_claimed(self) -> bool:
        """Whether the run was given to this process."""
        return self.lease is not None

    @property
    def end_reason(self) -> str | None:
        """Why the run stopped: for one that got no page at all, what kept it from its first one."""
        is_vague = self.stop_reason in (None, "error") or STOP_REASONS[self.stop_reason] in ("ended", "limited")
        if is_vague and self.counters.pages_done == 0 and self.notes.first_failure_reason:
            return self.notes.first_failure_reason
        return self.stop_reason

    @property
    def failure_sentence(self) -> str | None:
        """What went wrong first, as a sentence for a person."""
        return self.notes.first_failure.sentence if self.notes.first_failure else None

    def finish(self, reason: str) -> None:
        """No more pages: what is under way is still read. The first reason given stands."""
        if self.stop_reason is None:
            self.stop_reason = self._ending = reason

    def ending(self) -> str | None:
        """The reason to finish that was given since this was asked last: it belongs to the page that is being read."""
        reason, self._ending = self._ending, None
        return reason

    def stop(self, reason: str, message: str | None = None) -> None:
        """No more pages, and fetching ends now. The first stop stands, unless pages that were read are lost later."""
        is_loss = reason in LOSSES
        if self.stop_reason in LOSSES or (self.is_stopped and not is_loss):
            return
        self.stop_reason, self.message = reason, message
        if is_loss:
            self.intake.end()
        self._end_fetching()

    def lose(self, message: str) -> None:
        """The run is no longer this process's: fetching ends now, and nothing more may be written."""
        if self.is_lost:
            return
        self.is_lost, self.message = True, message
        self.intake.end()
        self._end_fetching()

    def _end_fetching(self) -> None:
        if not self.is_stopped:
            self.is_stopped = True
            self._admission.clear()
            self.halt()


def live_run(crawler: Any) -> LiveRun:
    """The run of the crawler's spider. Raises NotConfigured for a spider without one, as in `scrapy shell`."""
    run = getattr(crawler.spider, "run", None)
    if not isinstance(run, LiveRun):
        raise NotConfigured  # without a message: Scrapy would warn of it
    return run
