"""By what a structured item is known: its addresses and its names."""

from collections.abc import Iterable

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.document import Document
from scraper.extraction.locale import PageLocale
from scraper.extraction.structured import Node, Scalar
from scraper.extraction.words import label_key

MAX_NAME = 300
_URLS = ("url", "@id", "mainentityofpage", "sameas")
_NAMES = ("name", "headline", "title")


def urls_of(node: Node, base_url: str) -> list[str]:
    """The item's own addresses as written, and those of its offers; without those of places on the page itself."""
    offers = [offer for offer in node.properties.get("offers", ())[:1] if isinstance(offer, Node)]
    places = [node.properties.get(name, ()) for name in _URLS] + [offer.properties.get("url", ()) for offer in offers]
    written = [_text(value) for values in places for value in values[:2]]
    return [each for each in written if each and not each.startswith("_:") and not is_place_of(base_url, each)]


def own_url(node: Node, locale: PageLocale) -> str | None:
    """The item's own address, absolute."""
    base_url = locale.base_url
    return next((url for each in urls_of(node, base_url) if (url := parse_url(each, base_url))), None)


def names_of(node: Node) -> list[str]:
    """What the item is called, as label keys."""
    found = [_text(value) for name in _NAMES for value in node.properties.get(name, ())[:1]]
    return [key for each in found if each and len(each) <= MAX_NAME and (key := label_key(each))]


def target_of(href: str, base_url: str) -> str | None:
    """Where a link leads, the same for all ways to write it."""
    url = parse_url(href, base_url)
    return url.partition("#")[0].rstrip("/").partition("://")[2].removeprefix("www.") if url else None


def is_place_of(base_url: str, href: str) -> bool:
    """Whether the address is the page's own with a fragment: it names a place on the page, or nothing ("#")."""
    return "#" in href and (href[0] == "#" or target_of(href, base_url) == target_of(base_url, base_url))


def is_own(document: Document, nodes: Iterable[Node], titles: frozenset[str]) -> bool:
    """Whether one of the items is what the page itself is about: it has the page's heading, or its address."""
    own, base_url = target_of(document.url, document.url), document.base_url
    return any(
        not titles.isdisjoint(names_of(node)) or any(target_of(url, base_url) == own for url in urls_of(node, base_url))
        for node in nodes
    )


def _text(value: object) -> str:
    if isinstance(value, Node):
        inner = value.properties.get("@id") or value.properties.get("url") or ()
        value = inner[0] if inner else None
    return str(value.value).strip() if isinstance(value, Scalar) else ""
