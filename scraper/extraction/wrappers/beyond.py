"""What a list page says of its records outside of them: structured items, headings of groups, cells that span rows.

No place of a wrapper leads there. Templates whose records have such values stay with the slow path, and so do single
pages of other templates that may have some.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import keys_of, name_keys
from scraper.extraction.lists.group_headings import is_grouping
from scraper.extraction.structured import joined_name
from scraper.extraction.wrappers.examples import CONFIDENT, Example, Known
from scraper.extraction.wrappers.matches import elements, strings

_SCRIPTS = "//script[contains(@type,'ld+json')]"
_MARKED = "//@itemprop|//*[not(self::meta)]/@property"
_SPANNING = ".//td[@rowspan>1]|.//th[@rowspan>1]"
_ITEM_LIST = '"ItemList"'
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
        for value in _members(elements(_SCRIPTS, self._root)):
            yield from (joined_name(name) for name in value)

    def lists_more(self, count: int) -> bool:
        """Whether a list in the page's JSON-LD has more things than the page's so many records."""
        scripts = [each for each in elements(_SCRIPTS, self._root) if _ITEM_LIST in (each.text or "")]
        return any(_length(value) > count for value in _members(scripts))


def has_spanning_cells(records: Sequence[HtmlElement]) -> bool:
    """Whether records that are rows of a table share cells: then the cells of a row are not at their usual places."""
    if not records or records[0].tag != "tr":
        return False
    tables = {next(each.iterancestors("table"), each) for each in records}
    return any(elements(_SPANNING, table) for table in tables)


def _length(value: dict[str, Any]) -> int:
    listed = value.get("itemListElement")
    return len(listed) if isinstance(listed, list) and value.get("@type") == "ItemList" else 0


def _members(scripts: Iterable[HtmlElement]) -> Iterator[dict[str, Any]]:
    """The objects of the JSON-LD in these scripts."""
    seen = 0
    for script in scripts:
        text = script.text or ""
        try:
            stack: list[Any] = [json.loads(text, strict=False)] if len(text) <= _MAX_SCRIPT else []
        except (ValueError, RecursionError):
            continue
        while stack and seen < _MAX_STEPS:
            value = stack.pop()
            if isinstance(value, list):
                stack.extend(value)
            elif isinstance(value, dict):
                seen += 1
                yield value
                stack.extend(each for each in value.values() if isinstance(each, dict | list))
