"""The words that a field goes by, ready to be compared with words of the page, and how much two sets agree."""

from dataclasses import dataclass

from scraper.extraction.fields import FieldSpec
from scraper.extraction.lexicon import labels_of, tokens_of
from scraper.extraction.ranker.surroundings import Words
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.words import label_key, singular

AGREEMENTS = ("recall", "precision", "synonyms", "hints", "rivals")
"""What `agreement` gives, in order."""
_MAX_COUNT = 3.0


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Singular words of a field: `own` of its name and title, `synonyms` of what else it is called, `hints` of its
    description, `rivals` of the names of the schema's other fields; `labels` are whole label keys."""

    own: Words
    synonyms: Words
    hints: Words
    rivals: Words
    labels: frozenset[str]


def vocabulary_of(scope: Scope, spec: FieldSpec) -> Vocabulary:
    """The field's vocabulary within the scope's schema; made once a scope."""
    known = scope.once(_known)
    found = known.get(spec.pointer)
    if found is None:
        found = known[spec.pointer] = _vocabulary(spec, scope.schema)
    return found


def _known(scope: Scope) -> dict[str, Vocabulary]:
    return {}


def _vocabulary(spec: FieldSpec, schema: RecordSchema) -> Vocabulary:
    own = frozenset(map(singular, (*spec.words, *spec.title_label.split())))
    labels = labels_of(spec)
    synonyms = frozenset(map(singular, tokens_of(spec))) | frozenset(
        singular(label) for label in labels if " " not in label
    )
    others = {singular(word) for other in schema.fields if other.name != spec.name for word in other.words}
    of_enum = {word for value in spec.enum for word in label_key(str(value)).split()}
    hints = frozenset(map(singular, spec.hint_words | of_enum)) - own
    return Vocabulary(own, synonyms - own, hints, frozenset(others) - own - synonyms, labels)


def agreement(vocabulary: Vocabulary, words: Words) -> tuple[float, ...]:
    """How far words of the page are the field's: see AGREEMENTS. The first two are shares 0..1, the others counts."""
    if not words:
        return _NOTHING
    own = len(vocabulary.own & words)
    return (
        own / max(1, len(vocabulary.own)),
        own / len(words),
        min(_MAX_COUNT, len(vocabulary.synonyms & words)),
        min(_MAX_COUNT, len(vocabulary.hints & words)),
        min(_MAX_COUNT, len(vocabulary.rivals & words)),
    )


_NOTHING = (0.0,) * len(AGREEMENTS)
