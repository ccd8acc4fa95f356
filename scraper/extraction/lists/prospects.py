"""What a region could give at best, told from counts alone: links, pictures, texts and digits in its records.

A cheap first look: regions that lack what the schema asks for are never read.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.explicit import is_explicit
from scraper.extraction.lists.leafnodes import VALUE_ATTRIBUTES
from scraper.extraction.lists.regions import Span
from scraper.extraction.lists.roles import Role, main_field, role_of
from scraper.extraction.marks import Flag
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
_SILENT = int(Flag.SILENT)
_DIGITS = frozenset(("date", "money", "number", "code"))


@dataclass(frozen=True, slots=True)
class Counts:
    """Running totals over the elements: `links[b] - links[a]` is the number of links among the elements a..b-1."""

    links: list[int]
    pictures: list[int]
    texts: list[int]
    digits: list[int]


def counts_of(document: Document) -> Counts:
    """The totals of the page; kept with it by `Document.once`."""
    counts = Counts([0], [0], [0], [0])
    links = pictures = texts = digits = 0
    append = (counts.links.append, counts.pictures.append, counts.texts.append, counts.digits.append)
    columns = (document.elements, document.tags, document.flags, document.texts, document.tails)
    for element, tag, flags, text, tail in zip(*columns, strict=True):
        found: Sequence[str | None] = (text, tail)
        if not flags & _SILENT:
            links += tag == "a"
            pictures += tag in _PICTURES
            if tag in _BEARING and element.attrib:
                found = (text, tail, *map(element.get, _BEARING[tag]))
        for each in found:
            if each and not each.isspace():
                texts += 1
                digits += _DIGIT.search(each) is not None
        for add, total in zip(append, (links, pictures, texts, digits), strict=True):
            add(total)
    return counts


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
    links = _share(counts.links[end] > counts.links[first] for first, end in spans)
    pictures = _share(counts.pictures[end] > counts.pictures[first] for first, end in spans)
    texts = _share(counts.texts[end] > counts.texts[first] for first, end in spans)
    digits = _share(counts.digits[end] > counts.digits[first] for first, end in spans)
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
    slots = 1 + sum(counts.texts[end] - counts.texts[first] for first, end in spans) / max(1, len(spans))
    told = sorted((weight for role, weight in roles if role not in ("link", "image", None)), reverse=True)
    got -= sum(told[max(1, round(slots)) :])
    return max(0.0, got) / max(1.0, sum(weight for _, weight in roles))


def _share(values: Iterable[bool]) -> float:
    found = list(values)
    return sum(found) / len(found) if found else 0.0
