"""Scrapyd servers that share one queue: every run once, no idle slot, and whole ends whatever is killed."""

import os
import time
from collections import Counter
from contextlib import ExitStack

import pytest
from sqlalchemy import func, select, text

from db.line import CLAIMS
from db.models import Run
from db.session import make_engine
from tests.db.rows import add_rows
from tests.reliability.sharing import kill_at_random, longest_idle_seconds, queue_runs, sharing
from tests.scrapyd.servers import wait_until
from tests.scrapyd.sharing_server import ScrapydServer

POLL_SECONDS = 1.0
RUNS = int(os.environ.get("SCRAPYD_RUNS", "16"))  # the soak tier asks for 200
SPIDER_KILLS = int(os.environ.get("SCRAPYD_SPIDER_KILLS", "5"))  # and for 50
SERVER_KILLS = int(os.environ.get("SCRAPYD_SERVER_KILLS", "2"))  # and for 20
END_SECONDS = 900


@pytest.mark.postgres
def test_two_servers_run_many_short_runs_once_each(postgres_url, tmp_path):
    with sharing(tmp_path, postgres_url, max_proc=4, poll_interval=POLL_SECONDS, page_seconds=0.05) as shared:
        run_ids, queued_at = queue_runs(shared.engine, RUNS), time.time()
        shared.await_end(END_SECONDS)
        began = Counter(line["run"] for line in shared.lines())
        servers = Counter(line["server"] for line in shared.lines())
        idle = max(longest_idle_seconds(server, queued_at) for server in shared.servers)
        print(f"runs by server: {dict(servers)}; longest idle slot {idle:g} s")
        assert (len(began), set(began.values()), shared.faults(run_ids)) == (RUNS, {1}, [])
        assert min(servers["one"], servers["two"]) >= RUNS / 4
        assert idle <= 2 * POLL_SECONDS + 1  # the log has whole seconds


@pytest.mark.postgres
def test_killed_spiders_and_servers_change_nothing_about_any_run(postgres_url, tmp_path):
    with sharing(tmp_path, postgres_url, max_proc=3, poll_interval=0.5, page_seconds=0.4) as shared:
        run_ids = queue_runs(shared.engine, 2 * (SPIDER_KILLS + SERVER_KILLS))
        wrong = kill_at_random(shared, spiders=SPIDER_KILLS, servers=SERVER_KILLS, seed=5, max_proc=3)
        shared.await_end(END_SECONDS)
        assert (wrong, shared.faults(run_ids)) == ([], [])


@pytest.mark.postgres
def test_a_run_that_is_taken_while_its_server_is_told_to_go_waits_again_at_once(postgres_url, tmp_path):
    engine = make_engine(postgres_url)
    ids = add_rows(engine, is_running=False)
    with ExitStack() as stack:
        connection = stack.enter_context(engine.connect())
        # Nobody takes a run of the user while this lock is held: the server has begun to, and cannot end.
        connection.execute(select(func.pg_advisory_lock(CLAIMS, func.hashtext(str(ids.user_id)))))
        server = stack.enter_context(ScrapydServer(tmp_path / "server", postgres_url, poll_interval=0.2))
        wait_until(lambda: connection.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")))
        server.process.terminate()
        wait_until(lambda: "Received SIGTERM" in server.log)
        connection.execute(select(func.pg_advisory_unlock(CLAIMS, func.hashtext(str(ids.user_id)))))
        server.process.wait(60)
        run = connection.execute(select(Run.status, Run.attempts).where(Run.id == ids.run_id)).one()
        assert (run.status, run.attempts, server.spiders()) == ("queued", 0, {})
    engine.dispose()


@pytest.mark.postgres
def test_a_run_whose_process_still_starts_when_its_server_is_told_to_go_waits_again_at_once(postgres_url, tmp_path):
    engine = make_engine(postgres_url)
    ids = add_rows(engine, is_running=False)
    with ScrapydServer(tmp_path / "server", postgres_url, runner="tests.reliability.slow_runner") as server:
        wait_until(lambda: bool(server.spiders()))
        server.process.terminate()
        server.process.wait(60)
        with engine.connect() as connection:
            columns = (Run.status, Run.attempts, Run.not_before)
            run = connection.execute(select(*columns).where(Run.id == ids.run_id)).one()
        assert (*run, server.spiders()) == ("queued", 0, None, {})
    engine.dispose()
