"""The record schema as values: what each field is called, how it is typed and where its author says it stands.

Made once a job by `RecordSchema.from_definition`. Reading the JSON Schema itself is `scraper.extraction.definition`'s.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from scraper.exceptions import InvalidSchema
from scraper.extraction.definition import Property, object_properties
from scraper.extraction.fields import FieldSpec
from scraper.extraction.fields_within import in_context
from scraper.extraction.lexicon import concept_of
from scraper.extraction.selectors import selector_from_text, selector_of_keywords
from scraper.extraction.units import unit_in
from scraper.extraction.words import STOP_WORDS, label_key, singular, split_words

__all__ = ["FieldSpec", "RecordSchema"]


_OF_PAGE = re.compile(r"\b(?:the|this) (?:page|article)\b|\bfull text\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class RecordSchema:
    """What one record holds: its fields in the schema's order."""

    fields: tuple[FieldSpec, ...]
    title: str | None = None

    @classmethod
    def from_definition(cls, definition: Mapping[str, Any]) -> "RecordSchema":
        """The fields of a JSON Schema (draft 7 or 2020-12) of an object, or of an array of such objects.

        Local references are resolved, recursive ones are cut. Raises InvalidSchema, with the JSON pointer of the place,
        where the schema has no fields, refers elsewhere or holds a selector that is not valid.
        """
        title = definition.get("title") if isinstance(definition, Mapping) else None
        fields = tuple(_field(each) for each in object_properties(definition))
        return cls(fields, title if isinstance(title, str) else None)

    @property
    def required(self) -> tuple[FieldSpec, ...]:
        """The fields that the schema requires."""
        return tuple(each for each in self.fields if each.is_required)

    @property
    def words(self) -> frozenset[str]:
        """The words of all fields and of what is said of them, in the singular."""
        return frozenset(singular(word) for spec in self.fields for word in (*spec.words, *spec.hint_words))

    @property
    def title_words(self) -> frozenset[str]:
        """The words of the title, in the singular."""
        return frozenset(map(singular, split_words(self.title or "")))

    def field(self, name: str) -> FieldSpec | None:
        """The field of that name, or None."""
        return next((each for each in self.fields if each.name == name), None)

    def with_selectors(self, selectors: Mapping[str, str]) -> "RecordSchema":
        """The schema with explicit selectors (field name -> CSS, or XPath if it starts with "/", "./" or "(").

        Raises InvalidSchema for names that are no field and for selectors that are not valid.
        """
        known = {each.name: each for each in self.fields}
        for name, text in selectors.items():
            pointer = f"/properties/{name}"
            known[name] = replace(_known(known, name, pointer), selector=selector_from_text(text, pointer))
        return replace(self, fields=tuple(known.values()))


def _known(fields: Mapping[str, FieldSpec], name: str, pointer: str) -> FieldSpec:
    if name not in fields:
        names = ", ".join(fields)
        raise InvalidSchema(pointer, f"a selector is given for {name!r}, which is no field; the fields are: {names}")
    return fields[name]


def _field(found: Property) -> FieldSpec:
    definition, item = found.definition, found.item
    words = split_words(found.name)
    described = " ".join(str(definition.get(key) or item.get(key) or "") for key in ("title", "description"))
    hints = tuple(word for word in split_words(described) if word not in STOP_WORDS)
    value_type, value_format = found.value_type, _text(item.get("format"))
    spec = FieldSpec(
        name=found.name,
        type=value_type,
        format=value_format,
        is_array=found.is_array,
        is_required=found.is_required,
        enum=tuple(value for value in _list(item.get("enum")) if value is not None),
        pattern=_text(item.get("pattern")),
        unit=unit_in(words, described),
        words=words,
        hint_words=frozenset(hints),
        title_label=label_key(str(definition.get("title") or "")),
        synonyms=tuple(label_key(str(text)) for text in _list(definition.get("x-synonyms"))),
        is_of_page=bool(_OF_PAGE.search(described)),
        concept=concept_of(words, hints, value_type=value_type, value_format=value_format),
        fields=tuple(in_context(words, _field(each)) for each in found.children),
        selector=selector_of_keywords(definition, found.pointer),
        pointer=found.pointer,
    )
    return replace(spec, items=replace(spec, is_array=False, selector=None)) if found.is_array else spec


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value else None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]
