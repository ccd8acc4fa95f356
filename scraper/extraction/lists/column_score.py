"""How far a column of a list gives a field, by itself: words that announce the field, and a shape that fits its type.

Scores are 0..1 beliefs; `matching` weighs fields and columns against each other.
"""

from collections.abc import Sequence

from scraper.extraction.fields import FieldSpec
from scraper.extraction.json_pages.columns import parts_for
from scraper.extraction.lists.announcing import asked_words, label_score, word_score
from scraper.extraction.lists.columns import BY_WORDS, TEXT_KINDS, Column
from scraper.extraction.lists.roles import Role, role_of
from scraper.extraction.lists.shapes import SHAPES
from scraper.extraction.schema import RecordSchema
from scraper.extraction.words import singular, split_words, word_set

_PART = 0.85  # what a part of a text counts, beside a text that is nothing else
_CITED = 0.5  # belief that the citations in the texts of most records are what a citation field asks for
_CODED = 0.35  # the same for numbers in texts and a field that asks for one
_OWN_LABEL = 0.95  # score of a label from which it is the field's own
_LABELLED = 0.75  # weight of the words where the field's own label stands above or beside the column
_MAX_CAPTION = 30  # characters
_BYLINE_WORDS = word_set("posted written started published submitted created")
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
    asked = asked_words(field)
    return words <= asked.tokens | BY_WORDS | _BYLINE_WORDS | asked.own | asked.hints


def wider_names(field: FieldSpec, schema: RecordSchema) -> list[frozenset[str]]:
    """The words of each field of the schema that has all words of this one and more.

    The name of an object in a record ("seller.name") is no name of the record.
    """
    own = set(field.words)
    wider = [each.words for each in schema.fields if own < set(each.words)]
    if field.concept == "title" and "." not in field.name:
        wider += [split_words(each.name) for each in schema.fields if "." in each.name]
    return [frozenset(map(singular, words)) for words in wider]


def says_more(column: Column, wider: Sequence[frozenset[str]]) -> bool:
    """Whether all words of one of these names are found: "815 stars today" where a field asks for stars.

    Not asked of amounts of money: those are told apart by how they are shown, and class names of prices get swapped.
    """
    if not wider or column.kind not in TEXT_KINDS or column.part:
        return False
    said = {*map(singular, column.shared_words | column.own_tokens), *map(singular, column.label.split())}
    return any(words <= said for words in wider)


def label_owners(column: Column, schema: RecordSchema) -> frozenset[str]:
    """The names of the fields whose own label stands above or beside the column."""
    if not column.label or column.kind not in TEXT_KINDS or column.part:
        return frozenset()
    scores = {field.name: label_score(column.label, asked_words(field)) for field in schema.fields}
    return frozenset(name for name, score in scores.items() if score >= _OWN_LABEL)
