"""The next link that a job names itself, by CSS, XPath or link text. Not the one that is found (next_link.py)."""

from typing import Any
from urllib.parse import urljoin

import lxml.html
from cssselect import SelectorError
from parsel import Selector
from parsel.csstranslator import HTMLTranslator
from w3lib.html import strip_html5_whitespace

from scraper.exceptions import InvalidOptions
from scraper.page import Page
from scraper.pagination.links import is_switched_off, link_words
from scraper.pagination.next_link import NextLink
from scraper.pagination.settings import is_web_url, pointer

_LINK_ATTRIBUTES = ("href", "data-href", "data-url", "data-next", "formaction")


def check_selector(selector: str) -> None:
    """Raise InvalidOptions if `selector` is no valid CSS or XPath (XPath starts with "/", "./" or "(")."""
    _matches(lxml.html.document_fromstring('<a class="next" href="/">next</a>'), selector)


def link_by_selector(page: Page, selector: str, text: str | None = None) -> NextLink | None:
    """The first usable link that `selector` finds (and that has `text`, if given); None if there is none.

    An element gives its own link, that of the link it stands in, or the first one in it; an attribute gives its value.
    """
    for match in _matches(page.root, selector):
        link = _match_link(page, match, selector, text)
        if link is not None:
            return link
    return None


def elements_by_selector(page: Page, selector: str) -> list[lxml.html.HtmlElement]:
    """The elements that `selector` finds."""
    return [match for match in _matches(page.root, selector) if isinstance(match, lxml.html.HtmlElement)]


def texts_by_selector(page: Page, selector: str) -> list[str]:
    """What `selector` finds as texts: attributes, an element's `value`, `content` or `data-cursor`, else its text."""
    return [text for match in _matches(page.root, selector) if (text := _text(match))]


def link_by_text(page: Page, text: str) -> NextLink | None:
    """The first usable link whose text, label, title or image text is `text`; else the first that contains it.

    Case, and arrows and punctuation at the ends, do not count.
    """
    links = [element for element in page.root.iter("a", "button") if has_text(element, text)]
    links.sort(key=lambda element: _fold(text) not in map(_fold, link_words(element)))
    return next((link for link in (_element_link(page, element, f"text {text!r}") for element in links) if link), None)


def _text(match: Any) -> str:
    if isinstance(match, str):
        return match.strip()
    if not isinstance(match, lxml.html.HtmlElement):
        return ""
    values = (match.get(name) for name in ("value", "content", "data-cursor", "data-next-cursor"))
    return next((value.strip() for value in values if value), "".join(match.itertext()).strip())


def _matches(root: lxml.html.HtmlElement, selector: str) -> list[Any]:
    """What `selector` finds: elements and texts. Raises InvalidOptions if it is not valid (libxml2 may see it late)."""
    try:
        return [match.root for match in Selector(root=root, type="html").xpath(_to_xpath(selector))]
    except (SelectorError, ValueError) as error:
        kind = "XPath" if _is_xpath(selector) else "CSS selector"
        reason = f"{selector!r} is not a valid {kind}: {error}; name the link, for example a.next or //a[@rel='next']"
        raise InvalidOptions(pointer("selector"), reason) from error


def _match_link(page: Page, match: Any, selector: str, text: str | None) -> NextLink | None:
    """The link of one match: an element (with `text`, if given) or an attribute; numbers and booleans have none."""
    if isinstance(match, str):
        return _usable(page, match, f"selector {selector}")
    if isinstance(match, lxml.html.HtmlElement) and (text is None or has_text(match, text)):
        return _element_link(page, match, f"selector {selector}")
    return None


def _element_link(page: Page, element: lxml.html.HtmlElement, reason: str) -> NextLink | None:
    """The link of an element, of the link around it, or of the first link in it, unless it is switched off."""
    holders = [element, *element.iterancestors("a"), *element.iter("a")]
    for holder in holders:
        for name in _LINK_ATTRIBUTES:
            if holder.get(name) and not is_switched_off(holder):
                return _usable(page, holder.get(name), reason)
    return None


def _usable(page: Page, href: str, reason: str) -> NextLink | None:
    """The link if it leads to another http(s) page."""
    try:
        url = urljoin(page.base_url, strip_html5_whitespace(href))
    except ValueError:
        return None
    if not is_web_url(url) or url.partition("#")[0] == page.url.partition("#")[0]:
        return None
    return NextLink(url, reason, 1.0)


def has_text(element: lxml.html.HtmlElement, text: str) -> bool:
    """Whether one of the element's labels contains `text`; case and outer arrows and punctuation do not count."""
    return any(_fold(text) in _fold(words) for words in link_words(element))


def _fold(text: str) -> str:
    """The text without case and outer arrows and punctuation; a text of nothing else stays as it is."""
    folded = " ".join(text.split()).casefold()
    return folded.strip("«»‹›←→<>≪≫·.|:…- ") or folded


def _is_xpath(selector: str) -> bool:
    return selector.startswith(("/", "./", "("))


def _to_xpath(selector: str) -> str:
    return selector if _is_xpath(selector) else HTMLTranslator().css_to_xpath(selector)
