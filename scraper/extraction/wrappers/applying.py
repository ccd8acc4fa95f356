"""Reads a page by a wrapper at about the speed of parsing, and says what speaks against the values it found.

No page arrays, no ranking: one XPath a column for all records, coercion that remembers shapes, evidence on demand.
Every value is checked: type, length, digits and size against the known ones, names of the element against those learnt,
other ways to the same value, and over a page how many records have the field at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from scraper.extraction.coercion.urls import parse_url
from scraper.extraction.fields import FieldSpec
from scraper.extraction.groups import canonical
from scraper.extraction.locale import PageLocale, page_locale
from scraper.extraction.ranking import record_confidence
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Extraction, ExtractOptions, Record
from scraper.extraction.wrappers.explicit import explicit_findings
from scraper.extraction.wrappers.findings import Applied, Doubt, Finding, LazyEvidence, Reason
from scraper.extraction.wrappers.matches import by_record, cut_text, elements, has_classes, neighbours, raw_values
from scraper.extraction.wrappers.profiles import fits
from scraper.extraction.wrappers.readers import Reader
from scraper.extraction.wrappers.wrapper import FieldWrapper, Place, Wrapper
from scraper.page import Page

_ODD = 0.1  # of a field's values on a list may look odd; of one record's none
_FILL_ROOM = 0.3  # a page's fill may be so much below the known one
_ALWAYS = 0.97  # fill from which a field is expected in every detail page
_KEPT_SHARE = 0.34  # of the usual fields a record must have, as on the slow path
_USUAL = 0.6
_MIN_SAME = 4  # records that all say the same where they never did
_LINK = FieldSpec(name="", format="uri")


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
        self.required = [spec.name for spec in schema.required]
        self.usual = [field.name for field, _ in self.fields if field.fill >= _USUAL]

    def apply(self, page: Page) -> Applied:
        """The page's records by the wrapper, and the doubts. Raises UnusablePage where the page has no elements."""
        return _Application(self, page).result()


@dataclass(slots=True)
class _Column:
    """A field's findings by record, and how many of them are odd in which way."""

    found: list[Finding | None]
    odd: dict[Reason, int]


