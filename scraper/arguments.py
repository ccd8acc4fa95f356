"""The spider's -a arguments as one checked value; anything else that is passed is an error."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from scraper.exceptions import InvalidArguments

_KNOWN = ("job_id", "run_id", "idempotency_key", "worker", "_job", "_version")


@dataclass(frozen=True, slots=True)
class SpiderArguments:
    """Either `job_id`, with the key of the run to make, or `run_id`, with the `worker` whose lease covers the start."""

    job_id: UUID | None = None
    run_id: UUID | None = None
    idempotency_key: str | None = None
    worker: UUID | None = None

    @classmethod
    def from_arguments(cls, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Self:
        """Scrapy's arguments as values; with job_id and no key, Scrapyd's `_job` is the key.

        Raises InvalidArguments.
        """
        unknown = [*map(str, args), *(name for name in kwargs if name not in _KNOWN)]
        if unknown:
            raise InvalidArguments(f"unknown spider argument {unknown[0]!r}; the spider takes: {', '.join(_KNOWN)}")
        job_id, run_id, worker = (_uuid(kwargs, name) for name in ("job_id", "run_id", "worker"))
        key = kwargs.get("idempotency_key")
        if (job_id is None) == (run_id is None):
            raise InvalidArguments("give the spider either a job or a run: -a job_id=UUID or -a run_id=UUID")
        if run_id is not None and key is not None:
            raise InvalidArguments("idempotency_key goes with job_id: a run that exists has its key already")
        if run_id is None and worker is not None:
            raise InvalidArguments("worker goes with run_id: Scrapyd's queue passes both")
        if job_id is not None and key is None:
            key = kwargs.get("_job")
        if key is not None and not 1 <= len(key) <= 255:
            raise InvalidArguments("idempotency_key must have 1 to 255 characters")
        return cls(job_id, run_id, key, worker)


def _uuid(kwargs: Mapping[str, Any], name: str) -> UUID | None:
    value = kwargs.get(name)
    if value is None:
        return None
    try:
        return value if isinstance(value, UUID) else UUID(str(value))
    except ValueError as error:
        raise InvalidArguments(f"{name}={value!r} is no UUID; `scrapy jobs` and `scrapy runs` list them") from error
