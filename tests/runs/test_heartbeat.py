"""scraper.runs.heartbeat: beats come whatever else is busy, survive a database that fails, and end with the run."""

import logging
import threading
import time

import pytest
from sqlalchemy.exc import OperationalError

from db.exceptions import NotFound, RunLost
from scraper.runs.heartbeat import Heartbeat

DEADLINE_SECONDS = 30


def _ignored(error):
    raise AssertionError(error)


def test_beats_come_while_another_thread_is_busy():
    beats = []
    heartbeat = Heartbeat([lambda: beats.append(1)], seconds=0.01, on_lost=_ignored)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while len(beats) < 3:  # busy, as a slow selector is
        assert time.monotonic() < deadline
    heartbeat.stop()


@pytest.mark.parametrize("error", [RunLost("run"), NotFound("runs", "run")], ids=["taken", "removed"])
def test_a_lost_run_is_told_once_and_ends_the_beats(error):
    told, beats, is_told = [], [], threading.Event()

    def beat():
        beats.append(1)
        raise error

    def lost(why):
        told.append(why)
        is_told.set()

    heartbeat = Heartbeat([beat], seconds=0.01, on_lost=lost)
    assert is_told.wait(DEADLINE_SECONDS)
    heartbeat.stop()
    assert (told, beats) == ([error], [1])


def test_a_database_that_takes_no_beat_is_tried_again(caplog):
    caplog.set_level(logging.WARNING, logger="scraper")
    beats = threading.Semaphore(0)

    def beat():
        beats.release()
        raise OperationalError("UPDATE", {"password": "secret"}, Exception("gone"))

    heartbeat = Heartbeat([beat], seconds=0.01, on_lost=_ignored)
    assert all(beats.acquire(timeout=DEADLINE_SECONDS) for _ in range(3))
    heartbeat.stop()
    assert "took no heartbeat" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("error", [OperationalError("UPDATE", {}, Exception("gone")), KeyError("a fault of ours")])
def test_a_beat_that_fails_does_not_keep_the_others_from_coming(error):
    beats = threading.Semaphore(0)

    def fails():
        raise error

    heartbeat = Heartbeat([fails, beats.release], seconds=0.01, on_lost=_ignored)
    assert all(beats.acquire(timeout=DEADLINE_SECONDS) for _ in range(3))
    heartbeat.stop()


def test_a_stopped_heart_beats_no_more():
    beats = []
    heartbeat = Heartbeat([lambda: beats.append(1)], seconds=3600, on_lost=_ignored)
    heartbeat.stop()
    assert (beats, [each.name for each in threading.enumerate() if each.name == "heartbeat"]) == ([], [])
