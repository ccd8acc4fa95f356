"""Kills page writers at random times and at every point, takes their runs over, and compares what they leave."""

import multiprocessing
import os
import random
import signal
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Engine

from db.models import Run
from db.reaping import Sighting, all_workers, reap
from db.session import session_scope
from tests.reliability.page_writer import write
from tests.reliability.world import faults, new_run, state_of

MANY_ATTEMPTS = 10**9
END_SECONDS = 120

# Children of a server that has imported all that they need, and holds no connection: they start in milliseconds.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.reliability.page_writer"])


@dataclass
class Kills:
    """What the harness did and found."""

    kills: int = 0
    runs: int = 0
    faulty_runs: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, found: list[str]) -> None:
        self.runs += 1
        self.faulty_runs += bool(found)
        self.faults += found


class Victim:
    """A page writer in a process of its own."""

    def __init__(self, url: str, run_id: UUID, **settings: Any) -> None:
        self._told, told = _CONTEXT.Pipe(duplex=False)
        self._process = _CONTEXT.Process(target=write, args=(url, run_id), kwargs={**settings, "told": told})
        self._process.start()
        told.close()

    def kill_after(self, seconds: float) -> bool:
        """Kill it so long after it began; whether it was still at work then."""
        self._told.recv()
        self._process.join(seconds)
        self._process.kill()
        return self.end() != 0

    def stopped(self) -> None:
        """Return when it is about to stand still, as it was asked to."""
        self._told.recv()
        self._told.recv()

    def kill(self) -> None:
        """Kill it where it stands."""
        self._process.kill()
        self.end()

    def wake(self) -> None:
        """Let it go on."""
        os.kill(self._process.pid or 0, signal.SIGCONT)

    def points(self) -> int:
        """Let it end by itself; the points it passed, 0 where it was killed at one."""
        passed = 0
        try:
            self._told.recv()
            passed = self._told.recv()
        except EOFError:
            pass
        code = self.end()
        assert code in (0, -9), f"the page writer failed with {code}"
        return passed

    def end(self) -> int:
        """Its exit code."""
        self._process.join(END_SECONDS)
        code = self._process.exitcode
        assert code is not None
        self._told.close()
        self._process.close()
        return code


def take_over(engine: Engine, run_id: UUID) -> bool:
    """Take the run from its worker, who is known to be dead: nobody needs to watch it for a lease.

    Whether the run is to go on; it may have come to its end just before the kill.
    """
    deadline = time.monotonic() + END_SECONDS
    while any(each.lease.run_id == run_id for each in _workers(engine)):
        assert time.monotonic() < deadline
        for worker in _workers(engine):
            if worker.lease.run_id == run_id:
                with session_scope(engine) as session:  # None while PostgreSQL is at the dead client's last statement
                    reap(session, worker, max_attempts=MANY_ATTEMPTS)
    with session_scope(engine, is_read_only=True) as session:
        return session.get_one(Run, run_id).status == "queued"


def _workers(engine: Engine) -> list[Sighting]:
    with session_scope(engine, is_read_only=True) as session:
        return all_workers(session)[0]


def undisturbed(engine: Engine, url: str, *, pages: int, batch: int = 2) -> tuple[dict[str, Any], int, float]:
    """What a run leaves that nobody kills, and how many points it passes."""
    run_id = new_run(engine, pages=pages, name=uuid4().hex)
    passed = Victim(url, run_id, pages=pages, batch=batch).points()
    with session_scope(engine) as session:
        run = session.get_one(Run, run_id)
        assert run.finished_at is not None
        assert run.started_at is not None
        seconds = (run.finished_at - run.started_at).total_seconds()
    return state_of(engine, run_id), passed, seconds


def kill_at_random(engine: Engine, url: str, *, kills: int, seed: int, pages: int = 24, naive: bool = False) -> Kills:
    """Kill page writers so many times, at moments spread over a run; each run goes on until it is over."""
    chance, done = random.Random(seed), Kills()
    expected, _, seconds = undisturbed(engine, url, pages=pages)
    while done.kills < kills:
        run_id = new_run(engine, pages=pages, name=uuid4().hex)
        while True:
            victim = Victim(url, run_id, pages=pages, naive=naive)
            if not victim.kill_after(chance.uniform(0, 1.2 * seconds)):
                break
            done.kills += 1
            if not take_over(engine, run_id):
                break
        done.add(faults(state_of(engine, run_id), expected))
    return done


def kill_at_every_point(
    engine: Engine, url: str, *, pages: int = 4, every: int = 1, naive: bool = False, batch: int = 2, replays: int = 0
) -> Kills:
    """For each point that a run passes: kill a page writer there, let another one end the run.

    With `replays` every commit of both is repeated so often.
    """
    done, how = Kills(), {"pages": pages, "batch": batch, "naive": naive, "replays": replays}
    expected, points, _ = undisturbed(engine, url, pages=pages, batch=batch)
    for point in range(1, points + 1, every):
        run_id = new_run(engine, pages=pages, name=uuid4().hex)
        if Victim(url, run_id, **how, failpoint=point).points() == 0:
            done.kills += 1
            if take_over(engine, run_id):
                Victim(url, run_id, **how).points()
        done.add(faults(state_of(engine, run_id), expected))
    return done
