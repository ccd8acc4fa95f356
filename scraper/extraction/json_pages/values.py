"""From a record's JSON object and a matched key to the value: parts of texts cut out, types, evidence, confidence."""

from dataclasses import replace
from typing import Any

from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.explain.excerpts import bare_person
from scraper.extraction.fields import FieldSpec
from scraper.extraction.json_pages.keys import KeyMatch, match_keys
from scraper.extraction.json_pages.lists import JsonPlace
from scraper.extraction.json_pages.names import own_key
from scraper.extraction.lists.calibration import json_confidence
from scraper.extraction.lists.roles import role_of
from scraper.extraction.locale import PageLocale
from scraper.extraction.parts import read_parts
from scraper.extraction.schema import RecordSchema
from scraper.extraction.selectors import compiled_jmespath
from scraper.extraction.values import Evidence, Part

_EXPLICIT_CONFIDENCE = 0.99
_OWN_KEY_BELIEF = 0.6  # in a key called as the field in a record that lacks the key of the others
_MAX_INNER = 200  # objects of one array

Read = tuple[Any, Evidence]


def read_value(place: JsonPlace, spec: FieldSpec, how: tuple[KeyMatch | None, PageLocale]) -> Read | None:
    """The field's value in one record's object, with its evidence; None where the object has none."""
    match, locale = how
    if spec.selector is not None and spec.selector.jmespath:
        raw = compiled_jmespath(spec.selector.jmespath).search(place.value)
        read = _typed(raw, spec, (locale, place.pointer))
        return (read[0], _selected(read[1], place.pointer)) if read else None
    read = matched_value(place, spec, (match, locale)) if match else None
    if read is None and (key := own_key(place.value, spec)) is not None:
        read = matched_value(place, spec, (KeyMatch((key,), _OWN_KEY_BELIEF), locale))
    return read


def matched_value(place: JsonPlace, spec: FieldSpec, how: tuple[KeyMatch, PageLocale]) -> Read | None:
    """What the object holds at the match's keys in the field's type, with its evidence; None where it holds none."""
    match, locale = how
    raw = match.read(place.value)
    is_person = isinstance(raw, str) and not spec.is_array and role_of(spec) == "person"
    name = bare_person(raw, spec.words) if is_person else raw
    read = _typed(name, spec, (locale, place.pointer_of(match.place(place.value)[0])))
    if read is None:
        return None
    value, evidence = read
    belief = match.belief * evidence.confidence
    sure = json_confidence(belief, is_part=match.part is not None)
    cut = _cut(match, is_ranked=name != raw)
    transformation = f"{cut}, {evidence.transformation}" if cut else evidence.transformation
    return value, replace(evidence, transformation=transformation, confidence=round(sure, 4))


def _selected(evidence: Evidence, pointer: str) -> Evidence:
    """The evidence of what a JMESPath gave: it stands where the object does that the expression was applied to."""
    parts = tuple(replace(part, path=pointer) for part in evidence.parts)
    return replace(evidence, source="selector", path=pointer, confidence=_EXPLICIT_CONFIDENCE, parts=parts)


def _cut(match: KeyMatch, *, is_ranked: bool) -> str:
    """What was done to find the value in the text, "" where it is the whole."""
    if match.part:
        return f"{match.part} in text"
    if match.less:
        return "without " + " and ".join(match.less)
    return "without rank" if is_ranked else ""


def _typed(raw: Any, spec: FieldSpec, how: tuple[PageLocale, str]) -> Read | None:
    """The raw value in the field's type; the evidence's confidence is how certain that reading is."""
    locale, path = how
    if spec.type == "object" and spec.fields and isinstance(raw, dict | list):
        return _objects(raw, spec, how)
    if isinstance(raw, list | dict) and not spec.is_array and spec.type != "object":
        raw = raw[0] if isinstance(raw, list) and raw else None
    if raw is None:
        return None
    if spec.type == "object" and isinstance(raw, dict | list):
        return raw, Evidence("json", path, str(raw)[:200], "as is", 1.0)
    if spec.is_array:
        return _array(raw, spec, how)
    coerced = coerce(raw, spec, locale)
    if coerced is None:
        return None
    return coerced.value, Evidence("json", path, coerced.text, coerced.transformation, coerced.certainty)


def _array(raw: Any, spec: FieldSpec, how: tuple[PageLocale, str]) -> Read | None:
    locale, path = how
    items = coerce_all(raw if isinstance(raw, list) else [raw], spec, locale)
    if not items:
        return None
    places = [Part(f"{path}/{number}", "") for number in range(len(raw))] if isinstance(raw, list) else []
    parts = read_parts(items, places, path)
    first = parts[0]
    return [item.value for item in items], Evidence("json", path, first.text, first.transformation, 1.0, parts)


def _objects(raw: dict[str, Any] | list[Any], spec: FieldSpec, how: tuple[PageLocale, str]) -> Read | None:
    """The objects of a field that has fields of its own, read as records are; one of them where no array is asked."""
    locale, path = how
    values = [(f"{path}/{number}", each) for number, each in enumerate(raw)] if isinstance(raw, list) else [(path, raw)]
    places = [JsonPlace(pointer, each) for pointer, each in values if isinstance(each, dict)][:_MAX_INNER]
    matches = match_keys([place.value for place in places], RecordSchema(spec.fields), locale) if places else {}
    found = [read for place in places if (read := _object(place, spec, (matches, locale)))[0]]
    if not found:
        return None
    first_value, first_part = found[0]
    evidence = Evidence("json", path, first_part.text, "object by its keys", 1.0)
    if not spec.is_array:
        return first_value, replace(evidence, path=first_part.path, parts=first_part.parts)
    return [value for value, _ in found], replace(evidence, parts=tuple(part for _, part in found))


def _object(
    place: JsonPlace, spec: FieldSpec, how: tuple[dict[str, KeyMatch], PageLocale]
) -> tuple[dict[str, Any], Part]:
    matches, locale = how
    read = {field.name: read_value(place, field, (matches.get(field.name), locale)) for field in spec.fields}
    found = {name: each for name, each in read.items() if each is not None}
    parts = tuple(Part(e.path, e.text, e.transformation, name, e.parts) for name, (_, e) in found.items())
    part = Part(place.pointer, str(place.value)[:200], "object by its keys", parts=parts)
    return {name: value for name, (value, _) in found.items()}, part
