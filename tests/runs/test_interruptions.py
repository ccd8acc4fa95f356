"""scraper.runs.interruptions: the first signal is remembered, and does what it did before."""

import os
import signal
import threading

import pytest

from scraper.runs.interruptions import Interruptions


@pytest.fixture
def told():
    """What the handlers that were there before were told; afterwards those of the tests' process are back."""
    told = []
    before = {signum: signal.getsignal(signum) for signum in (signal.SIGINT, signal.SIGTERM)}
    for signum in before:
        signal.signal(signum, lambda number, _: told.append(number))
    yield told
    for signum, handler in before.items():
        signal.signal(signum, handler)


@pytest.fixture
def watching(told):
    interruptions = Interruptions()
    interruptions.watch()
    return interruptions


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_is_remembered_and_does_what_it_did_before(watching, told, signum):
    os.kill(os.getpid(), signum)
    assert (watching.first, told) == (signum, [signum])


@pytest.mark.parametrize(("signum", "is_by_person"), [(signal.SIGINT, True), (signal.SIGTERM, False), (None, False)])
def test_only_a_person_wants_the_run_to_end(signum, is_by_person):
    interruptions = Interruptions()
    interruptions.first = signum
    assert interruptions.is_by_person is is_by_person


def test_the_first_signal_counts(watching, told):
    calls = []
    watching.on_first = lambda: calls.append(watching.first)
    os.kill(os.getpid(), signal.SIGTERM)
    os.kill(os.getpid(), signal.SIGINT)
    assert (watching.first, calls, told) == (signal.SIGTERM, [signal.SIGTERM], [signal.SIGTERM, signal.SIGINT])


def test_in_another_thread_there_is_nothing_to_watch(told):
    before = signal.getsignal(signal.SIGTERM)
    watcher = threading.Thread(target=Interruptions().watch)
    watcher.start()
    watcher.join()
    assert signal.getsignal(signal.SIGTERM) is before


def test_a_signal_that_ends_the_process_at_once_still_does(told):
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Interruptions().watch()
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
