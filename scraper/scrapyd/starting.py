"""What schedule.json may ask for, as one checked value; refusals with the HTTP status that they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from twisted.web import http
from twisted.web.error import Error

from scraper.exceptions import InvalidArguments
from scraper.scrapyd.projects import SPIDER

# It becomes the name of a log file; Scrapyd would take a slash, and never free the process slot again.
_SAFE_JOB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_KNOWN = ("job_id", "run_id", "idempotency_key", "user_id")
_IDS = ("job_id", "run_id", "user_id")


@dataclass(frozen=True, slots=True)
class StartRequest:
    """A run to start: of the job `job_id`, or the queued one `run_id`; for `user_id`, if the caller says so."""

    scrapyd_job_id: str
    priority: float = 0.0
    job_id: UUID | None = None
    run_id: UUID | None = None
    user_id: UUID | None = None
    idempotency_key: str = ""

    @classmethod
    def from_message(cls, spider: str, priority: float, arguments: Mapping[str, Any]) -> Self:
        """What Scrapyd's schedule.json got. Raises InvalidArguments; no value is ever part of its message."""
        given = dict(arguments)
        scrapyd_job_id, settings, version = (
            str(given.pop("_job", "")),
            given.pop("settings", {}),
            given.pop("_version", 0),
        )
        if spider != SPIDER:
            raise InvalidArguments(f"this project has one spider, {SPIDER!r}")
        if not is_safe(scrapyd_job_id):
            raise InvalidArguments("jobid must be 1 to 200 letters, digits, dots, dashes or underscores")
        if settings:
            raise InvalidArguments("setting is not taken: a job's options and the server's settings say how it runs")
        if version:
            raise InvalidArguments(
                "_version is not taken: all servers share one queue, and each runs the version that it has; remove it"
            )
        if unknown := sorted(set(given) - set(_KNOWN)):
            names = f"unknown argument {unknown[0]!r}" if unknown[0].isidentifier() else "an unknown argument"
            raise InvalidArguments(f"{names}; the spider {SPIDER!r} takes: {', '.join(_KNOWN)}")
        return cls._checked(scrapyd_job_id, priority, given)

    @classmethod
    def _checked(cls, scrapyd_job_id: str, priority: float, given: Mapping[str, Any]) -> Self:
        ids = {name: _uuid(name, given[name]) for name in _IDS if given.get(name)}
        key = given.get("idempotency_key")
        if ("job_id" in ids) == ("run_id" in ids):
            raise InvalidArguments("give either a job or a queued run: job_id=UUID or run_id=UUID")
        if key is not None and ("run_id" in ids or not 1 <= len(key) <= 255):
            raise InvalidArguments("idempotency_key goes with job_id and has 1 to 255 characters")
        if not abs(priority) < 1e9:
            raise InvalidArguments("priority must be a number between -1e9 and 1e9")
        return cls(scrapyd_job_id, priority, **ids, idempotency_key=key or scrapyd_job_id)


@dataclass(frozen=True, slots=True)
class Started:
    """What came of it: the run, what Scrapyd's services call it, and whether it was made now."""

    scrapyd_job_id: str
    run_id: UUID
    status: str
    is_new: bool


def is_safe(scrapyd_job_id: str) -> bool:
    """Whether a job id can be the name of a file."""
    return _SAFE_JOB_ID.fullmatch(scrapyd_job_id) is not None


def refusal(code: int, message: str) -> Error:
    """The error that Scrapyd's services answer with this status and message."""
    return Error(code, message=message.encode())


def conflict(message: str) -> Error:
    """The refusal of what contradicts something that is there."""
    return refusal(http.CONFLICT, message)


def _uuid(name: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidArguments(f"{name} is no UUID") from None
