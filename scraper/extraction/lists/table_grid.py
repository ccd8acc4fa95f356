"""Cells of tables that reach over several rows or columns: the column of each cell, and the cells each row has besides.

A cell that spans rows belongs to each of them, one that spans columns to each of those (HTML, "Forming a table").
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from scraper.extraction.document import Document

_MAX_SPAN = 1_000  # rows or columns of one cell
_DIGITS = 5  # of a span that are read; int() raises on thousands of them
_MAX_CELL = 60  # elements of a cell that other rows have too; larger ones are parts of a layout
_MAX_FURTHER = 12  # such cells of one row
_MAX_REACHING = 60  # columns that cells of rows above reach into
_CELLS = frozenset(("td", "th"))
_SPANNING = "boolean(//td/@rowspan|//td/@colspan|//th/@rowspan|//th/@colspan)"


@dataclass(frozen=True, slots=True)
class TableGrid:
    """Of tables with cells that span: `columns` has each cell's first column, from 0.

    `further` has for a row (column, cell) of what reaches into it from rows above, and of its own cells that reach into
    further columns; `widths` the number of columns that a row's cells span; `owners` each cell's row.
    """

    columns: dict[int, int] = field(default_factory=dict)
    further: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    widths: dict[int, int] = field(default_factory=dict)
    owners: dict[int, int] = field(default_factory=dict)


def table_grid(document: Document) -> TableGrid:
    """The page's grid, empty where no cell spans; kept with it by `Document.once`."""
    grid = TableGrid()
    if not document.by_tag.get("tr") or not document.root.xpath(_SPANNING):
        return grid
    for rows in _tables(document):
        cells = [_cells(document, row) for row in rows]
        if any(
            _span(document, cell, "rowspan") > 1 or _span(document, cell, "colspan") > 1
            for cell in chain.from_iterable(cells)
        ):
            _fill(document, grid, list(zip(rows, cells, strict=True)))
    return grid


def _tables(document: Document) -> Iterator[list[int]]:
    """The rows of each part of a table (thead, tbody, the table itself): cells do not reach out of it."""
    parts: dict[int, list[int]] = {}
    for row in document.by_tag["tr"]:
        parts.setdefault(document.parents[row], []).append(row)
    yield from parts.values()


def _cells(document: Document, row: int) -> list[int]:
    return [child for child in document.children(row) if document.tags[child] in _CELLS]


def _span(document: Document, cell: int, name: str) -> int:
    written = document.elements[cell].get(name) or "1"
    return min(_MAX_SPAN, int(written[:_DIGITS]) or 1) if written.isdecimal() and written.isascii() else 1


def _fill(document: Document, grid: TableGrid, rows: list[tuple[int, list[int]]]) -> None:
    """Note where the cells of these rows stand."""
    reaching: dict[int, tuple[int, int]] = {}  # column -> (rows that are left, cell)
    for row, cells in rows:
        found = [(column, cell) for column, (_, cell) in sorted(reaching.items()) if _is_small(document, cell)]
        left = {column: (count - 1, cell) for column, (count, cell) in reaching.items() if count > 1}
        at = 0
        for cell in cells:
            while at in reaching:
                at += 1
            grid.columns[cell], grid.owners[cell] = at, row
            width, height = _span(document, cell, "colspan"), _span(document, cell, "rowspan")
            if at and width > 1 and len(cells) > 1 and _is_small(document, cell):
                found.extend((at + more, cell) for more in range(1, min(width, _MAX_FURTHER)))
            if height > 1 and len(left) < _MAX_REACHING:
                left.update((at + more, (height - 1, cell)) for more in range(min(width, _MAX_FURTHER)))
            at += width
        grid.widths[row] = at
        if found:
            grid.further[row] = found[:_MAX_FURTHER]
        reaching = left


def _is_small(document: Document, cell: int) -> bool:
    return document.ends[cell] - cell <= _MAX_CELL


def columns_of_cells(document: Document, row: int) -> list[tuple[int, int]]:
    """(first column, cell) of the row's own cells, in order."""
    known = document.once(table_grid).columns
    found, at = [], 0
    for cell in _cells(document, row):
        at = known.get(cell, at)
        found.append((at, cell))
        at += _span(document, cell, "colspan")
    return found


def columns_under(document: Document, cell: int, first: int) -> range:
    """The columns that the cell spans, given its first."""
    return range(first, first + min(_span(document, cell, "colspan"), _MAX_FURTHER))


def is_heading_row(document: Document, row: int) -> bool:
    """Whether the row is one cell over several columns: a heading of the rows below, not one of them."""
    cells = _cells(document, row)
    return len(cells) == 1 and _span(document, cells[0], "colspan") > 1 and not _is_reached(document, row)


def _is_reached(document: Document, row: int) -> bool:
    owners = document.once(table_grid).owners
    return any(owners.get(cell) != row for _, cell in document.once(table_grid).further.get(row, ()))
