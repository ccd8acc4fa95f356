"""When schedules fire: bad ones are refused at once, and clocks that go forward or back change no number of fires."""

import time
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from db.exceptions import InvalidValue
from db.schedules import Schedule, read_schedule

# Each with a part of the sentence that refuses it.
BAD = {
    "": "is empty",
    "   ": "is empty",
    "\n": "is empty",
    "never": "has 1 field",
    "0": "has 1 field",
    "0 6 * *": "has 4 fields",
    "0 0 6 * * *": "has 6 fields",
    "* * * * * *": "has 6 fields",
    "0 0 6 * * * 2027": "has 7 fields",
    "0 6 * * * root /bin/true": "has 7 fields",
    "@daily": "five fields: 0 0",
    "@reboot": "no time",
    "@every 5m": "no time",
    "* * * * *": "1 minute apart",
    "*/2 * * * *": "2 minutes apart",
    "*/7 * * * *": "4 minutes apart, at 00:56 and 01:00",
    "0,59 0,23 * * *": "1 minute apart, at 23:59 and 00:00",
    "0-59 6 * * *": "1 minute apart",
    "0,58 1,3,21,22 * * 1": "2 minutes apart, at 21:58 and 22:00",
    "60 * * * *": "60 is out of its range",
    "0 24 * * *": "24 is out of its range",
    "0 0 0 * *": "0 is out of its range",
    "0 0 32 * *": "32 is out of its range",
    "0 0 * 0 *": "0 is out of its range",
    "0 0 * 13 *": "13 is out of its range",
    "0 0 * * 8": "8 is out of its range",
    "-1 * * * *": "'' is not known",
    "1.5 * * * *": "'1.5' is not known",
    "0 0 30 2 *": "never fires",
    "0 0 31 2,4,6,9,11 *": "never fires",
    "0 0 30 FEB *": "never fires",
    "0 22-6 * * *": "runs backwards",
    "0 0 * * FRI-MON": "runs backwards",
    "*/0 * * * *": "is no step",
    "*/x * * * *": "is no step",
    "*/ * * * *": "is no step",
    "*/60 * * * *": "leaves one value",
    "5/15 * * * *": "a step needs a range",
    "1-5-7 * * * *": "'5-7' is not known",
    "0,,30 * * * *": "a part of it is empty",
    "0, * * * *": "a part of it is empty",
    "/5 * * * *": "a part of it is empty",
    "0 0 * * MONDAY": "three letters",
    "0 0 * JANUARY *": "three letters",
    "0 0 * * XYZ": "'XYZ' is not known",
    "0 0 MON * *": "'MON' is not known",
    "0 0 L * *": "the last day is not known",
    "0 0 LW * *": "is not known",
    "0 0 15W * *": "nearest working day",
    "0 0 * * 5L": "is not known",
    "0 0 * * 1#2": "the nth weekday",
    "0 0 ? * MON": "write *",
    "H H * * *": "hashed times",
    "R R * * *": "random times",
    "0~59 6 * * *": "random times",
    "٣ 6 * * *": "is not known",
    "0 6 * * *; rm": "has 6 fields",
    "0" * 101: "has 101 characters",
    "9" * 90 + " * * * *": "is out of its range",
    "1/2/3 * * * *": "a step needs a range",
}


@pytest.mark.parametrize(("cron", "reason"), BAD.items(), ids=[repr(cron)[:30] for cron in BAD])
def test_a_bad_expression_is_refused_at_once_with_the_reason(cron, reason):
    started = time.process_time()
    with pytest.raises(InvalidValue) as refused:
        read_schedule(cron, "Europe/Berlin")
    assert (refused.value.column, reason in str(refused.value)) == ("schedule_cron", True)
    assert time.process_time() - started < 0.1


def test_the_table_of_bad_expressions_is_long_enough():
    assert len(BAD) >= 40


@pytest.mark.parametrize("cron", ["0 0 29 2 *", "0 0 29 2 */7", "0 0 31 12 *", "0 0 30 2 MON", "59 23 * * 7"])
def test_a_rare_time_is_no_fault(cron):
    assert read_schedule(cron, "UTC").next(datetime(2026, 1, 1, tzinfo=UTC)) is not None


def test_an_operator_may_allow_shorter_intervals_or_none():
    assert read_schedule("* * * * *", "UTC", min_interval_seconds=60).cron == "* * * * *"
    with pytest.raises(InvalidValue, match=r"60 minutes apart.*write 0 \*/2 \* \* \*"):
        read_schedule("0 * * * *", "UTC", min_interval_seconds=7200)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc/passwd", "GMT+25"])
