"""JSON pages: the list of records in a body, or its single object, with JSON pointers as evidence."""

import math
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, Literal

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.json_pages.groups import by_key, grouped_lists
from scraper.extraction.json_pages.keys import KeyMatch, match_keys
from scraper.extraction.json_pages.lists import JsonList, JsonPlace, escape, json_lists, list_of
from scraper.extraction.json_pages.values import read_value
from scraper.extraction.lists.roles import main_field
from scraper.extraction.locale import PageLocale, page_locale
from scraper.extraction.ranker.ranking import record_confidence
from scraper.extraction.schema import RecordSchema
from scraper.extraction.selectors import compiled_jmespath
from scraper.extraction.values import Evidence, Extraction, ExtractOptions, Record
from scraper.extraction.words import singular, split_words
from scraper.page import Page

_MAX_DEPTH = 12
_SAMPLE = 20  # objects by which a list is judged
MAX_OBJECTS = 5_000  # of a list, some 0.3 ms each; what stands after them is left out, and a warning says so
_MAX_SINGLES = 2_000  # objects, outer ones first
_MAX_PARTS = 20  # of one record under keys of their own; larger maps are lists
_MIN_FIT = 0.2
_INNER = 0.8  # for each array around an array: the outer one holds the records, the inner one their parts
_GROUPED = 0.9  # of the members of all groups as one list
_ALONE = 0.85  # of a list of one object
_TITLED = 1.15  # of a list that is called as the schema's title
_BESIDE_RECORDS = 0.5  # of a list that is called "ads", "related", "filters"
_MAX_EXTRA = 60
_MAX_EXTRA_ITEMS = 200


def read_json_page(page: Page, schema: RecordSchema, options: ExtractOptions) -> Extraction:
    """The records of a JSON body: of the list whose objects fit the schema best, or of its one fitting object.

    Elements of the list that hold no field are counted in a warning.
    """
    locale = page_locale(page.url, None)
    found, mode = json_records(page, schema, options)
    return Extraction((), mode) if found is None else _extraction(found, schema, (options, locale, mode))


def json_records(
    page: Page, schema: RecordSchema, options: ExtractOptions
) -> tuple[JsonList | None, Literal["list", "detail"]]:
    """The objects that the records are read from (None without any), and whether they are a list or one thing."""
    locale = page_locale(page.url, None)
    body = page.json
    if options.record_selector:
        found = compiled_jmespath(options.record_selector).search(body)
        return list_of("", found if isinstance(found, list) else [found]), "list"
    best = _best_list(body, schema, locale) if options.mode != "detail" else None
    if best is not None:
        return best, "list"
    singles = islice(_single_objects(body), _MAX_SINGLES)
    single = max(singles, key=lambda each: _fit([each], schema, locale), default=None)
    if single is None or options.mode == "list" or _fit([single], schema, locale) <= _MIN_FIT:
        return None, "list" if options.mode == "list" else "detail"
    return JsonList(single.pointer, (single,)), "detail"


def _best_list(body: Any, schema: RecordSchema, locale: PageLocale) -> JsonList | None:
    """The list that fits best by keys, count, its own name and how many lists are around it, or None without any."""
    best, best_fit = None, 0.0
    for found in _lists(body):
        places = [_own_values(place) for place in found.places[:_SAMPLE]] if found.is_map else found.places
        fit = _fit(places, schema, locale) * _many(len(found.places)) * _INNER**found.depth
        if found.is_grouped:
            fit *= 0.0 if _names_group(found, schema, locale) else _GROUPED
        named = fit * _naming(found, schema)
        if fit > _MIN_FIT and named > best_fit and not _is_part(found, fit, (body, schema, locale)):
            best, best_fit = found, named
    return best


def _lists(body: Any) -> Iterator[JsonList]:
    """All lists of the body, and for lists of groups all that is in the groups."""
    if isinstance(body, dict) and (grouped := by_key("", body)) is not None:
        yield grouped
    for found in json_lists(body):
        yield found
        yield from grouped_lists(found)


def _names_group(found: JsonList, schema: RecordSchema, locale: PageLocale) -> bool:
    """Whether what names the record is the group's: the members are then parts of it, as variants of a product."""
    main = main_field(schema)
    matches = match_keys([place.value for place in found.places[:_SAMPLE]], schema, locale)
    match = matches.get(main.name) if main is not None else None
    return match is not None and any(match.keys[0] in place.roots for place in found.places[:_SAMPLE])


def _is_part(found: JsonList, fit: float, how: tuple[Any, RecordSchema, PageLocale]) -> bool:
    """Whether an object outside a small map fits better than it: around {"min": {"price": 1}, "max": {"price": 9}}."""
    if not found.is_map or len(found.places) > _MAX_PARTS:
        return False
    body, schema, locale = how
    singles = islice(_single_objects(body), _MAX_SINGLES)
    return any(
        _fit([each], schema, locale) > fit for each in singles if not each.pointer.startswith(found.pointer + "/")
    )