class _Application:
    """One page being read."""

    def __init__(self, applier: Applier, page: Page) -> None:
        self.applier = applier
        self.wrapper = applier.wrapper
        self.page = page
        self.root: HtmlElement = page.root
        self.locale = locale_of_page(page)
        self.doubts: list[Doubt] = []
        self.record = self.wrapper.records[0].xpath if self.wrapper.records else ""
        self.records = self._records()

    def _records(self) -> list[HtmlElement]:
        if self.wrapper.mode == "detail":
            return [self.root]
        found, *others = (elements(place.xpath, self.root) for place in self.wrapper.records)
        if not found or any(other != found for other in others):
            self.doubts.append(Doubt("", "records"))
        return found

    def result(self) -> Applied:
        columns: dict[str, list[Finding | None]] = {}
        for field, spec in self.applier.fields:
            column = self._column(field, spec)
            self._judge(field, spec, column)
            columns[field.name] = column.found
        self._check_orders(columns)
        records = tuple(self._made(columns, self._links()))
        if not records and not self.doubts:
            self.doubts.append(Doubt("", "records"))
        return Applied(Extraction(records, self.wrapper.mode, read_by="wrapper"), tuple(self.doubts))

    # -- columns -------------------------------------------------------------------------------------------------

    def _column(self, field: FieldWrapper, spec: FieldSpec) -> _Column:
        column = _Column([None] * len(self.records), {})
        missing = len(self.records)
        for place in field.places:
            if not missing:
                break
            for number, each in enumerate(self._matches(place, spec)):
                if column.found[number] is None and each:
                    column.found[number] = self._finding(field, spec, place, (each, column.odd))
            missing = sum(each is None for each in column.found)
        for witness in field.witnesses:
            self._hear(witness, spec, column)
        return column

    def _matches(self, place: Place, spec: FieldSpec) -> list[list[HtmlElement]]:
        """The elements of the place in each record; for what is no place in the tree the record itself."""
        if not place.xpath:
            return [[record] for record in self.records]
        if self.wrapper.mode == "detail":
            return [elements(place.xpath, self.root)]
        return by_record(self.root, self.record, self.records, place.xpath)

    def _finding(
        self, field: FieldWrapper, spec: FieldSpec, place: Place, where: tuple[list[HtmlElement], dict[Reason, int]]
    ) -> Finding | None:
        """The value of one record, checked against what is known of the field."""
        found, odd = where
        finding = self._value(spec, place, found)
        if finding is None:
            return None
        value, text, element = finding[:3]
        if element is not None:
            if len(found) > 1 and place.is_single:
                odd["many"] = odd.get("many", 0) + 1
            if not has_classes(element, place):
                odd["names"] = odd.get("names", 0) + 1
            if field.neighbours and neighbours(element) not in field.neighbours:
                odd["neighbours"] = odd.get("neighbours", 0) + 1
        if not fits(field.profile, text, value):
            odd["shape"] = odd.get("shape", 0) + 1
        return finding

    def _value(self, spec: FieldSpec, place: Place, found: Sequence[HtmlElement]) -> Finding | None:
        reader = self.applier.readers[spec.name]
        if place.kind == "explicit":
            return explicit_findings(found[0], spec, self.locale)
        return value_at(place, found, (spec, reader), (self.page, self.locale))

    def _hear(self, witness: Place, spec: FieldSpec, column: _Column) -> None:
        """Compare with another way to the values; where it says nothing or the same, all is well."""
        for number, each in enumerate(self._matches(witness, spec)):
            known = column.found[number]
            if known is None or not each or (known[2] is each[0] and known[3] == witness.part):
                continue
            other = self._value(spec, witness, each)
            if other is not None and canonical(other[0]) != canonical(known[0]):
                column.odd["conflict"] = column.odd.get("conflict", 0) + 1

    # -- checks --------------------------------------------------------------------------------------------------

    def _judge(self, field: FieldWrapper, spec: FieldSpec, column: _Column) -> None:
        count = len(self.records)
        room = int(_ODD * count)
        for reason, odd in column.odd.items():
            if odd > (0 if reason == "conflict" else room):
                self.doubts.append(Doubt(spec.name, reason))
        filled = [each for each in column.found if each is not None]
        if self._is_thin(field, len(filled), count):
            self.doubts.append(Doubt(spec.name, "missing"))
        if field.profile.is_varied and len(filled) >= _MIN_SAME and len({repr(each[0]) for each in filled}) == 1:
            self.doubts.append(Doubt(spec.name, "same"))

    def _is_thin(self, field: FieldWrapper, filled: int, count: int) -> bool:
        """Whether fewer records have the field than is to be expected."""
        if self.wrapper.mode == "detail":
            return filled == 0 and (field.fill >= _ALWAYS or field.name in self.applier.required)
        return filled < (field.fill - _FILL_ROOM) * count - 1

    def _check_orders(self, columns: Mapping[str, list[Finding | None]]) -> None:
        for low, high in self.wrapper.orders:
            pairs = zip(columns.get(low, ()), columns.get(high, ()), strict=False)
            wrong = sum(a is not None and b is not None and _is_greater(a[0], b[0]) for a, b in pairs)
            if wrong > int(_ODD * len(self.records)):
                self.doubts.append(Doubt(low, "order"))

    # -- records -------------------------------------------------------------------------------------------------

    def _links(self) -> list[str | None]:
        field = self.wrapper.link
        if field is None:
            return [None] * len(self.records)
        links: list[str | None] = [None] * len(self.records)
        for place in field.places:
            for number, found in enumerate(self._matches(place, _LINK)):
                if links[number] is None and found:
                    links[number] = parse_url(found[0].get(place.part[1:]) or "", self.locale.base_url)
        if links.count(None) > (1 - field.fill + _FILL_ROOM) * len(links) + 1:
            self.doubts.append(Doubt("", "missing"))
        return links

    def _made(self, columns: Mapping[str, list[Finding | None]], links: Sequence[str | None]) -> list[Record]:
        made = []
        least = _KEPT_SHARE * len(self.applier.usual)
        confidences = {field.name: (field.confidence, field.certainty) for field, _ in self.applier.fields}
        for number in range(len(self.records)):
            found: dict[str, Finding] = {}
            confidence: dict[str, float] = {}
            for name, column in columns.items():
                finding = column[number]
                if finding is not None:
                    mean, certainty = confidences[name]
                    sure = mean if finding[5] >= certainty else round(mean * finding[5] / certainty, 4)
                    if sure >= self.applier.options.min_confidence:
                        found[name], confidence[name] = finding, sure
            is_record = self.wrapper.mode == "detail" or sum(name in found for name in self.applier.usual) >= least
            if found and is_record:
                made.append(self._record(found, confidence, links[number]))
        return made

    def _record(self, found: Mapping[str, Finding], confidence: dict[str, float], link: str | None) -> Record:
        is_list = self.wrapper.mode == "list"
        required = [confidence.get(name, 0.0) for name in self.applier.required]
        return Record(
            data={name: finding[0] for name, finding in found.items()},
            confidence=min(required or confidence.values())
            if is_list
            else record_confidence(self.applier.schema, confidence),
            field_confidence=confidence,
            evidence=LazyEvidence(found, confidence),
            url=link if is_list else self.page.url,
        )


