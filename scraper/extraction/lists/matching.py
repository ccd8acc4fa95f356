"""Which column of a region gives which field: each field its best free column, and the url the link of the title.

What a column counts for a field by itself is `column_score`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scraper.extraction.explain.excerpts import Kind
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.column_score import column_score, label_owners, says_more, wider_names
from scraper.extraction.lists.columns import PICTURE_KINDS, TEXT_KINDS, Column
from scraper.extraction.lists.leaves import FULL
from scraper.extraction.lists.roles import Role, main_field, role_of
from scraper.extraction.lists.text_parts import names_parties_only, part_columns
from scraper.extraction.schema import RecordSchema

MIN_SCORE = 0.2  # below it a column is no answer; set by hand, not swept
_ANOTHERS_LABEL = 0.4  # what a column counts for a field where the label is that of another field of the schema
_ANOTHERS_WORDS = 0.4  # the same where all words of another field are found that has those of this one and more
_PURE_DATE = 0.9  # a column's `dates` from which its texts are dates and nothing else
_DATED = 0.5  # share of values with words after a date from which the column gives both

Scored = tuple[float, int, int]
"""A score, the number of the field and the number of the column."""
Taken = dict[int, tuple[float, int]]
"""Number of the field -> the score and the number of its column."""


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
    roles = [role_of(field, is_main=field is main) for field in schema.fields]
    base = _scored(schema, columns, roles)
    taken: Taken = {}
    scored = base
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


def _scored(schema: RecordSchema, columns: Sequence[Column], roles: Sequence[Role]) -> list[Scored]:
    """What each column counts for each field, by itself and beside the other fields; too low scores are left out."""
    scored: list[Scored] = []
    owners = [label_owners(column, schema) for column in columns]
    for number, field in enumerate(schema.fields):
        wider = wider_names(field, schema) if roles[number] != "money" else []
        for at, column in enumerate(columns):
            score = column_score(column, field, roles[number])
            if owners[at] and field.name not in owners[at]:
                score *= _ANOTHERS_LABEL
            if score >= MIN_SCORE and says_more(column, wider):
                score *= _ANOTHERS_WORDS
            if score >= MIN_SCORE:
                scored.append((score, number, at))
    told = {number for _, number, at in scored if columns[at].part is None}
    return [each for each in scored if columns[each[2]].part != "code" or each[1] not in told]


def _without_parts(match: Match, matches: Sequence[Match], schema: RecordSchema) -> Match:
    """The match, knowing which parts of its texts other fields take."""
    if match.role != "title" or match.column.part:
        return match
    path, kind, _ = match.column.key
    less = [m.column.part for m in matches if m.column.part and m.column.key[:2] == (path, kind)]
    if names_parties_only(schema, match.column):
        less.append("parties")
    return replace(match, less=tuple(less))


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
