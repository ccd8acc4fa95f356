"""Candidates for ratings and how many there are: star widgets, "4.5 out of 5 (23 ratings)", "4,8 von 5 Sternen"."""

import re

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.marks import Flag
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from scraper.extraction.words import clean, split_words, word_set

_SHOWN_TRUST, _WIDGET_TRUST, _NEAR_TRUST = 0.7, 0.62, 0.45
_MAX_TEXT = 100
_MAX_CANDIDATES = 6
_MAX_LOOKED_AT = 400
_OFF = int(Flag.SILENT | Flag.NAV | Flag.FOOTER | Flag.HEAD)
_SIDE = int(Flag.COMMENTS | Flag.RELATED | Flag.ASIDE)
_WIDGET_TOKENS = word_set(
    "rating ratings star stars score review reviews bewertung bewertungen note avis valoracion votes vote average "
    "ratingvalue ratingcount reviewcount rated rate"
)
_VALUE_WORDS = word_set("rating average score avg stars ratingvalue")
_COUNT_WORDS = word_set("count votes total reviews ratings")
_ASKING = re.compile(
    r"^\s*(?:rate|vote|give|click|submit|leave|bewerte|jetzt|noter|donner|valora|vota|geef|avalie)\b", re.I
)
_CHOOSING = frozenset(("button", "radio", "option", "menuitem"))
_MIN_CHOICES = 3  # values side by side are the stars of a form
_NUMBER = re.compile(r"^\d{1,6}(?:[.,]\d+)?$")
_TEXT_ATTRIBUTES = ("aria-label", "title", "alt", "content")
_OF = r"(?:/|out of|von|sur|de|su|av|van|af|из|z|of|od|/)"
_WORDS = (
    r"(?:ratings?|votes?|reviews?|stimmen|bewertungen|bewertung|rezensionen|avis|notes?|valoraciones|votos|opiniones|"
    r"recensioni|voti|valutazioni|beoordelingen|stemmen|reviews|avaliaç(?:ões|ão)|oceny?|opinii|głosów|betyg|röster|"
    r"anmeldelser|stemmer|arviota|hodnocení|hodnotení|hlasů|отзыв\w*|оцен\w*|голос\w*|件|评价|評価|レビュー)"
)
_SCORED = re.compile(rf"(?<![\d.,])(\d{{1,2}}(?:[.,]\d+)?)\s*{_OF}\s*(?:5|10)(?![\d.,]\d|\d)", re.IGNORECASE)
_RATED = re.compile(
    r"(?:rated|rating|average|bewertung|note|ø|★|valoración|voto)\s*:?\s*(\d{1,2}(?:[.,]\d+)?)(?!\s*\w*(?:votes|ratings))",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?<![\d.,])(\d(?:[.,]\d+)?)\s*(?:★|stars?|sterne)?\s*(?:from|based on|\(|•|·|aus|bei)\s*"
    rf"\(?\s*\d[\d.,]*\s*\(?\s*{_WORDS}",
    re.IGNORECASE,
)
_COUNT = re.compile(rf"(?<![\d.,])(\d[\d.,\u00a0\u202f]*)\s*(?:global |user |customer |total )?{_WORDS}", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"^\(\s*(\d[\d.,]*)\s*\)$")
_PLAIN = re.compile(r"^\s*([0-5](?:[.,]\d{1,2})?)\s*$")

Rated = list[tuple[int, str, str, float]]
"""(element, path, number as written, belief) of the ratings or counts of a page."""


def ratings(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Ratings or their number, best first; nothing for other fields."""
    if spec.concept not in ("rating", "review_count") or spec.is_array or spec.type == "object":
        return []
    values, totals = scope.document.once(rated)
    found = [
        Candidate(text, "ratings", path, text, score)
        for index, path, text, score in (values if spec.concept == "rating" else totals)
        if index in scope
    ]
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def rated(document: Document) -> tuple[Rated, Rated]:
    """What the page shows of ratings, and of how many there are, in page order."""
    values: Rated = []
    totals: Rated = []
    widgets = sorted({index for token in _WIDGET_TOKENS for index in document.by_token[token]})
    for index in widgets[:_MAX_LOOKED_AT]:
        if document.flags[index] & _OFF or document.tags[index] in ("input", "option", "select", "label", "button"):
            continue
        if document.attribute(index, "role") not in _CHOOSING:
            _widget(document, index, values, totals)
    for index in document.by_tag.get("img", ()):
        for name in ("alt", "title"):
            text = document.attribute(index, name) or ""
            if len(text) < _MAX_TEXT and _SCORED.search(text):
                into = (values, totals, _weight(document, index))
                _text(index, f"{document.path(index)}/@{name}", clean(text), into)
    return _without_choices(document, values), totals


def _without_choices(document: Document, values: Rated) -> Rated:
    """The ratings without those that are to be chosen from: several values in one parent."""
    beside: dict[int, set[str]] = {}
    for index, _, text, _ in values:
        beside.setdefault(document.parents[index], set()).add(text)
    return [each for each in values if len(beside[document.parents[each[0]]]) < _MIN_CHOICES]


def _widget(document: Document, index: int, values: Rated, totals: Rated) -> None:
    """Reads one element that is named for ratings: its attributes, then its text."""
    element = document.elements[index]
    weight = _weight(document, index)
    path = document.path(index)
    for name, text in element.items():
        if name.startswith("data-") and _NUMBER.match(text):
            words = split_words(name)
            is_count = words[-1] in _COUNT_WORDS
            if is_count or not _VALUE_WORDS.isdisjoint(words[-2:]):
                found = totals if is_count else values
                found.append((index, f"{path}/@{name}", text, _WIDGET_TRUST * weight))
    for at in list(document.subtree(index))[:6]:
        for name in _TEXT_ATTRIBUTES:
            text = document.attribute(at, name) or ""
            if any(map(str.isdigit, text)) and len(text) < _MAX_TEXT and not _ASKING.match(text):
                _text(at, f"{document.path(at)}/@{name}", clean(text), (values, totals, weight))
    if document.text_length(index, _MAX_TEXT) < _MAX_TEXT:
        _text(index, path, document.text(index), (values, totals, weight))


def _text(index: int, path: str, text: str, into: tuple[Rated, Rated, float]) -> None:
    values, totals, weight = into
    scored = _SCORED.search(text) or _FROM.search(text)
    worded = scored or _RATED.search(text)
    plain = _PLAIN.match(text)
    if worded:
        values.append((index, path, worded.group(1), (_SHOWN_TRUST if scored else _WIDGET_TRUST) * weight))
    elif plain:
        values.append((index, path, plain.group(1), _NEAR_TRUST * weight))
    counted = _COUNT.search(text[scored.end(1) :] if scored else text)
    if counted:
        totals.append((index, path, counted.group(1).strip(), _SHOWN_TRUST * weight))
    elif bracketed := _IN_BRACKETS.match(text):
        totals.append((index, path, bracketed.group(1), _WIDGET_TRUST * weight))


def _weight(document: Document, index: int) -> float:
    return place_weight(document, index) * (0.5 if document.flags[index] & _SIDE else 1.0)
