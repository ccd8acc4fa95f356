"""Two cron processes see the same thousand ticks at the same moments: each instant of each job gets one run."""

import subprocess
import sys
from collections import Counter

from sqlalchemy import select

from db.models import Run, ScheduleFire
from db.session import session_scope
from tests.crawls import ROOT
from tests.scheduled import NOON, ScheduledJobs

TICKS = 1000
AHEAD = 5  # ticks that a process may be ahead of the other


def test_two_crons_start_each_instant_once(engine, database_url):
    jobs = ScheduledJobs(engine)
    ids = [jobs.add(cron, overlap_policy="allow", since=NOON) for cron in ("*/5 * * * *", "*/10 * * * *", "0 * * * *")]
    crons = [_cron(database_url) for _ in range(2)]
    for first in range(1, TICKS + 1, AHEAD):
        ticks = range(first, first + AHEAD)
        for cron in crons:
            cron.stdin.write("".join(f"{tick}\n" for tick in ticks))
            cron.stdin.flush()
        for cron in crons:
            assert [int(cron.stdout.readline()) for _ in ticks] == list(ticks)
    for cron in crons:
        assert (cron.communicate()[0], cron.returncode) == ("", 0)
    with session_scope(engine, is_read_only=True) as session:
        keys = session.execute(select(Run.job_id, Run.idempotency_key).where(Run.idempotency_key.is_not(None))).all()
        outcomes = Counter(session.scalars(select(ScheduleFire.outcome)))
    runs = Counter(job_id for job_id, _ in keys)
    assert len(set(keys)) == len(keys)
    assert [runs[job_id] for job_id in ids] == [TICKS, TICKS // 2, TICKS // 12]
    assert set(outcomes) == {"started"}
    print(f"\n{TICKS} ticks of 2 processes: {sum(runs.values())} runs, none twice")


def _cron(url: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.reliability.cron_ticks", url]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
