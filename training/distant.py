"""Distant labels: a structured page's own JSON-LD as the truth for a schema of its properties, the markup hidden."""

import re
from collections.abc import Iterator
from typing import Any

from scraper.extraction.document import Document
from scraper.extraction.ranker.subjects import TYPE_KINDS
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.structured import Node, Scalar

_MAX_FIELDS = 14
_MAX_ITEMS = 60
_MAX_TEXT = 20_000
_NAMES_OF_NODES = ("name", "@value", "value", "price", "ratingvalue", "text", "url")
_SKIPPED = frozenset(("@id", "@context", "mainentityofpage", "potentialaction", "ispartof", "inlanguage", "context"))
# Nodes whose parts are fields of their own: what stands inside is asked for by its own name.
_OPENED = ("offers", "aggregaterating", "nutrition", "address", "pricespecification")
_SINGLE = frozenset(("image", "url", "sku", "name", "headline"))
_CODE = re.compile(r"sku|mpn|productid|identifier|gtin", re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ].*)?$")
_KEY = re.compile(r'"(\w{1,60})"\s*:')
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,4})?$")


def distant_task(document: Document) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """(JSON Schema, truth) of the page's main item, or None where it declares no item of a known kind.

    Each property becomes a field of that name (as the page writes it, but for its case) with the type of its value.
    """
    items = [node for node in document.once(json_ld_items) if any(name in TYPE_KINDS for name in node.types)]
    if not items or sum(node.types == items[0].types for node in items) > 1:
        return None
    properties: dict[str, Any] = {}
    truth: dict[str, Any] = {}
    spelt = _spellings(document)
    for key, values in _fields(items[0]):
        name = spelt.get(key, key)
        if len(properties) < _MAX_FIELDS and name not in properties:
            field = _field(name, values)
            if field is not None:
                properties[name], truth[name] = field
    return ({"type": "object", "properties": properties}, truth) if len(properties) > 1 else None


def _spellings(document: Document) -> dict[str, str]:
    """Lower-case key -> the key as the page's JSON-LD writes it ("datePublished"): its words can be told apart."""
    scripts = [document.elements[index] for index in document.by_tag.get("script", ())]
    texts = [element.text or "" for element in scripts if "ld+json" in (element.get("type") or "")]
    return {key.lower(): key for text in texts for key in _KEY.findall(text)}


def _fields(node: Node, depth: int = 0) -> Iterator[tuple[str, list[Any]]]:
    for name, values in sorted(node.properties.items()):
        if name in _SKIPPED or name.startswith("@"):
            continue
        if name in _OPENED and depth < 2:
            for value in values[:1]:
                if isinstance(value, Node):
                    yield from _fields(value, depth + 1)
            continue
        plain = [text for value in values[:_MAX_ITEMS] for text in _plain(value)]
        if plain:
            yield name, plain


def _plain(value: Any) -> Iterator[Any]:
    if isinstance(value, Scalar):
        if not isinstance(value.value, bool) and 0 < len(str(value.value)) <= _MAX_TEXT:
            yield value.value
        return
    for name in _NAMES_OF_NODES:
        found = [each for each in value.properties.get(name, ()) if isinstance(each, Scalar)]
        if found:
            yield found[0].value
            return


def _field(name: str, values: list[Any]) -> tuple[dict[str, Any], Any] | None:
    """(definition, truth) of one property."""
    first = str(values[0]).strip()
    if name == "availability":
        meaning = first.rstrip("/").rsplit("/", 1)[-1]
        known = {"instock": "InStock", "outofstock": "OutOfStock"}.get(meaning.lower())
        return ({"type": "string", "enum": ["InStock", "OutOfStock"]}, known) if known else None
    if len(values) > 1 and name.lower() not in _SINGLE:
        return {"type": "array", "items": {"type": "string"}}, [str(value) for value in values]
    if _DATE.match(first):
        return {"type": "string", "format": "date"}, first[:10]
    if first.startswith(("http://", "https://")):
        return {"type": "string", "format": "uri"}, first
    if _NUMBER.match(first) and not _CODE.match(name):
        return {"type": "number"}, first
    return {"type": "string"}, first