def test_a_schedule_needs_a_zone(zone):
    with pytest.raises(InvalidValue, match="IANA"):
        read_schedule("0 6 * * *", zone)


# The switches, from the zones' rules (tz database, as of 2026):
#   Europe/Berlin        last Sundays of March and October, 01:00 UTC: 02:00 -> 03:00 and 03:00 -> 02:00
#   America/New_York     second Sunday of March 02:00 -> 03:00 (07:00 UTC), first of November 02:00 -> 01:00 (06:00 UTC)
#   America/Santiago     first Sunday from 2 April, 03:00 UTC: 24:00 -> 23:00; from 2 September, 04:00 UTC: 0:00 -> 1:00
#   Australia/Lord_Howe  first Sunday of April 02:00 -> 01:30 (15:00 UTC before), of October 02:00 -> 02:30 (15:30)
#   Pacific/Chatham      first Sunday of April 03:45 -> 02:45, last of September 02:45 -> 03:45 (14:00 UTC before)
# Worked out by hand: zone, expression, after which instant, the next ones; all in UTC.
BERLIN, NEW_YORK, SANTIAGO = "Europe/Berlin", "America/New_York", "America/Santiago"
LORD_HOWE, CHATHAM = "Australia/Lord_Howe", "Pacific/Chatham"
SWITCHES = [
    # 02:30 is skipped: it fires at 03:00 summer time. Then it comes twice: it fires the first time.
    (BERLIN, "30 2 * * *", "2026-03-27 12:00", "03-28 01:30, 03-29 01:00, 03-30 00:30"),
    (BERLIN, "30 2 * * *", "2026-10-23 12:00", "10-24 00:30, 10-25 00:30, 10-26 01:30"),
    (BERLIN, "30 2 * * *", "2027-03-26 12:00", "03-27 01:30, 03-28 01:00, 03-29 00:30"),
    (BERLIN, "30 2 * * *", "2027-10-29 12:00", "10-30 00:30, 10-31 00:30, 11-01 01:30"),
    # 00:00, 02:00 (skipped, so 03:00; or twice), 04:00
    (BERLIN, "0 */2 * * *", "2026-03-28 22:00", "03-28 23:00, 03-29 01:00, 03-29 02:00"),
    (BERLIN, "0 */2 * * *", "2026-10-24 21:00", "10-24 22:00, 10-25 00:00, 10-25 03:00"),
    (BERLIN, "0 */2 * * *", "2027-03-27 22:00", "03-27 23:00, 03-28 01:00, 03-28 02:00"),
    (BERLIN, "0 */2 * * *", "2027-10-30 21:00", "10-30 22:00, 10-31 00:00, 10-31 03:00"),
    # every hour is every hour
    (BERLIN, "30 * * * *", "2026-03-29 00:00", "03-29 00:30, 03-29 01:30, 03-29 02:30"),
    (BERLIN, "30 * * * *", "2026-10-25 00:00", "10-25 00:30, 10-25 01:30, 10-25 02:30"),
    (BERLIN, "30 * * * *", "2027-03-28 00:00", "03-28 00:30, 03-28 01:30, 03-28 02:30"),
    (BERLIN, "30 * * * *", "2027-10-31 00:00", "10-31 00:30, 10-31 01:30, 10-31 02:30"),
    # skipped in March; in November it comes once, after the hour that came twice
    (NEW_YORK, "30 2 * * *", "2026-03-06 12:00", "03-07 07:30, 03-08 07:00, 03-09 06:30"),
    (NEW_YORK, "30 2 * * *", "2026-10-30 12:00", "10-31 06:30, 11-01 07:30, 11-02 07:30"),
    (NEW_YORK, "30 2 * * *", "2027-03-12 12:00", "03-13 07:30, 03-14 07:00, 03-15 06:30"),
    (NEW_YORK, "30 2 * * *", "2027-11-05 12:00", "11-06 06:30, 11-07 07:30, 11-08 07:30"),
    # twice in November
    (NEW_YORK, "30 1 * * *", "2026-03-06 12:00", "03-07 06:30, 03-08 06:30, 03-09 05:30"),
    (NEW_YORK, "30 1 * * *", "2026-10-30 12:00", "10-31 05:30, 11-01 05:30, 11-02 06:30"),
    (NEW_YORK, "30 1 * * *", "2027-03-12 12:00", "03-13 06:30, 03-14 06:30, 03-15 05:30"),
    (NEW_YORK, "30 1 * * *", "2027-11-05 12:00", "11-06 05:30, 11-07 05:30, 11-08 06:30"),
    # 00:00, 03:00 and 06:00 of the Sundays themselves, and 00:00 a week later
    (NEW_YORK, "0 0-6/3 * * SUN", "2026-03-08 04:00", "03-08 05:00, 03-08 07:00, 03-08 10:00, 03-15 04:00"),
    (NEW_YORK, "0 0-6/3 * * SUN", "2026-11-01 03:00", "11-01 04:00, 11-01 08:00, 11-01 11:00, 11-08 05:00"),
    (NEW_YORK, "0 0-6/3 * * SUN", "2027-03-14 04:00", "03-14 05:00, 03-14 07:00, 03-14 10:00, 03-21 04:00"),
    (NEW_YORK, "0 0-6/3 * * SUN", "2027-11-07 03:00", "11-07 04:00, 11-07 08:00, 11-07 11:00, 11-14 05:00"),
    # the day begins at 01:00 in September
    (SANTIAGO, "15 0 * * *", "2026-04-03 12:00", "04-04 03:15, 04-05 04:15, 04-06 04:15"),
    (SANTIAGO, "15 0 * * *", "2026-09-04 12:00", "09-05 04:15, 09-06 04:00, 09-07 03:15"),
    (SANTIAGO, "15 0 * * *", "2027-04-02 12:00", "04-03 03:15, 04-04 04:15, 04-05 04:15"),
    (SANTIAGO, "15 0 * * *", "2027-09-03 12:00", "09-04 04:15, 09-05 04:00, 09-06 03:15"),
    # the last hour of the day comes twice in April
    (SANTIAGO, "30 23 * * *", "2026-04-03 12:00", "04-04 02:30, 04-05 02:30, 04-06 03:30"),
    (SANTIAGO, "30 23 * * *", "2026-09-04 12:00", "09-05 03:30, 09-06 03:30, 09-07 02:30"),
    (SANTIAGO, "30 23 * * *", "2027-04-02 12:00", "04-03 02:30, 04-04 02:30, 04-05 03:30"),
    (SANTIAGO, "30 23 * * *", "2027-09-03 12:00", "09-04 03:30, 09-05 03:30, 09-06 02:30"),
    # every twenty minutes whatever clocks do
    (SANTIAGO, "*/20 * * * *", "2026-04-05 02:30", "04-05 02:40, 04-05 03:00, 04-05 03:20"),
    (SANTIAGO, "*/20 * * * *", "2026-09-06 03:30", "09-06 03:40, 09-06 04:00, 09-06 04:20"),
    (SANTIAGO, "*/20 * * * *", "2027-04-04 02:30", "04-04 02:40, 04-04 03:00, 04-04 03:20"),
    (SANTIAGO, "*/20 * * * *", "2027-09-05 03:30", "09-05 03:40, 09-05 04:00, 09-05 04:20"),
    # half an hour alone: 02:15 is skipped in October and fires at 02:30
    (LORD_HOWE, "15 2 * * *", "2026-04-03 12:00", "04-03 15:15, 04-04 15:45, 04-05 15:45"),
    (LORD_HOWE, "15 2 * * *", "2026-10-02 12:00", "10-02 15:45, 10-03 15:30, 10-04 15:15"),
    (LORD_HOWE, "15 2 * * *", "2027-04-02 12:00", "04-02 15:15, 04-03 15:45, 04-04 15:45"),
    (LORD_HOWE, "15 2 * * *", "2027-10-01 12:00", "10-01 15:45, 10-02 15:30, 10-03 15:15"),
    # 01:45 comes twice in April
    (LORD_HOWE, "45 1 * * *", "2026-04-03 12:00", "04-03 14:45, 04-04 14:45, 04-05 15:15"),
    (LORD_HOWE, "45 1 * * *", "2026-10-02 12:00", "10-02 15:15, 10-03 15:15, 10-04 14:45"),
    (LORD_HOWE, "45 1 * * *", "2027-04-02 12:00", "04-02 14:45, 04-03 14:45, 04-04 15:15"),
    (LORD_HOWE, "45 1 * * *", "2027-10-01 12:00", "10-01 15:15, 10-02 15:15, 10-03 14:45"),
    # 01:00, 01:30, 02:00, 02:30: in April 02:00 is an hour after the first 01:30, in October 02:00 and 02:30 are one
    (LORD_HOWE, "0,30 1-3 * * *", "2026-04-04 13:30", "04-04 14:00, 04-04 14:30, 04-04 15:30, 04-04 16:00"),
    (LORD_HOWE, "0,30 1-3 * * *", "2026-10-03 14:00", "10-03 14:30, 10-03 15:00, 10-03 15:30, 10-03 16:00"),
    (LORD_HOWE, "0,30 1-3 * * *", "2027-04-03 13:30", "04-03 14:00, 04-03 14:30, 04-03 15:30, 04-03 16:00"),
    (LORD_HOWE, "0,30 1-3 * * *", "2027-10-02 14:00", "10-02 14:30, 10-02 15:00, 10-02 15:30, 10-02 16:00"),
    # 12:45 and 13:45 ahead: 03:00 comes twice in April and is skipped in September, when it fires at 03:45
    (CHATHAM, "0 3 * * *", "2026-04-03 00:00", "04-03 13:15, 04-04 13:15, 04-05 14:15"),
    (CHATHAM, "0 3 * * *", "2026-09-25 00:00", "09-25 14:15, 09-26 14:00, 09-27 13:15"),
    (CHATHAM, "0 3 * * *", "2027-04-02 00:00", "04-02 13:15, 04-03 13:15, 04-04 14:15"),
    (CHATHAM, "0 3 * * *", "2027-09-24 00:00", "09-24 14:15, 09-25 14:00, 09-26 13:15"),
    # 03:45 is the first moment after the gap, and comes once where clocks go back
    (CHATHAM, "45 3 * * *", "2026-04-03 00:00", "04-03 14:00, 04-04 15:00, 04-05 15:00"),
    (CHATHAM, "45 3 * * *", "2026-09-25 00:00", "09-25 15:00, 09-26 14:00, 09-27 14:00"),
    (CHATHAM, "45 3 * * *", "2027-04-02 00:00", "04-02 14:00, 04-03 15:00, 04-04 15:00"),
    (CHATHAM, "45 3 * * *", "2027-09-24 00:00", "09-24 15:00, 09-25 14:00, 09-26 14:00"),
    # every hour, written as a range
    (CHATHAM, "0 0-23 * * *", "2026-04-04 12:00", "04-04 12:15, 04-04 13:15, 04-04 14:15, 04-04 15:15"),
    (CHATHAM, "0 0-23 * * *", "2026-09-26 13:00", "09-26 13:15, 09-26 14:15, 09-26 15:15"),
    (CHATHAM, "0 0-23 * * *", "2027-04-03 12:00", "04-03 12:15, 04-03 13:15, 04-03 14:15, 04-03 15:15"),
    (CHATHAM, "0 0-23 * * *", "2027-09-25 13:00", "09-25 13:15, 09-25 14:15, 09-25 15:15"),
]


