"""Header rows of tables: which rows they are, and the header above each cell."""

from collections.abc import Sequence

from scraper.extraction.document import Document
from scraper.extraction.lists.regions import Span

_MAX_HEADER_TEXT = 60  # characters of one header cell


def header_rows(document: Document, spans: Sequence[Span]) -> frozenset[int]:
    """The first indexes of those spans that are rows of header cells only."""
    return frozenset(first for first, _ in spans if document.tags[first] == "tr" and _is_header(document, first))


def _is_header(document: Document, row: int) -> bool:
    known = document.once(_known_headers)
    if row not in known:
        known[row] = _is_row_of_headers(document, row)
    return known[row]


def _known_headers(document: Document) -> dict[int, bool]:
    return {}


def _is_row_of_headers(document: Document, row: int) -> bool:
    cells = _cells(document, row)
    if not cells:
        return False
    parent = document.parents[row]
    if all(document.tags[cell] == "th" for cell in cells) or (parent >= 0 and document.tags[parent] == "thead"):
        return True
    named = [cell for cell in cells if document.text(cell)]
    return len(named) > 1 and all(_is_emphasised_name(document, cell) for cell in named)


def _is_emphasised_name(document: Document, cell: int) -> bool:
    """Whether the cell holds a short text without digits and links, all of it bold: a header written as <td>."""
    text = document.text(cell)
    if len(text) > _MAX_HEADER_TEXT or any(map(str.isdigit, text)):
        return False
    inner = range(cell + 1, document.ends[cell])
    if any(document.tags[each] == "a" for each in inner):
        return False
    return any(document.tags[each] in ("b", "strong", "th") and document.text(each) == text for each in inner)


def table_headers(document: Document, span: Span) -> dict[str, str]:
    """Header text by cell ("td0", "td1", ...) of the table that the span stands in; empty where it has none."""
    table = next((at for at in (span[0], *document.ancestors(span[0])) if document.tags[at] == "table"), None)
    if table is None:
        return {}
    header: dict[str, str] = {}
    for row in range(table, min(span[0], document.ends[table])):
        if document.tags[row] == "tr" and _is_header(document, row) and len(_cells(document, row)) > 1:
            header = _texts(document, row)
    return header


def _texts(document: Document, row: int) -> dict[str, str]:
    texts: dict[str, str] = {}
    at = 0
    for cell in _cells(document, row):
        texts[f"td{at}"] = document.text(cell)[:_MAX_HEADER_TEXT]
        span = document.elements[cell].get("colspan") or "1"
        at += int(span) if span.isdecimal() and 0 < int(span) < 100 else 1
    return texts


def _cells(document: Document, row: int) -> list[int]:
    return [child for child in document.children(row) if document.tags[child] in ("td", "th")]
