"""When a schedule fires: five cron fields and an IANA zone as UTC instants. No tables; the fields are `db.cron_fields`.

Times of day are those of a clock on the wall: one that is skipped when clocks go forward fires once, at the first
moment that there is again, one that comes twice when they go back fires the first time alone. A schedule of every hour
of the day follows elapsed time instead, so that */15 * * * * fires every quarter of an hour whatever clocks do.
Day-of-month and day-of-week are as in Debian's cron: where neither begins with *, one of them has to fit, else both.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise, takewhile
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from db.cron_fields import cron_fault
from db.exceptions import InvalidValue

MIN_INTERVAL_SECONDS = 300.0
CHECKED_DAYS = 100  # days with fires whose distances are looked at
_CHECKED_YEARS = 12  # no longer, for the rare ones; every distance that can come has come by then
# Days are checked from here, so that a schedule is good or bad whatever day it is.
_CHECKED_FROM = datetime(2024, 1, 1)  # noqa: DTZ001  # a clock on the wall
_DAY_MINUTES = 24 * 60
_FIRST_WINDOW = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a job is to run. Made by `read_schedule`, which refuses what cannot work."""

    cron: str
    zone: str

    def after(self, instant: datetime) -> Iterator[datetime]:
        """The instants of the schedule later than `instant`, in UTC, in order."""
        last = instant
        for local in CronSim(_for_cronsim(self.cron), instant.astimezone(ZoneInfo(self.zone))):
            fire_at = local.astimezone(UTC)
            if fire_at > last:  # a time of day that came before the clocks went back does not come again
                last = fire_at
                yield fire_at

    def next(self, instant: datetime) -> datetime | None:
        """The first instant later than `instant`; None where there is none within 50 years."""
        return next(self.after(instant), None)

    def latest(self, *, after: datetime, until: datetime) -> datetime | None:
        """The last instant later than `after` that is not later than `until`; None where there is none."""
        window = _FIRST_WINDOW
        while after < until:
            start = max(after, until - window)
            found = list(takewhile(lambda fire_at: fire_at <= until, self.after(start)))
            if found or start == after:
                return found[-1] if found else None
            window *= 8
        return None


def check_timezone(zone: object) -> None:
    """Return if this is the name of an IANA time zone; else raise InvalidValue."""
    cure = "give an IANA name such as Europe/Berlin or UTC"
    try:
        ZoneInfo(zone)  # type: ignore[arg-type]  # TypeError is what we want to know
    except (KeyError, ValueError, OSError, TypeError) as error:  # ZoneInfoNotFoundError is a KeyError
        raise InvalidValue("schedule_timezone", "", f"{zone!r} is not a time zone; {cure}") from error


@lru_cache(maxsize=10_000)
def read_schedule(cron: str, zone: str, *, min_interval_seconds: float = MIN_INTERVAL_SECONDS) -> Schedule:
    """The schedule of a job's two columns.

    Raises InvalidValue, with what to write instead, for what is no cron expression, never fires, fires more often than
    `min_interval_seconds` allow, or names no zone.
    """
    check_timezone(zone)
    if fault := cron_fault(cron) or _timing_fault(cron, min_interval_seconds):
        raise InvalidValue("schedule_cron", "", f"{cron!r} {fault}")
    return Schedule(" ".join(cron.upper().split()), zone)


def _for_cronsim(cron: str) -> str:
    """The expression as cronsim is to read it: it takes times for elapsed ones where minute or hour begins with *."""
    minute, hour, *days = cron.split()
    if len(CronSim(f"0 {hour} * * *", _CHECKED_FROM).hours) == 24:
        return " ".join((minute, "*", *days))
    return " ".join((minute.replace("*", "0-59"), hour.replace("*", "0-23"), *days))


def _timing_fault(cron: str, min_interval_seconds: float) -> str | None:
    """Why an expression of five good fields is not fit to run a job."""
    never = "never fires: none of its months has that day; write a day that they have, such as 28"
    try:
        times = CronSim(cron, _CHECKED_FROM)
    except CronSimError:
        return never
    days_apart = _days_apart(times)
    if days_apart is None and next(times, None) is None:
        return never
    minutes = sorted(60 * hour + minute for hour in times.hours for minute in times.minutes)
    gaps = [(later - earlier, earlier, later) for earlier, later in pairwise(minutes)]
    if days_apart is not None:
        gaps.append((days_apart * _DAY_MINUTES + minutes[0] - minutes[-1], minutes[-1], minutes[0]))
    gap, earlier, later = min(gaps, default=(0, 0, 0))
    if not gaps or gap * 60 >= min_interval_seconds:
        return None
    return (
        f"fires {gap} {'minute' if gap == 1 else 'minutes'} apart, at {_clock(earlier)} and {_clock(later)}; at least"
        f" {min_interval_seconds / 60:g} minutes must lie between (SCRAPER_CRON_MIN_INTERVAL_SECONDS): write"
        f" {_rarer(min_interval_seconds)}, or fewer times"
    )


def _days_apart(times: CronSim) -> int | None:
    """The shortest distance in days between two of the first 100 days on which it fires; None where that is years."""
    shortest = last = None
    found = 0
    for offset in range(_CHECKED_YEARS * 366):
        day = _CHECKED_FROM + timedelta(offset)
        if day.month not in times.months or not times.match_day(day):
            continue
        found += 1
        if last is not None:
            shortest = min(shortest or offset, offset - last)
        if shortest == 1 or found == CHECKED_DAYS:
            break
        last = offset
    return shortest


def _clock(minute_of_day: int) -> str:
    return f"{minute_of_day // 60:02}:{minute_of_day % 60:02}"


def _rarer(min_interval_seconds: float) -> str:
    """An expression that keeps the distance, for the end of a sentence."""
    for minutes in (5, 10, 15, 20, 30):
        if minutes * 60 >= min_interval_seconds:
            return f"*/{minutes} * * * *"
    hours = next((hours for hours in (1, 2, 3, 4, 6, 8, 12) if hours * 3600 >= min_interval_seconds), None)
    return f"0 */{hours} * * *" if hours and hours > 1 else "0 * * * *" if hours else "0 0 * * 0"
