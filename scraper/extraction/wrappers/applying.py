"""Reads a page by a wrapper at about the speed of parsing, and says what speaks against the values it found.

No page arrays, no ranking: one XPath a column for all records, coercion that remembers shapes, evidence on demand.
Every value is checked: type, length, digits and size against the known ones, names of the element against those learnt,
other ways to the same value, and over a page how many records have the field at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.fields import FieldSpec
from scraper.extraction.ranker.groups import canonical
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Extraction, ExtractOptions
from scraper.extraction.wrappers.beyond import Beyond, has_spanning_cells
from scraper.extraction.wrappers.explicit import explicit_findings
from scraper.extraction.wrappers.findings import Applied, Doubt, Finding, Reason
from scraper.extraction.wrappers.matches import (
    by_record,
    elements,
    has_neighbours,
    neighbours,
    one_each,
    without_classes,
)
from scraper.extraction.wrappers.profiles import odd_ones
from scraper.extraction.wrappers.readers import Reader
from scraper.extraction.wrappers.recording import Recorder
from scraper.extraction.wrappers.values import is_simple, locale_of_page, value_at, values_at
from scraper.extraction.wrappers.wrapper import FieldWrapper, Place, Wrapper
from scraper.page import Page

_ODD = 0.1  # of a field's values on a list may look odd; of one record's none
_FILL_ROOM = 0.3  # a page's fill may be so much below the known one
_ALWAYS = 0.999  # of the records had a field that was never missing
_MIN_SAME = 4  # records that all say the same where they never did
_LINK = Reader(FieldSpec(name="", format="uri"))


class Applier:
    """A wrapper made ready for the pages of a run; it keeps what it learns of the shapes of texts."""

    def __init__(self, wrapper: Wrapper, schema: RecordSchema, options: ExtractOptions) -> None:
        self.wrapper = wrapper
        self.schema = schema
        self.options = options
        specs = {spec.name: spec for spec in schema.fields}
        self.fields = [(field, specs[field.name]) for field in wrapper.fields if field.name in specs]
        order = {spec.name: number for number, spec in enumerate(schema.fields)}
        self.fields.sort(key=lambda pair: order[pair[1].name])
        self.readers = {spec.name: Reader(spec) for _, spec in self.fields}
        self.names = [spec.name for spec in schema.fields]
        self.required = [spec.name for spec in schema.required]
        self.recorder = Recorder(replace(wrapper, fields=tuple(field for field, _ in self.fields)), schema, options)

    def apply(self, page: Page) -> Applied:
        """The page's records by the wrapper, and the doubts. Raises UnusablePage where the page has no elements."""
        return _Application(self, page).result()


@dataclass(slots=True)
class _Column:
    """A field's findings by record, and how many of them are odd in which way."""

    found: list[Finding | None]
    odd: dict[Reason, int]
    place: Place | None = None  # which it was read from as a whole


