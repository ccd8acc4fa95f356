"""scraper.cron: which instants are due, and that each is decided once, whatever happens. On both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import OperationalError

from db.fires import ScheduledJob
from db.models import Run
from db.schedules import Schedule
from db.session import session_scope
from scraper.cron import AWAY_SECONDS, Cron, Scheduled, due, fire_key
from tests.scheduled import CONFIG, NOON, ScheduledJobs, at

FIVE_MINUTES = Schedule("*/5 * * * *", "UTC")


@pytest.fixture
def jobs(engine: Engine) -> ScheduledJobs:
    return ScheduledJobs(engine)


def scheduled(schedule=FIVE_MINUTES, *, since="11:00", decided=None) -> Scheduled:
    last = at(decided) if decided else None
    job = ScheduledJob(uuid4(), uuid4(), "job", schedule.cron, schedule.zone, True, at(since), last)
    return Scheduled(job, schedule)


@pytest.mark.parametrize(
    ("job", "now", "expected"),
    [
        pytest.param(scheduled(decided="11:55"), "12:00", ["12:00"], id="on time"),
        pytest.param(scheduled(decided="11:55"), "11:59:59", [], id="not yet"),
        pytest.param(scheduled(decided="12:00"), "12:00:30", [], id="decided"),
        pytest.param(scheduled(decided="11:05"), "12:03", ["12:00"], id="the latest of those that were missed"),
        pytest.param(scheduled(), "12:03", ["12:00"], id="never decided before"),
        pytest.param(scheduled(since="12:00"), "12:03", [], id="changed at the instant"),
        pytest.param(scheduled(since="11:59:59"), "12:03", ["12:00"], id="changed just before"),
        pytest.param(scheduled(since="13:00"), "12:00:10", ["12:00"], id="changed in a future that was none"),
        pytest.param(scheduled(since="13:00"), "12:03", [], id="changed in the future, and not on time"),
    ],
)
def test_what_is_due(job, now, expected):
    assert [each.fire_at for each in due([job], at(now))] == [at(each) for each in expected]


def test_each_job_is_due_by_itself():
    both = [scheduled(decided="11:55"), scheduled(Schedule("0 13 * * *", "UTC"))]
    assert [each.job for each in due(both, NOON)] == [both[0].job]


def test_a_key_names_the_instant():
    assert fire_key(at("06:05")) == "cron:2026-11-23T06:05:00Z"


def test_a_job_is_started_when_its_time_comes(jobs):
    job_id = jobs.add("*/5 * * * *", since=NOON)
    looks = [jobs.look(clock) and jobs.runs(job_id) for clock in ("12:04:59", "12:05:00", "12:05:30")]
    assert looks == [[], ["23T12:05:00Z"], ["23T12:05:00Z"]]


def test_a_scheduled_run_is_queued_and_says_for_when(jobs):
    job_id = jobs.add("*/5 * * * *")
    jobs.look()
    with session_scope(jobs.engine) as session:
        run = session.scalars(select(Run).filter_by(job_id=job_id, idempotency_key=fire_key(NOON))).one()
        assert (run.status, run.run_metadata) == ("queued", {"scheduled_for": "2026-11-23T12:00:00Z"})


def test_the_next_look_is_at_the_next_time_or_sooner(jobs):
    assert jobs.look() == CONFIG.cron_look_seconds
    jobs.add("*/5 * * * *")
    assert [jobs.look(clock) for clock in ("12:00", "12:04:50", "12:05")] == [30.0, 10.0, 30.0]


def test_three_hours_down_are_one_run(jobs):
    job_id = jobs.add("*/5 * * * *")
    jobs.look("12:00")
    jobs.end_runs(job_id)
    jobs.look("15:02")
    jobs.look("15:03")
    assert jobs.runs(job_id) == ["23T12:00:00Z", "23T15:00:00Z"]


@pytest.mark.parametrize(
    ("grace", "now", "outcome"),
    [
        pytest.param({}, "12:59", "started", id="within the hour"),
        pytest.param({}, "13:01", "missed", id="after the hour"),
        pytest.param({"misfire_grace_time": 0}, "12:00:59", "started", id="on time"),
        pytest.param({"misfire_grace_time": 0}, "12:01:01", "missed", id="late, and not to be made up for"),
        pytest.param({"misfireGraceTime": 10_800}, "14:59", "started", id="within three hours, in camelCase"),
    ],
)
def test_what_was_missed_is_made_up_for_within_its_grace_time(jobs, grace, now, outcome):
    job_id = jobs.add("0 12 * * *", since=at("11:00"), **grace)
    jobs.look(now)
    assert jobs.fires(job_id) == [("12:00", outcome)]


def test_a_missed_time_says_how_late_it_was(jobs):
    job_id = jobs.add("0 12 * * *")
    jobs.look("13:30")
    assert jobs.reasons(job_id) == ["cron came 5400 s late and misfire_grace_time is 3600 s"]


def test_a_job_that_is_switched_off_is_not_started_and_its_past_is_not_made_up_for(jobs):
    job_id = jobs.add("*/5 * * * *")
    jobs.change(job_id, is_active=False, since=at("11:30"))
    jobs.look("12:00")
    jobs.change(job_id, is_active=True, since=at("12:02"))
    jobs.look("12:03")
    assert jobs.runs(job_id) == []
    jobs.look("12:05")
    assert jobs.runs(job_id) == ["23T12:05:00Z"]


def test_an_edited_schedule_makes_up_for_nothing_before_the_edit(jobs):
    job_id = jobs.add("0 6 * * *")
    jobs.change(job_id, schedule_cron="0 11 * * *", since=at("11:40"))
    jobs.look("12:00")
    assert jobs.fires(job_id) == []


@pytest.mark.parametrize(
    "change",
    ["schedule_cron = '0 7 * * *'", "schedule_timezone = 'Europe/Berlin'", "is_active = NOT is_active"],
)
def test_the_database_notes_when_a_schedule_was_changed_by_sql(jobs, change):
    job_id = jobs.add("0 6 * * *", since=at("00:00"))
    with session_scope(jobs.engine) as session:
        session.execute(text(f"UPDATE scraping_jobs SET {change}"))
        since = session.scalar(text("SELECT schedule_since FROM scraping_jobs"))
    assert str(at("00:00"))[:19] != str(since)[:19]
    assert jobs.fires(job_id) == []


def test_other_changes_are_no_change_of_the_schedule(jobs):
    jobs.add("0 6 * * *", since=at("00:00"))
    with session_scope(jobs.engine) as session:
        session.execute(text("UPDATE scraping_jobs SET name = 'renamed', is_active = is_active"))
        since = session.scalar(text("SELECT schedule_since FROM scraping_jobs"))
    assert str(since)[:19] == "2026-11-23 00:00:00"


@pytest.mark.parametrize("status", ["queued", "running"])
@pytest.mark.parametrize(
    ("policy", "expected"),
    [("skip", [("12:00", "skipped")]), ("queue", [("12:00", "started")]), ("allow", [("12:00", "started")])],
)
def test_a_run_under_way_stands_in_the_way_only_where_the_job_says_skip(jobs, status, policy, expected):
    job_id = jobs.add("*/5 * * * *", overlap_policy=policy)
    jobs.end_runs(job_id, status)
    jobs.look("12:00")
    assert jobs.fires(job_id) == expected


def test_skipping_is_what_happens_unless_the_job_says_otherwise(jobs):
    job_id = jobs.add("*/5 * * * *")
    jobs.look("12:00")
    jobs.look("12:05")
    assert (jobs.runs(job_id), jobs.fires(job_id)) == (
        ["23T12:00:00Z"],
        [("12:00", "started"), ("12:05", "skipped")],
    )
    assert "is still queued; does anything take runs from the queue" in jobs.reasons(job_id)[1]


def test_a_time_that_was_skipped_is_not_made_up_for_when_the_run_is_over(jobs):
    job_id = jobs.add("*/5 * * * *")
    jobs.look("12:00")
    jobs.look("12:05")
    jobs.end_runs(job_id)
    for cron in (jobs.cron, jobs.another_cron()):
        jobs.clock.now = at("12:06")
        cron.look()
    assert jobs.runs(job_id) == ["23T12:00:00Z"]


@pytest.mark.parametrize("jump", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)])
def test_a_clock_that_jumps_and_comes_back_starts_nothing_twice_and_stops_nothing(jobs, jump):
    job_id = jobs.add("*/5 * * * *", since=NOON - timedelta(days=2), overlap_policy="allow")
    for minute in range(30):
        jobs.clock.now = NOON + timedelta(minutes=minute) + (jump if 10 <= minute < 20 else timedelta())
        jobs.look()
    seen = jobs.runs(job_id)
    regular = [f"23T12:{minute:02}:00Z" for minute in (0, 5, 20, 25)]
    assert len(seen) == len(set(seen))
    assert [each for each in regular if each not in seen] == []
    assert len(seen) <= 7


def test_a_run_that_somebody_made_with_the_key_is_the_instants_run(jobs):
    job_id = jobs.add("*/5 * * * *")
    with session_scope(jobs.engine) as session:
        session.add(Run(job_id=job_id, idempotency_key=fire_key(NOON)))
    jobs.look()
    assert (jobs.runs(job_id), jobs.fires(job_id)) == (["23T12:00:00Z"], [("12:00", "started")])


_BAD_ROWS = [
    pytest.param({"schedule_cron": "* * * * *"}, [], id="too often"),
    pytest.param({"schedule_cron": "0 0 30 2 *"}, [], id="never"),
    pytest.param({"schedule_cron": "every day"}, [], id="no cron"),
    pytest.param({"schedule_timezone": "Mars/Olympus"}, [], id="zone"),
    pytest.param({"schedule_cron": " "}, [], id="blank"),
    pytest.param({"options": {"max_pages": "ten"}}, ["refused"], id="options"),
    pytest.param({"options": {"overlap_policy": "never"}}, ["refused"], id="overlap"),
    pytest.param({"extractor_schema_id": None}, ["refused"], id="schema"),
    pytest.param({"target_url": "shop.example"}, ["refused"], id="address"),
]


@pytest.mark.parametrize(("values", "outcomes"), _BAD_ROWS)
def test_a_bad_job_written_by_sql_is_not_started_and_stops_no_other(jobs, values, outcomes):
    bad, good = jobs.add("*/5 * * * *"), jobs.add("*/5 * * * *")
    jobs.change(bad, since=at("11:00"), **values)
    jobs.look()
    assert [outcome for _, outcome in jobs.fires(bad)] == outcomes
    assert (jobs.runs(bad), jobs.runs(good)) == ([], ["23T12:00:00Z"])


def test_a_bad_schedule_is_in_the_log_once_with_the_cure(jobs, caplog):
    bad = jobs.add("*/5 * * * *")
    jobs.change(bad, since=at("11:00"), schedule_cron="* * * * *")
    jobs.look()
    jobs.look()
    assert len(caplog.records) == 1
    assert f"write */5 * * * *, or fewer times. To change it: scrapy jobs edit {bad}" in caplog.text


def test_a_job_that_breaks_cron_itself_stops_no_other(jobs, caplog, monkeypatch):
    bad, good = jobs.add("*/5 * * * *"), jobs.add("*/5 * * * *")
    whole = Cron._decide.__globals__["enqueue_run"]

    def breaking(session, job_id, **values):
        if job_id == bad:
            raise RuntimeError("a fault")
        return whole(session, job_id, **values)

    monkeypatch.setattr("scraper.cron.enqueue_run", breaking)
    jobs.look()
    assert (jobs.fires(bad), jobs.runs(good)) == ([], ["23T12:00:00Z"])
    assert f"Job {bad} ('job-1') could not be started, cron tries again" in caplog.text


def test_sixteen_crons_at_once_start_one_run(jobs):
    job_id = jobs.add("*/5 * * * *", overlap_policy="allow")
    crons = [jobs.another_cron() for _ in range(16)]
    barrier = threading.Barrier(len(crons))
    with ThreadPoolExecutor(len(crons)) as pool:
        list(pool.map(lambda cron: (barrier.wait() and None) or cron.look(), crons))
    assert (jobs.runs(job_id), jobs.fires(job_id)) == (["23T12:00:00Z"], [("12:00", "started")])


def test_decisions_of_long_ago_are_forgotten(jobs):
    job_id = jobs.add("0 12 * * *")
    jobs.look("12:00", day=23)
    jobs.end_runs(job_id)
    jobs.look("12:00", day=30)
    assert len(jobs.fires(job_id)) == 2
    jobs.clock.now += timedelta(days=1)
    jobs.look()
    assert [outcome for _, outcome in jobs.fires(job_id)] == ["started", "skipped"]


def test_the_databases_clock_is_the_clock(engine, jobs):
    """A schedule that fires every five minutes since an hour ago has a time to make up for, whatever the hour."""
    job_id = jobs.add("*/5 * * * *")
    with session_scope(engine) as session:
        session.execute(text("UPDATE scraping_jobs SET schedule_since = '2026-01-01 00:00:00+00'"))
    Cron(engine, CONFIG).look()
    assert [outcome for _, outcome in jobs.fires(job_id)] == ["started"]


def test_a_database_that_is_away_is_asked_again_and_what_was_missed_is_made_up_for(jobs, monkeypatch, caplog):
    job_id = jobs.add("*/5 * * * *")
    caplog.set_level("INFO")

    def away(*_, **__):
        raise OperationalError("SELECT 1", {}, Exception("no route"))

    with monkeypatch.context() as outage:
        outage.setattr("scraper.cron.fires.scheduled_jobs", away)
        assert [jobs.cron.step(), jobs.cron.step()] == [AWAY_SECONDS, AWAY_SECONDS]
    jobs.clock.now = at("12:07")
    jobs.cron.step()
    assert jobs.runs(job_id) == ["23T12:05:00Z"]
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO", "INFO"]


def test_cron_goes_on_until_it_is_told_to_stop(jobs):
    pauses = []
    jobs.cron.run(lambda seconds: pauses.append(seconds) or len(pauses) == 3)
    assert pauses == [CONFIG.cron_look_seconds] * 3
