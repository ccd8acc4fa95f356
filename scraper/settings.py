"""Scrapy settings of the process. What a job may set is set by the spider from its row; see docs/settings.md."""

import os

BOT_NAME = "scraper"
SPIDER_MODULES = ["scraper.spiders"]
NEWSPIDER_MODULE = "scraper.spiders"
COMMANDS_MODULE = "scraper.commands"

ITEM_PIPELINES = {
    "scraper.pipelines.validation.ValidationPipeline": 100,
    "scraper.pipelines.dedupe.DedupePipeline": 200,
    "scraper.pipelines.results.ResultsPipeline": 300,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scraper.middlewares.robots.UnreachableRobotsMiddleware": 100,
    "scraper.middlewares.waiting.WaitingMiddleware": 10,
    "scraper.middlewares.allowed_domains.AllowedDomainsMiddleware": 50,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scraper.middlewares.retry.PatientRetryMiddleware": 550,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "scraper.middlewares.compression.WholeBodyMiddleware": 590,
}
EXTENSIONS = {
    "scraper.extensions.run_tracker.RunTracker": 0,
    "scraper.extensions.funding.Funding": 0,
    "scraper.extensions.feeder.Feeder": 0,
    "scraper.extensions.progress.Progress": 0,
}

# The unique key (run_id, fingerprint) of run_requests is the duplicate filter; a second one would only cost memory.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"

# Holds what is to be tried again later and what goes to a host that wants to be left alone.
SCHEDULER = "scraper.network.scheduler.WaitingScheduler"

# Scrapy's own, 425 (RFC 8470) and what Cloudflare says of a server behind it that is down for the moment.
RETRY_HTTP_CODES = [408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]

# In the order in which links stand on their page: what a limit cuts off is the end of the list.
SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"

# The spider reads every status itself, so that each failed page is named in the run.
HTTPERROR_ALLOW_ALL = True

# Production posture: Scrapy's defaults open consoles and read files.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
_DOWNLOAD_HANDLER = "scraper.network.download_handler.DeadlineDownloadHandler"
DOWNLOAD_HANDLERS = {
    "http": _DOWNLOAD_HANDLER,
    "https": _DOWNLOAD_HANDLER,
    **dict.fromkeys(("file", "ftp", "s3", "data")),
}
DOWNLOAD_MAXSIZE = 16 * 1024 * 1024
DOWNLOAD_VERIFY_CERTIFICATES = True
ROBOTSTXT_OBEY = True
METAREFRESH_MAXDELAY = 5  # a page that reloads itself once a minute is a page, not a redirect
REFERRER_POLICY = "same-origin"
USER_AGENT = "schema-scraper/0.1"

LOG_LEVEL = "INFO"
RETRY_GIVE_UP_LOG_LEVEL = "WARNING"  # the page is named in the run
DEFAULT_DROPITEM_LOG_LEVEL = "DEBUG"
FEED_EXPORT_ENCODING = "utf-8"

SCRAPER_DATABASE_URL = os.environ.get("SCRAPER_DATABASE_URL")
SCRAPER_CREDITS_BACKEND = os.environ.get("SCRAPER_CREDITS_BACKEND")
SCRAPER_CREDITS_URL = os.environ.get("SCRAPER_CREDITS_URL")
SCRAPER_CREDITS_TOKEN = os.environ.get("SCRAPER_CREDITS_TOKEN")
SCRAPER_BROWSER = os.environ.get("SCRAPER_BROWSER")
SCRAPER_REDIS_URL = os.environ.get("SCRAPER_REDIS_URL")
SCRAPER_LLM_BASE_URL = os.environ.get("SCRAPER_LLM_BASE_URL")
SCRAPER_LLM_MODEL = os.environ.get("SCRAPER_LLM_MODEL")
SCRAPER_LLM_API_KEY = os.environ.get("SCRAPER_LLM_API_KEY")
SCRAPER_LLM_SERVERS = os.environ.get("SCRAPER_LLM_SERVERS")  # with keys of their own
