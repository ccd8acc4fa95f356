"""How long a server asks to be left alone: the header Retry-After, in seconds or as a date. Pure."""

import math
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def retry_after_seconds(value: str, *, now: datetime, server_date: str | None = None) -> float | None:
    """Seconds to wait, 0 or more; None where the header says nothing that can be read.

    RFC 9110, section 10.2.3: delta-seconds or an HTTP-date. A date is held against the server's own clock, where
    the response has a Date header, because ours and the server's may differ. Fractions of a second are read too.
    """
    try:
        seconds = float(value)
    except ValueError:
        at = _date(value)
        return None if at is None else max(0.0, (at - (_date(server_date or "") or now)).total_seconds())
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _date(value: str) -> datetime | None:
    """The HTTP-date (RFC 9110, section 5.6.7; the two obsolete forms too); without a zone it is UTC."""
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):  # a year or a zone of twenty digits
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)
