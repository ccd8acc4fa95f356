"""What `scrapy extract --explain` prints: an explanation as JSON for programs, or as text that fits 80 columns."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from scraper.console.tables import cell
from scraper.extraction.explain.explanation import ColumnStory, Explanation, FieldStory, RecordStory, Rival

_VALUE_CHARACTERS = 300
_RIVAL_CHARACTERS = 100
_SAMPLE_CHARACTERS = 28
_INDENT = 2


def explanation_facts(explanation: Explanation, fields: Collection[str]) -> dict[str, Any]:
    """The explanation of these fields as JSON: mode, number of records, columns of a list, and the asked records."""
    extraction = explanation.extraction
    return {
        "mode": extraction.mode,
        "records_found": len(extraction.records),
        "warnings": list(extraction.warnings),
        "columns": [asdict(column) for column in explanation.columns],
        "records": [_record_facts(record, fields) for record in explanation.records],
    }


def _record_facts(record: RecordStory, fields: Collection[str]) -> dict[str, Any]:
    shown = [asdict(field) for field in record.fields if field.name in fields]
    by_name: dict[str, Mapping[str, Any]] = {field.pop("name"): field for field in shown}
    return {"number": record.number + 1, "confidence": record.confidence, "url": record.url, "fields": by_name}


def print_explanation(explanation: Explanation, fields: Collection[str]) -> None:
    """Print the explanation of these fields for a person; colours only where the terminal has them."""
    console = Console(highlight=False)
    console.print(Text(_summary(explanation), style="bold"))
    for warning in explanation.extraction.warnings:
        console.print(Text(f"warning: {cell(warning, limit=None)}"))
    if explanation.columns:
        console.print(_columns_table(explanation.columns))
    for record in explanation.records:
        _print_record(console, record, fields, is_one_of_many=explanation.extraction.mode == "list")


def _summary(explanation: Explanation) -> str:
    extraction = explanation.extraction
    if extraction.mode == "list":
        return f"read as a list of {len(extraction.records)} records"
    return "read as one record" if extraction.records else "no record on this page"


def _columns_table(columns: Collection[ColumnStory]) -> Table:
    """The columns of a list: which field each gives, what announces it, how many records have it, some values."""
    table = Table(title="columns", title_justify="left", box=None, pad_edge=False, padding=(0, 1))
    table.add_column("field", overflow="fold", max_width=18)
    table.add_column("fit", justify="right", no_wrap=True)
    table.add_column("filled", justify="right", no_wrap=True)
    table.add_column("announced by", overflow="fold", max_width=22)
    table.add_column("values", overflow="fold")
    for column in columns:
        taken = column.field or (f"(like {column.closest})" if column.closest else "-")
        announced = f"{column.label!r}" if column.label else column.words
        values = "; ".join(cell(value, limit=_SAMPLE_CHARACTERS) for value in column.samples)
        row = (cell(taken), f"{column.score:.2f}", f"{column.coverage:.0%}", cell(announced, limit=60), values)
        table.add_row(*map(Text, row), style=None if column.field else "dim")
    return table


def _print_record(console: Console, record: RecordStory, fields: Collection[str], *, is_one_of_many: bool) -> None:
    if is_one_of_many:
        link = f"  {cell(record.url, limit=None)}" if record.url else ""
        console.print()
        console.print(Text(f"record {record.number + 1}, confidence {record.confidence:.2f}{link}", style="bold"))
    for field in record.fields:
        if field.name in fields:
            _print_field(console, field)


def _print_field(console: Console, field: FieldStory) -> None:
    console.print()
    title = Text(cell(field.name), style="bold")
    if field.evidence is None:
        title.append(f": no value: {field.note}", style="not bold")
    else:
        title.append(f" = {cell(field.value, limit=_VALUE_CHARACTERS)}  ({field.confidence:.2f})", style="not bold")
    console.print(title)
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True, style="dim")
    table.add_column(overflow="fold")
    for name, text in _lines(field):
        table.add_row(Text(name), Text(text))
    console.print(Padding(table, (0, 0, 0, _INDENT)))


def _lines(field: FieldStory) -> Iterator[tuple[str, str]]:
    """The lines below a field: its evidence, then each runner-up with the reasons why it lost."""
    if field.evidence is not None:
        yield "source", ", ".join(dict.fromkeys((field.evidence.source, *field.sources)))
        yield "path", cell(field.evidence.path, limit=None)
        yield "text", _quoted(field.evidence.text, _VALUE_CHARACTERS)
        again = "" if field.is_proven else " (NOT the value when read again at that path: please report this page)"
        yield "read as", cell(field.evidence.transformation) + again
    for rival in field.rivals:
        yield "lost", _rival_line(rival)
    if field.left_out:
        yield "", f"… and {field.left_out} more"


def _rival_line(rival: Rival) -> str:
    shown = _quoted(rival.evidence.text, _RIVAL_CHARACTERS)
    value = "" if rival.value is None else cell(rival.value, limit=_RIVAL_CHARACTERS)
    text = f"{value} from {shown}" if value and value != shown[1:-1] else shown
    return f"{text} ({rival.evidence.source}): {'; '.join(rival.reasons)}\n{cell(rival.evidence.path, limit=None)}"


def _quoted(text: str, limit: int) -> str:
    return f'"{cell(text, limit=limit)}"'
