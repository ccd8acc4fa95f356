"""scraper.extensions.run_tracker: the last words of a run, in its row and in the log. On both databases."""

import asyncio
import logging
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from scrapy import Spider
from scrapy.utils.test import get_crawler
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from twisted.python.failure import Failure

from db.cancelling import request_cancel
from db.frontier import add_requests, queued_requests
from db.runs import end_run, get_run
from db.session import session_scope
from scraper.extensions.run_tracker import FLUSH_SECONDS, RunTracker
from scraper.failures import FailedFetch
from scraper.runs.counters import Counters
from scraper.runs.frontier import new_request
from scraper.runs.heartbeat import Heartbeat
from tests.db.rows import add_rows
from tests.live import job, live, visit


class _Tracked:
    """A run that was claimed, with its tracker."""

    def __init__(self, engine: Engine, options=None) -> None:
        self.ids = add_rows(engine)
        self.engine = engine
        self.run, self.told = live(job(options), database=engine, ids=(self.ids.run_id, self.ids.user_id))
        self.run.lease = self.ids.lease
        self.crawler = get_crawler(Spider)
        self.crawler.spider = Spider("job")
        self.crawler.spider.run = self.run
        self.tracker = RunTracker.from_crawler(self.crawler)

    def close(self, reason="finished"):
        """The run's row after the spider closed."""
        asyncio.run(self.tracker.spider_closed(reason))
        return self.row()

    def row(self):
        with session_scope(self.engine) as session:
            return get_run(session, self.ids.run_id, user_id=self.ids.user_id)


@pytest.fixture
def tracked(engine):
    return _Tracked(engine)


def _got(tracked, *, pages=3, items=30, failed=0):
    tracked.run.counters = Counters(pages_done=pages, items_stored=items, pages_failed=failed)
    tracked.run.committed = replace(tracked.run.counters)


@pytest.mark.parametrize(
    ("reason", "ours", "end"),
    [
        pytest.param("finished", None, ("completed", "no_next", "complete"), id="read to the end"),
        pytest.param("finished", "loop", ("completed", "loop", "complete"), id="our own reason"),
        pytest.param("max_items", "max_items", ("completed", "max_items", "partial"), id="stopped by us"),
        pytest.param("closespider_timeout", None, ("completed", "max_duration", "partial"), id="max_duration"),
        pytest.param("shutdown", None, ("completed", "cancelled", "partial"), id="interrupted at a terminal"),
        pytest.param("shutdown", "loop", ("completed", "cancelled", "partial"), id="interrupted while it ended"),
        pytest.param("memusage_exceeded", None, ("failed", "error", "partial"), id="out of memory"),
        pytest.param(
            "a reason that Scrapy may have one day", None, ("completed", "cancelled", "partial"), id="unknown"
        ),
    ],
)
def test_a_run_ends_with_the_reason_that_applies(tracked, reason, ours, end):
    _got(tracked)
    tracked.run.interruptions.first = signal.SIGINT
    if ours:
        tracked.run.finish(ours)
    row = tracked.close(reason)
    assert (row.status, row.stop_reason, row.outcome) == end


def test_an_ended_run_has_a_time_and_its_end_in_the_metadata(tracked):
    row = tracked.close()
    assert row.finished_at is not None
    assert row.run_metadata.keys() == {"stop_reason", "outcome", "coverage"}
    assert (row.run_metadata["stop_reason"], row.run_metadata["outcome"]) == ("no_next", "empty")


def test_a_run_is_queued_again_when_its_process_is_asked_to_go(tracked):
    tracked.run.interruptions.first = signal.SIGTERM
    row = tracked.close("shutdown")
    assert (row.status, row.stop_reason, row.outcome, row.attempts, row.finished_at) == (
        "queued",
        "shutdown",
        None,
        0,
        None,
    )


def test_a_run_that_is_queued_again_keeps_its_requests(tracked):
    with session_scope(tracked.engine) as session:
        add_requests(session, tracked.ids.run_id, [new_request(visit(1))])
    tracked.run.interruptions.first = signal.SIGTERM
    tracked.close("shutdown")
    with session_scope(tracked.engine) as session:
        assert len(queued_requests(session, tracked.ids.run_id, user_id=tracked.ids.user_id)) == 1


def test_a_run_without_a_page_fails_with_the_sentence_of_its_first_failure(tracked):
    tracked.run.counters.pages_failed = 2
    tracked.run.failed(visit(1), FailedFetch("timeout", "it did not answer in time"))
    tracked.run.failed(visit(2), FailedFetch("dns", "it has no address"))
    row = tracked.close()
    assert (row.status, row.stop_reason, row.outcome, row.error_message) == (
        "failed",
        "error",
        "empty",
        "it did not answer in time",
    )


