"""How many pages one URL of a list is ahead of another, from the URLs alone."""

import re
from urllib.parse import parse_qsl, urlsplit

from scraper.pagination.page_number import PageNumber, find_page_number

_INDEX_FILE = re.compile(r"(?:index|default)?\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)


def pages_ahead(own_url: str, url: str) -> int | None:
    """Pages from `own_url` to `url` in the same list (1: the next one); None if the URLs do not tell.

    Record offsets give only the direction: 2 or -2, since the page size is not known.
    """
    there = find_page_number(url)
    if there is None:
        return None
    here = find_page_number(own_url)
    if here is not None and here.kind == there.kind and _frame(here) == _frame(there):
        return _difference(there.value - here.value, there)
    if here is None and _is_first_page_of(own_url, there):
        return _difference(there.value - 1, there) if there.kind == "page" else (2 if there.value else None)
    return None


def _difference(pages: int, there: PageNumber) -> int:
    if there.kind == "page":
        return pages
    return 2 * ((pages > 0) - (pages < 0))


def _frame(number: PageNumber) -> tuple[str, str]:
    """Host and path around the number, and whether it stands in the query."""
    parts = urlsplit(number.with_value(0))
    return parts.netloc.lower().removeprefix("www."), _bare_path(parts.path)


def _is_first_page_of(own_url: str, there: PageNumber) -> bool:
    """Whether `own_url` is what remains of the numbered URL when its number is taken out."""
    own, other = urlsplit(own_url), urlsplit(there.url)
    if own.netloc.lower().removeprefix("www.") != other.netloc.lower().removeprefix("www."):
        return False
    if there.start > there.url.find("?") > 0:
        own_names = {name for name, _ in parse_qsl(own.query, keep_blank_values=True)}
        return _bare_path(own.path) == _bare_path(other.path) and len(own_names) <= len(own.query) + 1
    path = urlsplit(there.url[: there.start]).path
    return re.sub(r"[/\-_.,=:]*[a-z]*[/\-_.,=:]*$", "", path, flags=re.IGNORECASE) == re.sub(
        r"[/\-_.,=:]*$", "", _bare_path(own.path)
    )


def _bare_path(path: str) -> str:
    """The path without closing slash and index file."""
    return _INDEX_FILE.sub("", path).rstrip("/")
