"""Candidates for numbers that stand beside their word in short texts: "4 servings", "Serves 4", "3 beds · 2 baths"."""

import re

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of
from scraper.extraction.likeness import LabelIndex, names_of
from scraper.extraction.marks import Flag
from scraper.extraction.numbered import numbered
from scraper.extraction.place import place_weight
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from scraper.extraction.words import clean, label_key

_TRUST = 0.58
_MAX_TEXT = 90
_MAX_TEXTS = 600
_MAX_CANDIDATES = 6
_MIN_LIKENESS = 0.8
_OFF = int(Flag.SILENT | Flag.NAV | Flag.FOOTER | Flag.HEAD | Flag.RELATED)
_AFTER = re.compile(r"(?<![\w.,/-])(\d[\d.,]*\d|\d)\s?[+k]?(?:\s*-\s*\d+)?\s*\)?[\s-]+([^\W\d_]+(?: [^\W\d_]+)?)")
_BEFORE = re.compile(r"((?:[^\W\d_]+ )?[^\W\d_]+)\s*[:(]?\s*(\d[\d.,]*\d|\d)(?![\w%/]|[.,:]\d)")

Counts = dict[str, list[tuple[int, str]]]
"""Label key -> (element, text of the number) of the numbers that stand beside those words."""


def counts(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """Numbers beside the field's words for number fields, best first; nothing for others."""
    if not spec.is_numeric or spec.is_array or spec.unit or spec.concept in ("price", "old_price", "rating"):
        return []  # what has a unit is no count
    document = scope.document
    known = document.once(counted)
    names, own = names_of(spec), labels_of(spec)
    found: list[Candidate] = []
    weights = {key: weight for weight, key in document.once(_count_index).like(names) if weight >= _MIN_LIKENESS}
    weights.update((key, 1.0) for key in own if key in known)
    for key in weights if len(weights) < 2 else (each for each in known if each in weights):
        found.extend(_candidate(document, place, weights[key]) for place in known[key] if place[0] in scope)
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def _count_index(document: Document) -> LabelIndex:
    return LabelIndex(document.once(counted))


def _candidate(document: Document, place: tuple[int, str], weight: float) -> Candidate:
    index, text = place
    score = _TRUST * weight * place_weight(document, index)
    return Candidate(text, "counts", document.path(index), text, score, {"label": weight})


def counted(document: Document) -> Counts:
    """The numbers of the page's short texts by the one or two words right after or before them."""
    found: Counts = {}
    looked_at = 0
    for index in document.once(numbered):
        if document.flags[index] & _OFF or not 2 < document.lengths[index] < _MAX_TEXT:
            continue
        if not document.own_pieces(index):
            continue
        looked_at += 1
        if looked_at > _MAX_TEXTS:
            break
        for words, number in _beside_words(clean(document.text(index))):
            _keep(found, words, (index, number))
    return found


def _beside_words(text: str) -> list[tuple[str, str]]:
    after = [(match.group(2), match.group(1)) for match in _AFTER.finditer(text)]
    return after + [(match.group(1), match.group(2)) for match in _BEFORE.finditer(text)]


def _keep(found: Counts, words: str, place: tuple[int, str]) -> None:
    key = label_key(words)
    parts = key.split()
    for each in dict.fromkeys((key, *parts[:1], *parts[-1:])):
        found.setdefault(each, []).append(place)