class _Application:
    """One page being read."""

    def __init__(self, applier: Applier, page: Page) -> None:
        self.applier = applier
        self.wrapper = applier.wrapper
        self.page = page
        self.root: HtmlElement = page.root
        self.locale = locale_of_page(page)
        self.doubts: list[Doubt] = []
        self._singles: dict[str, list[HtmlElement] | None] = {}
        self._named: dict[tuple[str, tuple[str, ...], int], int] = {}
        self.is_list = self.wrapper.mode == "list"
        self.record = self.wrapper.records[0].xpath if self.is_list else ""
        self.beyond = Beyond(self.root)
        self.records = self._records()

    def _records(self) -> list[HtmlElement]:
        if not self.is_list:
            return [self.root]
        found, *others = (elements(place.xpath, self.root) for place in self.wrapper.records)
        place = self.wrapper.records[0]
        unlike = without_classes(found, place) if place.classes else 0
        is_odd = not found or any(other != found for other in others) or unlike > _ODD * len(found)
        if is_odd or has_spanning_cells(found) or self.beyond.lists_more(len(found)):
            self.doubts.append(Doubt("", "records"))
        return found

    def result(self) -> Applied:
        columns: dict[str, list[Finding | None]] = {}
        for field, spec in self.applier.fields:
            column = self._column(field, spec)
            self._judge(field, column)
            columns[field.name] = column.found
            if self.is_list and None in column.found and self._beyond(field, spec):
                self.doubts.append(Doubt(field.name, "missing"))
        self._check_orders(columns)
        links = self._links() if self.is_list else [self.page.url]
        records = tuple(self.applier.recorder.records(columns, links)) if self.records else ()
        if not records and not self.doubts:
            self.doubts.append(Doubt("", "records"))
        extraction = Extraction(records, self.wrapper.mode, read_by="wrapper")
        return Applied(extraction, tuple(self.doubts), self._missing(columns))

    def _beyond(self, field: FieldWrapper, spec: FieldSpec) -> bool:
        """Whether the page may have, outside the records, what some of them lack."""
        return self.beyond.may_say(spec, was_always_there=field.fill >= _ALWAYS)

    def _missing(self, columns: Mapping[str, list[Finding | None]]) -> tuple[str, ...]:
        """The fields of which the page gave nothing."""
        if len(columns) == len(self.applier.names) and all(map(any, columns.values())):
            return ()
        return tuple(name for name in self.applier.names if not any(columns.get(name, ())))

    def _column(self, field: FieldWrapper, spec: FieldSpec) -> _Column:
        column = self._first_column(field, spec)
        places = field.places if column.place is None else field.places[1:]
        for place in places:
            if None not in column.found:
                break
            for number, each in enumerate(self._matches(place)):
                if column.found[number] is None and each:
                    column.found[number] = self._finding(field, spec, place, (each, column.odd))
        for witness in field.witnesses:
            self._hear(witness, spec, column)
        known = [each for each in column.found if each is not None]
        values, texts = [each.value for each in known], [each.text for each in known]
        if odd := odd_ones(field.profile, texts, values):
            column.odd["shape"] = odd
        if field.profile.is_varied and len(values) >= _MIN_SAME and values.count(values[0]) == len(values):
            column.odd["same"] = len(values)
        return column

    def _first_column(self, field: FieldWrapper, spec: FieldSpec) -> _Column:
        """The column of the first place where it is one plain element a record, as it mostly is; else an empty one."""
        place = field.places[0]
        found = None
        if self.is_list and is_simple(place, spec):
            found = self._one_each(place.xpath)
        if found is None:
            return _Column([None] * len(self.records), {})
        column = _Column(values_at(place, found, self.applier.readers[spec.name], self.locale), {}, place)
        self._check_elements(field, place, (found, column.odd))
        return column

    def _one_each(self, xpath: str) -> list[HtmlElement] | None:
        """What the expression finds, one in each record, asked once a page; None where it is not one in each."""
        if xpath not in self._singles:
            self._singles[xpath] = one_each(self.root, self.record, self.records, xpath)
        return self._singles[xpath]

    def _check_elements(
        self, field: FieldWrapper, place: Place, where: tuple[Sequence[HtmlElement], dict[Reason, int]]
    ) -> None:
        """Count the elements that are not called, or do not stand, as the known ones."""
        found, odd = where
        if place.classes and (unlike := self._unlike(place, found)):
            odd["names"] = odd.get("names", 0) + unlike
        if field.neighbours and has_neighbours(found[0], place.part):
            known = field.neighbours
            if unlike := sum(neighbours(each) not in known for each in found):
                odd["neighbours"] = odd.get("neighbours", 0) + unlike

    def _unlike(self, place: Place, found: Sequence[HtmlElement]) -> int:
        """How many of the elements are not called as the place's; what two fields share is looked at once."""
        if found is not self._singles.get(place.xpath):
            return without_classes(found, place)
        key = (place.xpath, place.classes, place.up)
        if key not in self._named:
            self._named[key] = without_classes(found, place)
        return self._named[key]

    def _matches(self, place: Place) -> list[list[HtmlElement]]:
        """The elements of the place in each record; for what is no place in the tree the record itself."""
        if not place.xpath:
            return [[record] for record in self.records]
        if not self.is_list:
            return [elements(place.xpath, self.root)]
        return by_record(self.root, self.record, self.records, place.xpath)

    def _finding(
        self, field: FieldWrapper, spec: FieldSpec, place: Place, where: tuple[list[HtmlElement], dict[Reason, int]]
    ) -> Finding | None:
        """The value of one record; what is unlike the known elements is counted."""
        found, odd = where
        finding = self._value(spec, place, found)
        if finding is not None and finding.element is not None:
            if len(found) > 1 and place.is_single:
                odd["many"] = odd.get("many", 0) + 1
            self._check_elements(field, place, ((finding.element,), odd))
        return finding

    def _value(self, spec: FieldSpec, place: Place, found: Sequence[HtmlElement]) -> Finding | None:
        reader = self.applier.readers[spec.name]
        if place.kind == "explicit":
            return explicit_findings(found[0], spec, self.locale)
        return value_at(place, found, (spec, reader), (self.page, self.locale))

    def _hear(self, witness: Place, spec: FieldSpec, column: _Column) -> None:
        """Compare with another way to the values; where it says nothing or the same, all is well."""
        for number, each in enumerate(self._matches(witness)):
            known = column.found[number]
            if known is None or not each or (known.element is each[0] and known.part == witness.part):
                continue
            other = self._value(spec, witness, each)
            if other is not None and canonical(other.value) != canonical(known.value):
                column.odd["conflict"] = column.odd.get("conflict", 0) + 1

    def _judge(self, field: FieldWrapper, column: _Column) -> None:
        count = len(self.records)
        room = int(_ODD * count)
        for reason, odd in column.odd.items():
            if odd > (0 if reason == "conflict" else room):
                self.doubts.append(Doubt(field.name, reason))
        missing = column.found.count(None)
        if missing and self._is_thin(field, count - missing, count):
            self.doubts.append(Doubt(field.name, "missing"))

    def _is_thin(self, field: FieldWrapper, filled: int, count: int) -> bool:
        """Whether fewer records have the field than is to be expected."""
        if self.wrapper.mode == "detail":
            return field.name in self.applier.required
        return filled < (field.fill - _FILL_ROOM) * count - 1

    def _check_orders(self, columns: Mapping[str, list[Finding | None]]) -> None:
        for low, high in self.wrapper.orders:
            pairs = zip(columns.get(low, ()), columns.get(high, ()), strict=False)
            wrong = sum(a is not None and b is not None and _is_greater(a.value, b.value) for a, b in pairs)
            if wrong > int(_ODD * len(self.records)):
                self.doubts.append(Doubt(low, "order"))

    def _links(self) -> list[str | None]:
        """The records' own links."""
        field = self.wrapper.link
        if field is None:
            return [None] * len(self.records)
        place = field.places[0]
        found: Sequence[HtmlElement | None] | None = self._one_each(place.xpath)
        if found is None:
            found = [each[0] if each else None for each in self._matches(place)]
        texts = [each.get("href") or "" if each is not None else "" for each in found]
        links = [read[0] if read is not None else None for read in _LINK.read_each(texts, self.locale)]
        if links.count(None) > (1 - field.fill + _FILL_ROOM) * len(links) + 1:
            self.doubts.append(Doubt("", "missing"))
        return links


def _is_greater(a: Any, b: Any) -> bool:
    return isinstance(a, int | float) and isinstance(b, int | float) and a > b
