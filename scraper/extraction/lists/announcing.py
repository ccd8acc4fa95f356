"""How far the words around a column announce a field: labels, class words, words before and within the values."""

from dataclasses import dataclass
from functools import lru_cache

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import CONCEPTS, labels_of, tokens_of
from scraper.extraction.lists.columns import LAST_WORDS, Column
from scraper.extraction.lists.listwords import related_words
from scraper.extraction.words import singular

_BYLINE = 0.7  # what "by" before the values says for an author
_LAST = 0.5  # what "last" takes from a field that does not ask for the last one
_MAX_OVERLAPS = 4096  # sets of words whose overlap with a field is kept
_CONCEPTS_OF: dict[str, list[str]] = {}  # label -> names of the concepts that it announces
for _concept in CONCEPTS.values():
    for _label in _concept.labels:
        _CONCEPTS_OF.setdefault(_label, []).append(_concept.name)


def word_score(column: Column, field: FieldSpec) -> float:
    """How far the words around the column announce the field: 1 for its label, 0 for silence, below for another's."""
    asked = asked_words(field)
    best = label_score(column.label, asked) if column.label else 0.0
    for weight, words in column.word_sets:
        if weight > best:
            best = max(best, weight * asked.overlap(words))
    if field.concept == "author" and best < _BYLINE and column.is_by_person:
        best = _BYLINE
    if column.is_last and LAST_WORDS.isdisjoint(field.words):
        best -= _LAST
    if best <= 0.3 and column.kind != "href" and _is_anothers(column.label, field):
        return -1.0
    return best


@dataclass(frozen=True, slots=True, eq=False)
class AskedWords:
    """The words that speak for a field: `labels` are label keys, all others single words without plural endings."""

    labels: frozenset[str]
    label_words: frozenset[str]
    tokens: frozenset[str]
    own: frozenset[str]
    own_long: frozenset[str]
    hints: frozenset[str]
    hints_long: frozenset[str]
    overlaps: dict[frozenset[str], float]

    def overlap(self, found: frozenset[str]) -> float:
        """How far these words speak for the field; kept, because records have the same few classes."""
        if not found:
            return 0.0
        known = self.overlaps.get(found)
        if known is None:
            if len(self.overlaps) >= _MAX_OVERLAPS:
                self.overlaps.clear()
            known = self.overlaps[found] = self._overlap(frozenset(map(singular, found)))
        return known

    def _overlap(self, words: frozenset[str]) -> float:
        if self.own_long and self.own_long <= words:
            return 1.0
        if words & self.tokens:
            return 0.9
        return 0.5 if words & self.hints_long else 0.0


@lru_cache(maxsize=1024)
def asked_words(field: FieldSpec) -> AskedWords:
    """The words that speak for the field."""
    labels = labels_of(field)
    words = set(tokens_of(field)) | {label for label in labels if " " not in label and len(label) > 2}
    words.update(related for word in field.words for related in related_words(word))
    return AskedWords(
        labels=labels,
        label_words=frozenset(singular(word) for each in labels for word in each.split() if len(word) > 2),
        tokens=frozenset(map(singular, words)),
        own=frozenset(map(singular, field.words)),
        own_long=frozenset(singular(word) for word in field.words if len(word) > 1),
        hints=frozenset(map(singular, field.hint_words)),
        hints_long=frozenset(singular(word) for word in field.hint_words if len(word) > 3),
        overlaps={},
    )


def label_score(label: str, asked: AskedWords) -> float:
    """How far the label is the field's: 1 where it is one of its own."""
    if label in asked.labels:
        return 1.0
    if singular(label) in asked.tokens:
        return 0.95
    words = {singular(word) for word in label.split()}
    if asked.own and asked.own <= words:
        return 0.95
    hinted = 0.4 + 0.4 * len(words & asked.hints) / len(words) if words & asked.hints else 0.0
    return max(0.8 * len(words & asked.own) / max(1, len(asked.own)), 0.6 if words & asked.label_words else 0.0, hinted)


def _is_anothers(label: str, field: FieldSpec) -> bool:
    """Whether the label is that of another concept."""
    return any(name != field.concept for name in _CONCEPTS_OF.get(label, ()))
