"""The signature of a site template: host and structure of a page's frame, whatever its content.

Two pages of one template have about the same set of features: the tag paths below <body> of the outer elements, each
with its own names that last (not those of its ancestors: one class of the outermost would tell all of them). It is
compared as a set (Jaccard); its digest names the template in the database. Menus and footers are left out, because all
templates of a site share them, and so are repeated siblings beyond the first few.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit
from zlib import crc32

from lxml.html import HtmlElement

from scraper.extraction.marks import SILENT_TAGS
from scraper.extraction.words import word_set
from scraper.extraction.wrappers.names import shape_of_names, stable_classes
from scraper.page import Page

MIN_SIMILARITY = 0.5
"""Of two pages of one template: 96 % of the pairs of recipe pages of one site have it and all of product pages. Two
templates that are taken for one are two layouts of it.
"""

_MAX_DEPTH = 5  # below <body>
_MAX_CHILDREN = 12  # of one element: later ones repeat
_MAX_ELEMENTS = 120
_MAX_NAMELESS = 2  # depth below <body> to which elements without a lasting name count
_SHARED = SILENT_TAGS | word_set(
    "header nav footer aside br hr img a p span b i em strong button form input label link"
)


@dataclass(frozen=True, slots=True)
class Signature:
    """A template: the site (host without "www.") and the features of its frame."""

    site: str
    features: frozenset[int]

    @property
    def digest(self) -> str:
        """32 hex digits that name the features."""
        text = ",".join(map(str, sorted(self.features)))
        return hashlib.sha256(text.encode("ascii")).hexdigest()[:32]

    def similarity(self, other: "Signature") -> float:
        """0..1: the share of features that both have; 0 for different sites."""
        if self.site != other.site:
            return 0.0
        union = len(self.features | other.features)
        return len(self.features & other.features) / union if union else 1.0


def signature(page: Page) -> Signature:
    """The page's signature. Raises UnusablePage where it has no elements."""
    return Signature(site_of(page.url), frozenset(_features(page.root)))


@lru_cache(maxsize=1024)
def _site(scheme_and_host: str) -> str:
    try:
        parts = urlsplit(scheme_and_host)
        host, port = parts.hostname or "", parts.port
    except ValueError:  # http://[half, http://host:port
        return ""
    host = host.lower().removeprefix("www.")
    return f"{host}:{port}" if port else host


def site_of(url: str) -> str:
    """The URL's host, in lower case and without "www.", with its port where one is given."""
    return _site("/".join(url.split("/", 3)[:3]))


def _features(root: HtmlElement) -> set[int]:
    body = root.find("body")
    if body is None:
        return set()
    found = {crc32(f"body.{token}".encode()) for token in stable_classes(body.get("class"))}
    found.add(crc32(b"body"))
    queue: list[tuple[HtmlElement, int, int]] = [(body, crc32(b"body"), 1)]
    for element, above, depth in queue:
        if len(queue) > _MAX_ELEMENTS:
            break
        last = ""
        for child in element[:_MAX_CHILDREN]:
            tag = child.tag
            if not isinstance(tag, str) or tag in _SHARED:
                continue
            shape = shape_of_names(tag, child.get("class"), child.get("id"))
            if shape == last:
                continue
            last = shape
            feature = crc32(shape.encode("utf-8", "replace"), above)
            if depth <= _MAX_NAMELESS or shape != tag:
                found.add(feature)
            if depth < _MAX_DEPTH:
                queue.append((child, crc32(tag.encode("utf-8", "replace"), above), depth + 1))
    return found
