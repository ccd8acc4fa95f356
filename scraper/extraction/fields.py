"""A field of a record schema as a value: what it is called, how it is typed, where its author says it stands."""

from dataclasses import dataclass
from typing import Any, Literal

from scraper.extraction.selectors import Selector

ValueType = Literal["string", "number", "integer", "boolean", "object", "any"]


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One property of the schema, parsed once.

    `type`, `format`, `enum`, `pattern` and `fields` are those of the value, for arrays those of the array's items;
    `is_array` says that the record wants a list of them and `items` is then the spec of one item. `words` are the
    folded words of the name, `hint_words` those of title and description; `title_label` and `synonyms` are label keys.
    `concept` is a name of `lexicon.CONCEPTS` or None. `is_of_page` says that the description speaks of "the page",
    "the article" or a "full text": what has a page of its own. `unit` is what a quantity is asked in ("minutes"), or
    None. `pointer` is the JSON pointer of the property in the definition.
    """

    name: str
    type: ValueType = "string"
    format: str | None = None
    is_array: bool = False
    is_required: bool = False
    enum: tuple[Any, ...] = ()
    pattern: str | None = None
    unit: str | None = None
    words: tuple[str, ...] = ()
    hint_words: frozenset[str] = frozenset()
    title_label: str = ""
    synonyms: tuple[str, ...] = ()
    concept: str | None = None
    is_of_page: bool = False
    fields: tuple["FieldSpec", ...] = ()
    items: "FieldSpec | None" = None
    selector: Selector | None = None
    pointer: str = ""

    @property
    def is_date(self) -> bool:
        """Whether the value is a date or a date and time."""
        return self.format in ("date", "date-time")

    @property
    def is_uri(self) -> bool:
        """Whether the value is a URL."""
        return self.format in ("uri", "url", "uri-reference", "iri", "iri-reference")

    @property
    def is_numeric(self) -> bool:
        """Whether the value is a number or an integer."""
        return self.type in ("number", "integer")

    @property
    def label(self) -> str:
        """The name as a label would be written: "prep time"."""
        return " ".join(self.words)
