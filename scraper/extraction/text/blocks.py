"""The page's text as blocks: what stands between two boundaries of block elements, where, how much of it is links."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from scraper.extraction.document import Document
from scraper.extraction.marks import BLOCK_TAGS, Flag
from scraper.extraction.words import clean

_SKIPPED = int(Flag.SILENT | Flag.HEAD)
_MAX_RUNS = 10_000  # of a page; a novel has some 3,000 paragraphs


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text that a browser sets as one paragraph, cell, heading or line.

    `owner` is the innermost block element around it, `text` is normalised, `linked` the number of its characters that
    stand in links, `links` the number of links that begin in it.
    """

    owner: int
    text: str
    linked: int
    links: int


def blocks(document: Document) -> list[TextBlock]:
    """The page's runs in page order, the first 10,000; empty ones, scripts and the head are left out."""
    return list(islice(each_block(document), _MAX_RUNS))


def each_block(document: Document) -> Iterator[TextBlock]:
    """The page's runs in page order, made as they are asked for."""
    chunks = document.chunks
    anchors = _anchors(document)
    at = 0
    for owner, first, end in _spans(document):
        text = "".join(chunks[first:end])
        if not text or text.isspace():
            continue
        text = clean(text)
        if not text:
            continue
        linked = links = 0
        while at < len(anchors) and anchors[at][1] <= first:
            at += 1
        step = at
        while step < len(anchors) and anchors[step][0] < end:
            opened, closed = anchors[step]
            linked += sum(map(len, chunks[max(first, opened) : min(end, closed)]))
            links += opened >= first
            step += 1
        yield TextBlock(owner, text, min(linked, len(text)), links)


def _spans(document: Document) -> Iterator[tuple[int, int, int]]:
    """(block element, first chunk, end chunk) of what stands between two boundaries of blocks, in page order."""
    ends, flags, bounds = document.ends, document.flags, document.chunk_bounds
    stack: list[int] = [0]
    cursor = 0
    for index, tag in enumerate(document.tags):
        if tag not in BLOCK_TAGS or flags[index] & _SKIPPED:
            continue
        while len(stack) > 1 and ends[stack[-1]] <= index:
            closed = stack.pop()
            end = bounds(closed)[1]
            if end > cursor:
                yield closed, cursor, end
                cursor = end
        first = bounds(index)[0]
        if first > cursor:
            yield stack[-1], cursor, first
            cursor = first
        stack.append(index)
    while stack:
        closed = stack.pop()
        end = bounds(closed)[1]
        if end > cursor:
            yield closed, cursor, end
            cursor = end


def _anchors(document: Document) -> list[tuple[int, int]]:
    """The chunks of each link that has text, in page order; of links inside links the outer one."""
    found: list[tuple[int, int]] = []
    for index in document.by_tag.get("a", ()):
        first, end = document.chunk_bounds(index)
        if end > first and (not found or first >= found[-1][1]):
            found.append((first, end))
    return found
