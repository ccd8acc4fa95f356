"""Whether a schema_definition can work: a JSON Schema of an object, local, small, finite. No extraction here.

References are followed over the graph of subschemas with an explicit stack, so that no definition can drive Python into
its recursion limit.
"""

import json
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import unquote

from jsonschema import Draft7Validator, Draft202012Validator, SchemaError
from jsonschema.protocols import Validator

from db.exceptions import InvalidValue
from db.types import check_json, dump_json, pointer_of

MAX_BYTES = 65_536  # of compact JSON, UTF-8
MAX_DEPTH = 32  # subschemas inside each other, references followed
MAX_SUBSCHEMAS = 1_000
MAX_EXPANSION = 10_000  # subschemas that a validator visits when every $ref is followed; allOf doubling reaches 2^30

DRAFTS: Mapping[str, type[Validator]] = {
    "https://json-schema.org/draft/2020-12/schema": Draft202012Validator,
    "http://json-schema.org/draft-07/schema": Draft7Validator,
    "https://json-schema.org/draft-07/schema": Draft7Validator,
}

# Keywords that speak of the fields which the schema does not name.
CLOSING_KEYWORDS = ("additionalProperties", "unevaluatedProperties")

# Which keywords hold subschemas (JSON Schema 2020-12 core, section 10, and draft 7): one, a list, or one per name.
_ONE = {"additionalItems", "additionalProperties", "contains", "contentSchema", "else", "if", "items", "not", "then"}
_ONE |= {"propertyNames", "unevaluatedItems", "unevaluatedProperties"}
_LIST = {"allOf", "anyOf", "items", "oneOf", "prefixItems"}
_NAMED = {"$defs", "definitions", "dependencies", "dependentSchemas", "patternProperties", "properties"}
_UNUSED = {"$defs", "definitions"}  # they hold subschemas that count where they are referred to

Path: TypeAlias = tuple[str | int, ...]


def check_schema_definition(definition: object) -> None:
    """Return if records can be made and checked by this definition; else raise InvalidValue with place and cure."""
    if not isinstance(definition, dict):
        raise _refusal((), "is not an object; give a JSON Schema")
    check_json("schema_definition", definition)
    if (size := len(dump_json(definition).encode())) > MAX_BYTES:
        raise _refusal((), f"has {size} bytes; at most {MAX_BYTES} are allowed: shorten descriptions and enums")
    _check_root(definition)
    _Walk(definition).check()
    _check_draft(definition)


def _refusal(path: Path, reason: str) -> InvalidValue:
    return InvalidValue("schema_definition", pointer_of(path), reason)


def _check_root(definition: Mapping[str, Any]) -> None:
    if definition.get("type") != "object":
        raise _refusal(("type",), 'is not "object"; a record is an object: write "type": "object" at the top')
    properties = definition.get("properties")
    if not isinstance(properties, dict) or not properties:
        raise _refusal(("properties",), 'names no field; write "properties": {"title": {"type": "string"}, ...}')


def _check_draft(definition: dict[str, Any]) -> None:
    dialect = definition.get("$schema", "https://json-schema.org/draft/2020-12/schema")
    draft = DRAFTS.get(dialect.removesuffix("#")) if isinstance(dialect, str) else None
    if draft is None:
        known = ", ".join(list(DRAFTS)[:2])
        raise _refusal(("$schema",), f"is {json.dumps(dialect)[:80]}, which is not known; use one of: {known}")
    try:
        draft.check_schema(definition)
    except SchemaError as error:
        raise _refusal(
            tuple(error.absolute_path), f"is not valid JSON Schema: {error.message[:200]}; correct it"
        ) from error


