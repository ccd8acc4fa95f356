"""db.reaping: dead workers lose their runs, living ones never do. On both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, delete, func, insert, select, update

from db.cancelling import request_cancel
from db.clock import database_time
from db.exceptions import RunLost
from db.frontier import add_requests, commit_pages
from db.leases import Lease, claim_requests, keep_progress, renew, start_run
from db.models import Run, RunRequest, RunWorker
from db.reaping import Sighting, Watch, all_workers, reap, started_at
from db.runs import end_run
from db.session import session_scope
from tests.db.rows import Ids, add_rows, page, request

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
LEASE_SECONDS = 60


class _Clock:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def _worker(
    *, is_expired: bool = True, heartbeat_at: datetime = NOON, number: int = 1, lease_seconds: float = LEASE_SECONDS
) -> Sighting:
    lease = Lease(uuid4(), uuid4(), uuid4(), number)
    return Sighting(lease, "main", "here:7", heartbeat_at, lease_seconds, is_expired)


def _looks(watch: Watch, clock: _Clock, worker: Sighting, *, seconds: float, every: float = 10) -> list[Sighting]:
    """What is dead at the last of several looks."""
    dead = []
    for _ in range(int(seconds / every)):
        clock.seconds += every
        dead = watch.dead([worker], database_time=NOON)
    return dead


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def watch(clock: _Clock) -> Watch:
    return Watch(LEASE_SECONDS / 2, now=clock)


# Who is dead


def test_a_worker_that_stood_still_for_a_lease_is_dead(watch, clock):
    worker = _worker()
    assert watch.dead([worker], database_time=NOON) == []
    assert _looks(watch, clock, worker, seconds=50) == []
    assert _looks(watch, clock, worker, seconds=10) == [worker]


def test_a_reaper_that_has_just_come_takes_nobody_for_dead(watch):
    assert watch.dead([_worker(heartbeat_at=NOON - timedelta(days=30))], database_time=NOON) == []
    assert watch.is_waiting


def test_a_worker_that_beats_lives_however_late_its_clock_says_it_is(watch, clock):
    worker = _worker()
    for beat in range(60):
        beating = replace(worker, heartbeat_at=NOON + timedelta(seconds=beat))
        assert _looks(watch, clock, beating, seconds=10) == []


def test_a_worker_whose_lease_is_not_over_lives(watch, clock):
    assert _looks(watch, clock, _worker(is_expired=False), seconds=600) == []
    assert not watch.is_waiting


def test_a_worker_that_dies_before_the_reapers_eyes_is_dead_a_lease_after_its_last_beat(watch, clock):
    watch.dead([], database_time=NOON)
    clock.seconds += 14
    beat = NOON + timedelta(seconds=10)  # 4 s before this look
    worker = _worker(heartbeat_at=beat)
    watch.dead([replace(worker, is_expired=False)], database_time=NOON + timedelta(seconds=14))
    assert _looks(watch, clock, worker, seconds=42, every=14) == []
    assert _looks(watch, clock, worker, seconds=14, every=14) == [worker]


def test_no_clock_makes_a_silence_longer_than_it_was_watched(watch, clock):
    watch.dead([], database_time=NOON)
    clock.seconds += 10
    worker = _worker(heartbeat_at=NOON - timedelta(days=1))
    assert watch.dead([worker], database_time=NOON) == []
    assert _looks(watch, clock, worker, seconds=40) == []
    assert _looks(watch, clock, worker, seconds=10) == [worker]


def test_an_outage_of_the_database_gives_every_owner_a_whole_lease(watch, clock):
    worker = _worker()
    _looks(watch, clock, worker, seconds=50)
    watch.blink()
    assert _looks(watch, clock, worker, seconds=60) == []
    assert _looks(watch, clock, worker, seconds=10) == [worker]
    assert watch.died_in_outage(worker)
    assert not watch.died_in_outage(_worker(heartbeat_at=NOON + timedelta(seconds=1)))


def test_without_an_outage_a_death_is_a_death(watch):
    watch.dead([], database_time=NOON)
    assert not watch.died_in_outage(_worker())


def test_a_reaper_that_stood_still_itself_begins_anew(watch, clock):
    worker = _worker()
    watch.dead([worker], database_time=NOON)
    assert _looks(watch, clock, worker, seconds=120, every=120) == []
    assert _looks(watch, clock, worker, seconds=60) == [worker]


@pytest.mark.parametrize("every", [20, 30, 31, 59, 60])
def test_a_reaper_that_looks_seldom_finds_the_dead_too(watch, clock, every):
    worker = _worker()
    watch.dead([worker], database_time=NOON)
    assert _looks(watch, clock, worker, seconds=every, every=every) == []
    assert _looks(watch, clock, worker, seconds=3 * every, every=every) == [worker]


def test_an_outage_between_two_looks_leaves_every_owner_half_a_lease(watch, clock):
    worker = _worker()
    watch.dead([worker], database_time=NOON)
    assert _looks(watch, clock, worker, seconds=59, every=59) == []  # the database was away all the time
    assert _looks(watch, clock, worker, seconds=20) == []
    assert _looks(watch, clock, worker, seconds=10) == [worker]


@pytest.mark.parametrize(("own", "lasts"), [(240, 240), (60, 60), (6, 30)])
def test_a_worker_is_judged_by_its_own_lease_and_by_no_shorter_one_than_can_be_seen(watch, clock, own, lasts):
    worker = _worker(lease_seconds=own)
    watch.dead([worker], database_time=NOON)
    assert _looks(watch, clock, worker, seconds=lasts - 10) == []
    assert _looks(watch, clock, worker, seconds=10) == [worker]


# What the database shows


@pytest.fixture
def ids(engine: Engine) -> Ids:
    """A running run with its worker, which has claimed the requests of three pages."""
    made = add_rows(engine)
    with session_scope(engine) as session:
        add_requests(session, made.run_id, [request(1), request(2), request(3)])
        claim_requests(session, made.lease)
    return made


def _age(engine: Engine, seconds: float) -> None:
    """Move the workers' times into the past; into the future for a negative number."""
    with session_scope(engine) as session:
        times = {
            "heartbeat_at": database_time(session, plus_seconds=-seconds),
            "lease_expires_at": database_time(session, plus_seconds=LEASE_SECONDS - seconds),
        }
        session.execute(update(RunWorker).values(times))


