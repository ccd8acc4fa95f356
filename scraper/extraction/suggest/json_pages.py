"""What the objects of a JSON page hold: one field a key, nested keys by their path."""

from collections.abc import Sequence
from math import pow, sqrt
from typing import Any, Literal

from scraper.extraction.coercion import coerce
from scraper.extraction.json_pages.keys import KeyMatch, key_paths
from scraper.extraction.json_pages.lists import JsonList, json_lists
from scraper.extraction.locale import page_locale
from scraper.extraction.schema import RecordSchema
from scraper.extraction.suggest.fields import object_schema
from scraper.extraction.suggest.inferred import inferred_type, snake_case
from scraper.extraction.suggest.proposals import Proposal, distinct
from scraper.extraction.values import Mode
from scraper.extraction.words import split_words
from scraper.page import Page

_SAMPLE = 20  # objects that are looked at
_MAX_DEPTH = 2  # keys below the record's object
_MAX_SAMPLES = 8
_MAX_TEXT = 2000
_INNER, _BESIDE = 0.8, 0.3  # of a list within lists; of one that is called "ads" or "related"
_MIN_FILL = 0.2


def json_proposals(page: Page, mode: Mode) -> tuple[list[Proposal], Literal["list", "detail"]]:
    """The fields of the page's objects in the order of their keys, and whether they are a list's."""
    lists = [each for each in json_lists(page.json) if len(each.places) > 1]
    if mode != "detail" and lists:
        best = max(lists, key=_weight)
        return _proposals([place.value for place in best.places[:_SAMPLE]], page), "list"
    return _proposals([page.json] if isinstance(page.json, dict) else page.json[:1], page), "detail"


def _weight(found: JsonList) -> float:
    """How likely the list holds the records: many objects of many plain values, not within other lists."""
    keys = {
        key for place in found.places[:_SAMPLE] for key, value in place.value.items() if not isinstance(value, dict)
    }
    many = sqrt(min(50, len(found.places)))
    return len(keys) * many * pow(_INNER, found.depth) * (_BESIDE if found.is_beside else 1.0)


def _proposals(objects: Sequence[dict[str, Any]], page: Page) -> list[Proposal]:
    known = [each for each in objects if isinstance(each, dict)]
    order = {str(key): at for at, key in enumerate(key for each in known for key in each)}
    paths = sorted(key_paths(known), key=lambda path: (order.get(path[0], 0), len(path)))
    found = [_proposal(path, known, page) for path in paths if len(path) <= _MAX_DEPTH]
    return distinct([each for each in found if each is not None])


def _proposal(path: tuple[str, ...], objects: Sequence[dict[str, Any]], page: Page) -> Proposal | None:
    """The field of one key, if it holds plain values or arrays of them in enough objects."""
    values = [value for each in objects if _is_plain(value := KeyMatch(path, 1.0).read(each))]
    if len(values) < max(1, _MIN_FILL * len(objects)):
        return None
    name = snake_case([word for key in path for word in split_words(key)])
    locale = page_locale(page.url, None)
    definition = inferred_type(values, locale)
    if not name:
        return None
    spec = RecordSchema.from_definition(object_schema({name: definition})).fields[0]
    samples = values[:_MAX_SAMPLES]
    if not spec.is_array:
        samples = [coerced.value for value in samples if (coerced := coerce(value, spec, locale)) is not None]
    return Proposal(name, definition, tuple(samples), len(values) / len(objects), "/".join(path)) if samples else None


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and not any(isinstance(each, dict | list) for each in value)
    return value is not None and not isinstance(value, dict) and 0 < len(str(value)) <= _MAX_TEXT
