"""JSON values as `structured.Node` trees, each value with its JSON pointer."""

from itertools import islice
from typing import Any

from scraper.extraction.structured import Node, Scalar, Value

_MAX_DEPTH = 12
_MAX_PROPERTIES = 300  # of one item: each is compared with each field, and items are copied


def node_of(item: dict[str, Any], path: str, by_id: dict[str, Node], depth: int = 0) -> Node:
    """The item as a node; `by_id` collects nodes with an @id and more than that.

    Of very many properties the first are read.
    """
    declared = item.get("@type", item.get("type"))
    names = declared if isinstance(declared, list) else [declared]
    types = tuple(str(name).rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names if isinstance(name, str))
    node = Node(types, path)
    for name, value in islice(item.items(), _MAX_PROPERTIES):
        if name in ("@context", "@type"):
            continue
        key = name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() if not name.startswith("@") else name
        values = _values(value, f"{path}/{_escape(name)}", (by_id, depth + 1))
        if values:
            node.properties.setdefault(key, []).extend(values)
    identifier = item.get("@id")
    if isinstance(identifier, str) and len(item) > 1:
        by_id.setdefault(identifier, node)
    return node


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


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
