"""How far a column of a list gives a field, by itself: words that announce the field, and a shape that fits its type.

Scores are 0..1 beliefs; `matching` weighs fields and columns against each other.
"""

from functools import lru_cache

from scraper.extraction.columns import TEXT_KINDS, Column
from scraper.extraction.fields import FieldSpec
from scraper.extraction.json_columns import parts_for
from scraper.extraction.lexicon import CONCEPTS, labels_of, tokens_of
from scraper.extraction.listwords import related_words
from scraper.extraction.roles import Role, role_of
from scraper.extraction.schema import RecordSchema
from scraper.extraction.shapes import SHAPES
from scraper.extraction.words import singular, split_words, word_set

_PART = 0.85  # what a part of a text counts, beside a text that is nothing else
_CITED = 0.5  # belief that the citations in the texts of most records are what a citation field asks for
_CODED = 0.35  # the same for numbers in texts and a field that asks for one
_OWN_LABEL = 0.95  # score of a label from which it is the field's own
_LABELLED = 0.75  # weight of the words where the field's own label stands above or beside the column
_MAX_CAPTION = 30  # characters
_BYLINE_WORDS = word_set("posted written started published submitted created")
_ANY_LINK = word_set("link links url href")  # class words that any link may have
_LAST_WORDS = word_set(
    "last latest recent letzter letzte letzten dernier derniere ultimo ultima laatste ostatni senaste"
)
_BY_WORDS = word_set("by von par por da di door av af от by: von: автор oleh przez tarafindan")
# How much of the score the words give; the shape gives the rest.
_WORD_WEIGHT: dict[Role, float] = {
    "title": 0.45,
    "long": 0.4,
    "text": 0.75,
    "code": 0.5,
    "person": 0.55,
    "date": 0.4,
    "money": 0.4,
    "number": 0.65,
    "link": 0.4,
    "image": 0.3,
    "flag": 0.7,
}


def column_score(column: Column, field: FieldSpec, role: Role) -> float:
    """The belief 0..1 that the column gives the field, from its words and its shape."""
    shape = SHAPES[role](column, field)
    if shape <= 0 or (role == "person" and _is_caption(column, field)):
        return 0.0
    words = word_score(column, field)
    weight = max(_WORD_WEIGHT[role], _LABELLED) if column.label and words >= _OWN_LABEL else _WORD_WEIGHT[role]
    score = shape * (1 - weight) + weight * max(0.0, words)
    score *= 0.5 + 0.5 * min(1.0, column.coverage * 1.2)
    if field.selector is not None and field.selector.regex:
        score *= column.matching(field.selector.regex)
    if words < 0:
        score *= 0.5
    if column.hidden > 0.5:
        score *= 0.7
    if column.unspoken > 0.5 and role != "image":
        score *= 0.7
    if column.part:
        score = _part_score(column, field, score)
    return min(1.0, score)


def _part_score(column: Column, field: FieldSpec, score: float) -> float:
    """The score of parts of texts: 0 where they are of a kind that the field does not ask for."""
    if column.part not in parts_for(field, role_of(field)):
        return 0.0
    least = (_CITED if column.part == "citation" else _CODED if column.part == "code" else 0.0) * column.distinct
    shown = 1.0 if column.kind in TEXT_KINDS else 0.9
    return max(score * _PART, least * (0.5 + 0.5 * column.coverage)) * shown


def _is_caption(column: Column, field: FieldSpec) -> bool:
    """Whether every value is the same text and that only names the field ("by", "Author"): a label, no value."""
    if column.kind not in TEXT_KINDS or len(column.leaves) < 2 or len(column.first.text) > _MAX_CAPTION:
        return False
    if len({leaf.text for leaf in column.sample}) > 1:
        return False
    words = {singular(word) for word in split_words(column.first.text)}
    return words <= _known(field)[1] | _BY_WORDS | _BYLINE_WORDS | {
        singular(word) for word in (*field.words, *field.hint_words)
    }


