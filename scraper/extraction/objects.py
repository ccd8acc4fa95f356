"""Fields that are objects: read from structured items, or put together from their own fields."""

from collections.abc import Callable, Iterator
from typing import Any

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale
from scraper.extraction.parts import array_part, read_part, read_parts
from scraper.extraction.ranker.ranking import Choice
from scraper.extraction.scope import Scope
from scraper.extraction.shown_objects import address_candidates, as_text, narrower_scope, row_candidates
from scraper.extraction.sources.items import ranked_items
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.sources.microdata import microdata_items
from scraper.extraction.structured import Node, Value, leaves, values_of
from scraper.extraction.values import Candidate, Part

_TRUST = 0.9
_MAX_ITEMS = 4
FieldReader = tuple[Callable[[Scope, FieldSpec, list[str]], list[Choice]], list[str]]


def object_candidates(scope: Scope, spec: FieldSpec, reader: FieldReader) -> list[Candidate]:
    """Objects (for array fields: arrays of objects) that the page offers for the field."""
    found = list(_structured(scope, spec)) if scope.is_page else []
    if found or not spec.fields:
        return found
    if spec.is_array:
        return sorted(row_candidates(scope, spec), key=lambda each: -each.score)
    if is_place(spec):
        read, warnings = reader
        found.extend(address_candidates(scope, spec, read(scope, as_text(spec), warnings)))
    narrower = narrower_scope(scope, spec) if not found else None
    if narrower is not None:
        found.extend(_assembled(narrower, spec, reader))
    return found or list(_assembled(scope, spec, reader))


def is_place(spec: FieldSpec) -> bool:
    return spec.concept in ("address", "location") or not {"address", "location", "venue"}.isdisjoint(spec.words)


def _structured(scope: Scope, spec: FieldSpec) -> Iterator[Candidate]:
    for items in (json_ld_items, microdata_items):
        for node, belief in ranked_items(scope, items)[:_MAX_ITEMS]:
            for values, weight in values_of(node, spec):
                nodes = [value for value in values if isinstance(value, Node)]
                objects = [made for each in nodes if (made := object_of(each, spec, scope.locale))[0]]
                if objects:
                    raw: Any = [made for made, _ in objects] if spec.is_array else objects[0][0]
                    first = objects[0][1]
                    parts = tuple(part for _, part in objects) if spec.is_array else first.parts
                    score = _TRUST * belief * weight
                    yield Candidate(raw, "json_object", first.path, first.text, score, parts=parts)


def object_of(node: Node, spec: FieldSpec, locale: PageLocale) -> tuple[dict[str, Any], Part]:
    """The node's values for the object's fields, and where they stand; empty where it has none of them."""
    made: dict[str, Any] = {}
    parts: list[Part] = []
    for inner in spec.fields:
        read = next(
            (read for values, _ in values_of(node, inner) if (read := property_of(values, inner, locale))), None
        )
        if read is not None:
            made[inner.name] = read[0]
            parts.append(read[1])
    return made, Part(node.path, str(made), "object", parts=tuple(parts))


def property_of(values: list[Value], spec: FieldSpec, locale: PageLocale) -> tuple[Any, Part] | None:
    """The value of one of the object's fields, and where it stands; None where nothing can be read as its type."""
    found = list(leaves(values, spec))
    if not found:
        return None
    if not spec.is_array:
        coerced = coerce(found[0].value, spec, locale)
        return (coerced.value, read_part(spec.name, coerced, found[0].path)) if coerced else None
    items = coerce_all([leaf.value for leaf in found], spec, locale)
    parts = read_parts(items, [Part(leaf.path, "") for leaf in found], found[0].path)
    return ([item.value for item in items], array_part(spec.name, parts)) if items else None


def _assembled(scope: Scope, spec: FieldSpec, reader: FieldReader) -> Iterator[Candidate]:
    """The object from its own fields, each read as if it stood in the schema itself."""
    read, warnings = reader
    choices = {inner.name: ranked[0] for inner in spec.fields if (ranked := read(scope, inner, warnings))}
    if choices:
        first = next(iter(choices.values()))
        belief = sum(choice.confidence for choice in choices.values()) / len(spec.fields)
        raw = {name: choice.value for name, choice in choices.items()}
        parts = tuple(
            Part(each.candidate.path, each.candidate.text, each.transformation, name, each.parts)
            for name, each in choices.items()
        )
        yield Candidate(raw, "json_object", first.candidate.path, first.candidate.text, belief, parts=parts)
