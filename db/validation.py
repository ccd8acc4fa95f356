"""What may be stored as a job's address and schedule, besides schema definitions (`db.definitions`) and `db.options`.

`db.models` calls all of them at flush.
"""

import ipaddress
from urllib.parse import urlsplit

from db.definitions import check_schema_definition
from db.exceptions import InvalidValue
from db.schedules import MIN_INTERVAL_SECONDS, check_timezone, read_schedule
from db.types import text_fault

__all__ = ["check_schedule", "check_schema_definition", "check_target_url", "check_timezone"]

MAX_URL_LENGTH = 8192  # characters; browsers and servers stop at about this


def check_target_url(url: object) -> None:
    """Return if this is an absolute http or https URL; else raise InvalidValue with the cure."""
    if fault := _url_fault(url):
        raise InvalidValue("target_url", "", fault)


def check_schedule(cron: str | None, zone: str | None, *, min_interval_seconds: float = MIN_INTERVAL_SECONDS) -> None:
    """Return if a job may have this schedule; a blank `cron` is none. Else raise InvalidValue with what to write."""
    if cron is None:
        return
    if not isinstance(cron, str):
        raise InvalidValue("schedule_cron", "", f"is a {type(cron).__name__}; give a text such as 0 6 * * *")
    if cron.strip():
        read_schedule(cron, zone or "", min_interval_seconds=min_interval_seconds)


def _url_fault(url: object) -> str | None:
    if not isinstance(url, str) or not url:
        return "is missing; give an address such as https://example.com/products"
    if fault := text_fault(url):
        return fault
    if len(url) > MAX_URL_LENGTH:
        return f"has {len(url)} characters; at most {MAX_URL_LENGTH} are allowed"
    if any(character.isspace() or not character.isprintable() for character in url):
        return "contains white space or control characters; remove or percent-encode them"
    return _parts_fault(url)


def _parts_fault(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        return f"is malformed ({error}); give an address such as https://example.com/products"
    if parts.scheme not in ("http", "https"):
        return "does not start with http:// or https://; give the whole address of the page"
    if not host or "\\" in parts.netloc or not _is_host(host):
        return "has no valid host; give an address such as https://example.com/products"
    if "@" in parts.netloc:
        return "contains a user name or password; remove it and use the option auth"
    return None


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            ipaddress.IPv6Address(host)
        except ValueError:
            return False
        return True
    labels = host.removesuffix(".").split(".")
    return all(label and len(label) <= 63 for label in labels) and not set(host) & set("<>\"'`{}|^%[]\\*,;!$&()=+")
