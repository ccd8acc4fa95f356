"""Dates and times in text: ISO out. Numbers by the page's order, words by dateparser, relative ones against today."""

import datetime
import re
from functools import lru_cache

from scraper.extraction.coercion.numbers import ascii_digits
from scraper.extraction.locale import PageLocale
from scraper.extraction.words import clean, fold

_MIN_YEAR, _MAX_YEAR = 1200, 2100
_ISO = re.compile(
    r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"
    r"(?:[T ]\s*(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?Z?\s*$")
_COMPACT_YEAR_LAST = re.compile(r"^\s*(\d{2})(\d{2})((?:19|20)\d{2})\s*$")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})([./-])\s?(\d{1,2})\2\s?(\d{4}|\d{2})(?![\d/-])")
_CJK = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]")
_TIME = re.compile(r"(?<!\d)([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_EPOCH = re.compile(r"^\s*(?:/Date\()?(\d{10}|\d{13})(?:[+-]\d{4})?(?:\)/)?\s*$")  # .NET writes /Date(1748979939000)/
_RELATIVE = re.compile(
    r"\b(ago|yesterday|today|vor \d|gestern|heute|il y a|hier|aujourd|hace|ayer|hoy|fa\b|ieri|oggi|geleden|gisteren|"
    r"sedan|siden|temu|wczoraj|dzisiaj|назад|вчера|сегодня|前|昨日|last week|just now|minutes?|hours?|days?)"
)
MAX_TEXT = 80  # a text that is a date is short; dateparser on longer ones finds dates in anything
_YEARLESS = re.compile(r"(?<!\d)(1[2-9]\d{2}|20\d{2})(?!\d)")
_MONTHS_EN = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS: dict[str, int] = {}
for _number, _name in enumerate(_MONTHS_EN, 1):
    _MONTHS[_name] = _MONTHS[_name[:3]] = _number
_MONTHS["sept"] = 9
_NAMED = re.compile(
    r"(?:(?P<d1>\d{1,2})(?:st|nd|rd|th|\.)?(?: of|-|,)?[\s.-]*)?(?<![^\W\d_])(?P<month>[^\W\d_]{3,10})\.?,?[\s.-]*"
    r"(?:(?P<d2>\d{1,2})(?:st|nd|rd|th)?(?!\d|:)\.?,?[\s-]*)?(?P<year>\d{4})?(?!\d)"
)

Moment = tuple[datetime.date, datetime.time | None, str | None]
"""A day, the time of day where it is written, and its offset ("Z", "+02:00") where that is."""


def find_date(text: str, locale: PageLocale) -> tuple[Moment, str, float] | None:
    """The first date of a short text, the name of the reading, and how certain it is; None where there is none."""
    text = clean(ascii_digits(text))
    if not text or (len(text) > MAX_TEXT and not _ISO.match(text)):
        return None
    return _written(text, locale) or _worded(text, locale)


def _written(text: str, locale: PageLocale) -> tuple[Moment, str, float] | None:
    """Dates in digits, and with English month names."""
    compact = _COMPACT.match(text)
    if compact and (day := _day(compact.group(1), compact.group(2), compact.group(3))):
        return (day, None, None), "date", 1.0
    iso = _ISO.search(text)
    if iso and (day := _day(iso.group(1), iso.group(2), iso.group(3))):
        return (day, _clock(iso.group(4), iso.group(5), iso.group(6)), iso.group(7)), "date", 1.0
    cjk = _CJK.search(text)
    if cjk and (day := _day(*cjk.groups())):
        return (day, _time_in(text), None), "date", 1.0
    epoch = _EPOCH.match(text)
    if epoch:
        moment = datetime.datetime.fromtimestamp(int(epoch.group(1)[:10]), tz=datetime.UTC)
        return (moment.date(), moment.time(), "Z"), "epoch", 0.9
    return _numeric(text, locale) or _english(text)


def _numeric(text: str, locale: PageLocale) -> tuple[Moment, str, float] | None:
    joined = _COMPACT_YEAR_LAST.match(text)
    match = joined or _NUMERIC.search(text)
    if not match:
        return None
    first, separator, second, year = (*joined.groups()[:1], "", *joined.groups()[1:]) if joined else match.groups()
    if len(year) == 2:
        year = ("20" if int(year) < 70 else "19") + year
    a, b = int(first), int(second)
    is_day_first, certainty = _order(a, b, separator, locale)
    day = _day(year, second, first) if is_day_first else _day(year, first, second)
    return ((day, _time_in(text[match.end() :]), None), "date", certainty) if day else None


def _order(a: int, b: int, separator: str, locale: PageLocale) -> tuple[bool, float]:
    """Whether the day stands first, and how certain that is."""
    if a > 12 or b > 12:
        return a > 12, 1.0
    if a == b or separator == ".":
        return True, 1.0
    if locale.is_day_first is not None:
        return locale.is_day_first, 0.9
    return False, 0.6


def _english(text: str) -> tuple[Moment, str, float] | None:
    for match in _NAMED.finditer(text):
        month = _MONTHS.get(match.group("month").lower())
        if month is None:
            continue
        written = match.group("d1") or match.group("d2")
        year = match.group("year") or _year_after(text[match.end() :])
        if written and year and (day := _day(year, str(month), written)):
            return (day, _time_in(text), None), "date", 1.0
    return None


def _year_after(rest: str) -> str | None:
    match = re.match(r"\D{0,12}(\d{4})(?!\d)", rest)
    return match.group(1) if match else None


def _worded(text: str, locale: PageLocale) -> tuple[Moment, str, float] | None:
    """Month names of other languages, and relative dates where today is known."""
    folded = fold(text)
    is_relative = bool(_RELATIVE.search(folded)) and not _YEARLESS.search(folded)
    if is_relative and locale.today is None:
        return None
    if not is_relative and not (_YEARLESS.search(folded) and re.search(r"(?<!\d)\d{1,2}(?!\d)", folded)):
        return None
    if not re.search(r"[^\W\d_]{3}", folded):
        return None
    found = _dateparser(text, locale.language, locale.today)
    if found is None or not _MIN_YEAR <= found.year <= _MAX_YEAR:
        return None
    return (found.date(), _time_in(text), None), "relative date" if is_relative else "date", 0.9


@lru_cache(maxsize=4096)
def _dateparser(text: str, language: str | None, today: datetime.date | None) -> datetime.datetime | None:
    import dateparser  # heavy: loads languages on first use, and most pages write dates that need none of it

    settings = {"REQUIRE_PARTS": ["day", "month"], "RETURN_AS_TIMEZONE_AWARE": False, "PREFER_DATES_FROM": "past"}
    if today is not None:
        settings["RELATIVE_BASE"] = datetime.datetime.combine(today, datetime.time(12))
    for languages in ([language] if language else [], ["en", "de", "fr", "es", "it", "pt", "nl", "pl", "ru", "sv"]):
        try:
            found = dateparser.parse(text, languages=languages, settings=settings) if languages else None
        except ValueError:  # a language that dateparser does not know
            continue
        if found is not None:
            return found
    return None


def _day(year: str, month: str, day: str) -> datetime.date | None:
    try:
        found = datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
    return found if _MIN_YEAR <= found.year <= _MAX_YEAR else None


def _time_in(text: str) -> datetime.time | None:
    match = _TIME.search(text)
    if not match:
        return None
    hour = int(match.group(1))
    half = (match.group(4) or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return _clock(str(hour), match.group(2), match.group(3))


def _clock(hour: str | None, minute: str | None, second: str | None) -> datetime.time | None:
    if hour is None or minute is None:
        return None
    try:
        return datetime.time(int(hour), int(minute), int(second or 0))
    except ValueError:
        return None


def iso_date(moment: Moment) -> str:
    """The day as YYYY-MM-DD."""
    return moment[0].isoformat()


def iso_date_time(moment: Moment) -> str:
    """The moment in RFC 3339; a day without a time is midnight, a time without an offset is taken as UTC."""
    day, clock, offset = moment
    zone = "Z" if offset in (None, "Z") else offset if ":" in offset else f"{offset[:3]}:{offset[3:]}"
    return f"{day.isoformat()}T{(clock or datetime.time()).isoformat()}{zone}"
