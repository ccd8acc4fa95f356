"""A process that writes the pages of a world by the real transactions, until the run is over or it is killed.

The naive one charges in a transaction of its own and asks no fence; the harness must find it out.
"""

import os
import signal
from itertools import count
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID

from sqlalchemy import Engine, event, update

from db.frontier import FinishedPage, commit_pages, queued_requests
from db.leases import Lease, claim_requests, start_run
from db.models import Run
from db.runs import end_run
from db.session import make_engine, session_scope
from tests.reliability.world import page_of

LEASE_SECONDS = 60


def write(
    url: str,
    run_id: UUID,
    *,
    pages: int,
    batch: int = 2,
    failpoint: int = 0,
    stop_before: int = 0,
    naive: bool = False,
    replays: int = 0,
    told: Connection,
) -> None:
    """Write the run to its end. `told` gets True when it begins and the number of points passed at its end.

    Each commit is repeated `replays` times, as if its answer had been lost. The process stands still (SIGSTOP) before
    its commit number `stop_before`, and says True before it does. With a `failpoint` it kills itself when it has passed
    so many points: statements, BEGINs and COMMITs.
    """
    engine = make_engine(url)
    points = _Points(engine, failpoint)
    told.send(True)
    with session_scope(engine) as session:
        lease = start_run(session, run_id, lease_seconds=LEASE_SECONDS)
    with session_scope(engine) as session:
        claim_requests(session, lease)
    for number in count(1):
        if not (fingerprints := _waiting(engine, lease, batch)):
            break
        if number == stop_before:
            told.send(True)
            os.kill(os.getpid(), signal.SIGSTOP)
        for _ in range(1 + replays):
            _commit(engine, lease, [page_of(each, pages=pages) for each in fingerprints], naive=naive)
    with session_scope(engine) as session:
        end_run(session, run_id, status="completed", stop_reason="no_next", outcome="complete")
    told.send(points.passed)


class _Points:
    """Counts what the engine does, and kills the process at one of the points."""

    def __init__(self, engine: Engine, failpoint: int) -> None:
        self.passed = 0
        self._failpoint = failpoint
        for name in ("after_cursor_execute", "begin", "commit"):
            event.listen(engine, name, self._pass)

    def _pass(self, *_: Any) -> None:
        self.passed += 1
        if self.passed == self._failpoint:
            os.kill(os.getpid(), signal.SIGKILL)


def _waiting(engine: Engine, lease: Lease, batch: int) -> list[str]:
    """The fingerprints of the next pages to write, the first found first."""
    with session_scope(engine, is_read_only=True) as session:
        return [row.fingerprint for row in queued_requests(session, lease.run_id, user_id=lease.user_id)[:batch]]


def _commit(engine: Engine, lease: Lease, pages: list[FinishedPage], *, naive: bool) -> None:
    if naive:
        _charge(engine, lease, sum(page.credits for page in pages))
    with session_scope(engine) as session:
        commit_pages(session, lease, pages, progress={"resume": {"after": pages[-1].fingerprint}})
        if naive:  # already charged
            total = sum(page.credits for page in pages)
            session.execute(
                update(Run).where(Run.id == lease.run_id).values(credits_charged=Run.credits_charged - total)
            )


def _charge(engine: Engine, lease: Lease, credits: int) -> None:
    with session_scope(engine) as session:
        session.execute(update(Run).where(Run.id == lease.run_id).values(credits_charged=Run.credits_charged + credits))
