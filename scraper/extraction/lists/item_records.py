"""What structured items give a list page: what they tell of its records, and records of their own."""

from collections.abc import Iterator, Mapping, Sequence

from scraper.extraction.document import Document
from scraper.extraction.headings import title_keys
from scraper.extraction.lists.card_objects import object_readings
from scraper.extraction.lists.columns import Column
from scraper.extraction.lists.flat_fields import FlatField, FlatSchema, flat_schema
from scraper.extraction.lists.item_pairs import Pairing, is_own, own_url, paired
from scraper.extraction.lists.item_sets import ItemSet, item_sets
from scraper.extraction.lists.item_values import Told, item_objects, item_reading, with_overruled
from scraper.extraction.lists.matching import Match
from scraper.extraction.lists.prospects import importance
from scraper.extraction.lists.readings import CellReading
from scraper.extraction.lists.regions import Span
from scraper.extraction.lists.roles import main_field
from scraper.extraction.locale import PageLocale
from scraper.extraction.marks import Flag
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import locale_of
from scraper.extraction.structured import FURNITURE, Node, is_named
from scraper.extraction.values import Record
from scraper.extraction.words import singular, split_words

ITEM_SOURCES = frozenset(("json_ld", "microdata"))
_PARAGRAPH, _PROSE = 120, 600  # characters of a paragraph, and of all such of a page, from which it is about one thing
_OFF = int(Flag.SILENT | Flag.HIDDEN | Flag.NAV | Flag.FOOTER | Flag.HEAD)
_MAX_SETS = 6  # that are compared with the records
_SAMPLE = 5  # items that a set is judged by
_KEPT = 0.34  # share of what the records of a list usually have, that an item without a record must have
_MIN_FILL = 0.5  # of the schema that items must fill to be records where the page shows no list
_UNNAMED = 0.8  # belief in items whose type the schema does not name
_STANDALONE = 0.9


def told_of(
    document: Document,
    read: tuple[FlatSchema, Sequence[Match], Sequence[Column]],
    spans: Sequence[Span],
    shown: Sequence[Mapping[str, CellReading]],
) -> Told | None:
    """What the page's items tell of the records, one set of items a syntax; None where none speak of them."""
    flat, matches, columns = read
    locale = document.once(locale_of)
    sets = [each for each in document.once(item_sets) if _tells(each, flat, locale)] if len(spans) > 1 else []
    pairings: dict[str, Pairing] = {}
    for each in sets[:_MAX_SETS]:
        pairing = paired(document, spans, each, columns)
        known = pairings.get(each.source)
        if pairing is not None and (known is None or len(pairing.items) > len(known.items)):
            pairings[each.source] = pairing
    if not pairings:
        return None
    told = Told(tuple(pairings.values()), flat.fields, locale)
    return with_overruled(told, matches, shown)


def _tells(found: ItemSet, flat: FlatSchema, locale: PageLocale) -> bool:
    """Whether the items say anything that the schema asks for."""
    return any(_says(node, each, (found.source, locale)) for node in found.nodes[:2] for each in flat.fields.values())


def records_of_items(
    nodes: Sequence[Node],
    schema: RecordSchema,
    where: tuple[str, PageLocale],
    usual: frozenset[str] = frozenset(),
    min_confidence: float = 0.0,
) -> Iterator[Record]:
    """The items as records, those without a name or most of the usual fields left out."""
    flat = flat_schema(schema)
    main = main_field(flat.columns)
    for node in nodes:
        found = _read(node, flat, where)
        if not found or (main is not None and main.name not in found):
            continue
        if sum(name in found for name in usual) < _KEPT * len(usual):
            continue
        record = _record(node, schema, _with_objects(node, flat, found, where), (where[1], min_confidence))
        if record.data:
            yield record


def _read(node: Node, flat: FlatSchema, where: tuple[str, PageLocale]) -> dict[str, CellReading]:
    read = {name: item_reading(node, each, (*where, _STANDALONE)) for name, each in flat.fields.items()}
    return {name: reading for name, reading in read.items() if reading is not None}


def _with_objects(
    node: Node, flat: FlatSchema, found: Mapping[str, CellReading], where: tuple[str, PageLocale]
) -> dict[str, CellReading]:
    arrays = {spec.name: item_objects(node, spec, (*where, _STANDALONE)) for spec in flat.arrays}
    objects = object_readings(flat, found, where[1])
    return {**found, **objects, **{name: each for name, each in arrays.items() if each is not None}}


def _record(
    node: Node, schema: RecordSchema, found: Mapping[str, CellReading], how: tuple[PageLocale, float]
) -> Record:
    locale, least = how
    names = [f.name for f in schema.fields if f.name in found and found[f.name].evidence.confidence >= least]
    confidence = {name: found[name].evidence.confidence for name in names}
    required = [confidence.get(spec.name, 0.0) for spec in schema.required]
    return Record(
        data={name: found[name].value for name in names},
        confidence=round(min(required or list(confidence.values()), default=0.0), 4),
        field_confidence=confidence,
        evidence={name: found[name].evidence for name in names},
        url=own_url(node, locale),
    )


def items_alone(document: Document, schema: RecordSchema) -> tuple[ItemSet, float] | None:
    """The items that are the records of a page which shows no list, and the belief 0..1 in it; None where none are.

    They must fill most of the schema, and none may be what the page itself is about.
    """
    flat, locale = flat_schema(schema), document.once(locale_of)
    best: tuple[ItemSet, float] | None = None
    for each in document.once(item_sets):
        named = _is_of_schema(each.nodes[0], schema)
        if not named and not FURNITURE.isdisjoint(each.nodes[0].types):
            continue
        fill = _fill(each, flat, locale) * (1.0 if named else _UNNAMED)
        if fill < _MIN_FILL or is_own(document, each.nodes, document.once(title_keys)):
            continue
        if best is None or fill > best[1]:
            best = each, fill
    return best


def _is_of_schema(node: Node, schema: RecordSchema) -> bool:
    """Whether the item's type is named by the schema."""
    vocabulary = schema.words | schema.title_words
    words = {singular(word) for name in node.types for word in split_words(name)}
    return bool(words & vocabulary) or any(is_named(name, vocabulary) for name in node.types)


def _fill(found: ItemSet, flat: FlatSchema, locale: PageLocale) -> float:
    """The share 0..1 of the schema's fields, by what they count, that items fill on average."""
    asked = [each for each in flat.fields.values() if not each.is_whole]
    total = sum(importance(each.spec) for each in asked)
    got = 0.0
    nodes = found.nodes[:: max(1, len(found.nodes) // _SAMPLE)][:_SAMPLE]
    for node in nodes:
        got += sum(importance(each.spec) for each in asked if _says(node, each, (found.source, locale)))
    return got / max(1.0, total * len(nodes))


def _says(node: Node, field: FlatField, where: tuple[str, PageLocale]) -> bool:
    return item_reading(node, field, (*where, 1.0)) is not None


def shows_prose(document: Document) -> bool:
    """Whether the page shows long paragraphs: then items that it does not show are beside the point."""
    shown = (document.text_length(index) for index in document.by_tag.get("p", ()) if not document.flags[index] & _OFF)
    return sum(length for length in shown if length >= _PARAGRAPH) >= _PROSE
