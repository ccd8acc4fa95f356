"""Every SCRAPER_* setting with its type, default, unit and meaning; the only reader of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Self

from scrapy.settings import BaseSettings

from scraper.credits.policies import Usage, credit_policy
from scraper.exceptions import InvalidSetting


@dataclass(frozen=True, slots=True)
class Config:
    """The operator's settings: each field is the Scrapy setting SCRAPER_<FIELD>."""

    database_url: str | None = None
    """SQLAlchemy URL. None: the embedded SQLite file. From the environment variable SCRAPER_DATABASE_URL."""

    database_start_seconds: float = 30.0
    """How long a starting run, or a command that starts one, waits for a database that is away."""

    database_patience_seconds: float = 600.0
    """How long a run on its way waits for a database that is away; then it ends and can be resumed."""

    database_reserve_mb: int = 16
    """Megabytes that must stay free where a SQLite file is; a run that finds less ends while it still can."""

    credit_policy: str = "pages"
    """What turns usage into credits: a name in `credits.policies.CREDIT_POLICIES` or a function's dotted path."""

    credits_backend: str = "none"
    """Who keeps the balances: "none" (credits are only counted), "http", or the dotted path of a function of Config."""

    credits_url: str = ""
    """Where the gateway "http" is (docs/credits.md). From the environment variable SCRAPER_CREDITS_URL."""

    credits_token: str = ""
    """What the gateway knows us by. From the environment variable SCRAPER_CREDITS_TOKEN."""

    credits_block: int = 20
    """Credits that a run reserves at a time; what it does not use is returned when it ends."""

    credits_timeout_seconds: float = 5.0
    """How long one answer of the gateway may take in all."""

    credits_patience_seconds: float = 120.0
    """How long a run waits for a gateway that does not answer, or for credits that other runs may return."""

    empty_pages_limit: int = 2
    """Pages without a record in a row after which a pagination ends."""

    failed_pages_limit: int = 10
    """Pages in a row that cannot be had after which a run ends."""

    known_pages_limit: int = 3
    """Pages without a new record in a row after which a pagination ends."""

    blocked_pages_limit: int = 3
    """Pages in a row that refuse us (401, 403, 407, 429, 451, block pages) after which a run ends."""

    retry_backoff_seconds: float = 1.0
    """How long a failed request waits before its second try, about; twice as long before each further one."""

    retry_after_limit_seconds: float = 600.0
    """How long a host is left alone at most, whatever its Retry-After says."""

    host_budget_enabled: bool = False
    """Whether all runs on the database together keep the delays of a host, on all machines."""

    host_block_seconds: float = 5.0
    """For how long a run that visits a host alone has it, until it asks again; at least two of its delays."""

    proxies: Mapping[str, str] = field(default_factory=dict)
    """Proxy URL by name; a job chooses one by name only."""

    progress_enabled: bool = False
    """Whether a progress line is drawn on the terminal."""

    browser: str = ""
    """The Chromium that jobs with render_js use: a path. Empty: Playwright's own, else the system's."""

    llm_base_url: str = ""
    """Where the language model server "default" is, as OpenAI-compatible clients want it (…/v1). Empty: none."""

    llm_model: str = ""
    """The models that jobs may use on the server "default", separated by commas; the first is used unless one asks."""

    llm_api_key: str = ""
    """The key of the server "default". From the environment variable SCRAPER_LLM_API_KEY."""

    llm_servers: Mapping[str, Any] = field(default_factory=dict)
    """Further servers by name, each {"base_url": …, "model": …, "api_key": …}; a job chooses one by name only."""

    llm_timeout_seconds: float = 30.0
    """How long one answer of a language model may take."""

    llm_trust: float = 0.7
    """The share 0..1 of a model's choices that are taken to be right; its weight against the page's own evidence."""

    heartbeat_seconds: float = 10.0
    """How often a worker says that it is alive."""

    lease_seconds: float = 60.0
    """How long a worker is believed to be alive after a heartbeat; at least three times between heartbeats."""

    run_attempts: int = 3
    """How often a run may lose its worker in the middle of the work before it is failed."""

    spawn_seconds: float = 60.0
    """How long a run that a Scrapyd server took may need until its process works on it; then it is queued again."""

    max_runs_per_user: int = 100
    """How many runs of one user Scrapyd servers have under way at once, all servers together."""

    max_runs_per_job: int = 10
    """The same for one job whose `overlap_policy` is "allow"; of other jobs one run at a time is under way."""

    redis_url: str = ""
    """Where the hints of shared runs are kept (docs/operations.md). From the environment variable SCRAPER_REDIS_URL."""

    write_batch_results: int = 500
    """Results that one transaction holds at most, rounded up to whole pages."""

    write_linger_seconds: float = 0.2
    """How long the writer waits for more pages before it commits."""

    write_queue_pages: int = 200
    """Complete pages that may wait for the writer; above it fetching pauses."""

    wrapper_audit_pages: int = 20
    """Of the pages that a wrapper reads, one in so many is read by the slow path too."""

    cron_min_interval_seconds: float = 300.0
    """How many seconds must lie between two times of a job's schedule; one that fires more often is refused."""

    cron_look_seconds: float = 30.0
    """How long cron may take to notice that a schedule was added, changed or switched off."""

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The configuration in Scrapy's settings. Raises InvalidSetting for a wrong type or value."""
        values = {}
        for each in fields(cls):
            name = f"SCRAPER_{each.name.upper()}"
            if settings.get(name) is not None:
                values[each.name] = _typed(settings, name, str(each.type))
        config = cls(**values)
        credit_policy(config.credit_policy)(Usage(http_pages=1))
        if config.lease_seconds < 3 * config.heartbeat_seconds:
            least = f"at least three times SCRAPER_HEARTBEAT_SECONDS ({config.heartbeat_seconds:g})"
            raise InvalidSetting("SCRAPER_LEASE_SECONDS", f"is {config.lease_seconds:g}; give {least}")
        return config


# How Scrapy reads a setting, by the field's type.
_READERS = {
    "str": "get",
    "str | None": "get",
    "bool": "getbool",
    "Mapping[str, str]": "getdict",
    "Mapping[str, Any]": "getdict",
    "int": "getint",
    "float": "getfloat",
}


def _typed(settings: BaseSettings, name: str, kind: str) -> Any:
    """The setting as its field's type; numbers are positive."""
    try:
        value = getattr(settings, _READERS[kind])(name)
    except (ValueError, TypeError) as error:
        raise InvalidSetting(name, f"has a wrong type: {error}") from error
    if kind in ("int", "float") and value <= 0:
        raise InvalidSetting(name, f"is {value}; give a number above 0")
    return value
