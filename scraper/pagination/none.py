"""Pagination type `none`: the target URL is the only page."""

from scraper.page import Page
from scraper.pagination.settings import refuse_others
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """Always the end."""
    return Step(stop="no_next", reason="pagination_type 'none' reads one page")


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions if there is any setting."""
    refuse_others("none", settings, ())


NONE = PaginationType(name="none", following=following, check=check, aliases=("single_page", "single", ""))
