"""Parts of the texts of a column as columns of their own: a case's number in its title, a name after "by"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from scraper.extraction.explain.excerpts import Kind, excerpt
from scraper.extraction.json_pages.columns import names_case, parts_for
from scraper.extraction.lists.columns import TEXT_KINDS, Column
from scraper.extraction.lists.leaves import Leaf
from scraper.extraction.lists.roles import Role, main_field, role_of
from scraper.extraction.schema import RecordSchema

_MIN_SHARE = 0.5  # of the values must have the part
_PARTS: frozenset[Kind] = frozenset(("code", "citation", "person"))
_KINDS = TEXT_KINDS | {"title"}
_MAX_LENGTH = 400  # characters; longer texts mention numbers and names


def part_columns(schema: RecordSchema, columns: Sequence[Column]) -> list[Column]:
    """The columns of parts that fields of the schema may ask for; none for parts that few of the values have."""
    main = main_field(schema)
    roles: list[Role] = [role_of(field, is_main=field is main) for field in schema.fields]
    wanted = {kind for field, role in zip(schema.fields, roles, strict=True) for kind in parts_for(field, role)}
    found = [part for column in columns for kind in sorted(wanted & _PARTS) for part in _parts(column, kind)]
    citations = {part.key[:2]: part for part in found if part.part == "citation"}
    return [part for part in found if part.part != "code" or not _is_same(part, citations.get(part.key[:2]))]


def _is_same(codes: Column, citations: Column | None) -> bool:
    """Whether the numbers in the texts are the citations, where the schema asks for those too."""
    if citations is None:
        return False
    same = sum(
        number in citations.leaves and citations.leaves[number].text == leaf.text
        for number, leaf in codes.leaves.items()
    )
    return 2 * same > len(codes.leaves)


def _parts(column: Column, kind: Kind) -> Iterator[Column]:
    if column.kind not in _KINDS or column.length > _MAX_LENGTH or column.key[2].endswith("#1"):
        return
    if sum(excerpt(kind, leaf.text) is not None for leaf in column.sample) < _MIN_SHARE * len(column.sample):
        return
    found = ((number, leaf, excerpt(kind, leaf.text)) for number, leaf in column.leaves.items())
    leaves: dict[int, Leaf] = {number: leaf._replace(text=part) for number, leaf, part in found if part}
    path, leaf_kind, mark = column.key
    yield replace(column, key=(path, leaf_kind, f"{mark}~{kind}"), leaves=leaves, part=kind)


def names_parties_only(schema: RecordSchema, column: Column) -> bool:
    """Whether the schema's main field names a case and most of the column's texts name its parties and say more."""
    main = main_field(schema)
    if main is None or not names_case(main):
        return False
    return sum(excerpt("parties", leaf.text) is not None for leaf in column.sample) >= _MIN_SHARE * len(column.sample)
