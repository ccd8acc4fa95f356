"""Cards of other things: the entries of a side list ("customers also bought") of a page that is about one thing."""

from bisect import bisect_left
from collections.abc import Sequence
from urllib.parse import urljoin

from scraper.extraction.document import Document
from scraper.extraction.headings import main_heading
from scraper.extraction.lists.regions import kind_classes

_MIN_OTHERS = 2  # cells and columns of a layout come in twos
_MAX_LINKS = 5

Kind = tuple[int, str, str]
"""An element's parent, tag and classes without numbers."""


def in_cards(document: Document, indexes: Sequence[int]) -> frozenset[int]:
    """Those of the elements (in page order) that stand in cards of other things.

    A card is one of several elements of one kind beside each other that each hold one of `indexes` and a link to a page
    of their own, in an element without the main heading: parts of a layout are not cards, and variants and offers of
    the page's own thing lead to one page.
    """
    heading = document.once(main_heading)
    targets: dict[Kind, set[str | None]] = {}
    siblings: dict[int, dict[Kind, list[int]]] = {}
    known: dict[int, bool] = {}

    def is_card(index: int) -> bool:
        target = own_target(document, index)
        if target is None:
            return False
        kind = _kind(document, index)
        if kind not in targets:
            if kind[0] not in siblings:
                siblings[kind[0]] = _by_kind(document, kind[0])
            alike = siblings[kind[0]][kind]
            targets[kind] = {own_target(document, each) for each in alike if _has(indexes, each, document.ends[each])}
        return len(targets[kind] - {None, target}) >= _MIN_OTHERS

    found = set()
    for index in indexes:
        for at in (index, *document.ancestors(index)):
            parent = document.parents[at]
            if parent < 0 or (heading is not None and parent <= heading < document.ends[parent]):
                break
            if at not in known:
                known[at] = is_card(at)
            if known[at]:
                found.add(index)
                break
    return frozenset(found)


def own_target(document: Document, index: int) -> str | None:
    """Where the element's first link to another page leads, without query and fragment; None where it has none."""
    own = document.url.partition("#")[0].partition("?")[0].rstrip("/")
    links = document.by_tag.get("a", [])
    for link in links[bisect_left(links, index) : bisect_left(links, document.ends[index])][:_MAX_LINKS]:
        target = document.once(_Targets)[link]
        if target.startswith("http") and target != own:
            return target
    return None


class _Targets(dict[int, str]):
    """Link -> its absolute address without query, fragment and the slash at its end; "" where it is none."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def __missing__(self, link: int) -> str:
        href = (self._document.attribute(link, "href") or "").partition("#")[0].partition("?")[0].strip()
        found = self[link] = _joined(self._document.base_url, href).rstrip("/")
        return found


def _joined(base_url: str, href: str) -> str:
    """The absolute link, "" where it is none; coercion's reading of URLs is ten times as dear."""
    if href.startswith(("https://", "http://")) and href.isprintable():
        return href
    try:
        return urljoin(base_url, href) if href else ""
    except ValueError:
        return ""


def _by_kind(document: Document, parent: int) -> dict[Kind, list[int]]:
    """The children of the element by their kind."""
    found: dict[Kind, list[int]] = {}
    for child in document.children(parent):
        found.setdefault(_kind(document, child), []).append(child)
    return found


def _kind(document: Document, index: int) -> Kind:
    return document.parents[index], document.tags[index], kind_classes(document.attribute(index, "class") or "")


def _has(indexes: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(indexes, start)
    return at < len(indexes) and indexes[at] < end
