"""Header rows of tables: which rows they are, and the header above each cell."""

from collections import Counter
from collections.abc import Sequence

from scraper.extraction.document import Document
from scraper.extraction.lists.regions import Span
from scraper.extraction.lists.table_grid import columns_of_cells, columns_under, is_heading_row

_MAX_HEADER_TEXT = 60  # characters of one header cell
_MAX_COLUMNS = 300  # cells of a header row that are read


def header_rows(document: Document, spans: Sequence[Span]) -> frozenset[int]:
    """The first indexes of those spans that are rows of header cells only, or head the rows below them."""
    rows = [first for first, _ in spans if document.tags[first] == "tr"]
    heading = {row for row in rows if _heads_others(document, row)}
    heading = heading if 2 * len(heading) < len(rows) else set()
    return frozenset(row for row in rows if row in heading or _is_header(document, row))


def _heads_others(document: Document, row: int) -> bool:
    known = document.once(_known_headings)
    if row not in known:
        known[row] = is_heading_row(document, row)
    return known[row]


def _known_headings(document: Document) -> dict[int, bool]:
    return {}


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
    above: dict[str, str] = {}  # of the row of header cells just above
    last = -1
    for row in range(table, min(span[0], document.ends[table])):
        if document.tags[row] != "tr" or not _is_header(document, row) or len(_cells(document, row)) < 2:
            continue
        above = header if row == last else {}
        header = {**above, **_texts(document, row, above)}
        last = document.ends[row]
    return header


def _texts(document: Document, row: int, above: dict[str, str]) -> dict[str, str]:
    """The header of each column that the row's cells span; after that of a wider cell above it, where there is one."""
    texts: dict[str, str] = {}
    columns = Counter(above.values())
    for first, cell in columns_of_cells(document, row)[:_MAX_COLUMNS]:
        own = document.text(cell)[:_MAX_HEADER_TEXT]
        for column in columns_under(document, cell, first):
            wider = above.get(f"td{column}", "")
            is_shared = bool(wider) and columns[wider] > 1
            texts[f"td{column}"] = f"{wider} {own}".strip() if is_shared else own
    return texts


def _cells(document: Document, row: int) -> list[int]:
    return [child for child in document.children(row) if document.tags[child] in ("td", "th")]
