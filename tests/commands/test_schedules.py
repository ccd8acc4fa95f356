"""`scrapy schedules`."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from db.models import ScrapingJob
from db.session import make_engine, session_scope
from db.types import utc_now
from db.users import LOCAL_USER_ID
from scraper.config import Config
from scraper.cron import Cron

SCHEMA = '{"type": "object", "properties": {"title": {"type": "string"}}}'
SCHEDULE = ("--cron", "0 6 1 1 *", "--timezone", "Asia/Tokyo")


@pytest.fixture
def schedules(migrated, tmp_path):
    """`scrapy schedules` in a database whose job "shop.example" runs on New Year's Day."""
    file = tmp_path / "product.json"
    file.write_text(SCHEMA, encoding="utf-8")
    assert migrated("schemas", "add", file, "--name", "product").code == 0
    assert migrated("jobs", "add", "https://shop.example/", "--schema", "product", *SCHEDULE).code == 0
    assert migrated("jobs", "add", "https://plain.example/", "--schema", "product").code == 0
    return lambda *argv: migrated("schedules", *argv)


@pytest.fixture
def change(sqlite_url):
    """Writes columns of all jobs as SQL does."""
    engine = make_engine(sqlite_url)

    def change(**values):
        with session_scope(engine) as session:
            session.execute(update(ScrapingJob.__table__).values(**values))

    yield change
    engine.dispose()


def test_the_next_five_times_are_shown_in_the_zone_and_in_utc(schedules):
    out = schedules().out
    assert (out.count("-01-01 06:00 JST"), out.count("-12-31 21:00")) == (5, 5)


def test_jobs_without_a_schedule_are_left_out(schedules):
    assert [each["name"] for each in json.loads(schedules("--json").out)] == ["shop.example"]


def test_one_job_can_be_asked_for(schedules):
    assert "shop.example" in schedules("shop.example").out
    assert schedules("nothing.example").code == 3
    assert "has no schedule; give it one" in schedules("plain.example").err


def test_json_says_what_is_next_and_what_was_last(schedules):
    shown = json.loads(schedules("shop.example", "--json").out)[0]
    assert (shown["cron"], shown["timezone"], len(shown["next"]), shown["last"]) == ("0 6 1 1 *", "Asia/Tokyo", 5, [])
    assert shown["next"][0]["utc"].endswith("-12-31T21:00:00+00:00")


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({"schedule_cron": "* * * * *"}, "write */5 * * * *"),
        ({"schedule_timezone": "Mars/Olympus"}, "give an IANA name"),
        ({"is_active": False}, "to switch it on: scrapy jobs edit"),
    ],
)
def test_what_is_wrong_with_a_schedule_is_shown_with_the_cure(schedules, change, values, wrong):
    change(**values)
    shown = json.loads(schedules("shop.example", "--json").out)[0]
    assert (wrong in shown["wrong"], shown["next"]) == (True, [])
    assert "wrong" in schedules("shop.example").out


def test_what_became_of_the_last_time_is_shown(schedules, change, sqlite_url):
    change(schedule_cron="*/5 * * * *", user_id=LOCAL_USER_ID)
    change(schedule_since=utc_now() - timedelta(minutes=30))
    engine = make_engine(sqlite_url)
    Cron(engine, Config()).look()
    engine.dispose()
    assert [each["outcome"] for each in json.loads(schedules("shop.example", "--json").out)[0]["last"]] == ["started"]
    assert "is queued" in schedules("shop.example").out


def test_a_database_without_schedules_says_how_to_get_one(migrated):
    assert "scrapy jobs edit JOB --cron" in migrated("schedules").out
