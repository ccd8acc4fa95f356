"""What a page offers for a field besides the value that was chosen: the same readers as `extract`'s, all their answers.

`offers_of` gives a function from (record number, field) to the offers; `explanation` says why they lost, and
`questions` asks a language model about them.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scraper.extraction.coercion import Coerced
from scraper.extraction.detail import all_candidates, record_choices
from scraper.extraction.document import Document
from scraper.extraction.explain.standing import standing_of
from scraper.extraction.fields import FieldSpec
from scraper.extraction.json_pages.keys import key_matches, key_paths
from scraper.extraction.json_pages.lists import JsonPlace
from scraper.extraction.json_pages.page import json_records
from scraper.extraction.json_pages.values import matched_value
from scraper.extraction.lists.column_score import column_score
from scraper.extraction.lists.columns import Column
from scraper.extraction.lists.explicit import is_explicit
from scraper.extraction.lists.flat_fields import flat_schema
from scraper.extraction.lists.listing import chosen_region, region_columns
from scraper.extraction.lists.matching import Match, assign
from scraper.extraction.lists.readings import evidence_of, read_array, read_leaf
from scraper.extraction.lists.regions import Span
from scraper.extraction.lists.roles import main_field, role_of
from scraper.extraction.locale import PageLocale, page_locale
from scraper.extraction.ranker.groups import canonical, read_candidate
from scraper.extraction.ranker.ranking import Choice, ranked
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope, locale_of
from scraper.extraction.sources.money import amounts, amounts_of_others
from scraper.extraction.values import Candidate, Evidence, Extraction, ExtractOptions, Record
from scraper.page import Page

_SAMPLE = 50  # objects of a JSON list by which keys are judged, as in `json_page`
_MAX_OVERLOOKED = 4
_MIN_COLUMN_SCORE = 0.02  # below it nothing at all speaks for a column


@dataclass(frozen=True, slots=True)
class Offer:
    """One value that the page offers for a field.

    `value` is None where the text cannot be read as the field's type. `belief` 0..1 is the ranker's (of columns
    and keys their own score), `sources` are those that agree on the value. `evidence.confidence` of an offer that was
    not chosen is what is left of it. `row` is what the ranker was told of it (`group_features.NAMES`), or empty.
    """

    value: Any
    evidence: Evidence
    belief: float
    sources: tuple[str, ...]
    row: Sequence[float] = ()

    @property
    def key(self) -> Any:
        """Equal for offers of one value; unreadable ones are told apart by their text."""
        return canonical(self.value) if self.value is not None else (self.evidence.path, self.evidence.text)


Offers = Callable[[int, FieldSpec], list[Offer]]
"""(number of the record in the extraction, field) -> its offers, best first; what was chosen is among them."""


@dataclass(frozen=True, slots=True)
class ListView:
    """What the records of a list page are read from: their spans, all columns, and which field took which."""

    document: Document
    locale: PageLocale
    spans: Sequence[Span]
    columns: Sequence[Column]
    matches: Sequence[Match]


def offers_of(page: Page, schema: RecordSchema, extraction: Extraction, options: ExtractOptions) -> Offers:
    """The offers of the page for the records that `extract(page, schema, options)` gave."""
    if options.selectors:
        schema = schema.with_selectors(options.selectors)
    if page.is_json:
        return _json_offers(page, schema, extraction, options)
    document = Document(page)
    if extraction.mode == "detail":
        return _page_offers(Scope(document, schema))
    view = list_view(document, schema, options)
    return _list_offers(view, schema, extraction.records) if view is not None else _no_offers


def _no_offers(number: int, spec: FieldSpec) -> list[Offer]:
    return []


def _page_offers(scope: Scope) -> Offers:
    def offers(number: int, spec: FieldSpec) -> list[Offer]:
        own = _own(scope.schema, spec)
        warnings: list[str] = []
        chosen = scope.once(_choices)[own.name]
        asked = all_candidates(scope, own, warnings)
        choices = [*chosen, *_unasked(ranked(asked, own, scope), chosen)]
        found = [Offer(each.value, each.evidence, each.score, each.sources, each.row) for each in choices]
        others = [_offer(each, own, scope) for each in (*asked, *_overlooked(scope, own))]
        return found + [each for each in others if each.value is None or each.belief == 0]

    return offers


def _unasked(choices: Sequence[Choice], chosen: Sequence[Choice]) -> list[Choice]:
    """What further sources would have said of a field that the page states so plainly that they were not asked."""
    known = {canonical(each.value) for each in chosen}
    left = 1.0 - chosen[0].confidence if chosen else 1.0
    return [replace(each, confidence=min(each.score, left)) for each in choices if canonical(each.value) not in known]


def _choices(scope: Scope) -> dict[str, list[Choice]]:
    return record_choices(scope, [])


def _own(schema: RecordSchema, spec: FieldSpec) -> FieldSpec:
    """The schema's own field of that name, which has the selector that the options give it."""
    return schema.field(spec.name) or spec


