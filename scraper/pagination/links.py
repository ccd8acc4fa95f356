"""The links of an HTML page as values: where they lead, their names and surroundings. Not what they mean."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree
from w3lib.html import strip_html5_whitespace

from scraper.page import Page
from scraper.pagination.settings import is_web_url

MAX_LABEL = 80  # characters; longer link texts are titles and paragraphs and no labels
CONTEXT_LEVELS = 4  # ancestors whose classes count as surroundings; farther ones are page columns

_VISIBLE_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style or parent::template)]")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_OFF_CLASS = re.compile(
    r"(?:^|\s)(?:(?:[\w-]*[-_])?(?:disabled?|inactive|unavailable)|hidden|hide|d-none|off)(?:$|\s)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Link:
    """One `a` (or `area`) with a usable address.

    `url` is absolute, without fragment. `labels` are its text, aria-label, title and image texts. `names` are class, id
    and rel of the link, of what is in it and of its parent; `surroundings` those of farther ancestors.
    """

    element: lxml.html.HtmlElement
    url: str
    labels: tuple[str, ...]
    names: str
    surroundings: str
    rel: frozenset[str]

    @property
    def text(self) -> str:
        """The visible text, spaces joined."""
        return self.labels[0]


@lru_cache(maxsize=1)  # the pagination and the proof of coverage look at the same page
def page_links(page: Page) -> tuple[Link, ...]:
    """The links to other http(s) pages in document order, without hidden, disabled and wordy ones."""
    found = (_link(page, element) for element in page.root.iter("a", "area"))
    return tuple(link for link in found if link is not None)


def resolve(page: Page, href: str | None) -> str | None:
    """The absolute http(s) URL of `href` without its fragment; None if it is none, or the page itself."""
    href = strip_html5_whitespace(href or "")
    if not href or href.startswith("#"):
        return None
    try:
        url = urljoin(page.base_url, href).partition("#")[0]
    except ValueError:
        return None
    return url if is_web_url(url) and url_key(url) != url_key(page.url) else None


@lru_cache(maxsize=2_000)  # URLs; a page's own is asked for with each of its links
def url_key(url: str) -> tuple[str, str, str]:
    """What makes two URLs the same page: scheme, www, a closing slash and the fragment do not count."""
    parts = urlsplit(url)
    return _bare_host(parts.netloc), parts.path.rstrip("/"), parts.query


def host_of(url: str) -> str:
    """The host and port of a URL in lower case, without www."""
    return url_key(url)[0]


def _bare_host(netloc: str) -> str:
    return netloc.lower().rpartition("@")[2].removeprefix("www.")


def is_switched_off(element: lxml.html.HtmlElement) -> bool:
    """Whether a link or button, or the list entry it stands in, is marked as hidden or disabled."""
    places = [element]
    parent = element.getparent()
    if parent is not None and parent.tag in ("li", "span", "div", "p", "td") and len(parent) == 1:
        places.append(parent)
    return any(_is_off(place) for place in places)


def link_words(element: lxml.html.HtmlElement) -> tuple[str, ...]:
    """What a link is called: its text first, then aria-label, title, and the texts of its images."""
    texts = cast(list[str], _VISIBLE_TEXTS(element))
    text = " ".join(" ".join(texts).split())
    others = [element.get("aria-label"), element.get("title"), element.get("value")]
    for image in element.iter("img", "svg", "i", "span", "input"):
        others += [image.get("alt"), image.get("aria-label"), image.get("title")]
    labels = (" ".join(other.split()) for other in others if other)
    return (text, *dict.fromkeys(label for label in labels if label and label != text))


def _link(page: Page, element: lxml.html.HtmlElement) -> Link | None:
    href = element.get("href")
    if not href or href.startswith("#"):
        return None
    rel = frozenset((element.get("rel") or "").lower().split())
    labels = link_words(element)
    if len(labels[0]) > MAX_LABEL and "next" not in rel:
        return None
    url = resolve(page, href)
    if url is None or is_switched_off(element):
        return None
    inner = (names_of(child) for child in element.iterdescendants("img", "i", "span", "svg", "use"))
    ancestors = [names_of(place) for place, _ in zip(element.iterancestors(), range(CONTEXT_LEVELS), strict=False)]
    images = (image.get("src", "").rpartition("/")[2].partition(".")[0] for image in element.iter("img"))
    names = " ".join([names_of(element), *inner, *images, *ancestors[:1]])
    return Link(element, url, labels, names, " ".join(ancestors), rel)


def names_of(element: lxml.html.HtmlElement) -> str:
    """The class names and the id of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_off(element: lxml.html.HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("disabled") is not None
        or (element.get("aria-disabled") or "").lower() == "true"
        or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
        or bool(_OFF_CLASS.search(element.get("class") or ""))
    )
