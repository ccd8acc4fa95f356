"""JSON pages: the list of records in a body, or its single object, with JSON pointers as evidence."""

import math
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.fields import FieldSpec
from scraper.extraction.json_keys import KeyMatch, match_keys
from scraper.extraction.locale import PageLocale, page_locale
from scraper.extraction.ranking import record_confidence
from scraper.extraction.schema import RecordSchema
from scraper.extraction.selectors import compiled_jmespath
from scraper.extraction.values import Evidence, Extraction, ExtractOptions, Record
from scraper.page import Page

_MAX_DEPTH = 12
_MAX_VISITED = 100_000
_MIN_FIT = 0.2
_INNER = 0.8  # for each array around an array: the outer one holds the records, the inner one their parts
_ALONE = 0.85  # of a list of one object
_EXPLICIT_CONFIDENCE = 0.99

_MAX_EXTRA = 60
_MAX_EXTRA_ITEMS = 200

Objects = list[tuple[str, dict[str, Any]]]


def read_json_page(page: Page, schema: RecordSchema, options: ExtractOptions) -> Extraction:
    """The records of a JSON body: of the array whose objects fit the schema best, or of its one fitting object."""
    locale = page_locale(page.url, None)
    body = page.json
    if options.record_selector:
        found = compiled_jmespath(options.record_selector).search(body)
        arrays: list[tuple[str, list[Any]]] = [("", found if isinstance(found, list) else [found])]
        objects = _objects_of(arrays[0])
        return _extraction(objects, schema, (options, locale, "list"))
    arrays = [] if options.mode == "detail" else list(_arrays(body))
    best, best_fit = None, _MIN_FIT
    for array in arrays:
        objects = _objects_of(array)
        fit = _fit(objects, schema, locale) * _INNER ** sum(step.isdigit() for step in array[0].split("/"))
        if objects and fit > best_fit:
            best, best_fit = objects, fit
    if best is not None:
        return _extraction(best, schema, (options, locale, "list"))
    single = max(_single_objects(body), key=lambda each: _fit([each], schema, locale), default=None)
    if single is None or options.mode == "list" or _fit([single], schema, locale) <= _MIN_FIT:
        return Extraction((), "list" if options.mode == "list" else "detail")
    return _extraction([single], schema, (options, locale, "detail"))


def _arrays(body: Any) -> Iterator[tuple[str, list[Any]]]:
    """(pointer, array) of all arrays of objects, outer ones first."""
    stack: list[tuple[str, Any, int]] = [("", body, 0)]
    visited = 0
    while stack and visited < _MAX_VISITED:
        visited += 1
        pointer, value, depth = stack.pop(0)
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, list):
            if any(isinstance(each, dict) for each in value):
                yield pointer, value
            stack.extend(
                (f"{pointer}/{n}", v, depth + 1) for n, v in enumerate(value[:3]) if isinstance(v, dict | list)
            )
        elif isinstance(value, dict):
            inner = ((f"{pointer}/{escape(key)}", v, depth + 1) for key, v in value.items())
            stack.extend(each for each in inner if isinstance(each[1], dict | list))


def _objects_of(array: tuple[str, list[Any]]) -> Objects:
    pointer, values = array
    return [(f"{pointer}/{number}", value) for number, value in enumerate(values) if isinstance(value, dict)]


def _single_objects(body: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    stack: list[tuple[str, Any, int]] = [("", body, 0)]
    while stack:
        pointer, value, depth = stack.pop(0)
        if isinstance(value, dict):
            yield pointer, value
            if depth < _MAX_DEPTH:
                stack.extend((f"{pointer}/{escape(k)}", v, depth + 1) for k, v in value.items() if isinstance(v, dict))


def _fit(objects: Objects, schema: RecordSchema, locale: PageLocale) -> float:
    """How well the objects fill the schema: mean belief over its fields, required ones twice, more objects better."""
    matches = match_keys([value for _, value in objects[:20]], schema, locale)
    weights = {spec.name: 2.0 if spec.is_required else 1.0 for spec in schema.fields}
    total = sum(weights[name] * match.belief for name, match in matches.items())
    many = 1.0 + 0.02 * min(10, len(objects)) if len(objects) > 1 else _ALONE
    return total / sum(weights.values()) * many


def _extraction(objects: Objects, schema: RecordSchema, how: tuple[ExtractOptions, PageLocale, Any]) -> Extraction:
    options, locale, mode = how
    matches = match_keys([value for _, value in objects[:50]], schema, locale)
    records = (_record(place, schema, (matches, options, locale)) for place in objects)
    return Extraction(tuple(record for record in records if record is not None), mode)


def _record(
    place: tuple[str, dict[str, Any]],
    schema: RecordSchema,
    how: tuple[dict[str, KeyMatch], ExtractOptions, PageLocale],
) -> Record | None:
    matches, options, locale = how
    data: dict[str, Any] = {}
    evidence: dict[str, Evidence] = {}
    for spec in schema.fields:
        read = _value(place, spec, (matches.get(spec.name), locale))
        if read is not None and read[1].confidence >= options.min_confidence:
            data[spec.name], evidence[spec.name] = read
    if not data:
        return None
    confidence = {name: each.confidence for name, each in evidence.items()}
    own_url = _own_url(data, schema, locale)
    extra = _extra(place[1], schema, [matches[name] for name in data if name in matches])
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


def _value(
    place: tuple[str, dict[str, Any]], spec: FieldSpec, how: tuple[KeyMatch | None, PageLocale]
) -> tuple[Any, Evidence] | None:
    match, locale = how
    pointer, value = place
    if spec.selector is not None and spec.selector.jmespath:
        raw, path, belief = compiled_jmespath(spec.selector.jmespath).search(value), pointer, _EXPLICIT_CONFIDENCE
        source = "selector"
    elif match is not None:
        raw, path, belief, source = match.read(value), f"{pointer}{match.pointer}", match.belief, "json"
    else:
        return None
    if isinstance(raw, list | dict) and not spec.is_array and spec.type != "object":
        raw = raw[0] if isinstance(raw, list) and raw else None
    return _typed(raw, spec, (locale, source, path, belief))


def _typed(raw: Any, spec: FieldSpec, how: tuple[PageLocale, str, str, float]) -> tuple[Any, Evidence] | None:
    locale, source, path, belief = how
    if raw is None:
        return None
    if spec.type == "object" and isinstance(raw, dict | list):
        return raw, Evidence(source, path, str(raw)[:200], "as is", belief)
    if spec.is_array:
        items = coerce_all(raw if isinstance(raw, list) else [raw], spec, locale)
        if not items:
            return None
        return [item.value for item in items], Evidence(source, path, items[0].text, items[0].transformation, belief)
    coerced = coerce(raw, spec, locale)
    if coerced is None:
        return None
    belief = round(belief * coerced.certainty, 4)
    return coerced.value, Evidence(source, path, coerced.text, coerced.transformation, belief)


def _own_url(data: dict[str, Any], schema: RecordSchema, locale: PageLocale) -> str | None:
    for spec in schema.fields:
        if spec.concept == "url" and isinstance(data.get(spec.name), str):
            return parse_url(data[spec.name], locale.base_url)
    return None


def escape(name: str) -> str:
    """The key as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
