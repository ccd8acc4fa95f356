"""What a page costs: usage in, credits out. Whether a page is charged at all is decided in `scraper.run`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Usage:
    """What fetching and reading one page took."""

    http_pages: int = 0
    browser_pages: int = 0


CreditPolicy = Callable[[Usage], int]

HTTP_PAGE_CREDITS = 1
BROWSER_PAGE_CREDITS = 5


def pages(usage: Usage) -> int:
    """1 credit a page over HTTP, 5 a page in a browser."""
    return usage.http_pages * HTTP_PAGE_CREDITS + usage.browser_pages * BROWSER_PAGE_CREDITS


CREDIT_POLICIES: Mapping[str, CreditPolicy] = {"pages": pages}
