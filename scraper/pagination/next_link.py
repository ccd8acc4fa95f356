"""The link of an HTML page that leads to the next page of the same list, found without being told where it stands.

Every link collects named signals (what it is called, what stands around it, how its URL differs from the page's own);
links to the same URL pool them; the best sum of weights above a threshold wins.

Tried, not kept: to drop a rel=next of the head that nothing in the page links to. It would spare 2 wrong answers of 40
on the labelled pages, and lose the lists that scripts extend (a "load more" button with a rel=next for crawlers).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scraper.page import Page
from scraper.pagination.links import Link, host_of, page_links, resolve, url_key
from scraper.pagination.next_words import (
    DOUBLE_ARROWS,
    SINGLE_ARROWS,
    has_next_token,
    has_previous_token,
    is_next_label,
    is_previous_label,
    names_other_thing,
)
from scraper.pagination.number_strip import Strip, find_strips, number_of
from scraper.pagination.page_number import find_page_number
from scraper.pagination.url_step import pages_ahead

# Set by hand, then checked on 107 labelled pages of 50 sites (docs/pagination.md); nothing was fitted. A label alone
# reaches the threshold, and so does an arrow in a pager; a pager's look alone does not.
THRESHOLD = 4.0

WEIGHTS: Mapping[str, float] = {
    "rel=next": 5.0,
    "number after the current one": 4.0,
    "next label": 4.0,
    "next image or title": 3.0,
    "arrow": 2.5,
    "double arrow": 1.0,
    "icon": 1.0,
    "next class": 2.0,
    "in a pager": 1.5,
    "beside page numbers": 1.5,
    "URL of the next page": 3.0,
    "URL of a later page": 0.5,
    "previous label": -6.0,
    "previous class": -1.5,
    "URL of an earlier page": -6.0,
    "URL of a first page elsewhere": -2.0,
    "long text": -3.0,
    "page number": -2.0,
    "names another thing": -4.0,
    "in a slider or calendar": -5.0,
    "same label elsewhere": -3.0,
    "on a page that calls itself an article": -6.0,
    "on a single post": -10.0,
    "after the last page": -6.0,
}

# Said of one link, it holds for every link to the same URL. Not so a label: of two pages, the next is also the last.
_DECISIVE = frozenset(["after the last page", "on a page that calls itself an article", "on a single post"])
_BACK_RELS = frozenset(["prev", "previous", "start", "first", "last"])

_PAGER = re.compile(
    r"pagin|pager|page-?n(?:av|umber)|pagenav|nav-?(?:links|previous|next|below|above)|navigation|page-?links|pages\b|"
    r"wp-pagenavi|paging|seiten|older",
    re.IGNORECASE,
)
_SLIDER = re.compile(
    r"slid(?:e|er|es|ing|eshow)\b|slick|swiper|carousel|gallery|owl-|flex-|bx-|calend|datepick|rotator|ticker|lightbox",
    re.IGNORECASE,
)
_ARTICLE_BODY = re.compile(r"(?:^|\s)(?:single|single-post|postid-\d+|node-type-article)(?:$|\s)")
MAX_LABEL = 40  # characters; next links are short ("Go to the next page of results »"), titles of articles are not


@dataclass(frozen=True, slots=True)
class NextLink:
    """A next link: absolute `url`, why it was taken, and how sure that is (0..1)."""

    url: str
    reason: str
    score: float


@dataclass(frozen=True, slots=True)
class _Surroundings:
    """What the signals of one link need to know of its page."""

    url: str
    strips: tuple[Strip, ...]
    label_urls: Mapping[str, set[tuple[str, str, str]]]
    article_signals: frozenset[str]
    has_arrow: bool


def find_next(page: Page) -> str | None:
    """The URL of the next page of the list, or None: this is its last page, or it is no list, or JSON."""
    link = find_next_link(page)
    return link.url if link else None


def find_next_link(page: Page) -> NextLink | None:
    """The next link with its reason; None if no link is sure enough. Links to other hosts count only with rel=next."""
    ranked = rank_links(page)
    if not ranked:
        return None
    url, signals, total = ranked[0]
    if total < THRESHOLD:
        return None
    reasons = [name for name in sorted(signals, key=lambda name: -WEIGHTS[name]) if WEIGHTS[name] > 0]
    return NextLink(url, ", ".join(reasons), min(1.0, total / (2 * THRESHOLD)))


def rank_links(page: Page) -> list[tuple[str, frozenset[str], float]]:
    """The links that have any signal: (URL, signals, sum of weights), best first, equals in document order."""
    if page.is_json:
        return []
    links = list(page_links(page))
    surroundings = _surroundings(page, links)
    pooled: dict[tuple[str, str, str], set[str]] = {}
    urls: dict[tuple[str, str, str], str] = {}
    for url, signals in (*_head_links(page, surroundings), *_body_links(page, links, surroundings)):
        key = url_key(url)
        urls.setdefault(key, url)
        pooled[key] = _pool(pooled[key], signals) if key in pooled else signals
    ranked = [
        (urls[key], frozenset(signals), sum(WEIGHTS[name] for name in signals)) for key, signals in pooled.items()
    ]
    return sorted(ranked, key=lambda entry: -entry[2])


def _pool(first: set[str], second: set[str]) -> set[str]:
    """What two links to one URL say together: all that speaks for it, and against it what both say or is decisive."""
    return {name for name in first | second if WEIGHTS[name] > 0 or name in _DECISIVE or name in first & second}


def _surroundings(page: Page, links: list[Link]) -> _Surroundings:
    label_urls = defaultdict(set)
    for link in links:
        label_urls[link.text.casefold()].add(url_key(link.url))
    return _Surroundings(
        url=page.url,
        strips=tuple(find_strips(links, page.url)),
        label_urls=label_urls,
        article_signals=_article_signals(page),
        has_arrow=any(label in SINGLE_ARROWS for link in links for label in link.labels),
    )


def _article_signals(page: Page) -> frozenset[str]:
    """Whether the page is a single article by its classes (sure) or its og:type (some sites say so everywhere)."""
    body = page.root.find("body")
    if body is not None and _ARTICLE_BODY.search(body.get("class") or ""):
        return frozenset(["on a single post"])
    is_typed = "article" in page.root.xpath("//meta[@property='og:type']/@content")
    return frozenset(["on a page that calls itself an article"] if is_typed else [])


def _head_links(page: Page, surroundings: _Surroundings) -> Iterable[tuple[str, set[str]]]:
    """The <link rel=next> of the page with their signals."""
    for element in page.root.iter("link"):
        url = resolve(page, element.get("href"))
        if url is not None and "next" in (element.get("rel") or "").lower().split():
            signals = {"rel=next"} | _url_signals(url, surroundings.url) | _end_signal(surroundings.strips)
            yield url, _with_article(signals, surroundings)


def _end_signal(strips: tuple[Strip, ...]) -> set[str]:
    """That the page shows strips of page numbers and is the last in all of them."""
    return {"after the last page"} if strips and all(strip.is_last for strip in strips) else set()


def _with_article(signals: set[str], surroundings: _Surroundings) -> set[str]:
    """On a single article what follows is the next article, unless numbers say that it is the article's next page."""
    if signals & {"URL of the next page", "URL of a later page", "number after the current one"}:
        return signals
    return signals | surroundings.article_signals


