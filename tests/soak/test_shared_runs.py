"""Soak: one run of 2,000 pages over three processes: how fast, and with processes killed at random.

    pytest -s tests/soak/test_shared_runs.py

SCRAPER_SOAK_SHARED_LISTS (100, of 20 pages each), SCRAPER_SOAK_SHARED_KILLS (20) and SCRAPER_SOAK_SHARED_RUNS (5), over
which the kills are spread, change its size. docs/reliability.md has the figures.
"""

import os
import random
from datetime import UTC, datetime

import pytest

from tests.crawls import Crawls
from tests.redis_server import own_redis
from tests.reliability.shared_runs import WORKERS, shared_runs
from tests.reliability.world import faults

pytestmark = [pytest.mark.postgres, pytest.mark.redis]


def _given(name: str, default: int) -> int:
    return int(os.environ.get(f"SCRAPER_SOAK_SHARED_{name}", default))


def test_three_processes_are_faster_than_one_and_kills_change_nothing(postgres_url):
    crawls = Crawls(postgres_url)
    lists, kills, times = _given("LISTS", 100), _given("KILLS", 20), _given("RUNS", 5)
    with own_redis() as redis, shared_runs(crawls, redis.url, lists=lists, concurrent_requests=1) as shared:
        alone, together = shared.queue(1), shared.queue(WORKERS)
        shared.run(alone, 1)
        expected = shared.state(alone)
        shared.run(together, WORKERS)
        found = faults(shared.state(together), expected)
        one, three = shared.seconds(alone), shared.seconds(together)
        print(f"\n{datetime.now(UTC):%Y-%m-%d %H:%M} {shared.pages} pages: {one:.1f} s alone, {three:.1f} s together")
        for number in range(times):
            run_id = shared.queue(WORKERS)
            shared.run_killing(run_id, random.Random(number), kills // times)
            found += faults(shared.state(run_id), expected)
            print(f"{shared.kills} processes killed, {len(found)} faults, {shared.seconds(run_id):.1f} s")
    crawls.close()
    assert (found, shared.kills, three < one) == ([], kills // times * times, True)
