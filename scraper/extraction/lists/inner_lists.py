"""Arrays of objects inside list records: the offers of a product, the dates of an event, read as a list in the card."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.alignment import columns_of
from scraper.extraction.lists.card_objects import object_readings, part_of, put_together, told_by_others
from scraper.extraction.lists.columns import TEXT_KINDS, Column
from scraper.extraction.lists.flat_fields import FlatSchema, flat_schema
from scraper.extraction.lists.headers import header_rows
from scraper.extraction.lists.matching import Match, assign
from scraper.extraction.lists.readings import CellReading, read_array, read_match
from scraper.extraction.lists.regions import Span, kinds_of
from scraper.extraction.lists.roles import Role, role_of
from scraper.extraction.locale import PageLocale
from scraper.extraction.marks import Flag
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Evidence, Part
from scraper.extraction.words import singular

_MAX_GROUPS = 12  # kinds of parts that are looked at
_MAX_PARTS = 3_000  # parts of all records of a page
_SAMPLE = 24
_MIN_SCORE = 0.3  # of the object's fields, how well they are found on average
_NAMED = 0.25  # what it counts that the part or what is around it is named for the field
_LAST = 0.3  # belief in the only text that is left for the only field that is
_MAX_TEXTS = 1.6  # texts that a value is put together from; more is a wrapper of others
_TEXTS: frozenset[Role] = frozenset(("title", "text", "long", "person", "code"))
_NEVER = frozenset(("br", "hr", "img", "option", "script", "style", "path", "source", "a", "b", "strong", "em", "i"))
_OFF = int(Flag.SILENT)


@dataclass(frozen=True, slots=True)
class _Group:
    """Like parts of the records, in page order, with the number of the record that each stands in."""

    spans: tuple[Span, ...]
    records: tuple[int, ...]


def inner_objects(
    document: Document, spec: FieldSpec, spans: Sequence[Span], locale: PageLocale
) -> list[CellReading | None]:
    """The array of objects of each record, None where it has none."""
    flat = flat_schema(RecordSchema(spec.fields))
    best: tuple[float, _Group, list[Column], list[Match]] | None = None
    for group in _groups(document, spans):
        columns = columns_of(document, locale, group.spans, group.spans[:_SAMPLE])
        matches = _with_last(flat, columns, assign(flat.columns, columns))
        score = _score(document, spec, matches, group)
        if matches and score >= _MIN_SCORE and (best is None or score > best[0]):
            best = score, group, columns, matches
    found: list[CellReading | None] = [None] * len(spans)
    if best is None:
        return found
    _, group, columns, matches = best
    objects: defaultdict[int, list[tuple[int, CellReading]]] = defaultdict(list)
    for number, record in enumerate(group.records):
        made = _object(spec, flat, (columns, matches, number), (document, locale))
        if made is not None:
            objects[record].append((group.spans[number][0], made))
    for record, each in objects.items():
        found[record] = _together(document, each)
    return found


def _groups(document: Document, spans: Sequence[Span]) -> list[_Group]:
    """The kinds of elements that stand several times beside each other in a record, the commonest first."""
    kinds = document.once(kinds_of)
    numbers: dict[tuple[int, str, str], int] = {}
    parts: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    repeated: set[int] = set()
    for record, (first, end) in enumerate(spans):
        paths = {document.parents[first]: 0}
        last: dict[tuple[int, int], int] = {}
        for index in range(first, end):
            parent, tag = document.parents[index], document.tags[index]
            if parent not in paths or document.flags[index] & _OFF:
                continue
            path = numbers.setdefault((paths[parent], tag, kinds[index]), len(numbers) + 1)
            paths[index] = path
            if index == first or tag in _NEVER or document.ends[index] == index:
                continue
            parts[path].append((index, record))
            if (path, parent) in last:
                repeated.add(path)
            last[path, parent] = index
    found = []
    for path in sorted(repeated, key=lambda each: (-len(parts[each]), each))[:_MAX_GROUPS]:
        inner = [((index, document.ends[index]), record) for index, record in parts[path][:_MAX_PARTS]]
        heads = header_rows(document, [span for span, _ in inner])
        inner = [each for each in inner if each[0][0] not in heads]
        if len(inner) > 1:
            found.append(_Group(tuple(span for span, _ in inner), tuple(record for _, record in inner)))
    return found


def _with_last(flat: FlatSchema, columns: Sequence[Column], matches: list[Match]) -> list[Match]:
    """The matches, and where one text of the parts and one field for a text are left, these two."""
    known = {match.field.name for match in matches}
    left = [each.spec for each in flat.fields.values() if each.spec.name not in known]
    used = {id(column) for match in matches for column in (match.column, *match.others)}
    spare = [
        each
        for each in columns
        if id(each) not in used and each.kind in TEXT_KINDS and each.parts <= _MAX_TEXTS and "#" not in each.key[2]
    ]
    if not matches or len(left) != 1 or len(spare) != 1 or role_of(left[0]) not in _TEXTS or left[0].is_array:
        return matches
    return [*matches, Match(left[0], role_of(left[0]), spare[0], _LAST)]


def _score(document: Document, spec: FieldSpec, matches: Sequence[Match], group: _Group) -> float:
    """0..1: how well the parts fill the object, and whether they are named for the field."""
    score = sum(match.score * min(1.0, match.column.coverage * 1.1) for match in matches) / max(1, len(spec.fields))
    if len(matches) < min(2, len(spec.fields)):
        return 0.0
    words = set(map(singular, spec.words))
    first = group.spans[0][0]
    around = [at for at in (first, document.parents[first]) if at >= 0]
    return score + _NAMED * any(words & document.stems(at) for at in around)


def _object(
    spec: FieldSpec,
    flat: FlatSchema,
    read: tuple[Sequence[Column], Sequence[Match], int],
    where: tuple[Document, PageLocale],
) -> CellReading | None:
    columns, matches, number = read
    found: dict[str, CellReading] = {}
    for match in matches:
        own = replace(match, field=flat.fields[match.field.name].own)
        how = read_array(own, columns, number, where[1]) if own.field.is_array else read_match(own, number, where[1])
        if how is not None:
            found[match.field.name] = how
    found |= told_by_others(flat, found, where)
    found |= object_readings(flat, found, where[1])
    found = {inner.name: found[inner.name] for inner in spec.fields if inner.name in found}
    if not found or any(inner.is_required and inner.name not in found for inner in spec.fields):
        return None
    return put_together(spec, found)


def _together(document: Document, objects: Sequence[tuple[int, CellReading]]) -> CellReading:
    """The objects of one record as an array."""
    parts: list[Part] = []
    for index, made in objects:
        parts.append(replace(part_of("", made.evidence), path=document.path(index), text="", transformation="object"))
    first = objects[0][1].evidence
    confidence = min(made.evidence.confidence for _, made in objects)
    evidence = Evidence(first.source, parts[0].path, first.text, "object", confidence, tuple(parts))
    return CellReading([made.value for _, made in objects], evidence, objects[0][1].leaf)
