"""Pagination type `sitemap`: the URLs of a sitemap (indexes and .gz too), of an RSS or Atom feed, or of a plain list.

scrapy.utils.sitemap reads the same formats; this package has to do without Scrapy. Nothing in a sitemap is obeyed but
its URLs: entities are not expanded, and no other file is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from urllib.parse import urljoin, urlsplit

from lxml import etree

from scraper.exceptions import InvalidOptions, UnusablePage
from scraper.page import Page
from scraper.pagination.settings import is_web_url, pointer, refuse_others
from scraper.pagination.values import PageRequest, PaginationType, Settings, Step

MAX_INDEX_DEPTH = 5  # indexes within indexes; the protocol allows one level, paged feeds need no more than a few
MAX_FEED_PAGES = 1_000  # documents of a paged feed (RFC 5005), each of which names the next

_DECLARATION = re.compile(r"^\ufeff?\s*<\?xml[^>]*\?>")
_XML_START = re.compile(r"<(?:[\w-]+:)?(?:urlset|sitemapindex|rss|feed|RDF)[\s>]")
_ROBOTS = re.compile(r"^\s*sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a sitemap or feed names: a page, or another sitemap (`is_index`; `is_next`: the feed's next part)."""

    url: str
    is_index: bool = False
    is_next: bool = False


def first(target: PageRequest, settings: Settings) -> tuple[PageRequest, ...]:
    """The sitemap itself; /sitemap.xml where the target is the front page of a site."""
    url = target.url if urlsplit(target.url).path.strip("/") else urljoin(target.url, "/sitemap.xml")
    return (replace(target, url=url, number=0),)


def following(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """All pages that a sitemap names and the settings want, each once; nothing for a page itself."""
    if request.number != 0:
        return Step()
    return pages_of(page, request, settings)


def pages_of(page: Page | None, request: PageRequest, settings: Settings) -> Step:
    """The requests of what `page`, a sitemap or feed, names."""
    if page is None:
        return Step()
    entries = list(dict.fromkeys(sitemap_entries(page)))
    if not entries and not is_sitemap(page):
        return Step(stop="error", reason=f"{page.url} is no sitemap and no feed, and names none")
    depth, parts = request.state.get("depth", 0) + 1, request.state.get("parts", 0) + 1
    requests, number = [], 0
    for entry in entries:
        if entry.is_index:
            is_far = parts > MAX_FEED_PAGES if entry.is_next else depth > MAX_INDEX_DEPTH
            state = {"depth": depth - 1 if entry.is_next else depth, "parts": parts}
            requests += [] if is_far else [PageRequest(entry.url, 0, state=state)]
        elif _is_wanted(entry.url, settings):
            number += 1
            requests.append(PageRequest(entry.url, number))
    return Step(tuple(requests), reason=f"{len(requests)} of the {len(entries)} URLs that {page.url} names")


def is_sitemap(page: Page) -> bool:
    """Whether the page is the XML of a sitemap or feed."""
    return not page.is_json and bool(_XML_START.search(page.text[:4_096]))


def sitemap_entries(page: Page) -> Iterator[Entry]:
    """What the page names, in its order: as XML, robots.txt, a list of URLs, or HTML with a link to a feed."""
    if page.is_json:
        return
    if is_sitemap(page):
        found = _xml_entries(page.text)
    elif "<" not in page.text[:1_000]:
        robots = [Entry(url, is_index=True) for url in _ROBOTS.findall(page.text)]
        found = iter(robots or [Entry(line) for line in page.text.split() if is_web_url(line)])
    else:
        found = _html_entries(page)
    for entry in found:
        try:
            url = urljoin(page.url, entry.url.strip())
        except ValueError:
            continue
        if is_web_url(url):
            yield replace(entry, url=url)


def _xml_entries(text: str) -> Iterator[Entry]:
    parser = etree.XMLParser(
        encoding="utf-8", recover=True, resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True
    )
    data = _DECLARATION.sub("", text).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser=parser)
    except etree.XMLSyntaxError:
        return
    for element in root.iter("{*}sitemap", "{*}url", "{*}item", "{*}entry") if root is not None else ():
        yield from _entry(element)
    for link in root.iterfind(".//{*}link[@rel='next']") if root is not None else ():
        if _name(link.getparent()) in ("feed", "channel") and link.get("href"):
            yield Entry(link.get("href") or "", is_index=True, is_next=True)


def _entry(element: etree._Element) -> Iterator[Entry]:
    """The URL of one entry: <loc>, RSS's <link> or permanent <guid>, Atom's <link rel="alternate">."""
    name = _name(element)
    for child in element:
        text = (child.text or "").strip()
        if _name(child) == "loc" and name in ("sitemap", "url") and text:
            yield Entry(text, is_index=name == "sitemap")
            return
        is_link = _name(child) == "link" and child.get("rel", "alternate") == "alternate"
        if is_link and name in ("item", "entry") and (text or child.get("href")):
            yield Entry(text or child.get("href") or "")
            return
    guid = element.find("{*}guid") if name == "item" else None
    if guid is not None and guid.get("isPermaLink", "true") == "true" and guid.text:
        yield Entry(guid.text)


def _html_entries(page: Page) -> Iterator[Entry]:
    """The sitemap that a page names in its head, or else its feed."""
    try:
        links = list(page.root.iter("link"))
    except UnusablePage:
        return
    named = [link for link in links if "sitemap" in (link.get("rel") or "").lower().split()]
    feeds = [link for link in links if (link.get("type") or "").lower() in _FEED_TYPES]
    for link in (named or feeds)[:1]:
        yield Entry(link.get("href") or "", is_index=True)


def _name(element: etree._Element | None) -> str:
    return "" if element is None or not isinstance(element.tag, str) else etree.QName(element).localname


def _is_wanted(url: str, settings: Settings) -> bool:
    include, exclude = settings.get("include") or (), settings.get("exclude") or ()
    is_included = not include or any(_fits(url, pattern) for pattern in include)
    return is_included and not any(_fits(url, pattern) for pattern in exclude)


def _fits(url: str, pattern: str) -> bool:
    """Whether the whole URL fits; only * is special, as URLs hold fnmatch's other characters."""
    return fnmatchcase(url, pattern.replace("[", "[[]").replace("?", "[?]"))


def check(target_url: str, settings: Settings) -> None:
    """Raise InvalidOptions unless `include` and `exclude` are lists of texts."""
    refuse_others("sitemap", settings, ("include", "exclude"))
    for name in ("include", "exclude"):
        patterns = settings.get(name) or ()
        if not isinstance(patterns, list | tuple):
            raise InvalidOptions(pointer(name), f'must be a list of patterns such as ["*/product/*"], not {patterns!r}')
        for index, pattern in enumerate(patterns):
            if not isinstance(pattern, str) or not pattern.strip():
                raise InvalidOptions(pointer(name, index), f"{pattern!r} is no pattern; write the URL with * in it")


def has_known_end(target_url: str, settings: Settings) -> bool:
    """Always: what the sitemap names is all there is."""
    return True


SITEMAP = PaginationType(
    name="sitemap",
    first=first,
    following=following,
    check=check,
    aliases=("sitemap_xml",),
    has_page_limit=False,
    has_known_end=has_known_end,
)