def word_score(column: Column, field: FieldSpec) -> float:
    """How far the words around the column announce the field: 1 for its label, 0 for silence, below for another's."""
    labels, tokens = _known(field)
    best = 0.0
    if column.label:
        best = _label_score(column.label, labels, field)
    own, outer = column.own_tokens, column.outer_tokens
    if column.kind == "href":
        best = max(best, 0.9 * _overlap(column.captions, tokens, field))
        best = max(best, 0.4 * _overlap(column.path_words, tokens, field))
        own, outer = own - _ANY_LINK, outer - _ANY_LINK
    best = max(best, 0.9 * _overlap(own, tokens, field), 0.55 * _overlap(outer, tokens, field))
    best = max(best, 0.8 * _overlap(column.shared_words, tokens, field), 0.7 * _overlap(column.before, tokens, field))
    best = max(best, 0.6 * _overlap(column.link_words, tokens, field))
    if field.concept == "author" and not _BY_WORDS.isdisjoint(column.before | column.shared_words):
        best = max(best, 0.7)
    around = own | outer | column.before | set(column.label.split())
    if not _LAST_WORDS.isdisjoint(around) or any(word.startswith("last") for word in around):
        best = best - 0.5 if _LAST_WORDS.isdisjoint(field.words) else best
    if best <= 0.3 and column.kind != "href" and _is_anothers(column, field):
        return -1.0
    return best


@lru_cache(maxsize=1024)
def _known(field: FieldSpec) -> tuple[frozenset[str], frozenset[str]]:
    """The field's label keys, and the single words that announce it."""
    labels = labels_of(field)
    words = set(tokens_of(field)) | {label for label in labels if " " not in label and len(label) > 2}
    words.update(related for word in field.words for related in related_words(word))
    return labels, frozenset(map(singular, words))


def _label_score(label: str, labels: frozenset[str], field: FieldSpec) -> float:
    if label in labels:
        return 1.0
    if singular(label) in _known(field)[1]:
        return 0.95
    words = {singular(word) for word in label.split()}
    own = {singular(word) for word in field.words}
    hints = {singular(word) for word in field.hint_words}
    if own and own <= words:
        return 0.95
    known = {singular(word) for each in labels for word in each.split() if len(word) > 2}
    hinted = 0.4 + 0.4 * len(words & hints) / len(words) if words & hints else 0.0
    return max(0.8 * len(words & own) / max(1, len(own)), 0.6 if words & known else 0.0, hinted)


def _overlap(found: frozenset[str], tokens: frozenset[str], field: FieldSpec) -> float:
    if not found:
        return 0.0
    words = {singular(word) for word in found}
    own = {singular(word) for word in field.words if len(word) > 1}
    if own and own <= words:
        return 1.0
    if words & tokens:
        return 0.9
    return 0.5 if words & {singular(word) for word in field.hint_words if len(word) > 3} else 0.0


def _is_anothers(column: Column, field: FieldSpec) -> bool:
    """Whether the column's label is that of another concept."""
    if field.concept is None and not column.label:
        return False
    for concept in CONCEPTS.values():
        if concept.name == field.concept:
            continue
        if column.label and column.label in concept.labels:
            return True
    return False


def says_more(column: Column, field: FieldSpec, schema: RecordSchema) -> bool:
    """Whether all words of another field are found, which has those of this field and more: "815 stars today".

    Not asked of amounts of money: those are told apart by how they are shown, and class names of prices get swapped.
    """
    own = set(field.words)
    wider = [set(other.words) for other in schema.fields if own < set(other.words)]
    if not wider or column.kind not in TEXT_KINDS or column.part:
        return False
    said = {*map(singular, column.shared_words | column.own_tokens), *map(singular, column.label.split())}
    return any({singular(word) for word in words} <= said for words in wider)


def label_owners(column: Column, schema: RecordSchema) -> frozenset[str]:
    """The names of the fields whose own label stands above or beside the column."""
    if not column.label or column.kind not in TEXT_KINDS or column.part:
        return frozenset()
    scores = {field.name: _label_score(column.label, _known(field)[0], field) for field in schema.fields}
    return frozenset(name for name, score in scores.items() if score >= _OWN_LABEL)
