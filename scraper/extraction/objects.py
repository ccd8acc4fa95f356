"""Fields that are objects: read from structured items, or put together from their own fields."""

from collections.abc import Callable, Iterator
from typing import Any

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.fields import FieldSpec
from scraper.extraction.ranking import Choice
from scraper.extraction.scope import Scope
from scraper.extraction.sources.items import ranked_items
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.sources.microdata import microdata_items
from scraper.extraction.structured import Node, leaves, values_of
from scraper.extraction.values import Candidate

_TRUST = 0.9
_MAX_ITEMS = 4
FieldReader = tuple[Callable[[Scope, FieldSpec, list[str]], list[Choice]], list[str]]


def object_candidates(scope: Scope, spec: FieldSpec, reader: FieldReader) -> list[Candidate]:
    """Objects (for array fields: arrays of objects) that the page offers for the field."""
    found = list(_structured(scope, spec)) if scope.is_page else []
    if not found and not spec.is_array and spec.fields:
        found.extend(_assembled(scope, spec, reader))
    return found


def _structured(scope: Scope, spec: FieldSpec) -> Iterator[Candidate]:
    for items in (json_ld_items, microdata_items):
        for node, belief in ranked_items(scope, items)[:_MAX_ITEMS]:
            for values, weight in values_of(node, spec):
                nodes = [value for value in values if isinstance(value, Node)]
                objects = [made for each in nodes if (made := _object(each, spec, scope))]
                if objects:
                    raw: Any = objects if spec.is_array else objects[0]
                    text = str(objects[0])
                    yield Candidate(raw, "json_object", nodes[0].path, text, _TRUST * belief * weight)


def _object(node: Node, spec: FieldSpec, scope: Scope) -> dict[str, Any]:
    """The node's values for the object's fields; empty where it has none of them."""
    made: dict[str, Any] = {}
    for inner in spec.fields:
        for values, _ in values_of(node, inner):
            raws = [leaf.value for leaf in leaves(values, inner)]
            if inner.is_array:
                value: Any = [each.value for each in coerce_all(raws, inner, scope.locale)]
            else:
                coerced = coerce(raws[0], inner, scope.locale) if raws else None
                value = coerced.value if coerced else None
            if value not in (None, []):
                made[inner.name] = value
                break
    return made


def _assembled(scope: Scope, spec: FieldSpec, reader: FieldReader) -> Iterator[Candidate]:
    """The object from its own fields, each read as if it stood in the schema itself."""
    read, warnings = reader
    choices = {inner.name: ranked[0] for inner in spec.fields if (ranked := read(scope, inner, warnings))}
    if choices:
        first = next(iter(choices.values()))
        belief = sum(choice.confidence for choice in choices.values()) / len(spec.fields)
        raw = {name: choice.value for name, choice in choices.items()}
        yield Candidate(raw, "json_object", first.candidate.path, first.candidate.text, belief)
