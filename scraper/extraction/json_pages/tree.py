"""JSON values as `structured.Node` trees, each value with its JSON pointer."""

from functools import lru_cache
from itertools import islice
from typing import Any

from scraper.extraction.structured import Node, Scalar, Value

_MAX_DEPTH = 12
_PLAIN = (str, int, float)
_MAX_PROPERTIES = 300  # of one item: each is compared with each field, and items are copied


def node_of(item: dict[str, Any], path: str, by_id: dict[str, Node], depth: int = 0) -> Node:
    """The item as a node; `by_id` collects nodes with an @id and more than that.

    Of very many properties the first are read.
    """
    node = Node(_types(item.get("@type", item.get("type"))), path)
    properties, inside = node.properties, (by_id, depth + 1)
    for name, value in islice(item.items(), _MAX_PROPERTIES):
        key, step = _named(name)
        if not key or value is None:
            continue
        if isinstance(value, _PLAIN) and depth < _MAX_DEPTH:
            values: list[Value] = [Scalar(value, f"{path}/{step}")]
        else:
            values = _values(value, f"{path}/{step}", inside)
        if not values:
            continue
        known = properties.get(key)
        if known is None:
            properties[key] = values
        else:
            known.extend(values)
    identifier = item.get("@id")
    if isinstance(identifier, str) and len(item) > 1:
        by_id.setdefault(identifier, node)
    return node


def _types(declared: Any) -> tuple[str, ...]:
    if isinstance(declared, str):
        return (_type(declared),)
    return tuple(map(_type, (name for name in declared if isinstance(name, str)))) if isinstance(declared, list) else ()


@lru_cache(maxsize=1024)
def _type(declared: str) -> str:
    return declared.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower()


@lru_cache(maxsize=8192)
def _named(name: str) -> tuple[str, str]:
    """The property's name, "" for what is none, and its step of a JSON pointer."""
    step = name.replace("~", "~0").replace("/", "~1")
    if name in ("@context", "@type"):
        return "", step
    return name if name.startswith("@") else _type(name), step


def _values(value: Any, path: str, context: tuple[dict[str, Node], int]) -> list[Value]:
    by_id, depth = context
    if value is None or depth > _MAX_DEPTH:
        return []
    if isinstance(value, list):
        found: list[Value] = []
        for number, each in enumerate(value[:2000]):
            found.extend(_values(each, f"{path}/{number}", (by_id, depth + 1)))
        return found
    if isinstance(value, dict):
        return [node_of(value, path, by_id, depth)]
    return [Scalar(value, path)]
