"""What becomes of a language model's answer: numbers of candidates that were asked about, and nothing else of it.

A number that is not among the field's own candidates, any other type, a key that was not asked or comes twice says
nothing. The value, its place and its text stay those that the page's reader found.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scraper.extraction.explain.offers import Offer
from scraper.extraction.explain.questions import Question
from scraper.extraction.lists.readings import SOURCE as LISTED
from scraper.extraction.ranker.groups import canonical
from scraper.extraction.ranker.ranking import record_confidence
from scraper.extraction.schema import RecordSchema
from scraper.extraction.values import Extraction, Record

_BY_MODEL = "chosen by model"
_MAX_ANSWER = 100_000  # characters; longer answers are no answers
_LEAST, _MOST = 0.01, 0.99  # no prior is a certainty
_TWICE = object()

Answer = Mapping[str, int | None]
"""Key of a question -> number of the chosen candidate, or None where the model says that none is right."""


@dataclass(frozen=True, slots=True)
class Answered:
    """The extraction after the answer, and what the answer did: values changed, confirmed, and doubted (null)."""

    extraction: Extraction
    changed: int = 0
    confirmed: int = 0
    doubted: int = 0


def parsed_answer(text: str, asked: Sequence[Question]) -> Answer | None:
    """What the text of an answer says of the questions; None where it holds no JSON object.

    Prose and code fences around the object are skipped. Of the object only what was asked is taken: own numbers of
    candidates and null.
    """
    found = _object_in(text) if len(text) <= _MAX_ANSWER else None
    if found is None:
        return None
    answer: dict[str, int | None] = {}
    for question in asked:
        said = found.get(question.key, _TWICE)
        if said is None or (type(said) is int and any(said == each.number for each in question.candidates)):
            answer[question.key] = said
    return answer


def _object_in(text: str) -> dict[str, Any] | None:
    """The first JSON object in the text that is one."""
    decoder = json.JSONDecoder(object_pairs_hook=_once)
    at = text.find("{")
    for _ in range(20):
        if at < 0:
            return None
        try:
            found, _ = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            at = text.find("{", at + 1)
            continue
        return found if isinstance(found, dict) else None
    return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The pairs as a dict; of a key that comes twice nothing is known."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        found[key] = _TWICE if key in found else value
    return found


def answered(
    extraction: Extraction,
    schema: RecordSchema,
    asked: Sequence[Question],
    how: tuple[Answer, float, float],
) -> Answered:
    """The extraction with the values that the answer chose; `how` is (answer, trust, least confidence of a value).

    `trust` 0..1 is the share of a model's choices that are right. Prior beliefs and the answer are weighed by Bayes'
    rule: a model that is hardly trusted changes what is hardly believed, and nothing else.
    """
    answer, trust, least = how
    records = list(extraction.records)
    counts = {"changed": 0, "confirmed": 0, "doubted": 0}
    for question in asked:
        if question.key not in answer:
            continue
        number = answer[question.key]
        before = records[question.record]
        records[question.record], what = _with_answer(before, question, number, trust)
        counts[what] += 1
    touched = {question.record for question in asked if question.key in answer}
    final = [_settled(each, schema, least) if n in touched else each for n, each in enumerate(records)]
    return Answered(replace(extraction, records=tuple(each for each in final if each.data)), **counts)


def _with_answer(record: Record, question: Question, number: int | None, trust: float) -> tuple[Record, str]:
    """The record after one answer, and what the answer did to it."""
    name = question.spec.name
    priors = _priors(record, question)
    wrong = (1.0 - trust) / len(question.candidates)  # the chance that a mistaken model says just this
    if number is None:
        if name not in record.data:
            return record, "confirmed"
        own = record.field_confidence[name]
        doubted = own * wrong / (own * wrong + (1.0 - own) * trust)
        return _with_confidence(record, name, doubted), "doubted"
    weighed = {at: prior * (trust if at == number else wrong) for at, prior in priors.items()}
    none = max(_LEAST, 1.0 - sum(priors.values())) * wrong
    best = max(weighed, key=lambda at: weighed[at])
    confidence = min(_MOST, weighed[best] / (sum(weighed.values()) + none))
    offer = next(each.offer for each in question.candidates if each.number == best)
    if name in record.data and canonical(offer.value) == canonical(record.data[name]):
        return _with_confidence(record, name, confidence), "confirmed" if best == number else "doubted"
    return _with_offer(record, name, offer, confidence), "changed"


def _priors(record: Record, question: Question) -> dict[int, float]:
    """Number of each candidate -> what it was believed before the answer; together at most 1."""
    name = question.spec.name
    own = canonical(record.data[name]) if name in record.data else None
    found = {}
    for each in question.candidates:
        is_own = own is not None and canonical(each.offer.value) == own
        known = record.field_confidence[name] if is_own else each.offer.evidence.confidence
        found[each.number] = min(_MOST, max(_LEAST, known))
    total = sum(found.values())
    return {number: prior / max(1.0, total) for number, prior in found.items()}


def _with_offer(record: Record, name: str, offer: Offer, confidence: float) -> Record:
    known = offer.evidence.transformation
    evidence = replace(offer.evidence, transformation=f"{known}, {_BY_MODEL}" if known else _BY_MODEL)
    chosen = replace(record, data=record.data | {name: offer.value}, evidence=dict(record.evidence) | {name: evidence})
    return _with_confidence(chosen, name, confidence)


def _with_confidence(record: Record, name: str, confidence: float) -> Record:
    rounded = round(confidence, 4)
    evidence = replace(record.evidence[name], confidence=rounded)
    return replace(
        record,
        field_confidence=record.field_confidence | {name: rounded},
        evidence=dict(record.evidence) | {name: evidence},
    )


def _settled(record: Record, schema: RecordSchema, least: float) -> Record:
    """The record in the schema's order, without values below the least confidence, and with its own confidence anew."""
    names = [each.name for each in schema.fields if record.field_confidence.get(each.name, -1.0) >= least]
    names = [name for name in names if name in record.data]
    confidence = {name: record.field_confidence[name] for name in names}
    required = [confidence.get(each.name, 0.0) for each in schema.required] or list(confidence.values())
    is_listed = any(each.source == LISTED for each in record.evidence.values())
    whole = min(required, default=0.0) if is_listed else record_confidence(schema, confidence)
    return replace(
        record,
        data={name: record.data[name] for name in names},
        field_confidence=confidence,
        evidence={name: record.evidence[name] for name in names},
        confidence=round(whole, 4),
    )
