"""What the properties of an object mean: the name in `author` is the author's, the amount in `price` is the price."""

from collections.abc import Sequence
from dataclasses import replace

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import concept_of
from scraper.extraction.words import word_set

GENERIC = word_set("amount value number name title label total")
"""Words of properties that are what their object is, not more: `price.amount`, `author.name`."""

# Objects that are the record itself in a box: their title is the record's.
_BOXES = word_set("product item article recipe post book event job movie film video thread story hotel record data")


def in_context(words: Sequence[str], child: FieldSpec) -> FieldSpec:
    """The property of an object whose name has these words, with the concept that it has there."""
    if not is_generic(child) or child.is_array or child.type == "object":
        return child
    own = concept_of(tuple(words), (), value_type=child.type, value_format=child.format)
    if own is None and not _BOXES.isdisjoint(words):
        return child
    kept = child.concept if child.concept not in ("title", None) else None
    return replace(child, concept=own or kept)


def is_generic(child: FieldSpec) -> bool:
    """Whether the property's name says no more than that it is the object's own value or name."""
    return bool(child.words) and set(child.words) <= GENERIC
