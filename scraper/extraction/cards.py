"""Cards of other things: the entries of a side list ("customers also bought") of a page that is about one thing."""

from bisect import bisect_left
from collections.abc import Sequence

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.document import Document
from scraper.extraction.headings import main_heading
from scraper.extraction.regions import kind_classes

_MIN_OTHERS = 2  # cells and columns of a layout come in twos


def in_cards(document: Document, indexes: Sequence[int]) -> frozenset[int]:
    """Those of the elements (in page order) that stand in cards of other things.

    A card is one of several elements of one kind beside each other that each hold one of `indexes` and a link to a page
    of their own, in an element without the main heading: parts of a layout are not cards, and variants and offers of
    the page's own thing lead to one page.
    """
    targets = document.once(link_targets)
    links = sorted(targets)
    heading = document.once(main_heading)
    known: dict[int, bool] = {}

    def own_target(index: int) -> str | None:
        at = bisect_left(links, index)
        return targets[links[at]] if at < len(links) and links[at] < document.ends[index] else None

    def is_card(index: int) -> bool:
        parent = document.parents[index]
        target = own_target(index)
        if target is None:
            return False
        kind = _kind(document, index)
        like = [each for each in document.children(parent) if each != index and _kind(document, each) == kind]
        targets_beside = {own_target(each) for each in like if _has(indexes, each, document.ends[each])}
        return len(targets_beside - {None, target}) >= _MIN_OTHERS

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


def link_targets(document: Document) -> dict[int, str]:
    """Link element -> where it leads, without query and fragment, of the links to other pages than this one."""
    own = _plain(document.url)
    found = {}
    for index in document.by_tag.get("a", ()):
        target = _plain(parse_url(document.attribute(index, "href") or "", document.base_url) or "")
        if target and target != own:
            found[index] = target
    return found


def _kind(document: Document, index: int) -> tuple[str, str]:
    return document.tags[index], kind_classes(document.attribute(index, "class") or "")


def _plain(url: str) -> str:
    return url.partition("#")[0].partition("?")[0].rstrip("/")


def _has(indexes: Sequence[int], start: int, end: int) -> bool:
    at = bisect_left(indexes, start)
    return at < len(indexes) and indexes[at] < end