def _seen(engine: Engine) -> list[Sighting]:
    with session_scope(engine, is_read_only=True) as session:
        return all_workers(session)[0]


def _reap(engine: Engine, worker: Sighting, **settings):
    with session_scope(engine) as session:
        return reap(session, worker, **{"max_attempts": 3, **settings})


def _states(engine: Engine, run_id) -> list[tuple]:
    with session_scope(engine) as session:
        query = select(RunRequest.fingerprint, RunRequest.state, RunRequest.worker_id).filter_by(run_id=run_id)
        return sorted(tuple(row) for row in session.execute(query))


def _run(engine: Engine, run_id) -> Run:
    with session_scope(engine) as session:
        return session.get_one(Run, run_id)


@pytest.mark.parametrize(
    ("seconds", "is_expired"),
    [
        pytest.param(0, False, id="just beaten"),
        pytest.param(50, False, id="six beats missed"),
        pytest.param(61, True, id="a lease ago"),
        pytest.param(3600, True, id="an hour ago"),
        pytest.param(-30, False, id="a clock a little ahead"),
        pytest.param(-3600, True, id="a clock that was set back an hour"),
    ],
)
def test_a_lease_is_over_by_the_databases_clock(engine, ids, seconds, is_expired):
    _age(engine, seconds)
    assert [(each.lease, each.is_expired) for each in _seen(engine)] == [(ids.lease, is_expired)]


def test_a_worker_tells_how_long_its_own_lease_is(engine, ids):
    with session_scope(engine) as session:
        renew(session, ids.lease, lease_seconds=3600)
    assert [(each.lease_seconds, each.is_expired) for each in _seen(engine)] == [(3600, False)]


def test_a_run_without_a_worker_is_nobodys_to_reap(engine, ids):
    with session_scope(engine) as session:
        session.execute(delete(RunWorker))
    assert _seen(engine) == []


def test_a_server_says_when_it_was_started_and_a_file_does_not(engine):
    with session_scope(engine) as session:
        moment = started_at(session)
        is_past = moment is None or moment < session.scalar(select(database_time(session)))
    assert ((moment is None) == (engine.dialect.name == "sqlite"), is_past) == (True, True)


# What becomes of the run


def test_a_dead_workers_run_and_requests_are_queued_again(engine, ids):
    with session_scope(engine) as session:
        commit_pages(session, ids.lease, [page(1, "a")], progress={"resume": {"seconds": 7}, "warnings": ["w"]})
    _age(engine, 600)
    reaped = _reap(engine, *_seen(engine))
    assert (reaped.status, reaped.attempts, _seen(engine)) == ("queued", 1, [])
    assert [each[1:] for each in _states(engine, ids.run_id)] == [
        ("done", ids.lease.worker_id),
        ("queued", None),
        ("queued", None),
    ]
    kept = _run(engine, ids.run_id).run_metadata
    assert (kept["resume"], kept["warnings"]) == ({"seconds": 7}, ["w"])


def test_a_reaped_worker_that_comes_back_writes_nothing(engine, ids):
    _reap(engine, *_seen(engine))
    for write in (lambda s: commit_pages(s, ids.lease, [page(1, "a")]), lambda s: renew(s, ids.lease, lease_seconds=9)):
        with pytest.raises(RunLost), session_scope(engine) as session:
            write(session)


