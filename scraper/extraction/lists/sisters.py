"""Further parts of a list: rows of the next table, cards below the next heading, rows of another colour."""

from collections.abc import Sequence
from itertools import islice

from scraper.extraction.document import Document
from scraper.extraction.lists.columns import Column
from scraper.extraction.lists.leaves import Key, Leaf, LeafReader
from scraper.extraction.lists.regions import Region, Span, region_of_spans
from scraper.extraction.marks import Flag

_HELD = 0.7  # of the usual columns an element in another container must have to be a record too
_HELD_BESIDE = 1.0  # the same for elements among the region's own, which it was chosen without
_USUAL = 0.6  # coverage from which a column is usual
_TRANSPARENT = frozenset(("tbody", "tfoot"))
_APART = int(Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.RELATED | Flag.HIDDEN)
_BESIDE = int(Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.RELATED)
_MAX_LOOKED_AT = 5_000  # elements of other containers


def content_only(document: Document, region: Region) -> Region:
    """The region without those spans that stand in side columns, among related items, in menus or the footer.

    Where most of it does, it is left as it is.
    """
    kept = [span for span in region.spans if not document.flags[span[0]] & _BESIDE]
    if region.left_out or len(kept) == len(region.spans) or 2 * len(kept) < len(region.spans) or len(kept) < 2:
        return region
    return region_of_spans(document, kept)


def with_sisters(document: Document, region: Region, read: tuple[LeafReader, Sequence[Column]]) -> Region:
    """The region with all elements of the same tag path whose values stand at the same places.

    `read` has the reader of the region's records and the columns that give fields.
    """
    reader, columns = read
    usual = {column.key for column in columns if column.coverage >= _USUAL}
    others = _cousins(document, region) if len(usual) > 1 and not region.left_out else []
    parents = {document.parents[first] for first, _ in region.spans}
    found = []
    for span in others:
        held = _HELD_BESIDE if document.parents[span[0]] in parents else _HELD
        if _is_alike(reader.read(span), usual, held):
            found.append(span)
    if not found:
        return region
    return region_of_spans(document, (*region.spans, *found))


def _is_alike(leaves: Sequence[Leaf], usual: set[Key], held: float) -> bool:
    keys = {leaf.key for leaf in leaves}
    return len(usual & keys) >= held * len(usual)


def _cousins(document: Document, region: Region) -> list[Span]:
    """The elements outside the region that have the same tags above them; none for a region of runs of siblings."""
    firsts = [first for first, end in region.spans if document.ends[first] == end]
    if len(firsts) < len(region.spans):
        return []
    paths: dict[int, tuple[str, ...]] = {}
    wanted = _tag_path(document, firsts[0], paths)
    known = set(firsts)
    flags = document.flags[firsts[0]] & _APART
    spans = (
        (index, document.ends[index])
        for index in document.by_tag[document.tags[firsts[0]]]
        if index not in known
        and document.flags[index] & _APART == flags
        and _tag_path(document, index, paths) == wanted
    )
    return list(islice(spans, _MAX_LOOKED_AT))


def _tag_path(document: Document, index: int, paths: dict[int, tuple[str, ...]]) -> tuple[str, ...]:
    """The tags from the root to the element, without tbody; `paths` keeps those of elements on the way."""
    trail = [index]
    while trail[-1] not in paths and document.parents[trail[-1]] >= 0:
        trail.append(document.parents[trail[-1]])
    path = paths.get(trail[-1], ())
    for at in reversed(trail):
        if at not in paths:
            tag = document.tags[at]
            path = paths[at] = path if tag in _TRANSPARENT else (*path, tag)
    return path
