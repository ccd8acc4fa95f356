"""Strips of page numbers (1 2 [3] 4 … 57) in an HTML page: which page is the current one, and the link to the next."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import lxml.html

from scraper.pagination.links import Link, url_key
from scraper.pagination.page_number import find_page_number

MAX_STRIP_TEXT = 600  # characters of all text in a strip; larger containers hold the records themselves
MAX_CLIMB = 5  # levels from a number up to what holds the strip (a in span in li in ul in nav)
MAX_NUMBERS = 60  # more are an index or a calendar

_NUMBER = re.compile(r"^[\[(|·\s]*(\d{1,5}|\d{1,2}[.,\u00a0\u202f ]\d{3})[\])|·,.\s]*$")
Reader = Callable[[str], int | None]

_CURRENT = re.compile(r"(?:^|[\s_-])(?:current|currentpage|active|selected|cur|on|here|now)(?:$|[\s_-])", re.IGNORECASE)
_CALENDAR = re.compile(r"calend|datepick|month|day", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip: the `a` elements in it, its links by number, and the current number (None if nothing tells)."""

    members: frozenset[lxml.html.HtmlElement]
    links: dict[int, Link]
    current: int | None

    @property
    def next_link(self) -> Link | None:
        """The link whose number follows the current one."""
        return None if self.current is None else self.links.get(self.current + 1)

    @property
    def is_last(self) -> bool:
        """Whether the current page comes after all the linked ones."""
        return self.current is not None and self.current > max(self.links)


def find_strips(links: Iterable[Link], page_url: str, read: Reader | None = None) -> list[Strip]:
    """The strips of a page, in document order. `read` gives the number that a text stands for (`number_of`)."""
    read = read or number_of
    numbered = {link.element: (number, link) for link in links if (number := read(link.text)) is not None}
    holders: dict[lxml.html.HtmlElement, None] = {}
    has_two: dict[lxml.html.HtmlElement, bool] = {}
    for element in numbered:
        holder = _holder(element, numbered, has_two, read)
        if holder is not None:
            holders.setdefault(holder)
    strips = (_strip(holder, numbered, page_url, read) for holder in holders)
    return [strip for strip in strips if strip is not None]


def number_of(text: str) -> int | None:
    """The page number that a text consists of ("2", "[2]", "1,097"), or None."""
    match = _NUMBER.match(text)
    return int(re.sub(r"\D", "", match[1])) if match else None


def _holder(
    element: lxml.html.HtmlElement,
    numbered: dict[lxml.html.HtmlElement, tuple[int, Link]],
    has_two: dict[lxml.html.HtmlElement, bool],
    read: Reader,
) -> lxml.html.HtmlElement | None:
    """The nearest ancestor that holds a second number, linked or not. `has_two` keeps what was read: each only once."""
    for ancestor, _ in zip(element.iterancestors(), range(MAX_CLIMB), strict=False):
        if ancestor.tag in ("body", "html"):
            return None
        if ancestor not in has_two:
            first = next(_numbers(ancestor, numbered, read))[0]
            has_two[ancestor] = any(number != first for number, _, _ in _numbers(ancestor, numbered, read))
        if has_two[ancestor]:
            return ancestor
    return None


def _strip(
    holder: lxml.html.HtmlElement, numbered: dict[lxml.html.HtmlElement, tuple[int, Link]], page_url: str, read: Reader
) -> Strip | None:
    """The strip that `holder` holds, or None if its numbers do not count pages."""
    if len(" ".join("".join(holder.itertext()).split())) > MAX_STRIP_TEXT or _CALENDAR.search(
        holder.get("class") or ""
    ):
        return None
    numbers = list(_numbers(holder, numbered, read))
    links = {number: link for number, link, _ in reversed(numbers) if link is not None}
    if not links or len(numbers) > MAX_NUMBERS or not _counts_up([number for number, _, _ in numbers]):
        return None
    if len({url_key(link.url) for link in links.values()}) < len(links):
        return None
    return Strip(frozenset(holder.iter("a")), links, _current(numbers, links, page_url))


def _counts_up(numbers: list[int]) -> bool:
    """Whether two neighbours follow each other (1 2, or 5 4 where the newest page stands first)."""
    return any(abs(after - before) == 1 for before, after in pairwise(numbers))


def _current(
    numbers: list[tuple[int, Link | None, lxml.html.HtmlElement]], links: dict[int, Link], page_url: str
) -> int | None:
    """The current number: unlinked beside a linked one, or marked, or in the page's URL, or 1 if all are linked."""
    unlinked = [n for n, link, _ in numbers if link is None and n not in links and {n - 1, n + 1} & set(links)]
    if unlinked:
        return unlinked[0]
    marked = [n for n, _, element in numbers if _is_marked(element)]
    if len(set(marked)) == 1:
        return marked[0]
    own = find_page_number(page_url)
    if own is not None and own.kind == "page" and own.value + 1 in links:
        return own.value
    return 1 if own is None and (1 in links or 2 in links) else None


def _is_marked(element: lxml.html.HtmlElement) -> bool:
    """Whether a number or the list entry around it is marked as the current one."""
    if element.get("aria-current"):
        return True
    parent = element.getparent()
    places = [element] if parent is None or len(parent) > 1 else [element, parent]
    return any(_CURRENT.search(place.get("class") or "") for place in places)


def _numbers(
    holder: lxml.html.HtmlElement, numbered: dict[lxml.html.HtmlElement, tuple[int, Link]], read: Reader
) -> Iterator[tuple[int, Link | None, lxml.html.HtmlElement]]:
    """The numbers in document order: (number, its link or None, the element it stands in)."""
    for element in holder.iter():
        if element in numbered:
            number, link = numbered[element]
            yield number, link, element
        elif isinstance(element.tag, str) and not _in_link(element, numbered):
            number_here = read(element.text or "")
            if number_here is not None and not len(element):
                yield number_here, None, element
        tail = read(element.tail or "") if element is not holder else None
        if tail is not None:
            yield tail, None, element.getparent()


def _in_link(element: lxml.html.HtmlElement, numbered: dict[lxml.html.HtmlElement, tuple[int, Link]]) -> bool:
    return any(ancestor in numbered for ancestor in element.iterancestors("a"))
