"""Structured items (JSON-LD, microdata, RDFa) as one kind of tree, and which of a page's items the schema is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import keys_of, labels_of, name_keys
from scraper.extraction.schema import RecordSchema
from scraper.extraction.words import label_key, singular, split_words, word_set

# Properties that say what a node is worth where a plain value is asked for.
_NAMING = ("name", "text", "@value", "value", "headline")
_LINKING = ("url", "contenturl", "@id")
# Types that describe the site rather than what a page is about.
FURNITURE = word_set(
    "breadcrumblist website webpage organization imageobject searchaction sitenavigationelement wpheader wpfooter "
    "listitem itemlist person entrypoint collectionpage wpsidebar corporation onlinestore store newsmediaorganization"
)
_MAX_RANKED = 5_000  # items of a page: 20,000 took over two seconds
_MAX_VALUES = 1_000  # at a property: by references a few kilobytes of JSON hold millions


@dataclass(frozen=True, slots=True)
class Scalar:
    """A plain value and where it stands."""

    value: Any
    path: str


@dataclass(slots=True)
class Node:
    """One item: its types (lower case, no namespace) and properties (lower-case names) in page order."""

    types: tuple[str, ...]
    path: str
    properties: dict[str, list["Scalar | Node"]] = field(default_factory=dict)


Value = Scalar | Node


def walk(node: Node, dotted: str) -> list[Value]:
    """All values at a dotted property path ("offers.price"), through every node on the way."""
    at: list[Value] = [node]
    for step in _steps(dotted):
        nodes = (each for each in at if isinstance(each, Node))
        at = list(islice((value for each in nodes for value in each.properties.get(step, ())), _MAX_VALUES))
    return at


@lru_cache(maxsize=1024)
def _steps(dotted: str) -> tuple[str, ...]:
    return tuple(dotted.lower().split("."))


@lru_cache(maxsize=8192)
def joined_name(key: str) -> str:
    """A property's name or JSON key as folded words with nothing between: "datePublished" -> "datepublished"."""
    return "".join(split_words(key))


@lru_cache(maxsize=128)  # the items of a list have the same properties
def _places(names: tuple[str, ...]) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Where properties stand by their joined names and by the singulars of those."""
    by_name: dict[str, list[int]] = {}
    by_singular: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        joined = joined_name(name)
        by_name.setdefault(joined, []).append(place)
        by_singular.setdefault(singular(joined), []).append(place)
    return by_name, by_singular


@lru_cache(maxsize=1024)
def _keys_among(names: tuple[str, ...], keys: tuple[str, ...]) -> list[tuple[int, str]]:
    """The property paths that begin with one of these properties, each with its rank among all."""
    return [(rank, key) for rank, key in enumerate(keys) if _steps(key)[0] in names]


def leaves(values: Sequence[Value], spec: FieldSpec) -> Iterator[Scalar]:
    """The plain values among `values`; a node gives its name, text or, for links and images, its URL."""
    stack = list(reversed(values[:_MAX_VALUES]))
    pushed = len(stack)
    seen: set[int] = set()  # lists: references make an item part of itself
    while stack:
        value = stack.pop()
        if isinstance(value, Scalar):
            yield value
            continue
        inner = value.properties.get("itemlistelement") or value.properties.get("@list")
        if inner:  # HowToSection, ItemList
            if id(value) in seen:
                continue
            seen.add(id(value))
            inner = inner[: _MAX_VALUES - pushed]
            pushed += len(inner)
            stack.extend(reversed(inner))
            stack.extend(_plain(value, "name")[:1] if "howtosection" in value.types and spec.is_array else ())
            continue
        if spec.is_array and "howtostep" in value.types:
            yield from _step(value)
            continue
        names = _LINKING if spec.is_uri or spec.concept == "image" else ("text", *_NAMING) if spec.is_array else _NAMING
        for name in names:
            if name in value.properties:
                yield from (each for each in value.properties[name][:1] if isinstance(each, Scalar))
                break


def _step(node: Node) -> Iterator[Scalar]:
    """A step's name, unless its text begins with it, and its text."""
    names, texts = _plain(node, "name")[:1], _plain(node, "text")[:1]
    if names and texts and not str(texts[0].value).startswith(str(names[0].value).rstrip(".…")):
        yield names[0]
    yield from texts or names


def values_of(node: Node, spec: FieldSpec) -> Iterator[tuple[list[Value], float]]:
    """Where the item may hold the field, best first, with a belief 0..1 for each place."""
    names = tuple(node.properties)
    for rank, key in _keys_among(names, keys_of(spec)):
        found = walk(node, key)
        if found:
            yield found, 1.0 - 0.04 * rank
    by_name, by_singular = _places(names)
    found_at = {place for name in name_keys(spec) for place in by_name.get(name, ())}
    found_at.update(by_singular.get(singular("".join(spec.words)), ()))
    named = list(node.properties.values()) if found_at else []
    yield from ((named[place], 0.9) for place in sorted(found_at))
    labels = labels_of(spec)
    for pair in node.properties.get("additionalproperty", ()):
        if isinstance(pair, Node) and any(label_key(str(leaf.value)) in labels for leaf in _plain(pair, "name")):
            yield list(pair.properties.get("value", ())), 0.8


def _plain(node: Node, name: str) -> list[Scalar]:
    return [each for each in node.properties.get(name, ()) if isinstance(each, Scalar)]


def relevance(nodes: Sequence[Node], schema: RecordSchema, title_keys: frozenset[str]) -> list[tuple[Node, float]]:
    """The items that may be what the schema describes, each with a belief 0..1, best first.

    What counts: how many fields the item fills, whether its type is named in the schema's words, and whether its name
    is the page's heading (`title_keys`: label keys of headings and of the page's title). Of very many items only the
    first are looked at: what a page is about does not stand behind thousands of others.
    """
    vocabulary = schema.words | schema.title_words
    scored = [(node, _score(node, schema, (vocabulary, title_keys))) for node in nodes[:_MAX_RANKED]]
    best = max((score for _, score in scored), default=0.0)
    if best <= 0:
        return []
    kept = [(node, min(1.0, score / best)) for node, score in scored if score > 0]
    return sorted(kept, key=lambda pair: -pair[1])


def _score(node: Node, schema: RecordSchema, known: tuple[frozenset[str], frozenset[str]]) -> float:
    vocabulary, title_keys = known
    filled = sum(1 for spec in schema.fields if next(values_of(node, spec), None) is not None)
    if not filled:
        return 0.0
    score = filled / len(schema.fields)
    if is_of_type(node, vocabulary):
        score += 1.0
    if any(name in FURNITURE for name in node.types) and not _type_words(node) & vocabulary:
        score *= 0.3
    if title_names(node) & title_keys:
        score += 0.5
    return score


def title_names(node: Node) -> set[str]:
    """What the item is called, as label keys."""
    return {label_key(str(leaf.value)) for key in ("name", "headline") for leaf in _plain(node, key)}


def is_of_type(node: Node, vocabulary: frozenset[str]) -> bool:
    """Whether the item's type is, or ends with, one of the words: "newsarticle" is of "article"."""
    if _type_words(node) & vocabulary:
        return True
    return any(len(word) > 3 and name.endswith(word) for name in node.types for word in vocabulary)


def _type_words(node: Node) -> set[str]:
    return {singular(word) for name in node.types for word in split_words(name)}
