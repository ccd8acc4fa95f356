"""What a page about one thing shows: the usual fields, further properties of its structured data, label/value pairs."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from scraper.extraction.coercion import coerce
from scraper.extraction.detail import extra_pairs, field_choices
from scraper.extraction.document import Document
from scraper.extraction.headings import title_keys
from scraper.extraction.lexicon import concept_of
from scraper.extraction.ranker.ranking import Choice
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.sources.items import ranked_items
from scraper.extraction.sources.json_ld import json_ld_items
from scraper.extraction.sources.microdata import microdata_items
from scraper.extraction.structured import Node, Scalar
from scraper.extraction.suggest.fields import NOT_OF_OFFERS, OF_OFFERS, OF_SHOPS, USUAL_FIELDS, object_schema
from scraper.extraction.suggest.inferred import inferred_type, name_of_label, snake_case
from scraper.extraction.suggest.proposals import Proposal, distinct
from scraper.extraction.words import label_key, split_words, word_set

_SURE = 0.5  # chance of a value by itself from which a usual field is proposed
# Of the titles, pictures and short texts of a page several would do; the chance is that of the one that was labelled.
_SURE_ENOUGH = {"title": 0.4, "image": 0.3, "description": 0.25}
_LABEL = "label "
_MIN_BODY = 200  # characters that no other field gives; shorter texts are no bodies
_MAX_TEXT = 300  # characters of a value beside a label, or of a property
# Properties of structured data that describe the markup, not the thing.
_TECHNICAL = word_set("@id @context @type url sameas mainentityofpage logo potentialaction identifier thumbnailurl")


def detail_proposals(document: Document) -> list[Proposal]:
    """The fields of the page's one record, the usual ones first."""
    scope = Scope(document, RecordSchema.from_definition(object_schema(USUAL_FIELDS)))
    found = distinct([*_usual(_likely(scope)), *_properties(scope), *_labelled(scope)])
    labelled = {each.samples for each in found if each.seen.startswith(_LABEL)}
    said = _said_otherwise(scope, found)
    return [each for each in found if not _is_day_of(each, labelled) and not _is_leftover(each, said)]


def _said_otherwise(scope: Scope, found: Collection[Proposal]) -> frozenset[str]:
    """The lines of the page that titles, descriptions, labels and their values are."""
    pairs = [text for pair in extra_pairs(scope).items() for text in pair]
    own = [str(each.samples[0]) for each in found if each.name in ("title", "description")]
    return frozenset(map(label_key, (*pairs, *own))) | frozenset(scope.document.once(title_keys))


def _is_day_of(proposal: Proposal, labelled: Collection[tuple[Any, ...]]) -> bool:
    """Whether the proposal is the page's only day and labelled as something else, such as "Decided"."""
    return proposal.seen == "dates" and proposal.samples in labelled


def _is_leftover(proposal: Proposal, said: Collection[str]) -> bool:
    """Whether the proposal is a main text with hardly a line that no other field gives."""
    if proposal.name != "body":
        return False
    return sum(len(line) for line in str(proposal.samples[0]).splitlines() if label_key(line) not in said) < _MIN_BODY


def _likely(scope: Scope) -> dict[str, Choice]:
    """The usual fields with a value that is likely by itself; no page has all, so none vouches for another."""
    found = {spec.name: field_choices(scope, spec, []) for spec in scope.schema.fields}
    return {
        name: choices[0]
        for name, choices in found.items()
        if choices and choices[0].score >= _SURE_ENOUGH.get(name, _SURE)
    }


def _usual(likely: Mapping[str, Choice]) -> Iterator[Proposal]:
    others = NOT_OF_OFFERS if _is_offer(likely) else frozenset() if "price" in likely else OF_OFFERS
    for name, definition in USUAL_FIELDS.items():
        if name not in likely or name == "url" or (name in others and not _is_named(likely[name], name)):
            continue
        if name == "date_modified" and likely[name].sources == ("dates",):  # a day that nothing says is the change's
            continue
        yield Proposal(name, definition, (likely[name].value,), seen=likely[name].candidate.source)


def _is_named(choice: Choice, name: str) -> bool:
    """Whether the value has a label that says so, and is not the shop's, whose address has labels too."""
    return "labels" in choice.sources and name not in OF_SHOPS


def _is_offer(likely: Mapping[str, Choice]) -> bool:
    """Whether the page sells what it is about: a price, and something else that only goods have."""
    return "price" in likely and not OF_OFFERS.isdisjoint(likely.keys() - {"currency"})


def _properties(scope: Scope) -> Iterator[Proposal]:
    """Plain properties of the main item that no usual field takes."""
    for items in (json_ld_items, microdata_items):
        for node, _ in ranked_items(scope, items)[:1]:
            for name, values in node.properties.items():
                plain = [each.value for each in values if isinstance(each, Scalar)]
                is_known = concept_of(split_words(name), (), value_type="any", value_format=None) is not None
                if is_known or name in _TECHNICAL or not plain or any(isinstance(each, Node) for each in values):
                    continue
                yield from _proposal(snake_case(split_words(name)), plain[0], scope, ({}, items.__name__[:-6]))


def _labelled(scope: Scope) -> Iterator[Proposal]:
    for label, text in extra_pairs(scope).items():
        # The title is a label of its field: extraction finds "Gewicht" for a field that is called otherwise.
        yield from _proposal(name_of_label(label), text, scope, ({"title": label}, f"{_LABEL}{label!r}"))


def _proposal(name: str, raw: Any, scope: Scope, told: tuple[Mapping[str, Any], str]) -> Iterator[Proposal]:
    """The proposal of one value, if it has a name and can be read as the type that it looks like."""
    more, seen = told
    if not name or len(str(raw)) > _MAX_TEXT:
        return
    definition = {**inferred_type([raw], scope.locale), **more}
    spec = RecordSchema.from_definition(object_schema({name: definition})).fields[0]
    value = coerce(raw, spec, scope.locale)
    if value is not None:
        yield Proposal(name, definition, (value.value,), seen=seen)