@dataclass(slots=True)
class _Walk:
    """A depth-first walk over the subschemas and what they refer to; a class for the state of the walk."""

    root: Mapping[str, Any]
    open: set[Path] = field(default_factory=set)
    costs: dict[Path, tuple[int, int]] = field(default_factory=dict)  # expansion, depth

    def check(self) -> None:
        """Visit every subschema twice: first on the way down, then when all below it is known."""
        stack: list[tuple[Path, Mapping[str, Any]]] = [((), self.root)]
        while stack:
            path, schema = stack[-1]
            if path not in self.costs and path not in self.open:
                self._enter(path, schema)
                stack.extend(self._unknown_children(path, schema))
                continue
            if path not in self.costs:
                self._leave(path, schema)
            stack.pop()

    def _enter(self, path: Path, schema: Mapping[str, Any]) -> None:
        self.open.add(path)
        if len(self.open) + len(self.costs) > MAX_SUBSCHEMAS:
            raise _refusal(path, f"is one of more than {MAX_SUBSCHEMAS} subschemas; ask for fewer fields")
        _check_references(path, schema)
        _check_patterns(path, schema)

    def _leave(self, path: Path, schema: Mapping[str, Any]) -> None:
        target = self._target(path, schema)
        used = [child for child, _ in self._children(path, schema) if child[len(path)] not in _UNUSED]
        below = [self.costs[child] for child in (*used, *((target[0],) if target else ()))]
        expansion = 1 + sum(cost for cost, _ in below)
        depth = 1 + max((depth for _, depth in below), default=0)
        if expansion > MAX_EXPANSION:
            raise _refusal(path, f"grows to more than {MAX_EXPANSION} subschemas through $ref; refer less often")
        if depth > MAX_DEPTH:
            raise _refusal(path, f"is nested more than {MAX_DEPTH} levels deep; flatten it")
        self.open.remove(path)
        self.costs[path] = (expansion, depth)

    def _unknown_children(self, path: Path, schema: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        target = self._target(path, schema)
        if target and target[0] in self.open:
            raise _refusal((*path, "$ref"), "refers to something that contains it; records are finite: write it out")
        for child in (*self._children(path, schema), *((target,) if target else ())):
            if child[0] not in self.costs:
                yield child

    def _children(self, path: Path, schema: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
        for keyword, value in schema.items():
            if keyword in _ONE and isinstance(value, dict):
                yield (*path, keyword), value
            elif keyword in _LIST and isinstance(value, list):
                children = enumerate(value)
                yield from (((*path, keyword, index), child) for index, child in children if isinstance(child, dict))
            elif keyword in _NAMED and isinstance(value, dict):
                named = value.items()
                yield from (((*path, keyword, name), child) for name, child in named if isinstance(child, dict))

    def _target(self, path: Path, schema: Mapping[str, Any]) -> tuple[Path, Mapping[str, Any]] | None:
        """What the subschema's $ref refers to; None without one, or where that is true or false."""
        if "$ref" not in schema:
            return None
        place: Any = self.root
        found: list[str | int] = []
        for token in unquote(schema["$ref"]).split("/")[1:]:
            key = token.replace("~1", "/").replace("~0", "~")
            step = int(key) if isinstance(place, list) and key.isdecimal() else key
            try:
                place = place[step]
            except (KeyError, IndexError, TypeError) as error:
                raise _refusal((*path, "$ref"), f"refers to {schema['$ref'][:80]}, which is not there") from error
            found.append(step)
        return (tuple(found), place) if isinstance(place, dict) else None


def _check_references(path: Path, schema: Mapping[str, Any]) -> None:
    reference = schema.get("$ref", "#")
    if not isinstance(reference, str) or not (reference == "#" or reference.startswith("#/")):
        cure = 'only places of this document are allowed, such as "#/$defs/price"'
        raise _refusal((*path, "$ref"), f"is {json.dumps(reference)[:80]}; {cure}")
    for keyword in ("$dynamicRef", "$recursiveRef"):
        if keyword in schema:
            raise _refusal((*path, keyword), "is not allowed; use $ref with a place of this document")
    if not str(schema.get("$id", "#")).startswith("#"):
        raise _refusal((*path, "$id"), "makes references point outside of this document; remove it")


def _check_patterns(path: Path, schema: Mapping[str, Any]) -> None:
    if isinstance(schema.get("pattern"), str):
        _check_pattern((*path, "pattern"), schema["pattern"])
    by_pattern = schema.get("patternProperties")
    for pattern in by_pattern if isinstance(by_pattern, dict) else ():
        _check_pattern((*path, "patternProperties", pattern), pattern)


def _check_pattern(path: Path, pattern: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # FutureWarning: "possible nested set" is legal
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise _refusal(path, f"is not a regular expression that Python understands ({error}); correct it") from error
