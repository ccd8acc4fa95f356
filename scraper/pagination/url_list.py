"""Pagination type `url_list`: a fixed list of URLs, each fetched once, in order."""

from dataclasses import replace

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination.settings import is_web_url, pointer, refuse_others
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step

MAX_URLS = 100_000  # about 10 MB of URLs in one options document; more belong into several jobs or a sitemap


def first(target: PageRequest, settings: Settings) -> tuple[PageRequest, ...]:
    """One request a URL, duplicates dropped, numbered from 1. The target URL is fetched only if it is in the list."""
    urls = dict.fromkeys(url.strip() for url in settings["urls"])
    return tuple(replace(target, url=url, number=number) for number, url in enumerate(urls, start=1))


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """Never a request and never a stop: `first` gave them all, and the run ends when they are done."""
    return Step()


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions unless `urls` is a non-empty list of at most MAX_URLS absolute http(s) URLs."""
    refuse_others("url_list", settings, ("urls",))
    urls = settings.get("urls")
    if not isinstance(urls, list | tuple) or not urls:
        raise InvalidOptions(
            pointer("urls"), 'pagination_type \'url_list\' needs a non-empty list: {"urls": ["https://…", …]}'
        )
    if len(urls) > MAX_URLS:
        raise InvalidOptions(
            pointer("urls"), f"{len(urls):,} URLs are more than {MAX_URLS:,}; split the list over several jobs"
        )
    for index, url in enumerate(urls):
        if not is_web_url(url):
            reason = f"{str(url)[:200]!r} is not an absolute http(s) URL; write it in full: https://host/path"
            raise InvalidOptions(pointer("urls", index), reason)


def has_known_end(target_url: str, settings: Settings) -> bool:
    """Always: the list is the end."""
    return True


URL_LIST = PaginationType(
    name="url_list",
    first=first,
    following=following,
    check=check,
    aliases=("urls", "list"),
    has_page_limit=False,
    has_known_end=has_known_end,
)
