"""scraper.browser.failures: Playwright's errors as Scrapy's."""

import pytest
from playwright.async_api import Error, TimeoutError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    UnsupportedURLSchemeError,
)

from scraper.browser.failures import BrowserCrashed, IsDownload, check_scheme, download_error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (TimeoutError("Timeout 30000ms exceeded"), DownloadTimeoutError),
        (Error("Page.goto: net::ERR_NAME_NOT_RESOLVED at http://a/"), CannotResolveHostError),
        (Error("Page.goto: net::ERR_CONNECTION_REFUSED at http://a/"), DownloadConnectionRefusedError),
        (Error("Page.goto: net::ERR_UNKNOWN_URL_SCHEME at a:b"), UnsupportedURLSchemeError),
        (Error("Page.goto: Download is starting"), IsDownload),
        (Error("Page.evaluate: Target crashed"), BrowserCrashed),
        (Error("Target page, context or browser has been closed"), BrowserCrashed),
        (Error("Page.goto: net::ERR_EMPTY_RESPONSE at http://a/\nCall log:"), DownloadFailedError),
    ],
)
def test_an_error_is_one_that_retries_and_reasons_know(error, kind):
    assert type(download_error(error, "http://a/")) is kind


@pytest.mark.parametrize("url", ["file:///etc/passwd", "chrome://settings", "data:text/html,x", "javascript:1"])
def test_other_schemes_are_refused(url):
    with pytest.raises(UnsupportedURLSchemeError):
        check_scheme(url)
