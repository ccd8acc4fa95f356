"""The parameters of the web services: declared once, read from the texts of a request, refused with a clear message."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from scraper.exceptions import ScraperError

MAX_PAGE = 1000
PRIORITY_LIMIT = 1e9
_FIELD = re.compile(r"[^\x00-\x1f\"\\]{1,255}")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


class Refused(ScraperError):
    """A request that is not answered as asked: `status` is the HTTP status that says so."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter. `read` makes its value of its text, or raises ValueError that says what it must be."""

    name: str
    read: Callable[[str], Any]
    is_required: bool = False
    is_many: bool = False
    default: Any = None


def read_parameters(declared: Sequence[Parameter], given: Mapping[bytes, Sequence[bytes]]) -> dict[str, Any]:
    """The value of every declared parameter.

    Raises Refused: with 400 where one is unknown, missing, repeated or no text, with 422 where its value cannot be.
    """
    texts = {_text(name, "a parameter's name"): values for name, values in given.items()}
    names = [each.name for each in declared]
    if unknown := sorted(set(texts) - set(names)):
        raise Refused(400, f"unknown parameter {unknown[0]!r}; there are: {', '.join(names)}")
    return {each.name: _value(each, texts.get(each.name, ())) for each in declared}


def _value(declared: Parameter, texts: Sequence[bytes]) -> Any:
    values = [_read(declared, _text(each, declared.name)) for each in texts]
    if declared.is_many:
        return tuple(values)
    if len(values) > 1:
        raise Refused(400, f"parameter {declared.name!r} is given {len(values)} times: give it once")
    if not values and declared.is_required:
        raise Refused(400, f"parameter {declared.name!r} is required")
    return values[0] if values else declared.default


def _read(declared: Parameter, text: str) -> Any:
    try:
        return declared.read(text)
    except ValueError as error:
        raise Refused(422, f"parameter {declared.name!r} {error}") from error


def _text(raw: bytes, what: str) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Refused(400, f"{what} is not UTF-8 text") from error


def an_id(text: str) -> UUID:
    """A UUID."""
    try:
        return UUID(text)
    except ValueError as error:
        raise ValueError("must be a UUID") from error


def a_key(text: str) -> str:
    """An idempotency key."""
    if not 1 <= len(text) <= 255 or "\x00" in text:
        raise ValueError("must have 1 to 255 characters, none of them NUL")
    return text


def a_number(text: str) -> float:
    """A finite number."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise ValueError("must be a number")
    return number


def a_priority(text: str) -> float:
    """A priority, within the bounds that schedule.json has."""
    number = a_number(text)
    if not abs(number) < PRIORITY_LIMIT:
        raise ValueError(f"must be between -{PRIORITY_LIMIT:g} and {PRIORITY_LIMIT:g}")
    return number


def a_share(text: str) -> float:
    """A number from 0 to 1."""
    number = a_number(text)
    if not 0 <= number <= 1:
        raise ValueError("must be a number from 0 to 1")
    return number


def a_page_size(text: str) -> int:
    """How many at most, from 1 to MAX_PAGE."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:9]) <= MAX_PAGE:
        raise ValueError(f"must be a whole number from 1 to {MAX_PAGE}")
    return int(text)


def an_instant(text: str) -> datetime:
    """A time with its offset, as RFC 3339 writes it."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError("must be a time such as 2026-11-23T10:00:00Z") from error
    if instant.tzinfo is None:
        raise ValueError("must say its offset, as in 2026-11-23T10:00:00Z")
    return instant


def a_field(text: str) -> str:
    """The name of a field of a record."""
    if not _FIELD.fullmatch(text):
        raise ValueError("must be a field's name, without quotation marks and backslashes")
    return text


def a_boolean(text: str) -> bool:
    """true or false."""
    try:
        return _BOOLEANS[text]
    except KeyError as error:
        raise ValueError("must be true or false") from error
