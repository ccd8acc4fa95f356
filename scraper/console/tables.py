"""What the commands print: JSON for programs, tables that fit the terminal for people."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

CELL_CHARACTERS = 200
# What a table of records needs at least for one field; fields that do not fit are counted under the table.
_FIELD_WIDTH = 8
_GAP = 3
_CONFIDENCE = "confidence"
# A page's text must not move the cursor or change colours of the terminal that shows it.
_UNPRINTABLE = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), " ")


def print_json(value: Any) -> None:
    """The value as indented JSON on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2, default=_json_text))


def _json_text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str | None = None) -> None:
    """Rows as a table that fits the terminal; a column called "id" is never cut. Without rows: "none"."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        is_whole = column == "id"
        table.add_column(column, no_wrap=is_whole, min_width=36 if is_whole else None, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell(value)) for value in row))
    Console().print(table if table.row_count else "none")


def print_facts(facts: Mapping[str, Any]) -> None:
    """Names and values, one a line; those without a value are left out."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="bold")
    table.add_column(overflow="fold")
    for name, value in facts.items():
        if value not in (None, "", [], {}):
            table.add_row(name, Text(cell(value, limit=None)))
    Console().print(table)


def print_records(records: Sequence[tuple[Mapping[str, Any], float | None]], *, title: str | None = None) -> None:
    """Records with their confidences as a table, one line each; fields that do not fit are named under it."""
    console = Console()
    fields = list(dict.fromkeys(field for record, _ in records for field in record))
    room = console.width - len(_CONFIDENCE) - _GAP
    shown = fields[: max(1, room // (_FIELD_WIDTH + _GAP))]
    cells = [[cell(record.get(field)) for field in shown] for record, _ in records]
    natural = [max(map(cell_len, (cell(field), *column))) for field, *column in zip(shown, *cells, strict=True)]
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for field, width in zip(shown, fair_widths(natural, room - _GAP * len(shown)), strict=True):
        table.add_column(Text(cell(field)), no_wrap=True, overflow="ellipsis", width=width)
    table.add_column(_CONFIDENCE, justify="right", no_wrap=True)
    for row, (_, confidence) in zip(cells, records, strict=True):
        table.add_row(*map(Text, row), "" if confidence is None else f"{confidence:.2f}")
    console.print(table if records else "none")
    if fields[len(shown) :]:
        console.print(Text(f"not shown for want of width: {', '.join(map(cell, fields[len(shown) :]))} (use --json)"))


def fair_widths(natural: Sequence[int], room: int) -> list[int]:
    """Widths that fit into `room`: narrow columns keep what they need, wide ones share the rest; never below 1."""
    widths = dict.fromkeys(range(len(natural)), 1)
    for place, column in enumerate(sorted(widths, key=lambda each: natural[each])):
        share = room // (len(natural) - place)
        widths[column] = max(1, min(natural[column], share))
        room -= widths[column]
    return list(widths.values())


def cell(value: Any, *, limit: int | None = CELL_CHARACTERS) -> str:
    """A value as plain text without control characters, cut at `limit`."""
    text = _plain(value).translate(_UNPRINTABLE)
    return text if limit is None or len(text) <= limit else f"{text[: limit - 1]}…"


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, default=_json_text)
    return str(value)
