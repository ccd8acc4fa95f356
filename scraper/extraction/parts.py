"""The evidence of arrays and objects, part by part: where each item or property stands and how it was read."""

from collections.abc import Sequence
from dataclasses import replace

from scraper.extraction.coercion import Coerced
from scraper.extraction.values import Part


def read_parts(items: Sequence[Coerced], places: Sequence[Part], path: str) -> tuple[Part, ...]:
    """One part per item of an array, in order.

    `places` says where each of the raw values stood; those without one stood at `path`.
    """
    return tuple(
        Part(places[item.origin].path if item.origin < len(places) else path, item.text, item.transformation)
        for item in items
    )


def read_part(name: str, coerced: Coerced, path: str) -> Part:
    """The part of one property of an object."""
    return Part(path, coerced.text, coerced.transformation, name)


def array_part(name: str, parts: Sequence[Part]) -> Part:
    """The part of a property that is an array, from the parts of its items (at least one)."""
    return replace(parts[0], name=name, parts=tuple(parts))
