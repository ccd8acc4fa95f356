"""Is the page about one thing or a list of things? Side lists (related products, further news) do not make a list."""

import math
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from lxml.html import HtmlElement

from scraper.extraction.detail import read_record
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.headings import main_heading, title_keys
from scraper.extraction.lists.item_records import ITEM_SOURCES
from scraper.extraction.marks import Flag
from scraper.extraction.pagekinds import ABOUT_ONE, declares_one
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.sources.items import Items, ranked_items
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.sources.microdata import microdata_items
from scraper.extraction.structured import Node, Scalar
from scraper.extraction.values import Evidence, ExtractOptions, Record
from scraper.extraction.words import label_key, singular, split_words, word_set

# Concepts that list pages hardly ever show, and those that their records have.
_DETAIL_CONCEPTS = word_set("sku gtin mpn availability ingredients instructions prep_time cook_time total_time body")
_PAGE_CONCEPTS = frozenset(("ingredients", "instructions"))
# Weights of the evidence, in log-odds; set by hand on the development corpora, see docs/extraction.md.
_SAYS_PAGE, _DETAIL_FIELD, _ASKS_LINK = 2.0, 0.5, -1.5
_MAIN_ITEM, _NAMED_MAIN_ITEM, _DECLARED_TYPE, _HEADING = 1.5, 2.5, 0.8, 0.3
_SURE = 1.5
_LIST_WEIGHT, _LIST_MIDDLE = 4.0, 0.2
_LEAST = 0.1  # belief in a list; those of the labelled pages have more
_MANY, _MORE, _LIKELY = (
    3,
    2,
    0.5,
)  # records; fields by which one of them is ahead; the confidence of a field that counts
_SOME = 0.15  # of a list: side lists of the corpora's detail pages have less
_DOCUMENT_CONCEPTS = frozenset(("title", "body"))
_COMMENT_WORDS = word_set("comment reply answer response commenter kommentar commentaire comentario commento reactie")
_PRICE = FieldSpec("price", "number", words=("price",), concept="price")
_OF_ANY_PAGE = frozenset((None, "title", "url", "image", "description", "body", "language", "publisher", "category"))
"""Concepts of which pages of lists have a value, too; fields of no concept may be anything."""
_OFF = int(Flag.HEAD | Flag.NAV | Flag.FOOTER | Flag.ASIDE | Flag.RELATED | Flag.HIDDEN)
_CURRENCY_LETTERS = 3  # in "EUR 129.00"
_ALL = ExtractOptions()
_MIN_BODY = 80  # characters; what a list shows of a text of its own is longer, an entry of an index shorter


def detail_belief(scope: Scope) -> float:
    """Log-odds that the page is about one thing of the schema's kind, by schema and page without looking for lists."""
    belief = schema_belief(scope.schema)
    belief += max((_main_item(scope, items) for items in (json_ld_items, microdata_items)), default=0.0)
    if declares_one(scope.document):
        belief += _DECLARED_TYPE
    heading = scope.document.once(main_heading)
    if heading is not None and not scope.document.flags[heading] & int(Flag.HEADER):
        belief += _HEADING
    return belief


def is_surely_detail(belief: float) -> bool:
    """Whether the belief is such that no list can turn it."""
    return belief >= _SURE


def is_list(belief: float, confidence: float, count: int) -> bool:
    """Whether a list of so many records, read with that confidence, outweighs the belief in one record."""
    if count < 2 or confidence < _LEAST:
        return False
    return _LIST_WEIGHT * (confidence - _LIST_MIDDLE) + 0.3 * math.log2(count / 2) > belief


def says_more(records: Sequence[Record], confidence: float, record: Record | None) -> bool:
    """Whether a list, read with that confidence, tells so much more than the page read as one record that it is meant.

    A schema of many fields that lists seldom show (a sku) makes a list unlikely; if then nothing but the heading is
    found of one thing, and most fields of each of many, the page is the list after all.
    """
    if len(records) < _MANY or confidence < _SOME:
        return False
    found = _likely_fields(record) if record else 0
    return median(map(_likely_fields, records)) >= found + _MORE


def _likely_fields(record: Record) -> int:
    return sum(confidence >= _LIKELY for confidence in record.field_confidence.values())


def shows_one(scope: Scope) -> bool:
    """Whether the page shows a value of one thing (a price, a day, an author) by itself, or beside its label.

    Asked where only structured items tell of a list: a page that a script would fill shows no such thing, one that
    names what is related to its own thing does. A price counts though the schema asks for none.
    """
    specs = scope.schema.fields
    if all(spec.concept != "price" for spec in specs):
        specs = (*specs, _PRICE)
    record = read_record(
        Scope(scope.document, replace(scope.schema, fields=specs), resources=scope.resources), _ALL, []
    )
    telling = {spec.name: spec for spec in specs if spec.concept not in _OF_ANY_PAGE}
    return record is not None and any(
        name in telling
        and record.field_confidence[name] >= _LIKELY
        and _stands_alone(scope.document, telling[name], evidence)
        for name, evidence in record.evidence.items()
    )


