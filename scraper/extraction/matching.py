"""Which column of a region gives which field: words that announce the field, and shapes that fit its type.

Scores are 0..1 beliefs; `assign` gives each field its best free column, and to the url the link of the title.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from scraper.extraction.columns import PICTURE_KINDS, TEXT_KINDS, Column
from scraper.extraction.excerpts import Kind
from scraper.extraction.fields import FieldSpec
from scraper.extraction.json_columns import parts_for
from scraper.extraction.leaves import FULL
from scraper.extraction.lexicon import CONCEPTS, labels_of, tokens_of
from scraper.extraction.listwords import related_words
from scraper.extraction.roles import Role, main_field, role_of
from scraper.extraction.schema import RecordSchema
from scraper.extraction.shapes import SHAPES
from scraper.extraction.text_parts import names_parties_only, part_columns
from scraper.extraction.words import singular, split_words, word_set

MIN_SCORE = 0.2  # below it a column is no answer; set by hand, not swept
_PART = 0.85  # what a part of a text counts, beside a text that is nothing else
_CITED = 0.5  # belief that the citations in the texts of most records are what a citation field asks for
_CODED = 0.35  # the same for numbers in texts and a field that asks for one
_OWN_LABEL = 0.95  # score of a label from which it is the field's own
_LABELLED = 0.75  # weight of the words where the field's own label stands above or beside the column
_ANOTHERS_LABEL = 0.4  # what a column counts for a field where the label is that of another field of the schema
_ANOTHERS_WORDS = 0.4  # the same where all words of another field are found that has those of this one and more
_MAX_CAPTION = 30  # characters
_BYLINE_WORDS = word_set("posted written started published submitted created")
_PURE_DATE = 0.9  # a column's `dates` from which its texts are dates and nothing else
_DATED = 0.5  # share of values with words after a date from which the column gives both
_ANY_LINK = word_set("link links url href")  # class words that any link may have
_LAST_WORDS = word_set(
    "last latest recent letzter letzte letzten dernier derniere ultimo ultima laatste ostatni senaste"
)
_BY_WORDS = word_set("by von par por da di door av af от by: von: автор oleh przez tarafindan")


@dataclass(frozen=True, slots=True)
class Match:
    """A field and the column that gives it. `others` are columns that stand in where the column has no value.

    `less` are the kinds of parts of the texts that are no part of the value: other fields have them, or its name ends
    before them.
    """

    field: FieldSpec
    role: Role
    column: Column
    score: float
    others: tuple[Column, ...] = ()
    less: tuple[Kind, ...] = ()


def assign(schema: RecordSchema, columns: Sequence[Column]) -> list[Match]:
    """The best column for each field that has one, no column twice, in the schema's order.

    A part of the texts of a column may give one field, and the rest of them another.
    """
    columns = [*columns, *part_columns(schema, columns)]
    main = main_field(schema)
    scored: list[tuple[float, int, int]] = []
    roles = [role_of(field, is_main=field is main) for field in schema.fields]
    owners = [_label_owners(column, schema) for column in columns]
    for number, field in enumerate(schema.fields):
        for at, column in enumerate(columns):
            score = column_score(column, field, roles[number])
            if owners[at] and field.name not in owners[at]:
                score *= _ANOTHERS_LABEL
            if roles[number] != "money" and _says_more(column, field, schema):
                score *= _ANOTHERS_WORDS
            if score >= MIN_SCORE:
                scored.append((score, number, at))
    told = {number for _, number, at in scored if columns[at].part is None}
    scored = [each for each in scored if columns[each[2]].part != "code" or each[1] not in told]
    base = list(scored)
    taken: Taken = {}
    _choose(scored, taken, (roles, columns))
    for _ in range(2):
        scored = _in_context(base, taken, roles, columns)
        taken = {}
        _choose(scored, taken, (roles, columns))
    matches = []
    for number, field in enumerate(schema.fields):
        if number in taken:
            score, at = taken[number]
            others = _stand_ins(columns, at, number, scored, {a for _, a in taken.values()})
            matches.append(Match(field, roles[number], columns[at], score, others))
    return [_without_parts(match, matches, schema) for match in matches]


def _without_parts(match: Match, matches: Sequence[Match], schema: RecordSchema) -> Match:
    """The match, knowing which parts of its texts other fields take."""
    if match.role != "title" or match.column.part:
        return match
    path, kind, _ = match.column.key
    less = [m.column.part for m in matches if m.column.part and m.column.key[:2] == (path, kind)]
    if names_parties_only(schema, match.column):
        less.append("parties")
    return replace(match, less=tuple(less))


def _says_more(column: Column, field: FieldSpec, schema: RecordSchema) -> bool:
    """Whether all words of another field are found, which has those of this field and more: "815 stars today".

    Not asked of amounts of money: those are told apart by how they are shown, and class names of prices get swapped.
    """
    own = set(field.words)
    wider = [set(other.words) for other in schema.fields if own < set(other.words)]
    if not wider or column.kind not in TEXT_KINDS or column.part:
        return False
    said = {*map(singular, column.shared_words | column.own_tokens), *map(singular, column.label.split())}
    return any({singular(word) for word in words} <= said for words in wider)


def _label_owners(column: Column, schema: RecordSchema) -> frozenset[str]:
    """The names of the fields whose own label stands above or beside the column."""
    if not column.label or column.kind not in TEXT_KINDS or column.part:
        return frozenset()
    scores = {field.name: _label_score(column.label, _known(field)[0], field) for field in schema.fields}
    return frozenset(name for name, score in scores.items() if score >= _OWN_LABEL)


Scored = tuple[float, int, int]
"""A score, the number of the field and the number of the column."""


Taken = dict[int, tuple[float, int]]
"""Number of the field -> the score and the number of its column."""


def _choose(scored: Sequence[Scored], taken: Taken, what: tuple[list[Role], Sequence[Column]]) -> None:
    """Fill `taken` (field number -> score and column number), best scores first, no column twice.

    A text that holds a date among other words may give a date and one other field.
    """
    roles, columns = what
    used: dict[int, Role] = {}
    for score, number, at in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        if number in taken or score < MIN_SCORE:
            continue
        if at in used and ("date" not in (used[at], roles[number]) or _is_date_only(columns[at])):
            continue
        taken[number] = (score, at)
        used[at] = roles[number]


def _is_date_only(column: Column) -> bool:
    return column.dates >= _PURE_DATE and column.dated_names < _DATED


def _in_context(base: Sequence[Scored], taken: Taken, roles: Sequence[Role], columns: Sequence[Column]) -> list[Scored]:
    """The scores in view of the other fields' columns: wrappers of theirs lose, the title's own link wins."""
    title = next((columns[taken[n][1]] for n, role in enumerate(roles) if role == "title" and n in taken), None)
    found = []
    for score, number, at in base:
        column = columns[at]
        if roles[number] == "link" and title is not None:
            score = min(1.0, score + 0.3 * _same_link(column, title))
        elif column.kind == FULL:
            held = [n for n, (_, a) in taken.items() if n != number and a != at and _holds(column, columns[a])]
            held = [n for n in held if roles[n] not in ("link", "image") and not columns[taken[n][1]].part]
            score *= 1.0 if not held else 0.35 if any(roles[n] == "title" for n in held) else 0.6
        found.append((score, number, at))
    return found


def _same_link(column: Column, anchor: Column) -> float:
    """The share of records in which the link leads where the title's own link does."""
    hits = total = 0
    for number, leaf in list(anchor.leaves.items())[:12]:
        other = column.leaves.get(number)
        total += 1
        if other is None:
            continue
        document = anchor.document
        if leaf.link >= 0:
            hits += document.elements[leaf.link].get("href") == other.text
        else:
            hits += other.element <= leaf.element < document.ends[other.element]
            hits += leaf.element <= other.element < document.ends[leaf.element]
    return min(1.0, hits / total) if total else 0.0


