"""What goes wrong in a browser, as the exceptions that Scrapy's downloader raises: retries and reasons know those."""

from urllib.parse import urlsplit

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    UnsupportedURLSchemeError,
)

# Chromium's own names (net_error_list.h) -> what Scrapy calls it.
_BY_NAME: tuple[tuple[str, type[Exception]], ...] = (
    ("ERR_NAME_NOT_RESOLVED", CannotResolveHostError),
    ("ERR_CONNECTION_REFUSED", DownloadConnectionRefusedError),
    ("ERR_TIMED_OUT", DownloadTimeoutError),
    ("ERR_CONNECTION_TIMED_OUT", DownloadTimeoutError),
    ("ERR_UNKNOWN_URL_SCHEME", UnsupportedURLSchemeError),
    ("ERR_DISALLOWED_URL_SCHEME", UnsupportedURLSchemeError),
)
_DOWNLOAD = "Download is starting"


class BrowserCrashed(DownloadFailedError):
    """The browser or the page's process is gone; the page is tried again in a new one."""


class IsDownload(IgnoreRequest):
    """The URL is a file that a browser would save: no page."""


def download_error(error: Exception, url: str) -> Exception:
    """The downloader's exception for one of Playwright's."""
    text = str(error)
    if isinstance(error, PlaywrightTimeout):
        return DownloadTimeoutError(f"The browser waited too long at {url}: {_first_line(text)}")
    if _DOWNLOAD in text:
        return IsDownload(f"{url} is a file to download, not a page")
    for name, kind in _BY_NAME:
        if name in text:
            return kind(_first_line(text))
    if isinstance(error, PlaywrightError) and ("closed" in text or "crashed" in text):
        return BrowserCrashed(f"the browser crashed or was closed ({_first_line(text)})")
    return DownloadFailedError(_first_line(text))


def check_scheme(url: str) -> None:
    """Raise UnsupportedURLSchemeError for a page that is not on the web: file:, chrome:, data: and others."""
    if urlsplit(url).scheme.lower() not in ("http", "https"):
        raise UnsupportedURLSchemeError(f"{url[:100]} is no http or https URL")


def _first_line(text: str) -> str:
    return next(iter(text.strip().splitlines()), "")