def _offer(candidate: Candidate, spec: FieldSpec, scope: Scope) -> Offer:
    """What the candidate offers by itself; the value None where it cannot be read as the field's type."""
    coerced = read_candidate(candidate, spec, scope.locale)
    transformation = coerced.transformation if coerced is not None else ""
    evidence = Evidence(candidate.source, candidate.path, candidate.text, transformation, 0.0)
    return Offer(coerced.value if coerced else None, evidence, candidate.score, (candidate.source,))


def _overlooked(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Amounts that are no candidates for a price because they are another thing's, with the score 0."""
    if spec.concept not in ("price", "old_price"):
        return []
    document = scope.document
    others = document.once(amounts_of_others)
    shown = [each for each in document.once(amounts) if each.index in others][:_MAX_OVERLOOKED]
    return [Candidate(each.text, "money", document.path(each.index), each.text, 0.0) for each in shown]


def list_view(document: Document, schema: RecordSchema, options: ExtractOptions) -> ListView | None:
    """The list that `extract` reads the records from, or None where the page has none."""
    locale = document.once(locale_of)
    chosen = chosen_region(document, schema, (locale, options))
    if chosen is None:
        return None
    spans, columns = region_columns(document, chosen[0], locale)
    return ListView(document, locale, spans, columns, assign(flat_schema(schema).columns, columns))


def _list_offers(view: ListView, schema: RecordSchema, records: Sequence[Record]) -> Offers:
    scores = column_scores(view, schema)
    main = main_field(schema)

    def offers(number: int, spec: FieldSpec) -> list[Offer]:
        span = span_of(view, records[number])
        if span is None or is_explicit(_own(schema, spec)) or spec.type == "object":
            return []
        role = role_of(spec, is_main=spec is main)
        read = (_read_column(view, Match(spec, role, column, score), span) for score, column in scores[spec.name])
        return [each for each in read if each is not None]

    return offers


def column_scores(view: ListView, schema: RecordSchema) -> dict[str, list[tuple[float, Column]]]:
    """Field name -> the columns that anything speaks for with their scores, the field's own first, then best first."""
    main = main_field(schema)
    found: dict[str, list[tuple[float, Column]]] = {}
    for spec in schema.fields:
        role = role_of(spec, is_main=spec is main)
        own = next((match for match in view.matches if match.field.name == spec.name), None)
        scored = [
            (column_score(each, spec, role), each) for each in view.columns if own is None or each is not own.column
        ]
        ranked = sorted((each for each in scored if each[0] >= _MIN_COLUMN_SCORE), key=lambda each: -each[0])
        found[spec.name] = [(own.score, own.column), *ranked] if own is not None else ranked
    return found


def span_of(view: ListView, record: Record) -> int | None:
    """The number of the span that the record was read from, by the places of its values; None where they tell none."""
    starts = [span[0] for span in view.spans]
    for evidence in record.evidence.values():
        index = standing_of(view.document, evidence.path).index
        at = bisect_right(starts, index) - 1 if index is not None else -1
        if index is not None and at >= 0 and index < view.spans[at][1]:
            return at
    return None


def _read_column(view: ListView, match: Match, span: int) -> Offer | None:
    """What the column says in the record, also where it cannot be read; None where it has no value there."""
    leaf = match.column.leaves.get(span)
    if leaf is None:
        return None
    if match.field.is_array:
        reading = read_array(match, view.columns, span, view.locale)
    else:
        reading = read_leaf(match, match.column, leaf, (view.locale, match.score))
    if reading is not None:
        return Offer(reading.value, reading.evidence, match.score, (reading.evidence.source,))
    evidence = evidence_of(view.document, leaf, Coerced(None, "", leaf.text), 0.0)
    return Offer(None, evidence, match.score, (evidence.source,))


def _json_offers(page: Page, schema: RecordSchema, extraction: Extraction, options: ExtractOptions) -> Offers:
    found, _ = json_records(page, schema, options)
    places = found.places if found is not None else ()
    objects = [place.value for place in places[:_SAMPLE]]
    locale = page_locale(page.url, None)
    paths = key_paths(objects)

    def offers(number: int, spec: FieldSpec) -> list[Offer]:
        place = _place_of(places, extraction.records[number])
        if place is None:
            return []
        matches = sorted(key_matches(objects, paths, (spec, locale)), key=lambda each: -each.belief)
        read = ((match, matched_value(place, spec, (match, locale))) for match in matches)
        return [Offer(each[0], each[1], match.belief, (each[1].source,)) for match, each in read if each is not None]

    return offers


def _place_of(places: Sequence[JsonPlace], record: Record) -> JsonPlace | None:
    """The object that the record was read from, by the pointers of its values."""
    pointers = [evidence.path for evidence in record.evidence.values()]
    for place in places:
        if any(pointer == place.pointer or pointer.startswith(place.pointer + "/") for pointer in pointers):
            return place
    return None
