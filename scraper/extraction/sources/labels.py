"""Candidates from label and value pairs whose label is the field's name, a synonym or a word of its concept."""

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.labels import Pair, label_pairs
from scraper.extraction.lexicon import labels_of
from scraper.extraction.marks import Flag
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate
from scraper.extraction.words import singular

_TRUST = {"dl": 0.85, "row": 0.85, "column": 0.8, "colon": 0.8, "inline": 0.78, "beside": 0.7}
_OFF = int(Flag.ASIDE | Flag.RELATED | Flag.COMMENTS | Flag.HIDDEN)
_MAX_CANDIDATES = 8

PairIndex = dict[str, list[Pair]]


def labels(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The values beside the field's labels, in the scope."""
    known = scope.document.once(pairs_by_key)
    found: list[Candidate] = []
    wanted = labels_of(spec)
    for label in wanted:
        weight = 1.0 if label in (spec.label, spec.title_label, *spec.synonyms) else 0.95
        for pair in known.get(label, ()):
            if pair.index in scope:
                found.append(_candidate(scope.document, pair, spec, weight))
    if not found and len(spec.words) > 1:
        found.extend(_by_words(scope, spec, known))
    return sorted(found, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def pairs_by_key(document: Document) -> PairIndex:
    """Label key -> the page's pairs with that label."""
    found: PairIndex = {}
    for pair in document.once(label_pairs):
        found.setdefault(pair.key, []).append(pair)
    return found


def _by_words(scope: Scope, spec: FieldSpec, known: PairIndex) -> list[Candidate]:
    """Labels that share words with the field's name: "Hull length" for `boat_hull_length`."""
    wanted = {singular(word) for word in spec.words}
    found: list[Candidate] = []
    for key, pairs in known.items():
        words = {singular(word) for word in key.split()}
        overlap = len(words & wanted) / len(words | wanted)
        if overlap >= 0.6:
            found.extend(_candidate(scope.document, p, spec, overlap * 0.9) for p in pairs if p.index in scope)
    return found


def _candidate(document: Document, pair: Pair, spec: FieldSpec, weight: float) -> Candidate:
    score = _TRUST[pair.kind] * weight * (0.6 if document.flags[pair.index] & _OFF else 1.0)
    path = document.path(pair.index)
    text = pair.text
    if spec.is_uri:
        path, text = _link_in(document, pair)
    raw = [text] if spec.is_array else text
    return Candidate(raw, "labels", path, text, score, {"label": weight, "kind": _TRUST[pair.kind]})


def _link_in(document: Document, pair: Pair) -> tuple[str, str]:
    for index in document.subtree(pair.index):
        href = document.attribute(index, "href") or document.attribute(index, "src")
        if href:
            return f"{document.path(index)}/@{'href' if document.attribute(index, 'href') else 'src'}", href
    return document.path(pair.index), pair.text
