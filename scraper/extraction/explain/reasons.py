"""Why an offer lost against the value that was chosen, in sentences for a person; the most telling reason first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scraper.extraction.document import Document
from scraper.extraction.explain.offers import Offer
from scraper.extraction.explain.standing import Standing, standing_of
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import CONCEPTS, labels_of
from scraper.extraction.place import place_weight
from scraper.extraction.ranker.group_features import NAMES
from scraper.extraction.ranker.groups import canonical
from scraper.extraction.ranker.plausibility import plausibility
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import ExtractOptions, Record
from scraper.extraction.words import label_key

_CLEARLY = 0.1  # of a weight 0..1: smaller differences decide nothing
_MOST = 4  # reasons given
_TELLING = 0.5  # of a feature 0..1: half of the way between "not at all" and "wholly"
# Of what the ranker is told, that which a person can check on the page; more is worse of those in _WORSE.
_FEATURES: Mapping[str, str] = {
    "named_recall": "its element is not called as the field is",
    "label_recall": "its label has not the field's words",
    "near_recall": "the words around it are not the field's",
    "heading_recall": "the heading above it is not about the field",
    "label_rivals": "its label has words of another field",
    "named_rivals": "its element is called as another field is",
    "is_title": "it is not the page's title",
    "in_title": "it is not in the page's title",
    "place_main": "it is not in the main part of the page",
    "place_heading": "it is no heading",
    "place_fills": "it is only a part of its element's text",
}
_WORSE = frozenset(("label_rivals", "named_rivals"))


@dataclass(frozen=True, slots=True)
class Contest:
    """What the offers of one record compete in. `document` is None for JSON pages; `offers` are by field name."""

    document: Document | None
    schema: RecordSchema
    record: Record
    options: ExtractOptions
    offers: Mapping[str, Sequence[Offer]]


def reasons_of(offer: Offer, chosen: Offer | None, spec: FieldSpec, contest: Contest) -> tuple[str, ...]:
    """Why the offer is not the field's value; at least one reason, four at most."""
    if offer.value is None:
        return (f"cannot be read as {_type_phrase(spec)}",)
    found = list(_threshold(offer, chosen, spec, contest))
    found.extend(_of_another_field(offer, spec, contest))
    if contest.document is not None:
        found.extend(_standing(offer, chosen, spec, contest.document))
    found.extend(_shape(offer, chosen, spec))
    found.extend(_agreement(offer, chosen))
    found.extend(_features(offer, chosen))
    if not found or (chosen is not None and len(found) < _MOST):
        found.extend(_belief(offer, chosen))
    return tuple(dict.fromkeys(found))[:_MOST]


def _type_phrase(spec: FieldSpec) -> str:
    """The field's type as a person says it: "a number", "a date", "one of InStock, OutOfStock"."""
    if spec.enum:
        return "one of " + ", ".join(str(value) for value in spec.enum[:6])
    if spec.format:
        return {"date": "a date", "date-time": "a date and time", "uri": "a link", "duration": "a duration"}.get(
            spec.format, f"{spec.format}"
        )
    phrase = {"number": "a number", "integer": "a whole number", "boolean": "yes or no", "object": "an object"}
    return phrase.get(spec.type, "a text of this kind")


def _threshold(offer: Offer, chosen: Offer | None, spec: FieldSpec, contest: Contest) -> Iterator[str]:
    least = contest.options.min_confidence
    if spec.name not in contest.record.data and offer.evidence.confidence < least:
        yield f"its confidence {offer.evidence.confidence:.2f} is below the threshold {least:.2f}"


def _of_another_field(offer: Offer, spec: FieldSpec, contest: Contest) -> Iterator[str]:
    """Whether the place, or its label, belongs to another field of the schema or to another concept."""
    for name, evidence in contest.record.evidence.items():
        is_same = evidence.path == offer.evidence.path and canonical(contest.record.data[name]) == offer.key
        if name != spec.name and is_same:
            yield f"it is the value of {name!r}"
            return
    label = _label(offer, contest.document)
    key = label_key(label)
    if not key or key in labels_of(spec):
        return
    others = [other.name for other in contest.schema.fields if other.name != spec.name and key in labels_of(other)]
    concepts = [concept.name for concept in CONCEPTS.values() if key in concept.labels and concept.name != spec.concept]
    for name in [*others, *concepts][:1]:
        yield f"its label {label!r} means {name!r}"


def _label(offer: Offer, document: Document | None) -> str:
    return standing_of(document, offer.evidence.path).label if document is not None else ""


def _standing(offer: Offer, chosen: Offer | None, spec: FieldSpec, document: Document) -> Iterator[str]:
    """How the place is shown, where the chosen one is shown otherwise; then how far it is from the main heading."""
    own = standing_of(document, offer.evidence.path)
    other = standing_of(document, chosen.evidence.path) if chosen is not None else Standing(document, None)
    yield from (fact for fact in own.facts if fact not in other.facts)
    if own.facts or own.index is None or other.index is None:
        return
    if place_weight(document, own.index) < place_weight(document, other.index) - _CLEARLY:
        yield "farther from the main heading"


def _shape(offer: Offer, chosen: Offer | None, spec: FieldSpec) -> Iterator[str]:
    own = plausibility(offer.value, spec)
    other = plausibility(chosen.value, spec) if chosen is not None else 1.0
    if own < other - _CLEARLY:
        yield f"of an odd shape for {(spec.concept or spec.label).replace('_', ' ')}: {_short(offer.value)}"


def _features(offer: Offer, chosen: Offer | None) -> Iterator[str]:
    """What the ranker was told of the two that differs clearly, the greatest difference first."""
    if chosen is None or not offer.row or len(offer.row) != len(chosen.row):
        return
    told = [
        ((theirs - own) * (1 if name not in _WORSE else -1), name)
        for name, own, theirs in zip(NAMES, offer.row, chosen.row, strict=True)
        if name in _FEATURES
    ]
    yield from (_FEATURES[name] for lead, name in sorted(told, reverse=True) if lead >= _TELLING)


def _agreement(offer: Offer, chosen: Offer | None) -> Iterator[str]:
    if chosen is None or len(offer.sources) >= len(chosen.sources):
        return
    own = f"only {offer.sources[0]} says so" if len(offer.sources) == 1 else f"{len(offer.sources)} sources say so"
    yield f"{own}; {len(chosen.sources)} agree on the chosen value"


def _belief(offer: Offer, chosen: Offer | None) -> Iterator[str]:
    if chosen is None:
        yield f"believed {offer.belief:.2f}, which is not enough"
    elif offer.belief > chosen.belief:
        yield f"believed {offer.belief:.2f} by itself, but less likely beside the other values"
    elif offer.evidence.source != chosen.evidence.source:
        yield f"{offer.evidence.source} {offer.belief:.2f} against {chosen.evidence.source} {chosen.belief:.2f}"
    else:
        yield f"believed less: {offer.belief:.2f} against {chosen.belief:.2f}"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"