def _stands_alone(document: Document, spec: FieldSpec, evidence: Evidence) -> bool:
    """Whether the value is all that an element of the page's content shows, or what stands beside its label."""
    index = document.index_at(evidence.path.partition("/@")[0])
    if index is None or evidence.source in ITEM_SOURCES or document.flags[index] & _OFF:
        return False
    if evidence.source == "labels":
        return True
    shown = document.text(index)
    if spec.is_numeric:  # not "free delivery from 50 €"
        return sum(map(str.isalpha, shown)) <= _CURRENCY_LETTERS
    return evidence.text in (shown, document.attribute(index, "datetime"))


def is_document(scope: Scope, records: Sequence[Record]) -> bool:
    """Whether the records are parts of one text (sections, terms, its table of contents), not things of their own.

    Asked only where the schema wants a body and the records give nothing but headings and texts: they are parts if
    most have no page of their own, or no body, or hardly more than a caption, below the one main heading.
    """
    bodies = {spec.name for spec in scope.schema.fields if spec.concept == "body" and not spec.is_array}
    known = {spec.name for spec in scope.schema.fields if spec.concept in _DOCUMENT_CONCEPTS}
    if not bodies or not records or any(set(record.data) - known for record in records):
        return False
    linked = sum(_has_own_page(scope, record) for record in records)
    if 2 * linked < len(records):
        return True
    if scope.document.once(main_heading) is None:
        return False
    return median(max(_prose_length(scope, record, name) for name in bodies) for record in records) < _MIN_BODY


def are_comments(scope: Scope, records: Sequence[Record]) -> bool:
    """Whether the records are the comments below what the page is about, and the schema speaks of none."""
    if (scope.schema.words | scope.schema.title_words) & _COMMENT_WORDS:
        return False
    found = [next(iter(record.evidence.values())).path for record in records if record.evidence]
    places = [scope.document.index_at(path.partition("/@")[0]) for path in found]
    marked = sum(at is not None and bool(scope.document.flags[at] & int(Flag.COMMENTS)) for at in places)
    return 2 * marked > len(records)


def _has_own_page(scope: Scope, record: Record) -> bool:
    """Whether the record links to another page, and not from within a sentence ("see Chapter 20")."""
    if not record.url or record.url.partition("#")[0] == scope.document.url.partition("#")[0]:
        return False
    for evidence in record.evidence.values():
        for link in _elements_at(scope, evidence.path):
            before = link.getprevious()
            text = link.getparent().text if before is None else before.tail
            if link.tag == "a" and any(map(str.isalpha, text or "")):
                return False
    return True


def _elements_at(scope: Scope, path: str) -> list[HtmlElement]:
    found = scope.document.root.getroottree().xpath(path.partition("#")[0])
    return [each for each in found if isinstance(each, HtmlElement)]


def _prose_length(scope: Scope, record: Record, name: str) -> int:
    """The number of characters of the field's text that are no link texts; 0 where the record lacks it."""
    if name not in record.data:
        return 0
    found = _elements_at(scope, record.evidence[name].path)
    linked = sum(len(link.text_content()) for each in found for link in each.iter("a"))
    return len(str(record.data[name])) - linked


def schema_belief(schema: RecordSchema) -> float:
    """Log-odds that records of the schema have a page of their own, by the words and concepts of its fields."""
    if any(spec.concept in _PAGE_CONCEPTS for spec in schema.fields):
        return _SURE
    belief = 0.0
    if any(spec.is_of_page and not spec.is_uri for spec in schema.fields):
        belief += _SAYS_PAGE
    belief += min(_SURE, _DETAIL_FIELD * sum(1 for spec in schema.fields if spec.concept in _DETAIL_CONCEPTS))
    if any(_is_link(spec) for spec in schema.fields):
        belief += _ASKS_LINK
    return belief


def _is_link(spec: FieldSpec) -> bool:
    return spec.is_uri and spec.concept != "image"


def _main_item(scope: Scope, items: Items) -> float:
    """The weight of a structured item of the schema's kind that stands alone on the page."""
    ranked = ranked_items(scope, items)
    if not ranked:
        return 0.0
    best = ranked[0][0]
    same = [node for node, _ in ranked if node.types == best.types]
    if len(same) > 2 or not _is_of_schema(best, scope.schema):
        return 0.0
    names = [leaf for key in ("name", "headline") for leaf in best.properties.get(key, ()) if isinstance(leaf, Scalar)]
    titles = scope.document.once(title_keys)
    is_named = any(label_key(str(leaf.value)) in titles for leaf in names)
    return _NAMED_MAIN_ITEM if is_named else _MAIN_ITEM


def _is_of_schema(node: Node, schema: RecordSchema) -> bool:
    """Whether the item's type is named in the schema, or is one that whole pages are about."""
    words = {singular(word) for name in node.types for word in split_words(name)}
    return bool(words & schema.words) or bool(set(node.types) & ABOUT_ONE)
