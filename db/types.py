"""Column types that keep and hand back the same values on PostgreSQL and SQLite. No tables.

What one of the two databases would change or refuse (NUL, lone surrogates, NaN, integers beyond 2^53, too long text)
is refused here on both, with `InvalidValue`, whether it comes through the ORM or through a plain INSERT.
"""

import json
import math
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, Double, String, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeEngine

from db.exceptions import InvalidValue

MAX_INTEGER = 2**53 - 1  # the integers that every JSON reader keeps exactly (RFC 8259 section 6, RFC 7493 section 2.2)
MAX_NESTING = 100  # containers; far below Python's recursion limit and PostgreSQL's max_stack_depth


_ENCODER = json.JSONEncoder(allow_nan=False, ensure_ascii=False, separators=(",", ":"))


def utc_now() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)


def as_utc(value: datetime) -> datetime:
    """The same instant, aware, in UTC. A naive datetime is taken as UTC."""
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def dump_json(value: object) -> str:
    """JSON text of a value; NaN and infinities raise ValueError."""
    return _ENCODER.encode(value)


def load_json(text: str | bytes) -> Any:
    """The value of a JSON text.

    Integers beyond 2^53 come back as floats: they are never stored as integers, but JSONB prints the float 1e23
    without its exponent.
    """
    return json.loads(text, parse_int=_integer)


def _integer(digits: str) -> int | float:
    return int(digits) if len(digits) <= 16 and abs(int(digits)) <= MAX_INTEGER else float(digits)


def pointer_of(path: tuple[str | int, ...]) -> str:
    """A JSON pointer (RFC 6901) of keys and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in path)


def text_fault(text: str) -> str | None:
    """Why a text may not be stored, or None."""
    if "\x00" in text:
        return "contains the character U+0000, which PostgreSQL cannot store; remove it"
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return "contains a lone surrogate, which is no character; replace it"
    return None


def _number_fault(value: int | float) -> str | None:
    if isinstance(value, float):
        return None if math.isfinite(value) else f"is {value}, which JSON does not have; leave the value out"
    if abs(value) > MAX_INTEGER:
        return "is an integer beyond 2^53, which JSON readers do not keep exactly; store it as a string"
    return None


def _fault(value: object) -> str | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return text_fault(value)
    if isinstance(value, int | float):
        return _number_fault(value)
    return f"is a {type(value).__name__}, which JSON does not have; convert it first"


def check_json(column: str, value: object) -> None:
    """Return if both databases keep the JSON value unchanged; else raise InvalidValue with the place."""
    stack: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    while stack:
        path, item = stack.pop()
        if len(path) > MAX_NESTING:
            raise InvalidValue(
                column, pointer_of(path[:4]), f"is nested more than {MAX_NESTING} levels deep; flatten it"
            )
        if isinstance(item, dict):
            for key, child in item.items():
                if not isinstance(key, str):
                    raise InvalidValue(
                        column, pointer_of(path), f"has the key {key!r}; keys of JSON objects are strings"
                    )
                if fault := text_fault(key):
                    raise InvalidValue(column, pointer_of(path), f"has a key that {fault}")
                stack.append(((*path, key), child))
        elif isinstance(item, list | tuple):
            stack.extend(((*path, index), child) for index, child in enumerate(item))
        elif fault := _fault(item):
            raise InvalidValue(column, pointer_of(path), fault)


class JsonColumn(TypeDecorator[Any]):
    """JSONB on PostgreSQL, JSON text elsewhere; None is SQL NULL. `column` names it in errors."""

    impl = JSON
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__(none_as_null=True)
        self.column = column

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The type that this database has."""
        is_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(JSONB(none_as_null=True) if is_postgresql else JSON(none_as_null=True))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The value itself, once it is known to be kept the same everywhere."""
        check_json(self.column, value)
        return value


class TextColumn(TypeDecorator[str]):
    """VARCHAR(length), or TEXT without a length; `column` names it in errors."""

    impl = Text
    cache_ok = True

    def __init__(self, column: str, length: int | None = None) -> None:
        super().__init__()
        self.column = column
        self.length = length

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """VARCHAR where a length is given."""
        return dialect.type_descriptor(String(self.length) if self.length else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text itself, once it is known to be kept the same everywhere."""
        if value is None:
            return None
        if not isinstance(value, str):
            raise InvalidValue(self.column, "", f"is a {type(value).__name__}; give a string")
        if fault := text_fault(value):
            raise InvalidValue(self.column, "", fault)
        if self.length and len(value) > self.length:
            raise InvalidValue(self.column, "", f"has {len(value)} characters; at most {self.length} are kept")
        return value


class UtcDateTime(TypeDecorator[datetime]):
    """A timestamp with time zone; aware UTC in Python, naive values are taken as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite has no zones: it keeps the UTC wall time."""
        if value is None:
            return None
        return as_utc(value).replace(tzinfo=None) if dialect.name == "sqlite" else as_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Always aware, always UTC."""
        return None if value is None else as_utc(value)


class FractionColumn(TypeDecorator[float]):
    """A double between 0 and 1; `column` names it in errors."""

    impl = Double
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: float | None, dialect: Dialect) -> float | None:
        """The number itself; NaN, which SQLite would turn into NULL, is outside the range too."""
        if value is not None and not 0 <= value <= 1:
            raise InvalidValue(self.column, "", f"is {value}; give a number from 0 to 1")
        return value
