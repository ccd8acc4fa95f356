"""How far two readings of a page agree, field by field: the wrapper's with the slow path's, on an audit or a replay."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scraper.extraction.values import Extraction, Record
from scraper.extraction.wrappers.examples import CONFIDENT

RECORDS = ""
"""The name under which records are counted that only one of the two readings has."""


@dataclass(slots=True)
class Agreement:
    """Values compared and, of them, those that differ, by field; RECORDS stands for whole records."""

    compared: dict[str, int] = field(default_factory=dict)
    different: dict[str, int] = field(default_factory=dict)

    def add(self, name: str, *, is_same: bool) -> None:
        """Count one comparison."""
        self.compared[name] = self.compared.get(name, 0) + 1
        if not is_same:
            self.different[name] = self.different.get(name, 0) + 1

    def faults(self, tolerance: float) -> list[str]:
        """The fields of which a greater share than `tolerance` differs."""
        return [name for name, count in self.different.items() if count > tolerance * self.compared[name]]


def agreement(read: Extraction, reference: Extraction) -> Agreement:
    """Compare a reading with the reference; what the reference itself is not sure of is not counted."""
    result = Agreement()
    pairs = _pairs(read.records, reference.records)
    for mine, theirs in pairs:
        result.add(RECORDS, is_same=mine is not None and theirs is not None)
        if mine is not None and theirs is not None:
            _compare(mine, theirs, result)
    if read.mode != reference.mode:
        result.add(RECORDS, is_same=False)
    return result


def _compare(mine: Record, theirs: Record, result: Agreement) -> None:
    for name, value in theirs.data.items():
        if theirs.field_confidence[name] >= CONFIDENT:
            result.add(name, is_same=is_same(mine.data.get(name), value))
    for name in mine.data:
        if name not in theirs.data and mine.field_confidence[name] >= CONFIDENT:
            result.add(name, is_same=False)


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are equal, 1 and 1.0 too, but not 1 and True."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _pairs(mine: Sequence[Record], theirs: Sequence[Record]) -> list[tuple[Record | None, Record | None]]:
    """The records side by side: in order where there are as many, else by link or values."""
    if len(mine) == len(theirs):
        return list(zip(mine, theirs, strict=True))
    known = {key_of(record): record for record in mine}
    pairs: list[tuple[Record | None, Record | None]] = [(known.pop(key_of(each), None), each) for each in theirs]
    pairs.extend((each, None) for each in known.values())
    return pairs


def key_of(record: Record) -> str:
    """What a record is told apart by: its link, else its values."""
    return record.url or repr(_plain(record.data))


def _plain(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, str(value)) for name, value in data.items()]
