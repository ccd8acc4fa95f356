"""The evidence of arrays and objects, part by part: where each item or property stands and how it was read."""

from collections.abc import Sequence
from dataclasses import replace

from scraper.extraction.coercion import Coerced
from scraper.extraction.values import Part


def read_parts(items: Sequence[Coerced], places: Sequence[Part], path: str) -> tuple[Part, ...]:
    """One part per item of an array, in order.

    `places` says where each of the raw values stood and what was done to it; those without one stood at `path`.
    """
    found = []
    for item in items:
        place = places[item.origin] if item.origin < len(places) else Part(path, item.text)
        how = f"{place.transformation}, {item.transformation}" if place.transformation else item.transformation
        found.append(Part(place.path, item.text, how))
    return tuple(found)


def read_part(name: str, coerced: Coerced, path: str) -> Part:
    """The part of one property of an object."""
    return Part(path, coerced.text, coerced.transformation, name)


def array_part(name: str, parts: Sequence[Part]) -> Part:
    """The part of a property that is an array, from the parts of its items (at least one)."""
    return replace(parts[0], name=name, parts=tuple(parts))
