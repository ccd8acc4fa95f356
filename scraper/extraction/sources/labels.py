"""Candidates from label and value pairs whose label is the field's name, a synonym, its concept's, or like it."""

from dataclasses import dataclass

from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.labels import Pair, label_pairs
from scraper.extraction.lexicon import labels_of
from scraper.extraction.likeness import MIN_LIKENESS, LabelIndex, names_of
from scraper.extraction.marks import Flag
from scraper.extraction.scope import Scope
from scraper.extraction.values import Candidate, Part
from scraper.extraction.words import label_key

_TRUST = {
    "dl": 0.85, "row": 0.85, "column": 0.8, "colon": 0.8, "inline": 0.78, "beside": 0.7, "dash": 0.62, "near": 0.6,
    "before": 0.5,
}  # fmt: skip
_OFF = int(Flag.ASIDE | Flag.RELATED | Flag.COMMENTS | Flag.HIDDEN)
_MAX_CANDIDATES = 8
_LIKE = 0.9  # what a label that is only like the field's is believed at most, beside the field's own
_SURE_LIKENESS = 0.8
_LONG_LISTS = frozenset(("ingredients", "instructions"))
_MIN_LONG = 200  # characters of a single text that may be such a list in one
_MAX_KEY = 60  # characters
_MAX_LIKE = 4  # labels that are only like the field's

PairIndex = dict[str, list[Pair]]


@dataclass(frozen=True, slots=True)
class _Match:
    pair: Pair
    weight: float


def labels(scope: Scope, spec: FieldSpec) -> list[Candidate]:
    """The values beside the field's labels, in the scope, best first; not those beside another field's own label."""
    known = scope.document.once(pairs_by_key)
    matches: list[_Match] = []
    own = _own_labels(spec)
    others = scope.once(_labels_of_all) - own
    for label in sorted((labels_of(spec) & known.keys()) - others):
        weight = 1.0 if label in own else 0.95
        matches.extend(_Match(pair, weight) for pair in known[label] if pair.index in scope)
    least = _SURE_LIKENESS if matches else MIN_LIKENESS
    matches.extend(each for each in _alike(scope, spec, known, least) if each.pair.key not in others)
    candidates = _arrays(scope, spec, matches) if spec.is_array else [_candidate(scope, spec, each) for each in matches]
    return sorted(candidates, key=lambda each: -each.score)[:_MAX_CANDIDATES]


def _own_labels(spec: FieldSpec) -> frozenset[str]:
    """What the schema's author calls the field: such a label on a page is this field's and no other's."""
    return frozenset((spec.label, spec.title_label, *spec.synonyms))


def _labels_of_all(scope: Scope) -> frozenset[str]:
    return frozenset[str]().union(*map(_own_labels, scope.schema.fields))


def pairs_by_key(document: Document) -> PairIndex:
    """Label key -> the page's pairs with that label; "Make / manufacturer (GTIN)" has also the keys of its parts."""
    found: PairIndex = {}
    for pair in document.once(label_pairs):
        found.setdefault(pair.key, []).append(pair)
        if "/" in pair.label or "(" in pair.label:
            for part in pair.label.replace("(", "/").replace(")", "").split("/"):
                key = label_key(part)
                if key and key != pair.key:
                    found.setdefault(key, []).append(pair)
    return found


def _alike(scope: Scope, spec: FieldSpec, known: PairIndex, least: float) -> list[_Match]:
    """Pairs whose label is like the field's names: "Hull length" for `boat_hull_length`, the likest labels only."""
    exact = labels_of(spec)
    scored = scope.document.once(_label_index).like(names_of(spec))
    ranked = sorted(((score, key) for score, key in scored if score >= least and key not in exact), reverse=True)
    likest = ((score, pair) for score, key in ranked[:_MAX_LIKE] for pair in known[key])
    return [_Match(pair, score * _LIKE) for score, pair in likest if pair.index in scope]


def _label_index(document: Document) -> LabelIndex:
    return LabelIndex(key for key in document.once(pairs_by_key) if len(key) <= _MAX_KEY)


def _candidate(scope: Scope, spec: FieldSpec, match: _Match) -> Candidate:
    pair = match.pair
    path = pair.attribute_path or scope.document.path(pair.index)
    text = pair.text
    if spec.is_uri:
        path, text = _link_in(scope.document, pair)
    return Candidate(text, "labels", path, text, _score(scope, match), _cues(match))


def _score(scope: Scope, match: _Match) -> float:
    is_off = scope.document.flags[match.pair.index] & _OFF
    return _TRUST[match.pair.kind] * match.weight * (0.6 if is_off else 1.0)


def _cues(match: _Match) -> dict[str, float]:
    return {"label": match.weight, "kind": _TRUST[match.pair.kind]}


def _arrays(scope: Scope, spec: FieldSpec, matches: list[_Match]) -> list[Candidate]:
    """One candidate a label: the values of all its pairs, each split into the items of a list in it."""
    by_owner: dict[int, list[_Match]] = {}
    for match in matches:
        by_owner.setdefault(match.pair.owner if match.pair.kind == "dl" else -match.pair.index - 2, []).append(match)
    found = []
    for group in by_owner.values():
        first = group[0]
        parts = tuple(Part(*item) for each in group for item in _items(scope.document, each.pair, spec))
        if spec.concept in _LONG_LISTS and len(parts) < 2 and len(parts[0].text) < _MIN_LONG:
            continue
        raw = [part.text for part in parts]
        found.append(Candidate(raw, "labels", parts[0].path, raw[0], _score(scope, first), _cues(first), parts))
    return found


def _items(document: Document, pair: Pair, spec: FieldSpec) -> list[tuple[str, str]]:
    """(path, text) of the list items of a value, of its links where it is nothing else, or of the value itself."""
    if pair.attribute_path:
        return [(pair.attribute_path, pair.text)]
    if spec.is_uri:
        linked = [each for index in document.subtree(pair.index) if (each := _address(document, index))]
        return linked or [(document.path(pair.index), pair.text)]
    if pair.text == document.text(pair.index):
        for tag in ("li", "a"):
            inner = [index for index in document.subtree(pair.index) if document.tags[index] == tag]
            shown = [(document.path(index), text) for index in inner if (text := document.text(index))]
            covered = sum(len(text) for _, text in shown)
            if len(shown) > 1 and (tag == "li" or covered >= 0.8 * len(pair.text)):
                return shown
    return [(document.path(pair.index), pair.text)]


def _link_in(document: Document, pair: Pair) -> tuple[str, str]:
    addresses = (_address(document, index) for index in document.subtree(pair.index))
    return next(filter(None, addresses), (document.path(pair.index), pair.text))


def _address(document: Document, index: int) -> tuple[str, str] | None:
    for name in ("href", "src"):
        text = document.attribute(index, name)
        if text:
            return f"{document.path(index)}/@{name}", text
    return None