def test_a_worker_that_beat_since_it_was_seen_is_not_reaped(engine, ids):
    _age(engine, 600)
    seen = _seen(engine)
    with session_scope(engine) as session:
        renew(session, ids.lease, lease_seconds=60)
    assert (_reap(engine, *seen), len(_seen(engine))) == (None, 1)


def test_a_run_whose_worker_died_too_often_fails_and_says_so(engine, ids):
    for _ in range(2):
        _reap(engine, *_seen(engine))
        with session_scope(engine) as session:
            start_run(session, ids.run_id, lease_seconds=60, process="here:8")
    assert _reap(engine, *_seen(engine)).status == "failed"
    run = _run(engine, ids.run_id)
    assert (run.status, run.stop_reason, run.outcome, run.attempts) == ("failed", "error", "empty", 3)
    assert run.error_message.startswith("Its worker died 3 times in the middle of the work, last here:8 after ")
    assert {each[1] for each in _states(engine, ids.run_id)} == {"skipped"}


def test_a_cancelled_run_whose_worker_died_is_over(engine, ids):
    with session_scope(engine) as session:
        request_cancel(session, ids.run_id, user_id=ids.user_id)
    assert _reap(engine, *_seen(engine)).status == "completed"
    run = _run(engine, ids.run_id)
    assert (run.stop_reason, run.outcome, run.attempts) == ("cancelled", "empty", 1)


def test_a_cancelled_run_whose_workers_died_too_often_is_over_and_not_failed(engine, ids):
    with session_scope(engine) as session:
        request_cancel(session, ids.run_id, user_id=ids.user_id)
    assert _reap(engine, *_seen(engine), max_attempts=1).status == "completed"
    run = _run(engine, ids.run_id)
    assert (run.stop_reason, run.outcome, run.error_message) == ("cancelled", "empty", None)


@pytest.mark.parametrize(
    ("status", "kept"), [("completed", {"warnings": ["sql"]}), ("queued", {"warnings": ["w"], "resume": {}})]
)
def test_of_a_run_that_sql_changed_only_one_that_goes_on_takes_the_workers_progress(engine, ids, status, kept):
    with session_scope(engine) as session:
        keep_progress(session, ids.lease, {"warnings": ["w"], "resume": {}})
        session.execute(update(Run.__table__).values(status=status, metadata={"warnings": ["sql"]}))
    assert (_reap(engine, *_seen(engine)).status, _seen(engine)) == (status, [])
    assert _run(engine, ids.run_id).run_metadata == kept


def test_deaths_while_the_database_was_away_do_not_count(engine, ids):
    for _ in range(5):
        assert _reap(engine, *_seen(engine), is_counted=False).attempts == 0
        with session_scope(engine) as session:
            start_run(session, ids.run_id, lease_seconds=60)
    assert _run(engine, ids.run_id).attempts == 1


def test_a_run_that_others_work_on_goes_on(engine, ids):
    with session_scope(engine) as session:
        now = database_time(session)
        values = {"run_id": ids.run_id, "user_id": ids.user_id, "name": "second", "fence": 2, "process": ""}
        session.execute(insert(RunWorker).values(**values, heartbeat_at=now, lease_expires_at=now))
    dead = next(each for each in _seen(engine) if each.name == "main")
    assert _reap(engine, dead).status == "running"
    assert [each.name for each in _seen(engine)] == ["second"]
    assert {each[1] for each in _states(engine, ids.run_id)} == {"queued"}


def test_a_run_that_ended_meanwhile_keeps_its_end(engine, ids):
    seen = _seen(engine)
    with session_scope(engine) as session:
        end_run(session, ids.run_id, status="completed", stop_reason="no_next", outcome="complete")
    assert (_reap(engine, *seen), _run(engine, ids.run_id).status) == (None, "completed")


def test_of_many_reapers_one_reaps(engine, ids):
    (seen,) = _seen(engine)
    with ThreadPoolExecutor(8) as pool:
        reaped = [each for each in pool.map(lambda _: _reap(engine, seen), range(16)) if each]
    assert len(reaped) == 1
    assert _run(engine, ids.run_id).attempts == 1


def test_a_worker_in_the_middle_of_a_page_is_left_to_the_next_look(engine, ids):
    if engine.dialect.name == "sqlite":  # one writer at a time: nobody is in the middle of a page
        assert _reap(engine, *_seen(engine)) is not None
        return
    (seen,) = _seen(engine)
    with session_scope(engine) as session:
        commit_pages(session, ids.lease, [page(1, "a")])
        assert _reap(engine, seen) is None
    with session_scope(engine) as session:
        assert session.scalar(select(func.count()).select_from(RunWorker)) == 1
