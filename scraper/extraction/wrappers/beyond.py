"""What a list page says of its records outside of them: structured items, headings of groups, cells that span rows.

No place of a wrapper leads there. Templates whose records have such values stay with the slow path, and so do single
pages of other templates that may have some.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import keys_of, name_keys
from scraper.extraction.lists.group_headings import is_grouping
from scraper.extraction.lists.item_sets import LISTED, NO_RECORDS, WHOLES
from scraper.extraction.structured import FURNITURE, joined_name
from scraper.extraction.wrappers.examples import CONFIDENT, Example, Known
from scraper.extraction.wrappers.matches import elements, strings

_SCRIPTS = "//script[contains(@type,'ld+json')]"
_MARKED = "//@itemprop|//*[not(self::meta)]/@property"
_SPANNING = ".//td[@rowspan>1]|.//th[@rowspan>1]"
_MAX_SCRIPT = 2_000_000  # characters
_MAX_STEPS = 20_000


def is_read_beyond(examples: Sequence[Example]) -> bool:
    """Whether any confident value of the list records stands outside of its record, or is an object."""
    return any(
        each.confidence >= CONFIDENT and (_is_object(each.value) or _is_outside(each, root))
        for example in examples
        for root, known in zip(example.roots, example.known, strict=True)
        for each in known.values()
    )


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(each, dict) for each in value))


def _is_outside(known: Known, root: HtmlElement) -> bool:
    if known.spot is None or known.spot.part == "?":
        return False
    return known.spot.element is not root and root not in known.spot.element.iterancestors()


class Beyond:
    """One page as far as values of its records may stand outside of them; looked at where something is missing."""

    def __init__(self, root: HtmlElement) -> None:
        self._root = root
        self._keys: frozenset[str] | None = None

    def may_say(self, spec: FieldSpec, *, was_always_there: bool) -> bool:
        """Whether the page may have the field for records that do not show it.

        A heading of a group may say it where all records that were learnt from had it: others were looked for headings.
        """
        if was_always_there and is_grouping(spec):
            return True
        if self._keys is None:
            self._keys = frozenset(self._named())
        names = {key.rsplit(".", 1)[-1].lower() for key in keys_of(spec)} | name_keys(spec)
        return not names.isdisjoint(self._keys)

    def _named(self) -> Iterator[str]:
        """The properties that the page's structured items have, as joined lower-case names."""
        for name in set(strings(_MARKED, self._root)):
            yield from (joined_name(each.rsplit(":", 1)[-1]) for each in name.split())
        for value in _within(list(_read(elements(_SCRIPTS, self._root)))):
            yield from (joined_name(name) for name in value)
            if "propertyvalue" in _types(value) and isinstance(value.get("name"), str):
                yield joined_name(value["name"])

    def lists_more(self, count: int) -> bool:
        """Whether the page's JSON-LD has more like things together than the page's so many records."""
        scripts = elements(_SCRIPTS, self._root)
        if sum((each.text or "").count("{") for each in scripts) <= count:
            return False
        return _most_together(_read(scripts)) > count


def has_spanning_cells(records: Sequence[HtmlElement]) -> bool:
    """Whether records that are rows of a table share cells: then the cells of a row are not at their usual places."""
    if not records or records[0].tag != "tr":
        return False
    tables = {next(each.iterancestors("table"), each) for each in records}
    return any(elements(_SPANNING, table) for table in tables)


def _most_together(values: Iterable[Any]) -> int:
    """The size of the largest set of like things: a list's, or those of one type in an array or outside of all things.

    Things in one thing (offers, reviews) and breadcrumbs are parts.
    """
    outer: list[Any] = []
    most = 0
    for value in values:
        top = value if isinstance(value, list) else [value]
        outer.extend(each for each in top if FURNITURE.isdisjoint(_types(each)))
        for holder in _within(value):
            most = max([most, *_sizes(holder)])
    return max([most, *_by_type(outer)])


def _sizes(holder: dict[str, Any]) -> Iterator[int]:
    types = set(_types(holder))
    for name, inner in holder.items() if NO_RECORDS.isdisjoint(types) else ():
        things = _things(inner)
        if len(things) > 1 and name.lower() in LISTED:
            yield len({_key(each) for each in things})
        elif len(things) > 1 and WHOLES.isdisjoint(types):
            yield from _by_type(things)


def _by_type(things: Iterable[Any]) -> Iterator[int]:
    alike: dict[tuple[str, ...], set[object]] = {}
    for each in _things(list(things)):
        if NO_RECORDS.isdisjoint(_types(each)):
            alike.setdefault(_types(each), set()).add(_key(each))
    yield from map(len, alike.values())


def _things(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _key(thing: dict[str, Any]) -> object:
    """Equal for a thing that comes again: by its address and name."""
    inner = thing.get("item")
    told = {**thing, **inner} if isinstance(inner, dict) else thing
    url, name = str(told.get("url") or told.get("@id") or ""), str(told.get("name") or told.get("headline") or "")
    return (url, name) if url else id(thing)


def _types(value: Any) -> tuple[str, ...]:
    found = value.get("@type") if isinstance(value, dict) else None
    named = found if isinstance(found, list) else [found]
    return tuple(each.rpartition("/")[2].lower() for each in named if isinstance(each, str))


def _read(scripts: Iterable[HtmlElement]) -> Iterator[Any]:
    """The values of the JSON-LD in these scripts."""
    for script in scripts:
        text = script.text or ""
        if len(text) <= _MAX_SCRIPT:
            with suppress(ValueError, RecursionError):
                yield json.loads(text, strict=False)


def _within(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in the value, it too."""
    stack, seen = [value], 0
    while stack and seen < _MAX_STEPS:
        value = stack.pop()
        if isinstance(value, list):
            stack.extend(value)
        elif isinstance(value, dict):
            seen += 1
            yield value
            stack.extend(each for each in value.values() if isinstance(each, dict | list))
