"""The next times of a schedule, as the commands show them."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from db.schedules import Schedule
from scraper.console.tables import print_table

SHOWN_TIMES = 5


def next_times(schedule: Schedule, now: datetime) -> list[datetime]:
    """The next five instants, as times of the schedule's zone."""
    zone = ZoneInfo(schedule.zone)
    return [each.astimezone(zone) for each in islice(schedule.after(now), SHOWN_TIMES)]


def print_next_times(times: Sequence[datetime], zone: str) -> None:
    """A table of the times in their zone and in UTC; nothing without any."""
    rows = [(f"{each:%a %Y-%m-%d %H:%M %Z}", f"{each.astimezone(ZoneInfo('UTC')):%Y-%m-%d %H:%M}") for each in times]
    if rows:
        print_table((f"next in {zone}", "UTC"), rows)
