"""A JSON Schema read down to its properties: references, nullable types, unions and nesting resolved. No meanings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from scraper.exceptions import InvalidSchema

Schema = Mapping[str, Any]
_SCALAR_TYPES = ("string", "number", "integer", "boolean", "object")
_MAX_DEPTH = 12  # objects in objects; deeper ones are cut: no page nests a record further
_MAX_REFERENCES = 32
_UNIONS = ("anyOf", "oneOf", "allOf")


@dataclass(frozen=True, slots=True)
class Property:
    """One property: its own schema, and `item`: the schema of one value (the array's items, else the same)."""

    name: str
    pointer: str
    definition: Schema
    item: Schema
    value_type: Literal["string", "number", "integer", "boolean", "object", "any"]
    is_array: bool
    is_required: bool
    children: tuple["Property", ...] = ()


def object_properties(definition: Any) -> tuple[Property, ...]:
    """The properties of the object (or of the objects of the array) that the schema describes, in its order.

    Raises InvalidSchema if it describes none or a reference cannot be followed.
    """
    if not isinstance(definition, Mapping):
        raise InvalidSchema("", 'must be a JSON object; write {"type": "object", "properties": {…}}')
    reader = _Reader(definition)
    root = reader.resolve(definition, "")
    if _is_array(root):
        root = reader.resolve(_items(root), "/items")
    properties = tuple(reader.properties(root, "", ()))
    if not properties:
        raise InvalidSchema("/properties", "names no fields; give at least one property")
    return properties


class _Reader:
    def __init__(self, document: Schema) -> None:
        self.document = document

    def properties(self, schema: Schema, pointer: str, trail: tuple[int, ...]) -> Iterator[Property]:
        declared = schema.get("properties")
        if declared is None:
            return
        if not isinstance(declared, Mapping):
            raise InvalidSchema(f"{pointer}/properties", "must be a JSON object of fields")
        required = schema.get("required")
        names = required if isinstance(required, list) else []
        for name, value in declared.items():
            place = f"{pointer}/properties/{_escape(str(name))}"
            yield self._property(str(name), value, place, (trail, name in names))

    def _property(self, name: str, value: Any, pointer: str, context: tuple[tuple[int, ...], bool]) -> Property:
        trail, is_required = context
        definition = self.resolve(value, pointer)
        is_array = _is_array(definition)
        item = self.resolve(_items(definition), f"{pointer}/items") if is_array else definition
        for _ in range(_MAX_DEPTH):  # an array of arrays is read as one flat array
            if not _is_array(item):
                break
            item = self.resolve(_items(item), f"{pointer}/items")
        value_type = _value_type(item)
        is_cut = id(item) in trail or len(trail) >= _MAX_DEPTH
        children = () if is_cut else tuple(self.properties(item, pointer, (*trail, id(item))))
        return Property(name, pointer, definition, item, value_type, is_array, is_required, children)

    def resolve(self, schema: Any, pointer: str) -> Schema:
        """The schema with its reference followed, its allOf merged and the first non-null branch of a union taken."""
        if schema is True:
            return {}
        if not isinstance(schema, Mapping):
            raise InvalidSchema(pointer, "must be a JSON Schema: an object, or true")
        for _ in range(_MAX_REFERENCES):
            if "$ref" not in schema and not any(isinstance(schema.get(keyword), list) for keyword in _UNIONS):
                return cast(Schema, schema)
            simpler = self._simpler(schema, pointer)
            schema = simpler
        raise InvalidSchema(pointer, "its references go in a circle")

    def _simpler(self, schema: Schema, pointer: str) -> Schema:
        if "$ref" in schema:
            own = {key: value for key, value in schema.items() if key != "$ref"}
            target = self._referred(schema["$ref"], pointer)
            return {**target, **own} if own else target
        for keyword in _UNIONS:
            branches = schema.get(keyword)
            if not isinstance(branches, list):
                continue
            own = {key: value for key, value in schema.items() if key != keyword}
            usable = [each for each in branches if isinstance(each, Mapping) and each.get("type") != "null"]
            for branch in usable if keyword == "allOf" else usable[:1]:
                own = _merged(own, branch)
            return own
        return schema

    def _referred(self, reference: Any, pointer: str) -> Schema:
        if not isinstance(reference, str) or not reference.startswith("#"):
            raise InvalidSchema(f"{pointer}/$ref", "only references into the schema itself (#/$defs/…) are followed")
        target: Any = self.document
        for step in reference[1:].split("/")[1:]:
            key = step.replace("~1", "/").replace("~0", "~")
            target = target.get(key) if isinstance(target, Mapping) else None
        if not isinstance(target, Mapping):
            raise InvalidSchema(f"{pointer}/$ref", f"{reference} is not in the schema")
        return cast(Schema, target)


def _merged(first: Schema, second: Schema) -> dict[str, Any]:
    merged = {**second, **first}
    for key in ("properties", "$defs"):
        if isinstance(first.get(key), Mapping) and isinstance(second.get(key), Mapping):
            merged[key] = {**first[key], **second[key]}
    if isinstance(first.get("required"), list) and isinstance(second.get("required"), list):
        merged["required"] = [*first["required"], *second["required"]]
    return merged


def _types(schema: Schema) -> list[str]:
    declared = schema.get("type")
    names = declared if isinstance(declared, list) else [declared]
    return [name for name in names if isinstance(name, str) and name != "null"]


def _is_array(schema: Schema) -> bool:
    types = _types(schema)
    return types[0] == "array" if types else "items" in schema and "properties" not in schema


def _items(schema: Schema) -> Any:
    items = schema.get("items", schema.get("prefixItems", True))
    if isinstance(items, list):
        return items[0] if items else True
    return {} if items is False else items


def _value_type(schema: Schema) -> Literal["string", "number", "integer", "boolean", "object", "any"]:
    for name in _types(schema):
        if name in _SCALAR_TYPES:
            return cast(Literal["string", "number", "integer", "boolean", "object"], name)
    if "properties" in schema:
        return "object"
    values = schema.get("enum")
    if isinstance(values, list) and values and all(isinstance(value, str | None) for value in values):
        return "string"
    return "any"


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