def value_at(
    place: Place, found: Sequence[HtmlElement], how: tuple[FieldSpec, Reader], where: tuple[Page, PageLocale]
) -> Finding | None:
    """What the place's elements say: of the first for scalars, of all for arrays; None where it is no such value."""
    (spec, reader), (page, locale) = how, where
    if place.kind == "url":
        text = cut_text(page.url, place.cut, spec, locale)
        read = reader.read(text, locale) if text is not None else None
        return (read[0], str(text), None, "", read[1], read[2]) if read is not None else None
    if spec.is_array:
        return _array(place, found, how, locale)
    for element in found if place.part[:1] == "#" else found[:1]:
        for raw, pointer in raw_values(element, place.part)[:1]:
            text = cut_text(raw, place.cut, spec, locale) if place.cut else raw
            read = reader.read(text, locale) if text is not None else None
            if read is not None:
                part = f"#{pointer}" if pointer or place.part[:1] == "#" else place.part
                name = f"{place.cut[0]}, {read[1]}" if place.cut else read[1]
                return read[0], str(text), element, part, name, read[2]
    return None


def _array(
    place: Place, found: Sequence[HtmlElement], how: tuple[FieldSpec, Reader], locale: PageLocale
) -> Finding | None:
    spec, reader = how
    raws = [(element, *each) for element in found for each in raw_values(element, place.part)]
    texts = [cut_text(raw, place.cut, spec, locale) if place.cut else raw for _, raw, _ in raws]
    texts = [text for text in texts if text is not None]
    read = reader.read_all(texts, locale) if texts else None
    if read is None:
        return None
    element, _, pointer = raws[0]
    part = f"#{pointer}" if place.part[:1] == "#" else place.part
    return read[0], str(texts[0]), element, part, read[1], read[2]


def locale_of_page(page: Page) -> PageLocale:
    """The page's locale, as the slow path takes it."""
    return page_locale(page.base_url, declared_language(page.root))


def declared_language(root: HtmlElement) -> str | None:
    """The language tag of <html lang> or of the head's meta elements."""
    return root.get("lang") or root.get("xml:lang") or _meta_language(root)


def _meta_language(root: HtmlElement) -> str | None:
    for element in elements(".//meta", root):
        key = (element.get("property") or element.get("name") or element.get("http-equiv") or "").lower()
        if key in ("og:locale", "language", "content-language", "dc.language"):
            return element.get("content") or None
    return None


def _is_greater(a: Any, b: Any) -> bool:
    return isinstance(a, int | float) and isinstance(b, int | float) and a > b
