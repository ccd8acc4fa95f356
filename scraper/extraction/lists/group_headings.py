"""What stands above groups of a list's records: the day above its events, the category above its products.

A group's heading is a column of its own, with the same value for all records of the group. It gives only what the
records themselves lack.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from scraper.extraction.dayshapes import date_purity, month_names
from scraper.extraction.document import Document
from scraper.extraction.fields import FieldSpec
from scraper.extraction.lists.announcing import asked_words, label_score
from scraper.extraction.lists.columns import Column
from scraper.extraction.lists.leafnodes import INLINE_LABEL
from scraper.extraction.lists.leaves import FULL, Key, Leaf
from scraper.extraction.lists.matching import Match
from scraper.extraction.lists.regions import Span, kinds_of
from scraper.extraction.lists.roles import role_of
from scraper.extraction.lists.textshares import share
from scraper.extraction.locale import PageLocale
from scraper.extraction.marks import Flag
from scraper.extraction.words import label_key, singular, split_words, word_set

_MAX_TEXT = 100  # characters of a heading
_MAX_GAP = 400  # elements between two records that are looked at
_MAX_KINDS = 4
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HEADING_TAGS = frozenset(("caption", "dt", "legend", "th", "summary", "time", "b", "strong", *_HEADINGS))
_NAMED = word_set(
    "heading headline header head title caption label date day datum tag giorno jour dia group category section "
    "divider separator subtitle subhead month"
)
_OFF = int(Flag.SILENT | Flag.HIDDEN | Flag.NAV | Flag.FOOTER | Flag.HEAD)
_MOST = 0.75  # headings of a kind per record; more are parts of records
_PURE = 0.8  # how much a text is a date from which it heads days
# Words of fields that a heading of a group may be without naming itself.
_GROUPING = word_set(
    "category section group department genre kind type region country city state place area day date weekday month "
    "year season round stage course collection league division letter chapter topic subject tier level team class "
    "venue room track location kategorie rubrik gruppe abteilung bereich ort land tag raum categorie rubrique "
    "jour lieu salle categoria seccion dia lugar sala sezione giorno luogo grupo grupa kategoria dzial "
    "dzien afdeling dag"
)
_MAX_DAY_WORDS = 6
# Beliefs in a heading: a date, with the field's words, by its place alone.
_DATED, _LABELLED, _GROUPED = 0.65, 0.75, 0.5


_Kind = tuple[str, str, int]
"""Tag, kind by class and depth of headings that are alike."""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A text between records: its element, kind, and the first and last element index that it may speak of."""

    element: int
    kind: _Kind
    text: str
    until: int


def group_columns(document: Document, locale: PageLocale, spans: Sequence[Span]) -> list[Column]:
    """A column for each kind of heading above groups of these records (in page order), the innermost first.

    A kind heads groups if it comes more than once with different texts; a date also if it comes once.
    """
    by_kind: dict[_Kind, list[_Heading]] = {}
    for heading in _headings(document, spans):
        by_kind.setdefault(heading.kind, []).append(heading)
    kept = {kind: found for kind, found in by_kind.items() if _heads_groups(found, len(spans), locale)}
    ranked = sorted(kept, key=lambda kind: -kept[kind][-1].element)[:_MAX_KINDS]
    if not ranked:
        return []
    keys = {kind: (-1 - number, FULL, "above") for number, kind in enumerate(ranked)}
    leaves = _leaves(spans, {kind: kept[kind] for kind in ranked}, keys)
    return [Column(document, locale, keys[kind], leaves[kind], len(spans)) for kind in ranked if leaves[kind]]


def _heads_groups(found: Sequence[_Heading], count: int, locale: PageLocale) -> bool:
    """Whether headings of one kind head groups of so many records, and not each its own, nor the whole list."""
    if len(found) > _MOST * count:
        return False
    if len({each.text for each in found}) > 1:
        return True
    return _is_day(found[0].text, locale) and found[0].kind[0] in _HEADING_TAGS


def _headings(document: Document, spans: Sequence[Span]) -> Iterator[_Heading]:
    """The short texts before and between the records that look like headings."""
    start = max(_around(document, spans) + 1, spans[0][0] - _MAX_GAP)
    for first, end in spans:
        for index in _shorts(document, range(max(start, first - _MAX_GAP), first), first):
            heading = _heading(document, index, first)
            if heading is not None:
                yield heading
        start = max(start, end)


def _around(document: Document, spans: Sequence[Span]) -> int:
    """The innermost element around all records, or the one around that, which may begin with the heading."""
    last = spans[-1][1]
    inside = next((at for at in document.ancestors(spans[0][0]) if document.ends[at] >= last), 0)
    return max(0, document.parents[inside])


def _shorts(document: Document, gap: range, before: int) -> Iterator[int]:
    """The outermost elements of the gap that end before the record and hold a short text."""
    index = gap.start
    while index < gap.stop:
        end = document.ends[index]
        if document.flags[index] & _OFF:
            index = end
        elif (
            end <= before
            and 0 < document.text_length(index, 4 * _MAX_TEXT) < 4 * _MAX_TEXT
            and _is_one(document, index)
        ):
            yield index
            index = end
        else:
            index += 1


def _is_one(document: Document, index: int) -> bool:
    """Whether the element's text stands in one element below it, and is short."""
    text = document.text(index)
    if not text or len(text) > _MAX_TEXT:
        return False
    inner = document.innermost(index)
    return document.ends[inner] - inner <= 4


