"""db.queue: each run is taken once, in order, within limits that hold however many ask at once. On both databases."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta

import pytest
from sqlalchemy import Engine, delete, func, select, text, update

from db import queue
from db.cancelling import request_cancel
from db.leases import adopt, starting_process
from db.line import CLAIMS, Line
from db.models import Run, RunWorker, ScrapingJob
from db.queue import Limits, Taken
from db.runs import create_run, end_run
from db.session import make_engine, session_scope
from db.types import utc_now
from tests.db.rows import Ids, add_rows

AMPLE = Limits(per_user=100, per_job=100)


@pytest.fixture
def ids(engine: Engine) -> Ids:
    """A user with a job whose `overlap_policy` is "allow", and one queued run of it."""
    made = add_rows(engine, is_running=False)
    _set_policy(engine, made, "allow")
    return made


def _set_policy(engine: Engine, ids: Ids, policy: str) -> None:
    with session_scope(engine) as session:
        session.get_one(ScrapingJob, ids.job_id).options = {"overlap_policy": policy}


def _queue(engine: Engine, ids: Ids, **values: object):
    """Another queued run of the job, with these columns."""
    with session_scope(engine) as session:
        run, _ = create_run(session, job_id=ids.job_id, user_id=ids.user_id, snapshot={})
        for name, value in values.items():
            setattr(run, name, value)
        return run.id


def _take(engine: Engine, limits: Limits = AMPLE, node: str = "one") -> Taken | None:
    with session_scope(engine) as session:
        return queue.take_next(session, limits=limits, lease_seconds=60, process="here", node=node)


def _taken_ids(engine: Engine, limits: Limits = AMPLE) -> list:
    return [taken.lease.run_id for taken in iter(lambda: _take(engine, limits), None)]


def test_the_highest_priority_comes_first_then_the_oldest(engine, ids):
    low, high, late = _queue(engine, ids, priority=-1), _queue(engine, ids, priority=2.5), _queue(engine, ids)
    assert _taken_ids(engine) == [high, ids.run_id, late, low]


def test_a_run_that_is_taken_is_running_under_a_lease_of_the_server(engine, ids):
    taken = _take(engine, node="server-7")
    with session_scope(engine) as session:
        worker = session.scalars(select(RunWorker)).one()
        run = session.get_one(Run, ids.run_id)
        assert (run.status, run.attempts, worker.id, worker.node) == ("running", 1, taken.lease.worker_id, "server-7")


def test_a_run_waits_for_its_time(engine, ids):
    with session_scope(engine) as session:
        session.get_one(Run, ids.run_id).not_before = utc_now() + timedelta(hours=1)
    early = _queue(engine, ids, not_before=utc_now() - timedelta(seconds=1))
    assert _taken_ids(engine) == [early]


def test_a_row_that_sql_inserted_is_taken_just_the_same(engine, ids):
    with session_scope(engine) as session:
        values = {"job_id": ids.job_id, "user_id": ids.user_id, "status": "queued"}
        made = session.execute(Run.__table__.insert().values(**values).returning(Run.__table__.c.id)).scalar_one()
    assert set(_taken_ids(engine)) == {ids.run_id, made}


@pytest.mark.parametrize("limits", [Limits(per_user=3, per_job=100), Limits(per_user=100, per_job=3)], ids=str)
def test_no_more_runs_are_under_way_than_the_limits_allow(engine, ids, limits):
    for _ in range(5):
        _queue(engine, ids)
    assert len(_taken_ids(engine, limits)) == 3


def test_a_limit_of_one_user_holds_nobody_else_up(engine, ids):
    for _ in range(3):
        _queue(engine, ids, priority=5)
    other = add_rows(engine, is_running=False, name="other")
    assert other.run_id in _taken_ids(engine, Limits(per_user=1, per_job=9))


@pytest.mark.parametrize("policy", ["skip", "queue"])
def test_a_job_runs_alone_unless_it_allows_more(engine, ids, policy):
    _set_policy(engine, ids, policy)
    second = _queue(engine, ids)
    first = _take(engine)
    assert _take(engine) is None
    with session_scope(engine) as session:
        end_run(session, first.lease.run_id, status="completed", stop_reason="no_next", outcome="complete")
    assert _take(engine).lease.run_id == second


@pytest.mark.parametrize("name", ["overlapPolicy", "overlap-policy", "Overlap_Policy"])
def test_a_job_that_allows_more_may_spell_it_as_everywhere_else(engine, ids, name):
    with session_scope(engine) as session:
        session.get_one(ScrapingJob, ids.job_id).options = {name: "allow"}
    second = _queue(engine, ids)
    assert _taken_ids(engine) == [ids.run_id, second]


@pytest.mark.parametrize("options", [{"headers": {"X-Mode": "allow"}}, {"overlapPolicy": "queue"}, {}], ids=str)
def test_a_job_that_does_not_say_so_runs_alone(engine, ids, options):
    with session_scope(engine) as session:
        session.get_one(ScrapingJob, ids.job_id).options = options
    _queue(engine, ids)
    assert _taken_ids(engine) == [ids.run_id]


def test_a_process_that_was_never_started_was_no_attempt(engine, ids):
    taken = _take(engine)
    with session_scope(engine) as session:
        assert queue.give_back(session, taken.lease.worker_id, max_attempts=1, is_counted=False).status == "queued"
        assert session.get_one(Run, ids.run_id).attempts == 0


def test_a_run_that_was_cancelled_by_sql_is_ended_in_place_of_taken(engine, ids):
    with session_scope(engine) as session:
        session.execute(update(Run).values(cancel_requested_at=utc_now()))
    assert _take(engine) is None
    with session_scope(engine) as session:
        run = session.get_one(Run, ids.run_id)
        assert (run.status, run.stop_reason) == ("completed", "cancelled")


def test_any_number_of_servers_take_each_run_once_and_keep_the_limits(engine, ids):
    for _ in range(40):
        _queue(engine, ids)
    limits = Limits(per_user=17, per_job=30)
    with ThreadPoolExecutor(8) as pool:
        taken = [each for part in pool.map(lambda _: _taken_ids(engine, limits), range(8)) for each in part]
    assert (len(taken), len(set(taken))) == (17, 17)


def test_what_a_process_left_goes_back_to_the_queue_and_counts_as_an_attempt(engine, ids):
    taken = _take(engine)
    with session_scope(engine) as session:
        assert queue.give_back(session, taken.lease.worker_id, max_attempts=3).status == "queued"
    assert _take(engine).lease.fence > taken.lease.fence


def test_a_process_that_ended_its_run_left_nothing(engine, ids):
    taken = _take(engine)
    with session_scope(engine) as session:
        end_run(session, taken.lease.run_id, status="completed", stop_reason="no_next", outcome="complete")
    with session_scope(engine) as session:
        assert queue.give_back(session, taken.lease.worker_id, max_attempts=3) is None


def test_the_lists_say_what_waits_works_and_is_over(engine, ids):
    waiting = _queue(engine, ids, priority=-1, scrapyd_job_id="late")
    over = _queue(engine, ids, priority=-2)
    with session_scope(engine) as session:
        request_cancel(session, over, user_id=ids.user_id)
    _take(engine, node="n")
    with session_scope(engine) as session:
        assert [each.scrapyd_job_id for each in queue.queued_runs(session, limit=9)] == ["late"]
        assert [(each.run_id, each.node) for each in queue.running_runs(session, limit=9)] == [(ids.run_id, "n")]
        assert [each.run_id for each in queue.finished_runs(session, limit=9)] == [over]
        assert (queue.count_queued(session), queue.find_run(session, "late").id) == (1, waiting)
        assert queue.find_run(session, str(over)).id == over
        assert queue.find_run(session, "nobody") is None
        assert len(queue.workers_of_node(session, "n")) == 1


def test_the_lease_of_a_process_that_lives_and_still_starts_is_renewed_and_no_other(engine, ids):
    _queue(engine, ids)
    starting, adopted = _take(engine), _take(engine)
    with session_scope(engine) as session:
        session.get_one(RunWorker, adopted.lease.worker_id).process = "host:7"
        session.execute(update(RunWorker).values(heartbeat_at=utc_now() - timedelta(seconds=50)))
    both = [starting.lease.worker_id, adopted.lease.worker_id]
    with session_scope(engine) as session:
        queue.keep_starting(session, both, process="here", lease_seconds=60)
    with session_scope(engine) as session:
        ages = [utc_now() - session.get_one(RunWorker, each).heartbeat_at for each in both]
    assert [age < timedelta(seconds=40) for age in ages] == [True, False]


def _adopt(engine: Engine, taken: Taken) -> None:
    with session_scope(engine) as session:
        adopt(session, taken.lease.run_id, taken.lease.worker_id, lease_seconds=60, process="host:7")


def _give_back(engine: Engine, taken: Taken, **how: bool):
    with session_scope(engine) as session:
        return queue.give_back(session, taken.lease.worker_id, max_attempts=1, **how)


def _take_to_start(engine: Engine) -> Taken | None:
    with session_scope(engine) as session:
        session.execute(update(Run).values(not_before=None))
        place = {"process": starting_process("here"), "node": "one"}
        return queue.take_next(session, limits=AMPLE, lease_seconds=60, **place)


def test_a_process_that_never_began_is_no_attempt_and_the_run_waits_longer_each_time(engine, ids):
    given = [_give_back(engine, _take_to_start(engine)) for _ in range(9)]
    assert [each.pause_seconds for each in given] == [5, 10, 20, 40, 80, 160, 320, 600, 600]
    assert {(each.status, each.attempts) for each in given} == {("queued", 0)}
    assert _take(engine) is None


def test_a_process_that_began_ends_the_growth_of_the_pauses(engine, ids):
    for _ in range(3):
        _give_back(engine, _take_to_start(engine))
    taken = _take_to_start(engine)
    _adopt(engine, taken)
    assert _give_back(engine, taken, is_put_off=True).pause_seconds == 5


def test_a_process_that_began_and_died_is_an_attempt(engine, ids):
    taken = _take_to_start(engine)
    _adopt(engine, taken)
    given = _give_back(engine, taken)
    assert (given.status, given.pause_seconds) == ("failed", 0)


def test_a_run_that_is_cancelled_while_its_process_cannot_begin_is_over(engine, ids):
    taken = _take_to_start(engine)
    with session_scope(engine) as session:
        request_cancel(session, ids.run_id, user_id=ids.user_id)
    given = _give_back(engine, taken)
    assert (given.status, given.pause_seconds) == ("completed", 0)


def test_a_run_whose_old_worker_still_has_its_row_holds_nobody_up(engine, ids, caplog):
    taken, good = _take(engine), _queue(engine, ids)
    with session_scope(engine) as session:
        session.execute(update(Run).where(Run.id == taken.lease.run_id).values(status="queued"))
    assert (_taken_ids(engine), _taken_ids(engine)) == ([good], [])
    assert [record.levelname for record in caplog.records if str(taken.lease.run_id) in record.message] == ["ERROR"]


@pytest.mark.parametrize("is_cancelled", [False, True])
@pytest.mark.parametrize("column", ["metadata", "job_snapshot"])
@pytest.mark.parametrize("value", ["[1]", "{"])
def test_a_row_that_sql_spoilt_holds_nobody_up(sqlite_url, column, value, is_cancelled):
    engine = make_engine(sqlite_url)  # PostgreSQL refuses such rows
    bad = add_rows(engine, is_running=False, name="bad").run_id
    good = add_rows(engine, is_running=False, name="good").run_id
    with engine.begin() as connection:
        statement = f"UPDATE runs SET {column} = :value, cancel_requested_at = :at WHERE id = :id"
        at = "2026-01-01 00:00:00.000000" if is_cancelled else None
        connection.execute(text(statement), {"value": value, "at": at, "id": bad.hex})
    assert _taken_ids(engine) == [good]
    engine.dispose()


@pytest.mark.parametrize("status", ["queued", "running", "completed"])
@pytest.mark.parametrize("column", ["id", "job_id", "user_id"])
@pytest.mark.parametrize("value", ["no uuid", "2c5ea4c0-4067-11e9-8bad-9b1deb4d3b7d"], ids=["text", "with dashes"])
def test_an_id_that_is_none_holds_nobody_up(sqlite_url, column, status, value, caplog):
    engine = make_engine(sqlite_url)  # PostgreSQL has a type for ids
    bad = add_rows(engine, is_running=False, name="bad").run_id
    good = add_rows(engine, is_running=False, name="good").run_id
    with closing(sqlite3.connect(engine.url.database)) as plain:  # whoever writes so need not enforce foreign keys
        for (trigger,) in plain.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            plain.execute(f"DROP TRIGGER {trigger}")
        finished = "2026-01-01 00:00:00.000000" if status == "completed" else None
        values = (status, finished, value, bad.hex)
        plain.execute(f"UPDATE runs SET status = ?, finished_at = ?, {column} = ? WHERE id = ?", values)
        plain.commit()
    with session_scope(engine, is_read_only=True) as session:
        lists = (queue.queued_runs, queue.running_runs, queue.finished_runs)
        listed = [[each.run_id for each in runs(session, limit=9)] for runs in lists]
    assert (_taken_ids(engine), listed) == ([good], [[good], [], []])
    assert [record.message for record in caplog.records if "no UUID" in record.message][1:] == []
    engine.dispose()


def test_options_that_are_no_json_hold_nobody_up(sqlite_url):
    engine = make_engine(sqlite_url)
    made = [add_rows(engine, is_running=False, name=name) for name in ("bad", "good")]
    with engine.begin() as connection:
        connection.execute(text("UPDATE scraping_jobs SET options = :bad"), {"bad": '{"allow"'})
    assert _taken_ids(engine) == [each.run_id for each in made]
    engine.dispose()


@pytest.mark.postgres
def test_servers_that_have_one_users_claims_do_not_wait_for_anothers(postgres_url):
    engine = make_engine(postgres_url)
    first, second = (add_rows(engine, is_running=False, name=name) for name in ("a", "b"))
    claims = select(func.pg_advisory_xact_lock(CLAIMS, func.hashtext(str(second.user_id))))
    with session_scope(engine) as other, session_scope(engine) as session:
        other.execute(claims)
        line = Line(session, per_user=9, per_job=9)
        assert line.next().run_id == first.run_id
        line.passed.append(first.run_id)
        assert line.next() is None
    engine.dispose()


def test_whether_a_run_is_due_is_seen_without_a_write(engine, ids):
    def is_any_due():
        with session_scope(engine, is_read_only=True) as session:
            return queue.is_any_due(session)

    seen = [is_any_due()]
    _take(engine)
    _queue(engine, ids, not_before=utc_now() + timedelta(hours=1))
    assert [*seen, is_any_due()] == [True, False]


def test_a_worker_is_at_work_as_long_as_it_has_its_row(engine, ids):
    taken = _take(engine)
    with session_scope(engine) as session:
        assert queue.is_at_work(session, taken.lease.worker_id)
        session.execute(delete(RunWorker))
        assert not queue.is_at_work(session, taken.lease.worker_id)
