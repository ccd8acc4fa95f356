"""What a region could give at best, told from counts alone: links, pictures, texts and digits in its records.

A cheap first look: regions that lack what the schema asks for are never read.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.explicit import is_explicit
from scraper.extraction.lists.leafnodes import VALUE_ATTRIBUTES
from scraper.extraction.lists.regions import Span
from scraper.extraction.lists.roles import Role, main_field, role_of
from scraper.extraction.schema import RecordSchema

_PICTURES = frozenset(("img", "source", "amp-img", "video"))
_BEARING: dict[str, tuple[str, ...]] = {
    tag: found
    for tag, names in VALUE_ATTRIBUTES.items()
    if (found := tuple(name for name in names if name in ("content", "datetime", "title", "alt", "aria-label")))
}
"""Tag -> its attributes that hold texts."""
_SPARE_DATE = 0.6  # what a record without a digit may still say of a date ("yesterday")
_DIGIT = re.compile(r"\d")
_DIGITS = frozenset(("date", "money", "number", "code"))


@dataclass(frozen=True, slots=True)
class Counts:
    """Where on the page links, pictures, texts and texts with digits stand: indexes of elements, in order.

    An element stands there once for each text that it has.
    """

    links: list[int]
    pictures: list[int]
    texts: list[int]
    digits: list[int]


def counts_of(document: Document) -> Counts:
    """The counts of the page; kept with it by `Document.once`."""
    texts: list[int] = []
    digits: list[int] = []
    for index, (text, tail) in enumerate(zip(document.texts, document.tails, strict=True)):
        if text and not text.isspace():
            texts.append(index)
            if _DIGIT.search(text):
                digits.append(index)
        if tail and not tail.isspace():
            texts.append(index)
            if _DIGIT.search(tail):
                digits.append(index)
    for index in compress(range(len(document)), document.of_values):
        element = document.elements[index]
        for value in map(element.get, _BEARING.get(document.tags[index], ())):
            if value and not value.isspace():
                texts.append(index)
                digits.extend([index] if _DIGIT.search(value) else ())
    pictures = [index for tag in _PICTURES for index in document.by_tag.get(tag, ())]
    return Counts(document.by_tag.get("a", []), sorted(pictures), sorted(texts), sorted(digits))


def weighted_roles(schema: RecordSchema) -> list[tuple[Role | None, float]]:
    """Each field's role and weight; no role for a field with a selector of its own."""
    main = main_field(schema)
    return [
        (None if is_explicit(field) else role_of(field, is_main=field is main), importance(field))
        for field in schema.fields
    ]


def importance(field: FieldSpec) -> float:
    """What a field counts for in choosing the region."""
    return 2.0 if field.is_required or field.concept == "title" else 1.0


def most_fill(document: Document, roles: Sequence[tuple[Role | None, float]], spans: Sequence[Span]) -> float:
    """The share 0..1 of the schema that records in these spans could fill, whatever their columns are."""
    counts = document.once(counts_of)
    links = _share(counts.links, spans)
    pictures = _share(counts.pictures, spans)
    digits = _share(counts.digits, spans)
    held = [_number(counts.texts, span) for span in spans]
    texts = sum(map(bool, held)) / max(1, len(held))
    got = 0.0
    for role, weight in roles:
        if role == "link":
            got += weight * links
        elif role == "image":
            got += weight * pictures
        elif role == "date":
            got += weight * max(digits, _SPARE_DATE * texts)
        elif role is not None:
            got += weight * (digits if role in _DIGITS else texts)
        else:
            got += weight
    slots = 1 + sum(held) / max(1, len(spans))
    told = sorted((weight for role, weight in roles if role not in ("link", "image", None)), reverse=True)
    got -= sum(told[max(1, round(slots)) :])
    return max(0.0, got) / max(1.0, sum(weight for _, weight in roles))


def _share(indexes: Sequence[int], spans: Sequence[Span]) -> float:
    """The share of the spans that one of the elements stands in."""
    return sum([_number(indexes, span) > 0 for span in spans]) / max(1, len(spans))


def _number(indexes: Sequence[int], span: Span) -> int:
    first = bisect_left(indexes, span[0])
    return bisect_left(indexes, span[1], first) - first
