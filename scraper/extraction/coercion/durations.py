"""Durations: ISO 8601 and worded, to minutes or the unit that is asked for."""

import re

from scraper.extraction.coercion.numbers import ascii_digits
from scraper.extraction.units import UNITS
from scraper.extraction.words import fold

_ISO = re.compile(
    r"^\s*P(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:[.,]\d+)?)H)?(?:(?P<minutes>\d+(?:[.,]\d+)?)M)?(?:(?P<seconds>\d+(?:[.,]\d+)?)S)?)?\s*$",
    re.IGNORECASE,
)
_UNIT_WORDS = {
    "days": "d day days tag tage tagen jour jours dia dias giorno giorni dag dagar dagen dager dni den dny "
    "nap gun дней день 日 天",
    "hours": "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur timme timmar time timer tim t "
    "godz godzina godziny godzin tunti tuntia ora orak hodina hodin hodiny saat час часа часов ч 時間 小时 小時",
    "minutes": "m min mins minute minutes minuten minuto minutos minuti minuut minuter minutter minuta minuty minut "
    "minuuttia minuutti perc dakika dk мин минут минуты 分 分钟 分鐘",
    "seconds": "s sec secs second seconds sek sekunde sekunden seconde secondes segundo segundos secondi сек 秒",
}
_UNIT_OF = {word: unit for unit, words in _UNIT_WORDS.items() for word in words.split()}
_PART = re.compile(
    r"(?P<whole>\d+(?:[.,]\d+)?)?\s*(?:(?P<top>\d)\s*[/⁄]\s*(?P<bottom>\d)|(?P<sign>[½¼¾⅓⅔]))?"
    r"(?:\s*(?:-|–|to|bis|a|à)\s*(?P<high>\d+(?:[.,]\d+)?))?\s*\.?(?P<unit>[^\W\d_]+)\.?"
)
_CLOCK = re.compile(r"^\s*(\d{1,2}):([0-5]\d)(?::([0-5]\d))?\s*(?:h|hrs|hours|std)?\s*$", re.IGNORECASE)
_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
_MAX_TEXT = 120


def parse_duration(text: str) -> float | None:
    """The seconds that the text means ("PT1H20M", "1 hr 20 min", "3 Std. 20 Min.", "1:20"), or None if it is none.

    Of a range ("20-25 minutes") the first end counts. Years and months are no lengths of time and give None.
    """
    text = ascii_digits(text.strip()[:_MAX_TEXT])
    iso = _ISO.match(text)
    if iso and text.strip().upper() not in ("P", "PT"):
        return _iso_seconds(iso)
    clock = _CLOCK.match(text)
    if clock:
        return int(clock.group(1)) * 3600.0 + int(clock.group(2)) * 60.0 + int(clock.group(3) or 0)
    return _worded_seconds(fold(text))


def _iso_seconds(match: re.Match[str]) -> float | None:
    if int(match.group("years") or 0) or int(match.group("months") or 0):
        return None
    total = 0.0
    for unit in ("weeks", "days", "hours", "minutes", "seconds"):
        total += float((match.group(unit) or "0").replace(",", ".")) * UNITS[unit][1]
    return total


def _worded_seconds(text: str) -> float | None:
    total, seen = 0.0, set()
    for match in _PART.finditer(text):
        unit = _UNIT_OF.get(match.group("unit"))
        amount = _amount(match)
        if unit is None or amount is None:
            continue
        if unit in seen:
            break
        seen.add(unit)
        total += amount * UNITS[unit][1]
    return total if seen else None


def _amount(match: re.Match[str]) -> float | None:
    whole, top, bottom, sign = match.group("whole", "top", "bottom", "sign")
    if whole is None and top is None and sign is None:
        return None
    amount = float(whole.replace(",", ".")) if whole else 0.0
    if top and int(bottom):
        amount += int(top) / int(bottom)
    return amount + _SIGNS.get(sign or "", 0.0)


def iso_duration(seconds: float) -> str:
    """The seconds as an ISO 8601 duration: 4800 -> "PT1H20M"."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    parts = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M"), (left, "S")) if amount)
    return f"PT{parts or '0S'}"