def test_missing_pages_make_a_run_partial(tracked):
    _got(tracked, failed=1)
    tracked.run.failed(visit(2), FailedFetch("timeout", "it did not answer in time"))
    assert tracked.close().outcome == "partial"


def test_an_error_that_nobody_expected_fails_the_run_and_is_named(tracked):
    _got(tracked)
    tracked.tracker.spider_error(Failure(KeyError("visit")), Spider("job"))
    row = tracked.close("crash")
    assert (row.status, row.stop_reason, row.error_message, tracked.told.halts) == (
        "failed",
        "error",
        "KeyError: 'visit'",
        1,
    )


@pytest.mark.parametrize("reason", ["max_items", "shutdown", "closespider_timeout"])
def test_a_crash_is_the_end_whatever_stopped_the_run_before(tracked, reason):
    _got(tracked)
    tracked.run.stop("max_items")
    tracked.run.stop("crash", "disk full")
    row = tracked.close(reason)
    assert (row.status, row.stop_reason, row.error_message) == ("failed", "error", "disk full")


def test_the_end_claims_only_what_was_committed(tracked, caplog):
    caplog.set_level(logging.INFO, logger="scraper")
    tracked.run.counters = Counters(pages_done=3, items_found=40, items_stored=30, credits_charged=3)
    tracked.run.stop("crash", "disk full")
    assert tracked.close().outcome == "empty"
    assert "failed: error, 0 pages, 0 items found, 0 stored, 0 credits" in caplog.text


def test_the_notes_of_the_run_are_stored(tracked):
    tracked.run.notes.warn("a warning")
    assert tracked.close().run_metadata["warnings"] == ["a warning"]


def test_hostile_notes_do_not_keep_a_run_from_ending(tracked):
    url = "https://elsewhere.example/\x00\ud800" + "é" * 100_000
    for number in range(30):
        tracked.run.notes.leave_out(f"{url}{number}", "it leaves the allowed domains")
        tracked.run.failed(visit(number, url=url), FailedFetch("timeout", f"{url} did not answer in time"))
        tracked.run.notes.warn(url + str(number))
    _got(tracked, pages=1)
    assert tracked.close().status == "completed"


def test_a_run_that_was_never_claimed_is_left_as_it_is(tracked):
    tracked.run.lease = None
    assert tracked.close("start_error").status == "running"


def test_a_run_that_someone_else_ended_keeps_that_end(tracked, caplog):
    with session_scope(tracked.engine) as session:
        end_run(
            session, tracked.ids.run_id, status="failed", stop_reason="error", outcome="empty", error_message="lost"
        )
    caplog.set_level(logging.INFO, logger="scraper")
    assert tracked.close().error_message == "lost"
    assert "is lost, nothing more was written" in caplog.text
    assert "completed: no_next" not in caplog.text
    assert tracked.run.end is None


def test_a_run_that_is_lost_is_not_ended(tracked, caplog):
    tracked.run.lose("another worker has it")
    assert tracked.close("lost").status == "running"
    assert "is lost, nothing more was written: another worker has it" in caplog.text


def test_a_closed_run_beats_no_more(tracked):
    beats = threading.Semaphore(0)
    tracked.run.heartbeat = Heartbeat([beats.release], seconds=0.01, on_lost=lambda error: None)
    assert beats.acquire(timeout=30)
    tracked.close()
    assert [thread.name for thread in threading.enumerate() if thread.name == "heartbeat"] == []


def test_a_run_that_another_worker_has_meanwhile_is_ended_only_once(tracked):
    with session_scope(tracked.engine) as session:
        end_run(session, tracked.ids.run_id, status="queued", stop_reason="shutdown", outcome=None)
    assert tracked.close().status == "queued"


def test_a_run_says_in_two_lines_what_it_is_and_what_it_came_to(tracked, caplog):
    caplog.set_level(logging.INFO, logger="scraper")
    tracked.run.committed = Counters(pages_done=3, items_found=40, items_stored=30, credits_charged=3)
    tracked.tracker.spider_opened()
    tracked.close()
    assert [record.getMessage() for record in caplog.records if record.name.startswith("scraper")] == [
        f"Run {tracked.ids.run_id} started: https://shop.example/list, pagination none",
        f"Run {tracked.ids.run_id} completed: no_next, 3 pages, 40 items found, 30 stored, 3 credits, "
        "coverage 30 records, nothing promised",
    ]


