"""Candidates from elements whose class, id, itemprop or data words name the field."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from scraper.extraction.coercion.durations import parse_duration
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.item_lists import items_in
from scraper.extraction.labelled_texts import without_label
from scraper.extraction.lexicon import labels_of, tokens_of
from scraper.extraction.lines import item_part
from scraper.extraction.marks import SILENT_TAGS
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.sources.linked import linked
from scraper.extraction.sources.money import amounts, amounts_of_others
from scraper.extraction.values import Candidate, Part
from scraper.extraction.words import singular, split_words

_TRUST = 0.7
_MAX_CANDIDATES = 6
_MAX_LOOKED_AT = 60
_MAX_BEARING = 4_000  # elements whose names are compared with the field's, the first ones
_MAX_SHORT, _MAX_LENGTH = 300, 5000  # characters
_RIVAL = 0.35  # what a candidate keeps that another field's words mark and this one's do not
_LONG = frozenset(("body", "description", "ingredients", "instructions"))
_ATTRIBUTES = ("content", "datetime", "data-value", "value")
_CHOICES = frozenset(("radio", "checkbox"))  # what could be chosen, not what is
_TIMES = frozenset(("prep_time", "cook_time", "total_time", "duration"))
_MAX_TIME_TEXT = 40
_LONG_LISTS = frozenset(("ingredients", "instructions"))
_PART_OF_LIST = 0.85  # what one of several groups is believed beside the list that they are parts of


def dom(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Elements of the scope that bear the field's words, best first."""
    if spec.type == "object":
        return []
    if spec.is_array:
        return _lists(scope, spec) + linked(scope, spec)
    document = scope.document
    found: list[_Shown] = []
    marks = _marks(scope, spec)
    for index in _bearing(scope, spec, marks):
        shown = _shown(document, index, spec, marks)
        if shown is not None:
            words = document.stems(index)
            is_other = not marks.rivals.isdisjoint(words) and marks.distinct.isdisjoint(words)
            found.append(shown._replace(score=shown.score * _RIVAL) if is_other else shown)
    best = sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]
    return [_candidate(document, each) for each in best] + linked(scope, spec)


class _Marks(NamedTuple):
    """Words without plural endings: those that mark the field, those of its name, of these those of no other field's
    name, and those that mark other fields and not this one ("prep" where the total time is wanted). `known` has how
    far the words of elements are the field's, as it is found out."""

    wanted: frozenset[str]
    own: frozenset[str]
    distinct: frozenset[str]
    rivals: frozenset[str]
    known: dict[frozenset[str], float]


def _marks(scope: Scope, spec: FieldSpec) -> _Marks:
    wanted, own = _wanted(tokens_of(spec), spec.words)
    others = _words_of_others(scope, spec)
    return _Marks(wanted, own, own - others, others - wanted, {})


def _words_of_others(scope: Scope, spec: FieldSpec) -> frozenset[str]:
    """The words of the names of the schema's other fields."""
    by_word = scope.once(_fields_by_word)
    return frozenset(word for word, names in by_word.items() if len(names) > 1 or spec.name not in names)


def _fields_by_word(scope: Scope) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for field in scope.schema.fields:
        for word in field.words:
            found.setdefault(singular(word), set()).add(field.name)
    return found


def _bearing(scope: Scope, spec: FieldSpec, marks: _Marks) -> list[int]:
    known = scope.document.by_token
    indexes = set().union(*(known[token] for token in tokens_of(spec)))
    if not scope.is_page:
        indexes = {index for index in indexes if index in scope}
    if len(indexes) > _MAX_BEARING:
        count = f"{len(indexes):,} elements are named for {spec.name!r}"
        scope.document.left_out.append(f"{count}: the first {_MAX_BEARING:,} are looked at")
    if len(indexes) > _MAX_LOOKED_AT:  # keep those with the strongest names: the page is full of the weak words
        ranked = sorted((-_agreement(scope.document, index, marks), index) for index in sorted(indexes)[:_MAX_BEARING])
        return [index for _, index in ranked[:_MAX_LOOKED_AT]]
    return sorted(indexes)


def _agreement(document: Document, index: int, marks: _Marks) -> float:
    """0..1: how much of the element's words are words of the field."""
    words = document.stems(index)
    share = marks.known.get(words)
    if share is None:
        hit = len(words & marks.wanted)
        share = 0.45 * hit / len(words) + 0.35 * (len(words & marks.own) / len(marks.own)) + 0.2 if hit else 0.0
        marks.known[words] = share
    if not share:
        return 0.0
    named = document.attribute(index, "itemprop")
    exact = 0.3 if named and not marks.wanted.isdisjoint(map(singular, split_words(named))) else 0.0
    return min(1.0, share + exact)


