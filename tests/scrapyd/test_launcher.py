"""scraper.scrapyd.launcher: a process that cannot be started costs neither its run nor its slot."""

from itertools import pairwise

import pytest
from scrapyd import launcher as scrapyds
from twisted.logger import capturedLogs

from scraper.scrapyd.launcher import PAUSE_SECONDS
from tests.scrapyd.in_process import OTHER


class Spawning:
    """Stands for Scrapyd's reactor: notes the processes, and starts none while it `is_failing`."""

    def __init__(self):
        self.is_failing, self.started = False, []

    def spawnProcess(self, process, executable, args, env):  # noqa: N802
        if self.is_failing:
            raise OSError(11, "Resource temporarily unavailable")
        self.started.append(args)


@pytest.fixture
def spawning(monkeypatch):
    spawning = Spawning()
    monkeypatch.setattr(scrapyds, "reactor", spawning)
    return spawning


def test_a_process_gets_the_ids_of_its_run_and_its_worker_alone(scrapyd, ids, spawning):
    scrapyd.launcher.startService()
    scrapyd.clock.advance(0)
    [args] = spawning.started
    given = [value.partition("=")[0] for flag, value in pairwise(args) if flag == "-a"]
    assert sorted(given) == ["_job", "run_id", "worker"]


def test_a_process_that_cannot_be_started_leaves_its_run_and_its_slot(scrapyd, ids, spawning):
    spawning.is_failing = True
    with capturedLogs():
        scrapyd.launcher.startService()
        scrapyd.clock.advance(0)
    assert (scrapyd.run(ids.run_id).status, scrapyd.launcher.processes) == ("queued", {})
    spawning.is_failing = False
    scrapyd.clock.advance(0)
    scrapyd.poller.poll()
    scrapyd.clock.advance(PAUSE_SECONDS)
    scrapyd.clock.advance(0)
    assert (scrapyd.run(ids.run_id).status, len(scrapyd.launcher.processes)) == ("running", 1)
    assert len(scrapyd.poller.dq.waiting) == scrapyd.launcher.max_proc - 1


def test_another_projects_process_that_cannot_be_started_leaves_its_slot(scrapyd, spawning):
    scrapyd.poller.queues[OTHER].add("quotes", _job="a/slash")  # no file name: Scrapyd itself loses the slot
    with capturedLogs():
        scrapyd.launcher.startService()
        scrapyd.clock.advance(0)
    assert len(scrapyd.poller.dq.waiting) == scrapyd.launcher.max_proc - 1
    scrapyd.clock.advance(PAUSE_SECONDS)
    assert len(scrapyd.poller.dq.waiting) == scrapyd.launcher.max_proc


def test_a_slot_whose_process_has_ended_is_free_again(scrapyd, ids, spawning):
    scrapyd.launcher.startService()
    scrapyd.clock.advance(0)
    [process] = scrapyd.launcher.processes.values()
    process.deferred.callback(process)
    assert (scrapyd.launcher.processes, len(scrapyd.poller.dq.waiting)) == ({}, scrapyd.launcher.max_proc)
    assert scrapyd.run(ids.run_id).status == "queued"  # it ended without having ended its run
