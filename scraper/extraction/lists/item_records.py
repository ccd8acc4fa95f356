"""What structured items give a list page: what they tell of its records, and records of their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scraper.extraction.document import Document
from scraper.extraction.headings import title_keys
from scraper.extraction.lists.card_objects import object_readings
from scraper.extraction.lists.columns import Column
from scraper.extraction.lists.flat_fields import FlatField, FlatSchema, flat_schema
from scraper.extraction.lists.item_keys import is_own, own_url
from scraper.extraction.lists.item_pairs import Pairing, Shown, paired, together
from scraper.extraction.lists.item_sets import ItemSet, item_sets
from scraper.extraction.lists.item_values import Told, empty_fields, item_objects, item_reading, with_overruled
from scraper.extraction.lists.matching import Match
from scraper.extraction.lists.prospects import importance
from scraper.extraction.lists.readings import CellReading
from scraper.extraction.lists.record_rules import lacks_usual, record_of
from scraper.extraction.lists.regions import Span
from scraper.extraction.lists.roles import main_field
from scraper.extraction.locale import PageLocale
from scraper.extraction.marks import Flag
from scraper.extraction.pagekinds import declares_one
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import locale_of
from scraper.extraction.structured import FURNITURE, Node, is_of_type
from scraper.extraction.values import Record

ITEM_SOURCES = frozenset(("json_ld", "microdata"))
_PARAGRAPH, _PROSE = 120, 600  # characters of a paragraph, and of all such of a page, from which it is about one thing
_SENTENCE = 20  # characters of a paragraph from which a page shows text
_OFF = int(Flag.SILENT | Flag.HIDDEN | Flag.NAV | Flag.FOOTER | Flag.HEAD)
_BESIDE = int(Flag.ASIDE | Flag.RELATED | Flag.HIDDEN)
_MAX_SETS = 6  # that are compared with the records
_MAX_COMPARED = 6_000  # items of them
_SAMPLE = 5  # items that a set is judged by
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
    pairings = _pairings(Shown(document, spans, columns), sets[:_MAX_SETS])
    if not pairings:
        return None
    empty = [_empty(pairing, flat, locale) for pairing in pairings.values()]
    told = Told(tuple(pairings.values()), flat.fields, locale, empty=frozenset[str]().union(*empty))
    return with_overruled(told, matches, shown)


def _pairings(shown: Shown, sets: Sequence[ItemSet]) -> dict[str, Pairing]:
    """The records' items by source. Where each record has one, no other set of that source can tell more."""
    found: dict[str, Pairing] = {}
    left = _MAX_COMPARED
    for each in sets:
        known = found.get(each.source)
        if (known is not None and len(known.items) == len(shown.spans)) or len(each.nodes) > left:
            continue
        left -= len(each.nodes)
        pairing = paired(shown, each)
        if pairing is not None:
            found[each.source] = pairing if known is None else together(known, pairing)
    return found


def _empty(pairing: Pairing, flat: FlatSchema, locale: PageLocale) -> frozenset[str]:
    nodes = [node for node, _ in pairing.items.values()]
    return empty_fields(nodes, flat.fields, (pairing.source, locale))


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
    empty = empty_fields(nodes, flat.fields, where)
    for node in nodes:
        found = {name: each for name, each in _read(node, flat, where).items() if name not in empty}
        if not found or (main is not None and main.name not in found):
            continue
        if lacks_usual(found, usual):
            continue
        whole = _with_objects(node, flat, found, where)
        record = record_of(whole, schema, min_confidence, url=own_url(node, where[1]))
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


def items_alone(
    document: Document, schema: RecordSchema, *, must_be_sure: bool = False
) -> tuple[ItemSet, float] | None:
    """The items that are the records of a page which shows no list, and the belief 0..1 in it; None where none are.

    They must fill most of the schema, and none may be what the page itself is about. With `must_be_sure` they are of a
    type that the schema names, or of any on a page that shows no text: items without a type may be a menu.
    """
    flat, locale = flat_schema(schema), document.once(locale_of)
    vocabulary = schema.words | schema.title_words
    best: tuple[ItemSet, float] | None = None
    for found in document.once(item_sets):
        each = _in_content(document, found)
        sample = each.nodes[:_SAMPLE]
        named = any(is_of_type(node, vocabulary) for node in sample)
        types = {name for node in sample for name in node.types}
        if not named and (types & FURNITURE or (must_be_sure and (not types or document.once(_shows_text)))):
            continue
        fill = _fill(each, flat, locale) * (1.0 if named else _UNNAMED)
        if fill < _MIN_FILL or is_own(document, each.nodes, document.once(title_keys)):
            continue
        if best is None or fill > best[1]:
            best = each, fill
    return best


def _in_content(document: Document, found: ItemSet) -> ItemSet:
    """The marked elements without those in side columns, among related items and hidden, unless all are."""
    places = [document.index_at(node.path) for node in found.nodes] if found.source == "microdata" else []
    kept = tuple(
        node for node, at in zip(found.nodes, places, strict=False) if at is None or not document.flags[at] & _BESIDE
    )
    return replace(found, nodes=kept) if len(kept) > 1 else found


def is_about_one(document: Document) -> bool:
    """Whether the page shows (by long paragraphs) or says that it is about one thing, whatever its items list."""
    return declares_one(document) or sum(each for each in document.once(_paragraphs) if each >= _PARAGRAPH) >= _PROSE


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


def _shows_text(document: Document) -> bool:
    return any(length >= _SENTENCE for length in document.once(_paragraphs))


def _paragraphs(document: Document) -> list[int]:
    """The lengths of the paragraphs that the page's content shows."""
    shown = (index for index in document.by_tag.get("p", ()) if not document.flags[index] & _OFF)
    return [document.text_length(index) for index in shown]
