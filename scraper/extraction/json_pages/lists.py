"""The lists of records that a JSON body may hold: arrays of objects, objects of alike objects, columns with rows."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from scraper.extraction.words import singular, split_words, word_set

_MAX_DEPTH = 12
_MAX_VISITED = 100_000
_MIN_ALIKE = 0.5  # of the keys of two objects, the share that both have
_CELL_NAMES = ("name", "field", "key", "id", "label", "title")
_BESIDE = word_set(
    "ad ads advert advertisement banner related recommended recommendation sponsored promo promotion suggestion facet "
    "filter breadcrumb navigation menu link"
)


@dataclass(frozen=True, slots=True)
class JsonPlace:
    """One object that may be a record: its JSON pointer and its values.

    `steps` has the pointer step of keys that are not their own: "title" -> "0" in a row of cells; `roots` the pointers
    of values that stand around the object: those of its group.
    """

    pointer: str
    value: dict[str, Any]
    steps: Mapping[str, str] = field(default_factory=dict)
    roots: Mapping[str, str] = field(default_factory=dict)

    def pointer_of(self, keys: Sequence[str]) -> str:
        """The JSON pointer of the value at that path of keys."""
        if keys and keys[0] in self.roots:
            return self.roots[keys[0]] + "".join("/" + escape(key) for key in keys[1:])
        first = [self.steps.get(key, key) for key in keys[:1]]
        return self.pointer + "".join("/" + escape(key) for key in (*first, *keys[1:]))


@dataclass(frozen=True, slots=True)
class JsonList:
    """A list at a JSON pointer: its objects in order, how many of its elements are none, and how many lists are around.

    `is_map` says that the objects are the values of an object, not the elements of an array, `is_grouped` that they are
    the members of several groups.
    """

    pointer: str
    places: tuple[JsonPlace, ...]
    others: int = 0
    depth: int = 0
    is_map: bool = False
    is_grouped: bool = False

    @property
    def words(self) -> frozenset[str]:
        """The words of the keys that lead to the list, in the singular; empty for a bare array."""
        return frozenset(singular(word) for word in split_words(self.pointer))

    @property
    def is_beside(self) -> bool:
        """Whether the list is called as what stands beside records: ads, related items, filters."""
        return bool(self.words & _BESIDE)


def json_lists(body: Any) -> Iterator[JsonList]:
    """All lists of objects in the body, outer ones first; of a list only the first three elements are entered."""
    queue: deque[tuple[str, Any, int]] = deque([("", body, 0)] if isinstance(body, dict | list) else [])
    around = {"": 0}  # pointer -> lists around it
    visited = 0
    while queue and visited < _MAX_VISITED:
        visited += 1
        pointer, value, depth = queue.popleft()
        lists = around.pop(pointer)
        found = [_array(pointer, value)] if isinstance(value, list) else [_map(pointer, value), _table(pointer, value)]
        yield from (replace(each, depth=lists) for each in found if each is not None)
        if depth == _MAX_DEPTH:
            continue
        is_list = isinstance(value, list) or found[0] is not None
        steps = list(enumerate(value) if isinstance(value, list) else value.items())
        for step, inner in steps[:3] if is_list else steps:
            if isinstance(inner, dict | list):
                below = f"{pointer}/{escape(str(step))}"
                around[below] = lists + is_list
                queue.append((below, inner, depth + 1))


def list_of(pointer: str, values: Sequence[Any]) -> JsonList:
    """The objects among the values as a list."""
    places = tuple(JsonPlace(f"{pointer}/{n}", each) for n, each in enumerate(values) if isinstance(each, dict))
    return JsonList(pointer, places, len(values) - len(places))


def _array(pointer: str, values: list[Any]) -> JsonList | None:
    found = list_of(pointer, values)
    return found if found.places else None


def _map(pointer: str, value: dict[str, Any]) -> JsonList | None:
    """The values of {"17": {...}, "18": {...}}, if all are objects of about the same keys."""
    values = list(value.values())
    if len(values) < 2 or not all(isinstance(each, dict) and each for each in values):
        return None
    first = values[0].keys()
    if any(len(first & each.keys()) < _MIN_ALIKE * len(first | each.keys()) for each in values[1:]):
        return None
    places = tuple(JsonPlace(f"{pointer}/{escape(str(key))}", each) for key, each in value.items())
    return JsonList(pointer, places, is_map=True)


def _table(pointer: str, value: dict[str, Any]) -> JsonList | None:
    """The rows of {"columns": ["title", "price"], "rows": [["A", 1], ["B", 2]]}, whatever the two keys are called."""
    headers = [names for each in value.values() if (names := _header(each))]
    for key, rows in value.items() if headers else ():
        if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
            continue
        fitting = [names for names in headers if len(names) == len(rows[0])]
        if fitting:
            return _rows(f"{pointer}/{escape(str(key))}", fitting[0], rows)
    return None


def _rows(pointer: str, names: tuple[str, ...], rows: list[list[Any]]) -> JsonList:
    steps = {name: str(number) for number, name in enumerate(names)}
    places = (JsonPlace(f"{pointer}/{n}", dict(zip(names, row, strict=False)), steps) for n, row in enumerate(rows))
    return JsonList(pointer, tuple(places))


def _header(value: Any) -> tuple[str, ...]:
    """The names of columns that an array of texts, or of objects with a name, gives; empty where it gives none."""
    if not isinstance(value, list) or not value:
        return ()
    names = [_name(each) for each in value]
    return tuple(name for name in names if name) if all(names) and len(set(names)) == len(names) else ()


def _name(cell: Any) -> str | None:
    if isinstance(cell, dict):
        cell = next((cell[key] for key in _CELL_NAMES if isinstance(cell.get(key), str)), None)
    return cell if isinstance(cell, str) and cell.strip() else None


def escape(name: str) -> str:
    """The key as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