@lru_cache(maxsize=1024)
def _wanted(tokens: frozenset[str], words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The words that mark the field and those of its name, without plural endings."""
    return frozenset(map(singular, tokens)), frozenset(map(singular, words))


class _Shown(NamedTuple):
    """What an element shows: the text and where it stands (in which attribute of which element, "" for its text)."""

    score: float
    at: int
    attribute: str
    text: str
    cues: dict[str, float]


def _candidate(document: Document, shown: _Shown) -> Candidate:
    path = document.path(shown.at)
    if shown.attribute:
        path = f"{path}/@{shown.attribute}"
    return Candidate(shown.text, "dom", path, shown.text, shown.score, shown.cues)


def _shown(document: Document, index: int, spec: FieldSpec, marks: _Marks) -> _Shown | None:
    if document.tags[index] in SILENT_TAGS or document.tags[index] in ("html", "body", "head", "form", "meta"):
        return None
    if document.attribute(index, "type") in _CHOICES and document.attribute(index, "checked") is None:
        return None
    if spec.concept in _TIMES:
        index = _whole_time(document, index)
    if spec.concept in ("price", "old_price"):
        shown = _amount_in(document, index, spec)
        if shown is None:
            return None
        index = shown
    at, attribute, text = _value(document, index, spec)
    if not text or (len(text) > _MAX_SHORT and spec.concept not in _LONG):
        return None
    if not attribute and spec.concept not in _LONG:
        text = without_label(text, labels_of(spec))
    agreement = _agreement(document, index, marks)
    place = place_weight(document, index)
    cues = {"agreement": agreement, "place": place, "length": float(len(text))}
    return _Shown(_TRUST * (0.4 + 0.6 * agreement) * place, at, attribute, text, cues)


def _whole_time(document: Document, index: int) -> int:
    """The element around it that shows the whole time where this one shows the hours or the minutes only."""
    seconds = parse_duration(document.text(index)) if document.text_length(index, 20) < 20 else None
    if seconds is None:
        return index
    for at, _ in zip(document.ancestors(index), range(2), strict=False):
        if document.text_length(at, _MAX_TIME_TEXT) >= _MAX_TIME_TEXT:
            break
        text = document.text(at)
        if len(re.findall(r"\d+", text)) == 2 and (parse_duration(text) or 0) > seconds:
            return at
    return index


def _amount_in(document: Document, index: int, spec: FieldSpec) -> int | None:
    """Where in the element the amount that the field wants stands: the first current or former price of several.

    The element itself where it shows one amount or none; None where all that it shows are amounts of other things.
    """
    inner = [each for each in document.once(amounts) if each.index in document.subtree(index)]
    others = document.once(amounts_of_others)
    own = [each for each in inner if each.index not in others]
    if inner and not own:
        return None
    if len(inner) < 2:
        return index
    return next((each.index for each in own if each.is_old == (spec.concept == "old_price")), index)


def _value(document: Document, index: int, spec: FieldSpec) -> tuple[int, str, str]:
    """(element, attribute or "", text) of what the element says; the text is "" where that is nothing."""
    if spec.is_uri:
        for at in document.subtree(index)[:20]:
            for name in ("src", "data-src") if spec.concept == "image" else ("href", "src"):
                value = document.attribute(at, name)
                if value:
                    return at, name, value
        return index, "", ""
    for name in _ATTRIBUTES:
        value = document.attribute(index, name)
        if value and value.strip() and document.tags[index] not in ("button", "option", "li"):
            return index, name, value
    return index, "", document.text(index) if document.lengths[index] < _MAX_LENGTH else ""


def _lists(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Groups of elements that bear the field's words, or the items of a list that does; whole lists before parts."""
    document = scope.document
    owners: dict[int, tuple[Part, ...]] = {}
    single: dict[int, list[int]] = {}
    marks = _marks(scope, spec)
    for index in _bearing(scope, spec, marks):
        items = items_in(document, range(index + 1, document.ends[index]))
        if items:
            owners[index] = items
        else:
            single.setdefault(document.parents[index], []).append(index)
    for owner, indexes in single.items():
        owners.setdefault(owner, tuple(item_part(document, each) for each in indexes if document.text(each)))
    found = []
    for owner, parts in owners.items():
        if len(parts) < (2 if spec.concept in _LONG_LISTS else 1):
            continue
        agreement = max(_agreement(document, at, marks) for at in (owner, *single.get(owner, ())[:1]))
        score = _TRUST * (0.4 + 0.6 * agreement) * place_weight(document, owner) * min(1.0, 0.8 + 0.03 * len(parts))
        if _is_part(document, owner, owners, marks.rivals):
            score *= _PART_OF_LIST
        texts = [part.text for part in parts]
        found.append(Candidate(texts, "dom", parts[0].path, texts[0], score, {"agreement": agreement}, parts))
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def _is_part(document: Document, owner: int, owners: Mapping[int, tuple[Part, ...]], rivals: frozenset[str]) -> bool:
    """Whether a list around it that bears the field's words, and no other field's, has more items."""
    for at, _ in zip(document.ancestors(owner), range(4), strict=False):
        if len(owners.get(at, ())) > len(owners[owner]):
            return rivals.isdisjoint(singular(word) for word in document.tokens(at))
    return False
