"""Candidates from microdata (itemscope, itemprop) and RDFa Lite (typeof, property)."""

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.scope import Scope
from scraper.extraction.sources.items import item_candidates
from scraper.extraction.structured import Node, Scalar, Value
from scraper.extraction.values import Candidate

# Where an element's value stands, by tag; other elements give `content` if they have it, else their text.
_VALUE_ATTRIBUTES = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("img", "audio", "embed", "iframe", "source", "track", "video"), "src"),
    "object": "data",
    "data": "value",
    "meter": "value",
    "time": "datetime",
    "meta": "content",
}


def microdata(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The values of the field in the page's microdata and RDFa; nothing inside a part of a page."""
    return item_candidates(scope, spec, (microdata_items, "microdata")) if scope.is_page else []


def microdata_items(document: Document) -> list[Node]:
    """All items of the page that are not the property of another, in page order."""
    nodes: dict[int, Node] = {}
    top: list[Node] = []
    for index in document.of_items:
        attributes = document.elements[index].attrib
        names = attributes.get("itemprop") or (attributes.get("property") if document.tags[index] != "meta" else None)
        is_item = "itemscope" in attributes or "typeof" in attributes
        if not names and not is_item:
            continue
        owner = _owner(document, nodes, index)
        node = _node(document, index) if is_item else None
        if node is not None:
            nodes[index] = node
        if names and owner is not None:
            value: Value = node if node is not None else _leaf(document, index)
            for name in names.split():
                owner.properties.setdefault(_local(name), []).append(value)
        elif node is not None:
            top.append(node)
    return [node for node in top if node.properties]


def _owner(document: Document, nodes: dict[int, Node], index: int) -> Node | None:
    if not nodes:
        return None
    return next((nodes[ancestor] for ancestor in document.ancestors(index) if ancestor in nodes), None)


def _node(document: Document, index: int) -> Node:
    declared = document.attribute(index, "itemtype") or document.attribute(index, "typeof") or ""
    return Node(tuple(_local(name) for name in declared.split()), document.path(index))


def _local(name: str) -> str:
    return name.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1].lower()


def _leaf(document: Document, index: int) -> Scalar:
    tag = document.tags[index]
    for attribute in ("content", _VALUE_ATTRIBUTES.get(tag), "data-src" if tag == "img" else None):
        value = document.attribute(index, attribute) if attribute else None
        if value and value.strip():
            return Scalar(value, f"{document.path(index)}/@{attribute}")
    return Scalar(document.text(index), document.path(index))