def _heading(document: Document, index: int, before: int) -> _Heading | None:
    inner = document.innermost(index)
    tags = {document.tags[at] for at in document.subtree(index)}
    is_row = document.tags[index] == "tr" or document.tags[document.parents[inner]] == "tr"
    text = document.text(inner)
    is_named = any(not _NAMED.isdisjoint(document.tokens(at)) for at in {index, inner})
    if not (is_row or is_named or not _HEADING_TAGS.isdisjoint(tags)):
        return None
    if document.tags[inner] == "a" and _HEADING_TAGS.isdisjoint(tags) and not is_row:
        return None
    kind = (document.tags[inner], document.once(kinds_of)[inner], _depth(document, inner))
    return _Heading(inner, kind, text, _until(document, inner, before))


def _depth(document: Document, index: int) -> int:
    return sum(1 for _ in document.ancestors(index))


def _until(document: Document, heading: int, record: int) -> int:
    """The end of the innermost element that holds the heading and the record after it."""
    return next((document.ends[at] for at in document.ancestors(heading) if document.ends[at] > record), heading)


def _leaves(
    spans: Sequence[Span], kept: Mapping[_Kind, Sequence[_Heading]], keys: Mapping[_Kind, Key]
) -> dict[_Kind, dict[int, Leaf]]:
    """The headings of each record by kind: the last one before it within whose reach it is.

    A heading ends the groups of those of a lower level.
    """
    labels = {kind: _shared_label(found) for kind, found in kept.items()}
    leaves: dict[_Kind, dict[int, Leaf]] = {kind: {} for kind in kept}
    coming = sorted((each for found in kept.values() for each in found), key=lambda each: -each.element)
    open_: dict[_Kind, _Heading] = {}
    for record, (first, _) in enumerate(spans):
        while coming and coming[-1].element < first:
            heading = coming.pop()
            open_ = {kind: each for kind, each in open_.items() if not _ends(heading, each)}
            open_[heading.kind] = heading
        for kind, each in open_.items():
            if first < each.until:
                text, label = each.text, labels[kind]
                leaf = Leaf(each.element, FULL, keys[kind], text, label, "", "", -1, is_heading=True, root=first)
                leaves[kind][record] = leaf
    return leaves


def _ends(heading: _Heading, before: _Heading) -> bool:
    """Whether the heading is of a higher level than the one before it."""
    own, other = _HEADINGS.get(heading.kind[0]), _HEADINGS.get(before.kind[0])
    return own < other if own and other else heading.kind[2] < before.kind[2]


def _shared_label(found: Sequence[_Heading]) -> str:
    """The label that all of the headings begin with, or ""."""
    labels = {_inline_label(each.text) for each in found}
    return labels.pop() if len(labels) == 1 else ""


def _inline_label(text: str) -> str:
    """The label that the text begins with, or ""."""
    found = INLINE_LABEL.match(text)
    return found.group(1) if found else ""


def heading_matches(
    document: Document, locale: PageLocale, spans: Sequence[Span], asked: tuple[Sequence[FieldSpec], Sequence[Match]]
) -> list[Match]:
    """The headings above these spans that give fields which none of the matches does; `asked` is (fields, matches)."""
    fields, matches = asked
    known = {match.field.name for match in matches}
    left = [spec for spec in fields if spec.name not in known and is_grouping(spec)]
    return group_matches(left, group_columns(document, locale, spans)) if left else []


def group_matches(fields: Sequence[FieldSpec], columns: Sequence[Column]) -> list[Match]:
    """The heading that each of these fields may be read from where the records lack it; none twice."""
    found = []
    used: set[int] = set()
    for field in fields:
        scored = [(group_score(column, field), -number) for number, column in enumerate(columns) if number not in used]
        score, number = max(scored, default=(0.0, 0))
        if score > 0:
            used.add(-number)
            found.append(Match(field, role_of(field), columns[-number], score))
    return found


def may_head_groups(field: FieldSpec) -> bool:
    """Whether a heading above several records may be the field: a date or a word, no number, link or array."""
    if field.is_array or field.is_uri or field.is_numeric or field.type in ("boolean", "object"):
        return False
    return role_of(field) in ("date", "text", "person", "code")


def is_grouping(field: FieldSpec) -> bool:
    """Whether the field is one that headings give without a label: a date, or a word for what things are grouped by."""
    return may_head_groups(field) and (role_of(field) == "date" or not _GROUPING.isdisjoint(map(singular, field.words)))


def _is_day(text: str, locale: PageLocale) -> bool:
    """Whether the text is a day, with its year or without: "Saturday, 5 December"."""
    if date_purity(text, locale) >= _PURE:
        return True
    words = split_words(text)
    is_short = len(words) <= _MAX_DAY_WORDS and any(map(str.isdigit, words))
    return is_short and not month_names(locale.language).isdisjoint(words)


def group_score(column: Column, field: FieldSpec) -> float:
    """The belief 0..1 that the heading is what the field asks for."""
    if not may_head_groups(field):
        return 0.0
    days = share(_is_day(text, column.locale) for text in column.texts) if not field.is_date else column.dates
    if role_of(field) == "date":
        return _DATED * days if days >= _PURE else 0.0
    if max(days, column.dates) >= _PURE:
        return _DATED if {"day", "weekday"} & set(field.words) else 0.0
    label, asked = _inline_label(column.first.text), asked_words(field)
    if label and label_score(label_key(label), asked) >= _LABELLED:
        return _LABELLED
    if asked.overlap(column.own_tokens) >= _LABELLED:
        return _LABELLED
    return _GROUPED if not _GROUPING.isdisjoint(map(singular, field.words)) else 0.0
