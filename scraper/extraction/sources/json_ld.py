"""Candidates from JSON-LD scripts. The items' trees are `scraper.extraction.structured`'s."""

import json
import re
from collections.abc import Iterator
from typing import Any

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.json_pages.tree import node_of
from scraper.extraction.scope import Scope
from scraper.extraction.sources.items import item_candidates
from scraper.extraction.structured import Node
from scraper.extraction.values import Candidate

_MAX_SCRIPT = 2_000_000  # characters; longer ones are catalogues
_MAX_SCRIPTS = 2_000
_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[|/\*.*?\*/)|(?:-->|//\]\]>|\]\]>)\s*;?\s*$", re.DOTALL)
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def json_ld(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The values of the field in the page's JSON-LD; nothing inside a part of a page."""
    return item_candidates(scope, spec, (json_ld_items, "json_ld")) if scope.is_page else []


def json_ld_items(document: Document) -> list[Node]:
    """All items of the page's JSON-LD scripts that stand on their own, in page order."""
    found: list[Node] = []
    by_id: dict[str, Node] = {}
    scripts = [
        index
        for index in document.by_tag.get("script", ())
        if "ld+json" in (document.attribute(index, "type") or "").lower()
    ]
    if len(scripts) > _MAX_SCRIPTS:
        document.left_out.append(f"the page has {len(scripts):,} JSON-LD scripts: the first {_MAX_SCRIPTS:,} are read")
    for index in scripts[:_MAX_SCRIPTS]:
        text = document.elements[index].text or ""
        if len(text) > _MAX_SCRIPT:
            document.left_out.append(f"a JSON-LD script of more than {_MAX_SCRIPT:,} characters is not read")
            continue
        for value in parse_json(text):
            for item, pointer in _top_items(value, ""):
                found.append(node_of(item, f"{document.path(index)}#{pointer}", by_id))
    _link(found, by_id)
    return found + [part for node in found for part in _main_parts(node)]


def parse_json(text: str) -> list[Any]:
    """The JSON value of a script, with what pages do wrong forgiven (comments, trailing commas); [] if hopeless."""
    for attempt in (text, _TRAILING_COMMA.sub(r"\1", _COMMENT.sub("", text)).strip().rstrip(";")):
        try:
            return [json.loads(attempt, strict=False)]
        except (ValueError, RecursionError):
            continue
    return []


def _top_items(value: Any, pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(value, list):
        for number, each in enumerate(value[:500]):
            yield from _top_items(each, f"{pointer}/{number}")
    elif isinstance(value, dict):
        if isinstance(value.get("@graph"), list | dict):
            yield from _top_items(value["@graph"], f"{pointer}/@graph")
        if len(value) > 2 or "@graph" not in value:
            yield value, pointer


def _main_parts(node: Node) -> list[Node]:
    """Items that a page item names as what it is about."""
    parts: list[Node] = []
    for name in ("mainentity", "mainentityofpage", "hasvariant", "about", "video"):
        parts.extend(each for each in node.properties.get(name, ())[:1] if isinstance(each, Node) and each.properties)
    return parts


def _link(nodes: list[Node], by_id: dict[str, Node]) -> None:
    """Put the item in the place of each mere reference to it ({"@id": …})."""
    stack, seen = list(nodes), set()
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        for values in node.properties.values():
            for position, value in enumerate(values):
                if not isinstance(value, Node):
                    continue
                if set(value.properties) == {"@id"}:
                    target = by_id.get(str(getattr(value.properties["@id"][0], "value", "")))
                    if target is not None:
                        values[position] = target
                        continue
                stack.append(value)
