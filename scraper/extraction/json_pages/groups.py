"""Lists inside the groups of a list or map as one list: records by day or section, which say what their group says."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from scraper.extraction.json_pages.lists import JsonList, JsonPlace, escape

_MOST = 0.5  # of the groups must have the list
_MAX_MEMBERS = 20_000  # bounds the work on hostile bodies


def grouped_lists(groups: JsonList) -> Iterator[JsonList]:
    """For each key under which most of the groups have an array of objects: all those objects as one list.

    Each has the group's values too, under keys that are not its own. None where the groups have one object each, or are
    the values of a map: lists by kind.
    """
    if groups.is_map:
        return
    keys = Counter(key for group in groups.places for key, value in group.value.items() if _objects(value))
    for key, count in keys.items():
        if count < _MOST * len(groups.places):
            continue
        places = tuple(_members(groups, key))
        if len(places) > len(groups.places):
            yield JsonList(f"{groups.pointer}/{escape(key)}", places, depth=groups.depth, is_grouped=True)


def _members(groups: JsonList, key: str) -> Iterator[JsonPlace]:
    left = _MAX_MEMBERS
    for group in groups.places:
        around = {name: value for name, value in group.value.items() if name != key and not _objects(value)}
        roots = {name: f"{group.pointer}/{escape(name)}" for name in around}
        members = group.value.get(key)
        for number, member in enumerate(members if isinstance(members, list) else ()):
            if isinstance(member, dict) and left > 0:
                left -= 1
                yield JsonPlace(
                    f"{group.pointer}/{escape(key)}/{number}", {**around, **member}, roots=_only(roots, member)
                )


def _only(roots: dict[str, str], member: dict[str, Any]) -> dict[str, str]:
    return {name: root for name, root in roots.items() if name not in member}


def _objects(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(each, dict) for each in value)


def by_key(pointer: str, value: dict[str, Any]) -> JsonList | None:
    """The objects of {"2024-05-01": [{...}], "2024-05-02": [{...}]}: arrays under keys that are values, not names."""
    arrays = [each for each in value.values() if isinstance(each, list)]
    if len(value) < 2 or len(arrays) < len(value) or not all(map(_objects, arrays)):
        return None
    told = sum(not key.isidentifier() or any(map(str.isdigit, key)) for key in value)
    if told <= len(value) / 2:
        return None
    places = (
        JsonPlace(f"{pointer}/{escape(key)}/{number}", each)
        for key, array in value.items()
        for number, each in enumerate(array)
        if isinstance(each, dict)
    )
    return JsonList(pointer, tuple(places))
