"""The five fields of a cron expression: what is wrong with a text that has none, and what to write instead.

No times and no zones: when an expression fires is `db.schedules`.
"""

from dataclasses import dataclass

MAX_CHARACTERS = 100  # what the column keeps
FIELDS_TEXT = "minute hour day-of-month month day-of-week"

_MACROS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
# What other schedulers have and five-field cron has not (Quartz, Jenkins, croniter), and what comes nearest to it.
_FOREIGN = {
    "?": "write * where any value will do",
    "#": "the nth weekday of a month is not known; write a weekday, such as MON, or days of the month, such as 1-7",
    "L": "the last day is not known; write a day that every month has, such as 28, or the first, 1",
    "W": "the nearest working day is not known; write MON-FRI as day-of-week",
    "R": "random times are not known; write a number",
    "H": "hashed times are not known; write a number",
    "~": "random times are not known; write a number",
}


@dataclass(frozen=True, slots=True)
class CronField:
    """One of the five: the values that it takes, and their names in order, from the least value on."""

    name: str
    least: int
    most: int
    names: tuple[str, ...] = ()

    @property
    def cure(self) -> str:
        """What may stand here."""
        names = f" or {self.names[0]} to {self.names[-1]}" if self.names else ""
        return f"write * or a number from {self.least} to {self.most}{names}"

    def value(self, text: str) -> int | None:
        """The number or name as a number; None for anything else."""
        if text in self.names:
            return self.names.index(text) + self.least
        is_number = text.isascii() and text.isdigit() and len(text) <= 2
        return int(text) if is_number and self.least <= int(text) <= self.most else None


CRON_FIELDS = (
    CronField("minute", 0, 59),
    CronField("hour", 0, 23),
    CronField("day-of-month", 1, 31),
    CronField("month", 1, 12, _MONTHS),
    CronField("day-of-week", 0, 7, _DAYS),
)


def cron_fault(text: object) -> str | None:
    """Why the text is no cron expression of five fields, with the cure; None for one that is."""
    if not isinstance(text, str) or not text.strip():
        return "is empty; write five fields such as 0 6 * * * (every day at 06:00), or leave the schedule out"
    if len(text) > MAX_CHARACTERS:
        return f"has {len(text)} characters; at most {MAX_CHARACTERS} are kept: use ranges and steps such as */15"
    if text.strip().startswith("@"):
        return _macro_fault(text.strip().lower())
    parts = text.upper().split()
    if len(parts) != len(CRON_FIELDS):
        return _count_fault(parts)
    faults = (_field_fault(field, part) for field, part in zip(CRON_FIELDS, parts, strict=True))
    return next((fault for fault in faults if fault), None)


def _macro_fault(macro: str) -> str:
    if macro in _MACROS:
        return f"is a name ({macro}); write its five fields: {_MACROS[macro]}"
    return f"is a name ({macro!r}) and no time; write five fields: {FIELDS_TEXT}, such as 0 6 * * *"


def _count_fault(parts: list[str]) -> str:
    cure = f"write five: {FIELDS_TEXT}"
    if len(parts) == 6:
        return f"has 6 fields; seconds and years are not known: {cure}, such as {' '.join(parts[1:])}"
    if len(parts) == 7:
        return f"has 7 fields; seconds and years are not known: {cure}, such as {' '.join(parts[1:6])}"
    return f"has {len(parts)} {'field' if len(parts) == 1 else 'fields'}; {cure}, such as 0 6 * * *"


def _field_fault(field: CronField, part: str) -> str | None:
    faults = (_term_fault(field, term) for term in part.split(","))
    fault = next((fault for fault in faults if fault), None)
    return f"has {part!r} as {field.name}: {fault}" if fault else None


def _term_fault(field: CronField, term: str) -> str | None:
    """What is wrong with one part of a list: `*`, a value, a range, or one of the first and last with a step."""
    values, slash, step = term.partition("/")
    if not values:
        return f"a part of it is empty; {field.cure}"
    fault = None if values == "*" else _range_fault(field, values)
    if fault or not slash:
        return fault
    if values != "*" and "-" not in values:
        return f"a step needs a range; write {values}-{field.most}/{step or 2}"
    return _step_fault(field, step)


def _step_fault(field: CronField, step: str) -> str | None:
    widest = field.most - field.least
    if not (step.isascii() and step.isdigit() and len(step) <= 2 and int(step)):
        return f"{step!r} is no step; write a number from 1 to {widest} behind the /"
    if int(step) > widest:
        return f"a step of {step} leaves one value; write that value alone, such as {field.least}"
    return None


def _range_fault(field: CronField, text: str) -> str | None:
    first, dash, last = text.partition("-")
    ends = (first, last) if dash else (first,)
    for end in ends:
        if field.value(end) is None:
            return _value_fault(field, end)
    low, high = field.value(first), field.value(ends[-1])
    assert low is not None
    assert high is not None
    return f"the range runs backwards; write {_turned(field, low, high)}" if high < low else None


def _turned(field: CronField, low: int, high: int) -> str:
    """A range over the end of the field as two ranges."""
    most = 6 if field.names is _DAYS else field.most
    return ",".join(
        f"{_named(field, start)}-{_named(field, end)}" if start != end else _named(field, start)
        for start, end in ((low, most), (field.least, high))
    )


def _named(field: CronField, value: int) -> str:
    return field.names[value - field.least] if field.names else str(value)


def _value_fault(field: CronField, text: str) -> str:
    if text.isascii() and text.isdigit():
        return f"{text} is out of its range; {field.cure}"
    full_name = next((name for name in field.names if text.startswith(name) and text.isalpha()), None)
    if full_name:
        return f"names have three letters; write {full_name}"
    foreign = next((cure for sign, cure in _FOREIGN.items() if sign in text and len(text) <= 8), None)
    return f"{text!r} is not known; {foreign or field.cure}"
