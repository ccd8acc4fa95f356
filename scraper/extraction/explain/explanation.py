"""Why each value was chosen: its evidence, the runners-up and why they lost. Pure; printing is the command's.

`explain` asks `extract` for the records and the same readers for what else the page offers, so it cannot tell another
story than `extract` does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from scraper.extraction.document import Document
from scraper.extraction.evidence import replay
from scraper.extraction.explain.offers import ListView, Offer, Offers, column_scores, list_view, offers_of
from scraper.extraction.explain.reasons import Contest, reasons_of
from scraper.extraction.extract import extract
from scraper.extraction.fields import FieldSpec
from scraper.extraction.locale import PageLocale, page_locale
from scraper.extraction.ranker.groups import canonical
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import locale_of
from scraper.extraction.values import Evidence, Extraction, ExtractOptions, Record
from scraper.page import Page

_DEFAULT = ExtractOptions()
_MAX_RIVALS = 8
_SAMPLES = 3


@dataclass(frozen=True, slots=True)
class Rival:
    """A value that was not chosen, where it stands, and why it lost. `value` is None where it could not be read."""

    value: Any
    evidence: Evidence
    belief: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldStory:
    """One field of one record: the chosen value (None: there is none) with its evidence, and what it was chosen from.

    `sources` agree on the value. `is_proven` says that the page, read again at the path of the evidence alone, gives
    the value. `note` says why there is no value, "" where there is one.
    """

    name: str
    value: Any
    confidence: float
    evidence: Evidence | None
    sources: tuple[str, ...]
    rivals: tuple[Rival, ...]
    left_out: int = 0
    note: str = ""
    is_proven: bool = False


@dataclass(frozen=True, slots=True)
class RecordStory:
    """One record of the page; `number` counts from 0 in page order."""

    number: int
    confidence: float
    url: str | None
    fields: tuple[FieldStory, ...]


@dataclass(frozen=True, slots=True)
class ColumnStory:
    """One column of a list: what announces it, how many records (0..1) have it, some values, the field that took it.

    `field` is None for a column that no field took; `closest` then names the field that it fits best, or is "".
    """

    field: str | None
    score: float
    label: str
    words: str
    coverage: float
    samples: tuple[str, ...]
    closest: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What `extract` gave, and the stories of the records that were asked for. `columns` are a list page's."""

    extraction: Extraction
    records: tuple[RecordStory, ...]
    columns: tuple[ColumnStory, ...] = ()


def explain(
    page: Page, schema: RecordSchema, options: ExtractOptions = _DEFAULT, *, records: Sequence[int] = (0,)
) -> Explanation:
    """The extraction of the page and, of the records with these numbers, why each value was chosen.

    Numbers that no record has are left out. A page without a record has one story with no values, which says what
    was looked at. Raises what `extract` raises.
    """
    extraction = extract(page, schema, options)
    offers = offers_of(page, schema, extraction, options)
    numbers = [number for number in records if 0 <= number < len(extraction.records)]
    stories = [_record_story(number, extraction.records[number], (schema, options, offers), page) for number in numbers]
    if not extraction.records and extraction.mode == "detail" and not page.is_json:
        stories = [_record_story(0, Record({}, 0.0, {}, {}), (schema, options, offers), page)]
    columns: tuple[ColumnStory, ...] = ()
    if extraction.mode == "list" and not page.is_json:
        view = list_view(Document(page), schema, options)
        columns = _columns(view, schema) if view is not None else ()
    return Explanation(extraction, tuple(stories), columns)


How = tuple[RecordSchema, ExtractOptions, Offers]


def _record_story(number: int, record: Record, how: How, page: Page) -> RecordStory:
    schema, options, offers = how
    document = None if page.is_json else Document(page)
    known = {spec.name: offers(number, spec) for spec in schema.fields}
    contest = Contest(document, schema, record, options, known)
    read = page, page_locale(page.url, None) if document is None else locale_of(document)
    fields = tuple(_field_story(spec, record, contest, read) for spec in schema.fields)
    return RecordStory(number, record.confidence, record.url, fields)


def _field_story(spec: FieldSpec, record: Record, contest: Contest, read: tuple[Page, PageLocale]) -> FieldStory:
    offers = contest.offers[spec.name]
    value, evidence = record.data.get(spec.name), record.evidence.get(spec.name)
    chosen = next((each for each in offers if value is not None and each.key == canonical(value)), None)
    rest = [each for each in offers if each is not chosen]
    rivals = tuple(_rival(each, chosen, spec, contest) for each in rest[:_MAX_RIVALS])
    return FieldStory(
        name=spec.name,
        value=value,
        confidence=record.field_confidence.get(spec.name, 0.0),
        evidence=evidence,
        sources=chosen.sources if chosen is not None else (evidence.source,) if evidence is not None else (),
        rivals=rivals,
        left_out=max(0, len(rest) - _MAX_RIVALS),
        note="" if spec.name in record.data else _absence(rest),
        is_proven=evidence is not None and _gives(value, spec, evidence, read),
    )


def _gives(value: Any, spec: FieldSpec, evidence: Evidence, read: tuple[Page, PageLocale]) -> bool:
    """Whether the evidence alone gives the value again."""
    try:
        return bool(replay(read[0], spec, evidence, read[1]) == value)
    except LookupError:
        return False


def _rival(offer: Offer, chosen: Offer | None, spec: FieldSpec, contest: Contest) -> Rival:
    return Rival(offer.value, offer.evidence, round(offer.belief, 4), reasons_of(offer, chosen, spec, contest))


def _absence(offers: Sequence[Offer]) -> str:
    """Why a field has no value."""
    if not offers:
        return "nothing on the page speaks of it"
    if all(offer.value is None for offer in offers):
        return "nothing of what speaks of it can be read as its type"
    return "no value is sure enough"


def _columns(view: ListView, schema: RecordSchema) -> tuple[ColumnStory, ...]:
    """The list's columns: those of fields in the schema's order, then the others in page order."""
    scores = column_scores(view, schema)
    taken = {id(match.column): match for match in view.matches}
    order = {spec.name: number for number, spec in enumerate(schema.fields)}
    found = []
    for column in view.columns:
        match = taken.get(id(column))
        best = max(((s, name) for name, each in scores.items() for s, c in each if c is column), default=(0.0, ""))
        found.append(
            ColumnStory(
                field=match.field.name if match is not None else None,
                score=round(match.score if match is not None else best[0], 4),
                label=column.first.label or column.header,
                words=" ".join((view.document.tags[column.first.element], *sorted(column.own_tokens)[:5])),
                coverage=round(column.coverage, 4),
                samples=tuple(leaf.text[:80] for leaf in column.sample[:_SAMPLES]),
                closest="" if match is not None else best[1],
            )
        )
    return tuple(sorted(found, key=lambda each: order.get(each.field or "", len(order))))