def _holds(column: Column, inner: Column) -> bool:
    """Whether the elements of the column hold the values of the other, among other text."""
    for number, leaf in inner.leaves.items():
        other = column.leaves.get(number)
        if other is None:
            continue
        inside = other.element <= leaf.element < column.document.ends[other.element]
        return inside and len(other.text) > len(leaf.text) + 2
    return False


def _stand_ins(
    columns: Sequence[Column], at: int, number: int, scored: Sequence[tuple[float, int, int]], used: set[int]
) -> tuple[Column, ...]:
    """Columns that score nearly as well and fill records which the chosen one leaves empty, best first."""
    chosen = columns[at]
    if chosen.coverage >= 1.0:
        return ()
    best = max((score for score, n, a in scored if n == number and a == at), default=MIN_SCORE)
    found = sorted((-s, a) for s, n, a in scored if n == number and a not in used and s >= max(0.3, best * 0.6))
    group = TEXT_KINDS if chosen.kind in TEXT_KINDS else PICTURE_KINDS if chosen.kind in PICTURE_KINDS else None
    alike = group or frozenset((chosen.kind,))
    return tuple(columns[a] for _, a in found if columns[a].kind in alike)[:4]


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
    """Whether the column's label or own class is that of another concept."""
    if field.concept is None and not column.label:
        return False
    for concept in CONCEPTS.values():
        if concept.name == field.concept:
            continue
        if column.label and column.label in concept.labels:
            return True
    return False


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