def test_warnings_about_the_job_are_logged(engine, caplog):
    _Tracked(engine, {"max_page": 3}).tracker.spider_opened()
    assert "max_page: did you mean max_pages?" in caplog.text


def test_after_a_signal_nothing_waits_for_long_for_a_database_that_is_away(tracked):
    tracked.run.interruptions.first = signal.SIGTERM

    async def begin():
        RunTracker.from_crawler(tracked.crawler)
        await asyncio.sleep(0)  # what the signal asked for
        tracked.run.intake.hold("away")
        return await tracked.run.intake.is_wanted()

    assert asyncio.run(begin()) is False
    assert tracked.run.patience.seconds_left <= FLUSH_SECONDS


def test_a_run_that_was_claimed_while_its_spider_closed_is_ended(tracked):
    lease, tracked.run.lease = tracked.run.lease, None

    def claim():
        tracked.run.lease = lease

    async def close():
        tracked.run.claim = executor.submit(claim)
        await tracked.tracker.spider_closed("shutdown")

    with ThreadPoolExecutor(1) as executor:
        asyncio.run(close())
    assert tracked.row().status == "queued"


class _GoneError(Exception):
    """What a driver says of a connection that it has lost."""


def _loses_its_answer(tracked, end_it):
    """Ends the run by `end_it`, and then does not hear of it."""
    write, tries = tracked.tracker._ending._write, []

    def write_once(end, metadata):
        tries.append(end)
        if len(tries) > 1:
            return write(end, metadata)
        end_it(end, metadata)
        raise OperationalError("COMMIT", {}, _GoneError("the server closed the connection"))

    tracked.tracker._ending._write = write_once


def test_an_end_whose_answer_was_lost_is_the_end(tracked):
    _loses_its_answer(tracked, tracked.tracker._ending._write)
    row = tracked.close()
    assert (row.status, row.stop_reason, tracked.run.end.status, tracked.run.is_lost) == (
        "completed",
        "no_next",
        "completed",
        False,
    )


def test_an_end_of_a_cancelled_run_whose_answer_was_lost_is_no_loss(tracked):
    with session_scope(tracked.engine) as session:
        request_cancel(session, tracked.ids.run_id, user_id=tracked.ids.user_id)
    _loses_its_answer(tracked, tracked.tracker._ending._write)
    tracked.run.interruptions.first = signal.SIGTERM
    row = tracked.close("shutdown")
    assert (row.status, row.stop_reason, tracked.run.is_lost) == ("completed", "cancelled", False)


def test_an_end_that_did_not_come_through_is_written_again(tracked):
    _loses_its_answer(tracked, lambda *_: None)
    assert tracked.close().status == "completed"


def test_an_end_that_someone_else_gave_meanwhile_stands(tracked):
    def end_it(*_):
        with session_scope(tracked.engine) as session:
            end_run(session, tracked.ids.run_id, status="failed", stop_reason="error", outcome="empty")

    _loses_its_answer(tracked, end_it)
    assert (tracked.close().status, tracked.run.is_lost) == ("failed", True)


def _judged(engine, **quality):
    """The row of a run without records, on one page of which nothing is left, that ended with these rules."""
    tracked = _Tracked(engine, {"quality": quality})
    _got(tracked, pages=1, items=0)
    return tracked.close()


def test_a_run_that_breaks_its_rules_is_flagged(engine):
    row = _judged(engine, min_items=1, max_failed_pages_pct=5)
    assert (row.status, row.stop_reason) == ("completed", "no_next")
    assert row.run_metadata["quality"] == {
        "verdict": "broken",
        "stopped": "no_next",
        "rules": [
            {"rule": "min_items", "threshold": 1, "value": 0, "verdict": "broken"},
            {"rule": "max_failed_pages_pct", "threshold": 5, "value": None, "verdict": "not_checked"},
        ],
    }


def test_a_run_that_breaks_its_rules_fails_where_they_say_so(engine):
    row = _judged(engine, min_items=1, on_breach="fail")
    assert (row.status, row.stop_reason, row.outcome) == ("failed", "quality", "empty")
    assert row.error_message == "The run breaks its quality rules: min_items is 0, wanted was 1"


def test_a_run_that_keeps_its_rules_says_so(engine):
    row = _judged(engine, min_items=0, on_breach="fail")
    assert (row.status, row.run_metadata["quality"]["verdict"]) == ("completed", "passed")


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_was_interrupted_is_not_judged(engine, signum):
    tracked = _Tracked(engine, {"quality": {"min_items": 1}})
    tracked.run.interruptions.first = signum
    assert "quality" not in tracked.close("shutdown").run_metadata
