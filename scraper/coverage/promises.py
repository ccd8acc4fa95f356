"""What one page promises of the list that it belongs to: headers, JSON, sentences and strips of page numbers. Pure."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import lxml.html
from lxml import etree

from scraper.coverage.phrases import MAX_TEXT, Said, count_in_heading, said
from scraper.coverage.stated import header_promises, json_promises
from scraper.coverage.values import Promise, Strength
from scraper.coverage.vocabulary import is_last_label
from scraper.exceptions import UnusablePage
from scraper.extraction.locale import PageLocale, declared_language, page_locale
from scraper.page import Page
from scraper.pagination.links import page_links
from scraper.pagination.next_words import fold_label
from scraper.pagination.number_strip import find_strips
from scraper.pagination.page_number import find_page_number
from scraper.pagination.url_step import pages_ahead

_CLIMB = 4  # levels from a number up to what holds the whole sentence (<p>1–<b>20</b> of <b>240</b></p>)
_MAX_NUMBERS = 4_000  # texts with a digit that are looked at
_SAME_SHAPE = 3  # so many counts in elements of one kind are of facets, menus or cards

_DIGIT = re.compile(r"\d")
_SILENT = frozenset({"script", "style", "noscript", "template", "option", "select", "textarea", "head", "title"})
_ASIDE = re.compile(
    r"facet|sidebar|menu|navbar|footer|breadcrumb|cart|basket|rating|review|wishlist|categor|megamenu|dropdown|cookie|tooltip",
    re.IGNORECASE,
)
_ASIDE_TAGS = frozenset({"nav", "aside", "footer", "select", "label", "form", "a", "button", "dd"})


_Reading = tuple[lxml.html.HtmlElement, str, Said]


def promises(page: Page, *, found: int, has_strips: bool = True) -> tuple[Promise, ...]:
    """All that the page says of how many records or pages there are; `found` is how many records were read from it.

    Without `has_strips` what strips of numbers say is left out: one of them may be of something else.
    """
    try:
        stated = (*header_promises(page, found=found), *json_promises(page, found=found))
        return stated if page.is_json else (*stated, *_in_html(page, found, has_strips))
    except UnusablePage:
        return ()


def _in_html(page: Page, found: int, has_strips: bool) -> Iterator[Promise]:
    locale = page_locale(page.url, declared_language(page.root))
    yield from _sentences(page.root, found, locale)
    yield from _heading(page.root, found, locale)
    if has_strips:
        yield from _last_page(page)


def _sentences(root: lxml.html.HtmlElement, found: int, locale: PageLocale) -> Iterator[Promise]:
    """What short texts say; a bare count only where it stands alone, not in menus, facets and cards."""
    readings = [
        (element, text, reading)
        for element, text in _short_texts(root)
        if (reading := said(text, found=found, locale=locale)) is not None
    ]
    shapes = Counter(_shape(element) for element, _, reading in readings if reading.strength <= Strength.COUNT)
    for element, text, reading in _told_apart(readings):
        is_bare = reading.strength <= Strength.COUNT
        if is_bare and (shapes[_shape(element)] >= _SAME_SHAPE or _is_aside(element)):
            continue
        path = element.getroottree().getpath(element)
        yield Promise(reading.unit, reading.value, reading.strength, "text", text, path, reading.is_approximate)


def _short_texts(root: lxml.html.HtmlElement) -> Iterator[tuple[lxml.html.HtmlElement, str]]:
    """Each element around a number whose whole text is short, with that text; inner ones before outer ones."""
    seen: set[lxml.html.HtmlElement] = set()
    for place in islice(_around_numbers(root), _MAX_NUMBERS):
        element: lxml.html.HtmlElement | None = place
        for _ in range(_CLIMB):
            if element is None or element in seen or element.tag in ("body", "html"):
                break
            seen.add(element)
            text = _visible_text(element)
            if text is None:
                break
            yield element, text
            element = element.getparent()


def _visible_text(element: lxml.html.HtmlElement) -> str | None:
    """The text of an element without menus to choose from and scripts; None where it is too long for a sentence."""
    texts: list[str] = []
    length = 0
    for event, each in etree.iterwalk(element, events=("start", "end")):
        text = each.text if event == "start" else each.tail if each is not element else None
        parent = each if event == "start" else each.getparent()
        if text and isinstance(parent.tag, str) and parent.tag not in _SILENT and text.strip():
            texts.append(text)
            length += len(text)
            if length > 2 * MAX_TEXT:
                return None
    joined = " ".join(" ".join(texts).split())
    return joined if len(joined) <= MAX_TEXT else None


def _around_numbers(root: lxml.html.HtmlElement) -> Iterator[lxml.html.HtmlElement]:
    """The elements that have a digit in a text of their own."""
    for element in root.iter():
        if element.text and element.tag not in _SILENT and isinstance(element.tag, str) and _DIGIT.search(element.text):
            yield element
        parent = element.getparent()
        if element.tail and parent is not None and parent.tag not in _SILENT and _DIGIT.search(element.tail):
            yield parent


def _told_apart(readings: list[_Reading]) -> list[_Reading]:
    """Of an element and those around it that say the same, the one that says it most surely; else the inner one."""
    kept = {(element, reading.unit, reading.value): reading for element, _, reading in readings}
    for element, _, reading in readings:
        for ancestor, _ in zip(element.iterancestors(), range(_CLIMB), strict=False):
            outer = kept.get((ancestor, reading.unit, reading.value))
            if outer is not None:
                weaker = ancestor if outer.strength <= reading.strength else element
                kept.pop((weaker, reading.unit, reading.value), None)
    return [each for each in readings if (each[0], each[2].unit, each[2].value) in kept]


def _shape(element: lxml.html.HtmlElement) -> tuple[str, ...]:
    """What is alike in the elements of one kind: their tags and classes, and those of what they stand in."""
    parent = element.getparent()
    both = (element,) if parent is None else (element, parent)
    return tuple(part for each in both for part in (str(each.tag), each.get("class") or ""))


def _is_aside(element: lxml.html.HtmlElement) -> bool:
    """Whether it stands in a menu, a facet, a form, a footer, or the head of the site."""
    for place in (element, *element.iterancestors()):
        if place.tag in ("body", "html", "main"):
            return False
        if place.tag in _ASIDE_TAGS or place.get("role") in ("navigation", "menu", "contentinfo"):
            return True
        parent = place.getparent()
        if place.tag == "header" and parent is not None and parent.tag == "body":
            return True
        if _ASIDE.search(f"{place.get('class') or ''} {place.get('id') or ''}"):
            return True
    return False


def _heading(root: lxml.html.HtmlElement, found: int, locale: PageLocale) -> Iterator[Promise]:
    for element in root.iter("h1"):
        text = " ".join(element.text_content().split())
        reading = count_in_heading(text, found=found, locale=locale)
        if reading is not None:
            path = element.getroottree().getpath(element)
            yield Promise(reading.unit, reading.value, reading.strength, "text", text, path)


def _last_page(page: Page) -> Iterator[Promise]:
    """The highest number of a strip, and the number in the address of a link to the last page."""
    links = page_links(page)
    for link in links:
        is_last = "last" in link.rel or any(is_last_label(fold_label(label)) for label in link.labels)
        number = find_page_number(link.url) if is_last else None
        if number is not None and number.kind == "page" and number.value:
            path = link.element.getroottree().getpath(link.element)
            yield Promise("pages", number.value, Strength.COUNT, "links", link.text or link.url, path)
    strips = find_strips(links, page.url)
    if len({frozenset(strip.links) for strip in strips}) > 1:  # one may be of comments: those that count this list
        strips = [each for each in strips if any(pages_ahead(page.url, link.url) for link in each.links.values())]
    for strip in strips:
        last = max((*strip.links, strip.current or 0))
        path = next(iter(strip.links.values())).element.getroottree().getpath(strip.links[max(strip.links)].element)
        yield Promise("pages", last, Strength.STRIP, "links", f"… {last}", path)
