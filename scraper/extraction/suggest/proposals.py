"""A proposed field: its name, its JSON Schema and the values that were seen. No logic but telling names apart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

MAX_FIELDS = 40


@dataclass(frozen=True, slots=True)
class Proposal:
    """One field of a suggestion. `samples` are values of its type, `fill` is the share 0..1 of records with it.

    `seen` says for a person where it was seen: "json_ld", "label 'Preis'", "class price".
    """

    name: str
    definition: Mapping[str, Any]
    samples: tuple[Any, ...]
    fill: float = 1.0
    seen: str = ""


def distinct(proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals with names, each name once, the first of its name; at most 40."""
    found: dict[str, Proposal] = {}
    for each in proposals:
        if each.name:
            found.setdefault(each.name, each)
    return list(found.values())[:MAX_FIELDS]
