"""What a job asks of Scrapy: its options as crawl settings. The only place where a job changes settings."""

import logging
from typing import Any

from scrapy.settings import Settings, get_settings_priority

from scraper.browser.launching import browser_settings
from scraper.config import Config
from scraper.exceptions import InvalidOptions
from scraper.job import Job
from scraper.llm import named_server

logger = logging.getLogger(__name__)

# Half a delay up and down, as Scrapy's own RANDOMIZE_DOWNLOAD_DELAY did.
_JITTER = 0.5
# Scrapy takes 0 as no limit.
_NO_TIME_SECONDS = 0.001


def drop_job_dir(settings: Settings) -> None:
    """Let the crawl have no JOBDIR, whoever set it, with a warning where somebody did.

    A run's requests are its rows in the database. Scrapy's own queue on the disk would give them out a second time
    after an interruption, and would hold the job's headers and cookies.
    """
    if settings.get("JOBDIR"):
        logger.warning("JOBDIR is ignored: a run's requests are in the database, and it goes on from there by itself")
        settings.set("JOBDIR", None, priority=get_settings_priority("cmdline"))


def crawl_settings(job: Job, config: Config, *, seconds_before: float = 0.0) -> dict[str, Any]:
    """Settings for the spider's priority: the operator's -s still wins. Raises InvalidOptions for an unknown proxy
    or language model.

    `seconds_before`, what earlier attempts of the run took, counts for max_duration.
    """
    options = job.options
    settings: dict[str, Any] = {
        "DOWNLOAD_DELAY": options.delay_between_requests,
        "DOWNLOAD_DELAY_JITTER": _JITTER if options.randomize_delay else 0.0,
        "CONCURRENT_REQUESTS": options.concurrent_requests,
        "CONCURRENT_REQUESTS_PER_DOMAIN": options.concurrent_requests,
        "DOWNLOAD_TIMEOUT": options.timeout,
        "RETRY_TIMES": options.max_retries,
        "ROBOTSTXT_OBEY": options.respect_robots_txt,
    }
    if not job.is_allowing_extra:
        settings["FEED_EXPORT_FIELDS"] = list(job.definition["properties"])  # CSV would take the first record's
    if options.user_agent is not None:
        settings["USER_AGENT"] = options.user_agent
    if options.max_duration is not None:
        settings["CLOSESPIDER_TIMEOUT"] = max(options.max_duration - seconds_before, _NO_TIME_SECONDS)
    if options.proxy is not None and options.proxy not in config.proxies:
        known = ", ".join(sorted(config.proxies)) or "none is configured"
        raise InvalidOptions("/proxy", f"{options.proxy!r} is no proxy of this installation; known: {known}")
    if options.llm is not None:
        named_server(config, options.llm)
    if options.render_js:
        settings |= browser_settings(job, config)
    return settings