def _own_values(place: JsonPlace) -> JsonPlace:
    """The place without its arrays of objects: what holds lists is no record for what stands in them."""
    kept = {key: each for key, each in place.value.items() if not (isinstance(each, list) and _has_objects(each))}
    return JsonPlace(place.pointer, kept)


def _has_objects(values: list[Any]) -> bool:
    return any(isinstance(each, dict) for each in values)


def _many(count: int) -> float:
    """More objects are likelier the records; beyond 64 a further one tells nothing."""
    return 1.0 + 0.05 * math.log2(min(64, max(1, count)))


def _naming(found: JsonList, schema: RecordSchema) -> float:
    """How far the key of the list speaks for records of the schema, or for what stands beside them."""
    titled = {form for word in split_words(schema.title or "") for form in (singular(word), word + "s")}
    subjects = {singular(word) for spec in schema.fields if len(spec.words) > 1 for word in spec.words}
    if found.words & titled:
        return _TITLED
    if found.words & subjects:
        return 1.0
    return _BESIDE_RECORDS if found.is_beside else 1.0


def _single_objects(body: Any) -> Iterator[JsonPlace]:
    queue: deque[tuple[str, Any, int]] = deque([("", body, 0)])
    while queue:
        pointer, value, depth = queue.popleft()
        if isinstance(value, dict):
            yield JsonPlace(pointer, value)
            if depth < _MAX_DEPTH:
                inner = ((f"{pointer}/{escape(k)}", v, depth + 1) for k, v in value.items() if isinstance(v, dict))
                queue.extend(inner)


def _fit(places: Sequence[JsonPlace], schema: RecordSchema, locale: PageLocale) -> float:
    """How well the objects fill the schema: mean belief over its fields, required ones twice; less for one alone."""
    matches = match_keys([place.value for place in places[:_SAMPLE]], schema, locale)
    weights = {spec.name: 2.0 if spec.is_required else 1.0 for spec in schema.fields}
    total = sum(weights[name] * match.belief for name, match in matches.items())
    return total / sum(weights.values()) * (1.0 if len(places) > 1 else _ALONE)


def _extraction(found: JsonList, schema: RecordSchema, how: tuple[ExtractOptions, PageLocale, Any]) -> Extraction:
    options, locale, mode = how
    matches = match_keys([place.value for place in found.places[:50]], schema, locale)
    places = found.places[:MAX_OBJECTS]
    read = (_record(place, schema, (matches, options, locale)) for place in places)
    records = tuple(record for record in read if record is not None)
    total = len(found.places) + found.others
    where = found.pointer or "the top"
    warnings = []
    if rest := len(found.places) - len(places):
        warnings.append(
            f"the list at {where} has {len(found.places):,} objects, of which {rest:,} were left out: at most "
            f"{MAX_OBJECTS:,} are read of one body"
        )
    if records and (lost := total - rest - len(records)):
        warnings.append(f"{lost} of {total} elements of the list at {where} hold no field of the schema: left out")
    return Extraction(records, mode, tuple(warnings))


def _record(
    place: JsonPlace,
    schema: RecordSchema,
    how: tuple[dict[str, KeyMatch], ExtractOptions, PageLocale],
) -> Record | None:
    matches, options, locale = how
    data: dict[str, Any] = {}
    evidence: dict[str, Evidence] = {}
    for spec in schema.fields:
        read = read_value(place, spec, (matches.get(spec.name), locale))
        if read is not None and read[1].confidence >= options.min_confidence:
            data[spec.name], evidence[spec.name] = read
    if not data:
        return None
    confidence = {name: each.confidence for name, each in evidence.items()}
    own_url = _own_url(data, schema, locale)
    extra = _extra(place.value, schema, [matches[name] for name in data if name in matches])
    return Record(data, record_confidence(schema, confidence), confidence, evidence, url=own_url, extra=extra)


def _extra(value: dict[str, Any], schema: RecordSchema, matches: Sequence[KeyMatch]) -> dict[str, Any]:
    """The scalars and arrays of scalars that no field took, by their own keys; a field's own name is its own."""
    taken = {spec.name for spec in schema.fields} | {match.keys[0] for match in matches}
    found = ((str(key), each) for key, each in value.items() if key not in taken and _is_plain(each))
    return dict(islice(found, _MAX_EXTRA))


def _is_plain(value: Any) -> bool:
    """Whether the value is a scalar, or an array of nothing but scalars; null, empty and infinite ones say nothing."""
    if isinstance(value, list):
        return 0 < len(value) <= _MAX_EXTRA_ITEMS and all(not isinstance(v, list) and _is_plain(v) for v in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, str | int) and value != ""


def _own_url(data: dict[str, Any], schema: RecordSchema, locale: PageLocale) -> str | None:
    for spec in schema.fields:
        if spec.concept == "url" and isinstance(data.get(spec.name), str):
            return parse_url(data[spec.name], locale.base_url)
    return None