def _body_links(page: Page, links: list[Link], surroundings: _Surroundings) -> Iterable[tuple[str, set[str]]]:
    """The links in the page that have any signal for them, with all their signals."""
    for link in links:
        signals = _signals(link, surroundings)
        is_near = host_of(link.url) == host_of(page.url) or "rel=next" in signals
        if is_near and any(WEIGHTS[name] > 0 for name in signals):
            yield link.url, signals


def _signals(link: Link, surroundings: _Surroundings) -> set[str]:
    """The names of all signals of one link."""
    signals = _label_signals(link, surroundings) | _place_signals(link, surroundings)
    signals |= _url_signals(link.url, surroundings.url) | _number_signals(link, surroundings)
    if "next" in link.rel:
        signals.add("rel=next")
    return _with_article(signals, surroundings)


def _label_signals(link: Link, surroundings: _Surroundings) -> set[str]:
    """What the link is called."""
    label = link.text or next(iter(link.labels[1:]), "")
    is_double = any(other in DOUBLE_ARROWS for other in link.labels)
    found = {
        "next label": is_next_label(label),
        "next image or title": not is_next_label(label) and any(map(is_next_label, link.labels)),
        "arrow": any(other in SINGLE_ARROWS for other in link.labels) or (is_double and not surroundings.has_arrow),
        "double arrow": is_double and surroundings.has_arrow,
        "icon": not link.text and has_next_token(link.names),
        "previous label": bool(link.rel & _BACK_RELS) or any(map(is_previous_label, link.labels)),
        "long text": len(link.text) > MAX_LABEL,
        "names another thing": any(map(names_other_thing, link.labels)),
        "same label elsewhere": bool(link.text) and len(surroundings.label_urls[link.text.casefold()]) > 1,
    }
    return {name for name, is_found in found.items() if is_found}


def _place_signals(link: Link, surroundings: _Surroundings) -> set[str]:
    """What the classes of the link and the elements around it say, and the strip of numbers it stands in."""
    found = {
        "next class": has_next_token(link.names),
        "previous class": has_previous_token(link.names),
        "in a pager": bool(_PAGER.search(link.surroundings)),
        "in a slider or calendar": bool(_SLIDER.search(link.surroundings) or _SLIDER.search(link.names)),
    }
    return {name for name, is_found in found.items() if is_found}


def _number_signals(link: Link, surroundings: _Surroundings) -> set[str]:
    """Where the link stands in the strips of page numbers, and whether it is a number itself."""
    signals = set()
    number = number_of(link.text)
    if any(strip.next_link is link for strip in surroundings.strips) or _is_next_number(number, link, surroundings.url):
        signals.add("number after the current one")
    elif number is not None:
        signals.add("page number")
    for strip in surroundings.strips:
        if link.element in strip.members:
            signals |= {"beside page numbers"} | _end_signal((strip,))
    return signals


def _is_next_number(number: int | None, link: Link, page_url: str) -> bool:
    """Whether the text is the page number of the link's URL (or one more: they count from 0), and the next one."""
    there = find_page_number(link.url) if number is not None else None
    return there is not None and number in (there.value, there.value + 1) and pages_ahead(page_url, link.url) == 1


def _url_signals(url: str, page_url: str) -> set[str]:
    """How the link's URL differs from the page's own."""
    ahead = pages_ahead(page_url, url)
    if ahead is None:
        there = find_page_number(url)
        is_first = there is not None and there.kind == "page" and there.value <= 1
        return {"URL of a first page elsewhere"} if is_first else set()
    if ahead == 1:
        return {"URL of the next page"}
    return {"URL of a later page"} if ahead > 1 else {"URL of an earlier page"} if ahead < 0 else set()
