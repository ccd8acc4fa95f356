"""Schema definitions that cannot work are refused with the place and the cure, at once."""

import time

import pytest

from db.definitions import check_schema_definition
from db.exceptions import InvalidValue

STRING = {"type": "string"}


def of(**properties: object) -> dict:
    """A definition with these properties."""
    return {"type": "object", "properties": properties}


def nested(levels: int) -> dict:
    definition: dict = {"type": "string"}
    for _ in range(levels):
        definition = of(a=definition)
    return definition


def referring(links: dict, **rest: object) -> dict:
    return {**of(a={"$ref": "#/$defs/0"}), "$defs": links, **rest}


DOUBLING = referring({**{str(n): {"allOf": [{"$ref": f"#/$defs/{n + 1}"}] * 2} for n in range(30)}, "30": STRING})
CHAIN = referring({**{str(n): {"$ref": f"#/$defs/{n + 1}"} for n in range(900)}, "900": STRING})
LOOP = referring({"0": of(b={"$ref": "#/$defs/1"}), "1": {"type": "array", "items": {"$ref": "#/$defs/0"}}})

FAMILY = referring({str(n): of(**{f"p{m}": {"$ref": f"#/$defs/{n + 1}"} for m in range(2)}) for n in range(9)})
FAMILY["$defs"]["9"] = STRING

GOOD = {
    "ten things that refer to each other": FAMILY,
    "a hundred things that are never referred to": {**of(a=STRING), "$defs": {f"d{n}": nested(8) for n in range(100)}},
    "the simplest": of(title=STRING),
    "draft 2020-12": {"$schema": "https://json-schema.org/draft/2020-12/schema", **of(title=STRING)},
    "draft 7": {"$schema": "http://json-schema.org/draft-07/schema#", **of(title=STRING)},
    "a reference": referring({"0": STRING}),
    "one thing referred to twice": {**of(a={"$ref": "#/$defs/p"}, b={"$ref": "#/$defs/p"}), "$defs": {"p": STRING}},
    "a reference to a property": of(a=STRING, b={"$ref": "#/properties/a"}),
    "an escaped reference": {**of(a={"$ref": "#/$defs/x~1y%20z"}), "$defs": {"x/y z": STRING}},
    "a reference into a list": {**of(a={"$ref": "#/$defs/p/anyOf/0"}), "$defs": {"p": {"anyOf": [STRING]}}},
    "properties that are named like keywords": of(**{"$ref": STRING, "pattern": STRING, "$id": STRING}),
    "true for a property": of(a=True),
    "own keywords": of(price={"type": "number", "x-css": ".price"}),
    "31 levels": nested(31),
    "900 properties": of(**{f"p{n}": STRING for n in range(900)}),
    "a nested set in a pattern": of(a={"pattern": "[[a]"}),
}

REFUSED = {
    "no object": ([], "", "give a JSON Schema"),
    "null": (None, "", "give a JSON Schema"),
    "no type": ({"properties": {"a": STRING}}, "/type", '"type": "object"'),
    "a list": ({"type": "array", "items": STRING}, "/type", '"type": "object"'),
    "no properties": ({"type": "object"}, "/properties", "names no field"),
    "empty properties": (of(), "/properties", "names no field"),
    "an unknown type": (of(a={"type": "strin"}), "/properties/a/type", "is not valid JSON Schema"),
    "a property that is no schema": (of(a=3), "/properties/a", "is not valid JSON Schema"),
    "required that is no list": ({**of(a=STRING), "required": "a"}, "/required", "is not valid JSON Schema"),
    "draft 4": ({**of(a=STRING), "$schema": "http://json-schema.org/draft-04/schema#"}, "/$schema", "use one of"),
    "a remote reference": (of(a={"$ref": "http://127.0.0.1/a"}), "/properties/a/$ref", "#/$defs/price"),
    "a file": (of(a={"$ref": "file:///etc/passwd"}), "/properties/a/$ref", "#/$defs/price"),
    "a relative reference": (of(a={"$ref": "other.json"}), "/properties/a/$ref", "#/$defs/price"),
    "an anchor": (of(a={"$ref": "#price"}), "/properties/a/$ref", "#/$defs/price"),
    "a reference deep inside": (
        of(a={"items": {"anyOf": [STRING, {"$ref": "http://x/y"}]}}),
        "/properties/a/items/anyOf/1/$ref",
        "#/$defs/price",
    ),
    "a dynamic reference": (of(a={"$dynamicRef": "#x"}), "/properties/a/$dynamicRef", "use $ref"),
    "a remote $id": ({**of(a=STRING), "$id": "https://example.com/s"}, "/$id", "remove it"),
    "a reference to nothing": (of(**{"a/b": {"$ref": "#/$defs/no"}}), "/properties/a~1b/$ref", "which is not there"),
    "itself": (of(a={"$ref": "#"}), "/properties/a/$ref", "contains it"),
    "a loop": (LOOP, "/$defs/0/properties/b/$ref", "contains it"),
    "a doubling bomb": (DOUBLING, "/$defs/18", "10000 subschemas"),
    "a chain of 900": (CHAIN, "/$defs/868", "32 levels"),
    "40 levels": (nested(40), "/properties/a" * 8, "32 levels"),
    "200 levels": (nested(200), "/properties/a" * 2, "100 levels"),
    "1,200 properties": (of(**{f"p{n}": STRING for n in range(1200)}), "/properties/p200", "1000 subschemas"),
    "a megabyte": ({**of(a=STRING), "description": "x" * 1_000_000}, "", "at most 65536"),
    "a pattern": (of(a={"pattern": "("}), "/properties/a/pattern", "regular expression"),
    "a pattern of names": ({**of(a=STRING), "patternProperties": {"*": {}}}, "/patternProperties/*", "regular"),
    "NUL": (of(a={"description": "\x00"}), "/properties/a/description", "U+0000"),
}


@pytest.mark.parametrize("definition", GOOD.values(), ids=GOOD)
def test_a_definition_that_can_work_is_taken(definition):
    assert check_schema_definition(definition) is None


@pytest.mark.parametrize(("definition", "pointer", "reason"), REFUSED.values(), ids=REFUSED)
def test_a_definition_that_cannot_work_is_refused(definition, pointer, reason):
    with pytest.raises(InvalidValue) as caught:
        check_schema_definition(definition)
    assert caught.value.pointer == pointer
    assert reason in caught.value.reason


@pytest.mark.parametrize("definition", [DOUBLING, CHAIN, nested(200), nested(40)], ids=["bomb", "chain", "200", "40"])
def test_a_bomb_is_refused_within_100_milliseconds_of_work(definition):
    start = time.process_time()
    with pytest.raises(InvalidValue):
        check_schema_definition(definition)
    assert time.process_time() - start < 0.1
