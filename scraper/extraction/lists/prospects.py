"""What a region could give at best, told from counts alone: links, pictures, texts and digits in its records.

A cheap first look: regions that lack what the schema asks for are never read.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, compress

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.explicit import is_explicit
from scraper.extraction.lists.flat_fields import flat_schema
from scraper.extraction.lists.leafnodes import VALUE_ATTRIBUTES
from scraper.extraction.lists.matching import Match
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
    """How many links, pictures, texts and texts with digits stand before each element of the page: running totals.

    What the elements a..b-1 hold is `totals[b] - totals[a]`. An element counts once for each text that it has.
    """

    links: list[int]
    pictures: list[int]
    texts: list[int]
    digits: list[int]


def counts_of(document: Document) -> Counts:
    """The counts of the page; kept with it by `Document.once`."""
    texts = [0] * len(document)
    digits = [0] * len(document)
    for kept in (document.texts, document.tails):
        for index, text in enumerate(kept):
            if text and not text.isspace():
                texts[index] += 1
                if _DIGIT.search(text):
                    digits[index] += 1
    for index in compress(range(len(document)), document.of_values):
        element = document.elements[index]
        for value in map(element.get, _BEARING.get(document.tags[index], ())):
            if value and not value.isspace():
                texts[index] += 1
                digits[index] += _DIGIT.search(value) is not None
    links = [tag == "a" for tag in document.tags]
    pictures = [tag in _PICTURES for tag in document.tags]
    return Counts(*(list(accumulate(each, initial=0)) for each in (links, pictures, texts, digits)))


def weighted_roles(schema: RecordSchema) -> list[tuple[Role | None, float]]:
    """Each field's role and weight; no role for a field with a selector of its own."""
    asked = flat_schema(schema).columns
    main = main_field(asked)
    roles: list[tuple[Role | None, float]] = [
        (role_of(field, is_main=field is main), importance(field)) for field in asked.fields
    ]
    return roles + [(None, importance(field)) for field in schema.fields if is_explicit(field)]


def importance(field: FieldSpec) -> float:
    """What a field counts for in choosing the region; properties of objects count half."""
    if field.pointer.count("/properties/") > 1:
        return 0.5
    return 2.0 if field.is_required or field.concept == "title" else 1.0


def fill_score(fields: Sequence[FieldSpec], matches: Sequence[Match], given: Mapping[FieldSpec, float]) -> float:
    """The share 0..1 of these fields, required and naming ones counting double, that the matches fill.

    `given` says how well fields with a selector of their own are filled.
    """
    total = sum(map(importance, fields))
    got = sum(importance(m.field) * m.score * (0.3 + 0.7 * min(1.0, m.column.coverage * 1.1)) for m in matches)
    got += sum(importance(field) * share for field, share in given.items())
    return got / max(1.0, total)


def most_fill(document: Document, roles: Sequence[tuple[Role | None, float]], spans: Sequence[Span]) -> float:
    """The share 0..1 of the schema that records in these spans could fill, whatever their columns are."""
    counts = document.once(counts_of)
    links = _share(counts.links, spans)
    pictures = _share(counts.pictures, spans)
    digits = _share(counts.digits, spans)
    held = [counts.texts[end] - counts.texts[first] for first, end in spans]
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


def _share(totals: Sequence[int], spans: Sequence[Span]) -> float:
    """The share of the spans that hold something of what the totals count."""
    return sum([totals[end] > totals[first] for first, end in spans]) / max(1, len(spans))
