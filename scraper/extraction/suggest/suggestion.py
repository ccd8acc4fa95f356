"""A schema for a page: the fields that it shows, with names, types, samples and how many records have them. Pure.

What is proposed works: each field is kept only if extraction, with the proposed schema on the same page, reads the
values that were seen.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from scraper.extraction.document import Document
from scraper.extraction.extract import extract
from scraper.extraction.lists.columns import Column
from scraper.extraction.lists.listing import list_reading
from scraper.extraction.mode import detail_belief, is_list, is_surely_detail
from scraper.extraction.ranker.groups import canonical
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.suggest.detail import detail_proposals
from scraper.extraction.suggest.fields import REGION_FIELDS, USUAL_FIELDS, object_schema
from scraper.extraction.suggest.json_pages import json_proposals
from scraper.extraction.suggest.lists import list_proposals, main_list
from scraper.extraction.suggest.proposals import Proposal
from scraper.extraction.values import Extraction, ExtractOptions, Mode
from scraper.page import Page

_ROUNDS = 5  # of leaving out what does not work; each may free a place that another field takes
_MOST_RIGHT = 0.75  # of the values seen in a place, the share that extraction must read for the field
_MAX_SAMPLES = 3
_MIN_FILL = 0.2  # of a list's records
_ALL = 0.999
# Log-odds for one thing, as lists stand beside most. Of -0.5 to 1.2 best on 37 labelled pages of seven corpora.
_CAUTION = 0.3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The proposed fields, best known ones first, and how the page was read for them.

    `records` counts the page's records. `needs_mode` says that extraction reads the page so only if told the mode.
    """

    fields: tuple[Proposal, ...]
    mode: Literal["list", "detail"]
    records: int
    needs_mode: bool = False

    @property
    def definition(self) -> dict[str, Any]:
        """The JSON Schema, ready to edit; samples stand in `examples`, which extraction never reads."""
        fields = {each.name: {**each.definition, "examples": list(each.samples)} for each in self.fields}
        return object_schema(fields, required=self.required)

    def only(self, names: Collection[str]) -> "Suggestion":
        """The suggestion with the fields of these names alone."""
        return replace(self, fields=tuple(each for each in self.fields if each.name in names))

    @property
    def required(self) -> tuple[str, ...]:
        """Of a list, what all records have; of one page, its title: one page cannot tell what others lack."""
        if self.mode == "list":
            return tuple(each.name for each in self.fields if each.fill >= _ALL)
        return tuple(each.name for each in self.fields if each.name == "title")


def suggest(page: Page, mode: Mode = "auto") -> Suggestion:
    """The schema that the page suggests; without fields where it shows none. Raises UnusablePage as `extract` does."""
    if page.is_json:
        found, read_as = json_proposals(page, mode)
        return _working(page, found, read_as)
    document = Document(page)
    listed = list_proposals(document) if mode != "detail" else []
    if mode == "list" or (listed and _is_list(document, listed)):
        suggestion = _working(page, listed, "list")
        if suggestion.fields or mode == "list":
            return suggestion
    return _working(page, detail_proposals(document), "detail")


def _is_list(document: Document, listed: Sequence[Proposal]) -> bool:
    """Whether the list of what was proposed for its records outweighs the belief in one thing."""
    usual = RecordSchema.from_definition(object_schema(REGION_FIELDS))
    plain = replace(usual, fields=tuple(each for each in usual.fields if not each.is_uri))  # nobody has asked for links
    belief = detail_belief(Scope(document, plain))
    if is_surely_detail(belief):
        return False
    own = RecordSchema.from_definition(object_schema({each.name: each.definition for each in listed}))
    readings = [list_reading(document, schema, ExtractOptions()) for schema in (usual, own)]
    best = max(readings, key=lambda each: each.confidence)
    if readings[0].records or not any(column.header for column in _columns(document)):
        return is_list(belief + _CAUTION, best.confidence, len(best.records))
    return len(readings[1].records) > 1  # rows of a table that says what they are, though it is nothing usual


def _columns(document: Document) -> Sequence[Column]:
    view = document.once(main_list)
    return view.columns if view is not None else ()


def _working(page: Page, proposed: Sequence[Proposal], mode: Literal["list", "detail"]) -> Suggestion:
    """The proposals that extraction with their own schema reproduces, with what it reads as samples."""
    suggestion = Suggestion(tuple(proposed), mode, 0)
    schema = {each.name: each.definition for each in proposed}
    definition: dict[str, Any] = object_schema(schema)
    for _ in range(_ROUNDS if proposed else 0):
        extraction = extract(page, RecordSchema.from_definition(definition), ExtractOptions(mode=mode))
        kept = tuple(_measured(each, extraction) for each in suggestion.fields if _works(each, extraction))
        before = suggestion
        suggestion = Suggestion(kept, mode, len(extraction.records))
        if not kept:
            break
        if kept == before.fields and suggestion.required == before.required:
            auto = extract(page, RecordSchema.from_definition(definition))
            return replace(suggestion, needs_mode=_data(auto) != _data(extraction))
        definition = suggestion.definition
    return replace(suggestion, fields=(), records=0) if not suggestion.fields else replace(suggestion, needs_mode=True)


def _data(extraction: Extraction) -> list[dict[str, Any]]:
    return [record.data for record in extraction.records]


def _works(proposal: Proposal, extraction: Extraction) -> bool:
    """Whether extraction reads the values that were seen, in enough records."""
    values = [record.data[proposal.name] for record in extraction.records if proposal.name in record.data]
    if not values or len(values) < _MIN_FILL * len(extraction.records):
        return False
    known = {_key(value) for value in values}
    texts = [value for value in values if isinstance(value, str) and proposal.name in USUAL_FIELDS]
    right = sum(_key(sample) in known or _is_within(sample, texts) for sample in proposal.samples)
    return right >= _MOST_RIGHT * len(proposal.samples)


def _is_within(sample: Any, texts: Sequence[str]) -> bool:
    """Whether a text holds the sample: a usual field may be read with what stands around it ("Acme" in "Acme Lamp")."""
    return isinstance(sample, str) and any(sample in text for text in texts)


def _key(value: Any) -> Any:
    return repr(canonical(value))


def _measured(proposal: Proposal, extraction: Extraction) -> Proposal:
    """The proposal with samples and fill as extraction gives them."""
    values = [record.data[proposal.name] for record in extraction.records if proposal.name in record.data]
    unlike: Mapping[Any, Any] = {_key(value): value for value in reversed(values)}
    samples = tuple(reversed(tuple(unlike.values())))[:_MAX_SAMPLES]
    return replace(proposal, samples=samples, fill=len(values) / max(1, len(extraction.records)))
