"""How the browser of a run is started, as settings of Scrapy and scrapy-playwright. Starts nothing itself."""

import os
from typing import Any

from scraper.browser.executable import browser_executable
from scraper.config import Config
from scraper.job import Job

# Quiet and without news from outside; what a page calls up through WebRTC goes no other way than its requests.
ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
# Of the browser's programs only what it needs to run: no secrets of this process.
_ENVIRONMENT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")
# Beside the pages under way one may stay open, and one that is being closed counts for a moment.
_PAGES_BESIDE = 2
_HANDLER = "scraper.browser.download_handler.BrowserDownloadHandler"


def browser_settings(job: Job, config: Config) -> dict[str, Any]:
    """The settings of a crawl that may need a browser. Raises InvalidSetting where there is none to start."""
    options: dict[str, Any] = {
        "executable_path": browser_executable(config),
        "args": list(ARGUMENTS),
        "chromium_sandbox": os.geteuid() != 0,  # as root it cannot be had
        "env": {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ},
        "handle_sigint": False,
        "handle_sigterm": False,
        "handle_sighup": False,
    }
    return {
        "DOWNLOAD_HANDLERS": {"http": _HANDLER, "https": _HANDLER},
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": job.options.concurrent_requests + _PAGES_BESIDE,
    }
