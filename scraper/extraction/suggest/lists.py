"""What the records of a list page show: its columns, named by what announces them, typed by what they look like."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from scraper.extraction.document import Document
from scraper.extraction.explain.offers import ListView, list_view
from scraper.extraction.lists.announcing import word_score
from scraper.extraction.lists.columns import PICTURE_KINDS, TEXT_KINDS, Column
from scraper.extraction.lists.matching import Match, assign
from scraper.extraction.lists.readings import read_leaf
from scraper.extraction.lists.roles import Role, role_of
from scraper.extraction.schema import RecordSchema
from scraper.extraction.suggest.fields import LISTED_FIELDS, REGION_FIELDS, object_schema
from scraper.extraction.suggest.inferred import inferred_type, name_of_label, name_of_tokens
from scraper.extraction.suggest.proposals import Proposal, distinct
from scraper.extraction.values import ExtractOptions

_SHOWN_BY_SHAPE: frozenset[Role] = frozenset(("title", "link", "image", "money", "date"))
_GOOD = 0.4  # score of a column from which it is the usual field
_NAMING = 0.25  # the same of the title: something names the records, and short names look like nothing
_SAID = 0.3  # what words must say for a field that a shape alone does not show
_COMMON = 0.3  # of the records
_VARIED = 0.12  # different values per value; below it a column is a caption
_MAX_SAMPLES = 8
_MAX_PARTS = 1.6  # texts that a column's values are put together from: more is a wrapper of others
_LONG = 60  # characters from which a text without a name is the description


def list_proposals(document: Document) -> list[Proposal]:
    """The fields of the page's records, the usual ones first; empty where the page has no list."""
    view = document.once(main_list)
    if view is None:
        return []
    matches = _matches(view, REGION_FIELDS)
    taken = {id(match.column) for match in matches}
    rest = {name: definition for name, definition in LISTED_FIELDS.items() if name not in REGION_FIELDS}
    matches += _matches(replace(view, columns=[each for each in view.columns if id(each) not in taken]), rest)
    matches = [match for number, match in enumerate(matches) if not _repeats(match.column, matches[:number])]
    taken = {id(match.column) for match in matches}
    free = [column for column in view.columns if id(column) not in taken and _is_telling(column)]
    usual = (_usual(view, match) for match in matches)
    others = (_named(view, column) for column in free if not _repeats(column, matches))
    return distinct([each for found in (usual, others) for each in found if each is not None])


def _matches(view: ListView, fields: Mapping[str, Any]) -> list[Match]:
    """The columns that are meant by usual fields. Those that all records have are asked for before the others."""
    schema = RecordSchema.from_definition(object_schema(fields))
    return [match for match in assign(schema, view.columns) if _is_meant(match)]


def main_list(document: Document) -> ListView | None:
    """The list whose records have most of what records usually have; else, of plain tables, any that names its rows."""
    for fields in (REGION_FIELDS, {"title": REGION_FIELDS["title"]}):
        view = list_view(document, RecordSchema.from_definition(object_schema(fields)), ExtractOptions(mode="list"))
        if view is not None:
            return view
    return None


def _repeats(column: Column, matches: Sequence[Match]) -> bool:
    """Whether the column's texts are those of a column that a field has already."""
    if column.kind not in TEXT_KINDS:
        return False
    texts = {number: leaf.text for number, leaf in column.leaves.items()}
    known = (match.column for match in matches if match.column.kind in TEXT_KINDS and match.column is not column)
    return any({number: leaf.text for number, leaf in each.leaves.items()} == texts for each in known)


def _is_meant(match: Match) -> bool:
    """Whether the column is the usual field: by its shape for titles, links and the like, else by words around it."""
    if match.score < (_GOOD if match.role != "title" else _NAMING):
        return False
    if match.role in _SHOWN_BY_SHAPE and match.field.name in REGION_FIELDS:
        return True
    return word_score(match.column, match.field) > _SAID or (match.role == "long" and match.column.length > _LONG)


def _usual(view: ListView, match: Match) -> Proposal | None:
    return _read(view, match.column, (match.field.name, LISTED_FIELDS[match.field.name]))


def _is_telling(column: Column) -> bool:
    """Whether the column is a value of its own: no caption, no wrapper, no second form of another one."""
    if column.coverage < _COMMON or column.kind not in TEXT_KINDS or column.parts > _MAX_PARTS:
        return False
    if column.records > 3 and column.distinct < _VARIED and not column.label:
        return False
    return column.length >= 1


def _named(view: ListView, column: Column) -> Proposal | None:
    """The proposal of a column that is no usual field, if anything names it."""
    label = column.first.label or column.header
    name = name_of_label(label) if label else name_of_tokens(view.document.tokens(column.first.element))
    if not name:
        return None
    texts = [leaf.text for leaf in column.sample]
    definition: dict[str, Any] = dict(LISTED_FIELDS.get(name) or inferred_type(texts, view.locale))
    if label:
        definition["title"] = label.strip(" :：")
    return _read(view, column, (name, definition))


def _read(view: ListView, column: Column, told: tuple[str, Mapping[str, Any]]) -> Proposal | None:
    """The proposal with the column's values as extraction would read them; None where they are not of the type."""
    name, definition = told
    spec = RecordSchema.from_definition(object_schema({name: definition})).fields[0]
    if spec.is_array:
        return None
    match = Match(spec, role_of(spec, is_main=name == "title"), column, 1.0)
    readings = [read_leaf(match, column, leaf, (view.locale, 1.0)) for leaf in column.sample]
    values = tuple(reading.value for reading in readings if reading is not None)
    if len(values) < 0.7 * len(readings):
        return None
    return Proposal(name, definition, values[:_MAX_SAMPLES], column.coverage, _seen(column))


def _seen(column: Column) -> str:
    label = column.first.label or column.header
    if label:
        return f"label {label.strip(' :：')!r}"
    kind = "picture" if column.kind in PICTURE_KINDS else "link" if column.kind == "href" else "column"
    return f"{kind} {' '.join(_words(column))}".strip()


def _words(column: Column) -> Iterator[str]:
    yield column.document.tags[column.first.element]
    yield from list(dict.fromkeys(column.document.tokens(column.first.element)))[:3]