def instant(text: str) -> datetime:
    return datetime.strptime(f"{text}+0000", "%Y-%m-%d %H:%M%z")


def instants(after: str, text: str) -> list[datetime]:
    return [instant(f"{after[:4]}-{each}") for each in text.split(", ")]


@pytest.mark.parametrize(("zone", "cron", "after", "expected"), SWITCHES)
def test_clocks_that_are_set_change_no_number_of_fires(zone, cron, after, expected):
    times = instants(after, expected)
    assert list(islice(read_schedule(cron, zone).after(instant(after)), len(times))) == times


@pytest.mark.parametrize(("zone", "cron", "after", "expected"), SWITCHES)
def test_the_last_instant_is_found_from_any_moment_between(zone, cron, after, expected):
    schedule, times = read_schedule(cron, zone), instants(after, expected)
    found = [schedule.latest(after=instant(after), until=each + timedelta(minutes=4)) for each in times]
    assert found == times


@pytest.mark.parametrize(("zone", "cron", "after", "expected"), SWITCHES)
def test_the_next_instant_is_the_same_wherever_one_starts(zone, cron, after, expected):
    """Also from within the hour that comes twice."""
    schedule, times = read_schedule(cron, zone), instants(after, expected)
    start, end = instant(after), times[-1]
    moments = [start + timedelta(minutes=10 * step) for step in range(int((end - start).total_seconds() / 600))]
    expected_next = [min(each for each in times if each > moment) for moment in moments]
    assert [schedule.next(moment) for moment in moments] == expected_next


def test_the_last_instant_of_a_rare_schedule_is_found_years_back():
    leap_day = read_schedule("0 0 29 2 *", "UTC")
    assert leap_day.latest(after=instant("2020-01-01 00:00"), until=instant("2027-12-31 00:00")) == instant(
        "2024-02-29 00:00"
    )


def test_nothing_is_later_than_until_or_earlier_than_after():
    daily = read_schedule("0 6 * * *", "UTC")
    assert daily.latest(after=instant("2026-05-01 06:00"), until=instant("2026-05-02 05:59")) is None
    assert daily.latest(after=instant("2026-05-01 05:59"), until=instant("2026-05-01 06:00")) == instant(
        "2026-05-01 06:00"
    )


def test_a_schedule_is_kept_in_one_spelling():
    assert read_schedule(" 0  6 * * mon ", "UTC") == Schedule("0 6 * * MON", "UTC")
