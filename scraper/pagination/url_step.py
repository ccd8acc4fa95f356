"""How many pages one URL of a list is ahead of another, from the URLs alone."""

import re
from urllib.parse import parse_qsl, urlsplit

from scraper.pagination.page_number import PageNumber, find_page_number

_INDEX_FILE = re.compile(r"(?:index|default)?\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_PAGE_WORD_AT_END = re.compile(r"[/\-_.,;]*[a-z]*[/\-_.=,:]*$", re.IGNORECASE)


def pages_ahead(own_url: str, url: str) -> int | None:
    """Pages from `own_url` to `url` in the same list (1: the next one); None if the URLs do not tell.

    Record offsets give only the direction: 2 or -2, since the page size is not known.
    """
    there = find_page_number(url)
    if there is None:
        return None
    if not _is_same_list(own_url, url):
        return None
    here = find_page_number(own_url)
    if here is not None and here.kind == there.kind and _frame(here) == _frame(there):
        return _difference(there.value - here.value, there)
    if here is None and _is_first_page_of(own_url, there):
        return _difference(there.value - (there.kind == "page"), there)
    return None


def _difference(pages: int, there: PageNumber) -> int:
    """The pages themselves, or for offsets 2, 0 or -2."""
    return pages if there.kind == "page" else 2 * ((pages > 0) - (pages < 0))


def _is_same_list(own_url: str, url: str) -> bool:
    """Whether the hosts are the same and no parameter but those of pages has two values (cat=5 and cat=7)."""
    own, other = urlsplit(own_url), urlsplit(url)
    if own.netloc.lower().removeprefix("www.") != other.netloc.lower().removeprefix("www."):
        return False
    own_values, values = dict(parse_qsl(own.query)), dict(parse_qsl(other.query))
    differing = {name for name in own_values.keys() & values.keys() if own_values[name] != values[name]}
    return all(find_page_number(f"http://h/?{name}=1") for name in differing)


def _frame(number: PageNumber) -> str:
    """The path around the number and, where it is a parameter, its name."""
    parts = urlsplit(number.with_value(0))
    name = re.split(r"[?&;]", number.url[: number.start])[-1] if number.start > number.url.find("?") > 0 else ""
    return f"{_bare_path(parts.path)}?{name}"


def _is_first_page_of(own_url: str, there: PageNumber) -> bool:
    """Whether the path of `own_url` is what remains of the numbered one when its number is taken out."""
    own_path, path = _bare_path(urlsplit(own_url).path), urlsplit(there.url).path
    if there.start > there.url.find("?") > 0:
        return own_path == _bare_path(path)
    before = urlsplit(there.url[: there.start]).path
    return _PAGE_WORD_AT_END.sub("", before) == own_path


def _bare_path(path: str) -> str:
    """The path without closing slash and index file."""
    return _INDEX_FILE.sub("", path).rstrip("/")
