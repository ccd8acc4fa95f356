"""One run over three processes, with a real PostgreSQL and a real Redis: undisturbed, killed, and without Redis."""

import random

import pytest

from tests.crawls import Crawls
from tests.redis_server import own_redis
from tests.reliability.shared_runs import WORKERS, shared_runs
from tests.reliability.world import faults

pytestmark = [pytest.mark.postgres, pytest.mark.redis]

LISTS = 10  # 200 pages
KILLS = 2


@pytest.fixture
def postgres_crawls(postgres_url):
    crawls = Crawls(postgres_url)
    yield crawls
    crawls.close()


def test_three_processes_leave_what_one_leaves_killed_or_not_and_whatever_redis_does(postgres_crawls):
    with own_redis() as redis, shared_runs(postgres_crawls, redis.url, lists=LISTS) as shared:
        alone, together, killed, bereft = (shared.queue(workers) for workers in (1, WORKERS, WORKERS, WORKERS))
        shared.run(alone, 1)
        expected = shared.state(alone)
        asked = len(shared.site.paths)
        shared.run(together, WORKERS)
        assert (faults(shared.state(together), expected), len(shared.site.paths)) == ([], 2 * asked + WORKERS - 1)

        shared.run_killing(killed, random.Random(5), KILLS)
        assert (faults(shared.state(killed), expected), shared.kills) == ([], KILLS)

        processes = [shared.join(bereft) for _ in range(WORKERS)]
        shared.until_asked(bereft, shared.pages // 3)
        redis.kill()
        logs = shared.end(processes)
        assert faults(shared.state(bereft), expected) == []
        assert "Redis is away" in "".join(logs)
        seconds = f"{shared.seconds(alone):.1f} s by 1 process, {shared.seconds(together):.1f} s by {WORKERS}"
        print(f"\n{shared.pages} pages, {KILLS} kills, Redis killed once, 0 faults; {seconds}")
