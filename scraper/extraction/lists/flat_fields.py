"""The fields of list records with their objects taken apart: each property of an object is read like a field.

`author.name` has a column of its own, and `price` of `{amount, currency}` is put together afterwards (`card_objects`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from scraper.extraction.fields import FieldSpec
from scraper.extraction.fields_within import is_generic
from scraper.extraction.lists.explicit import is_explicit
from scraper.extraction.objects import is_place
from scraper.extraction.schema import RecordSchema
from scraper.extraction.shown_objects import as_text

_MAX_DEPTH = 3  # objects in objects


@dataclass(frozen=True, slots=True, eq=False)
class FlatField:
    """One value to read. `spec` is as columns are asked for it; `own` as it is read, with the same name.

    `above` are the objects that it stands in, the outermost first; empty for a field of the record itself. `is_whole`
    says that it is an object's text as a whole (an address), which is then taken apart.
    """

    spec: FieldSpec
    own: FieldSpec
    above: tuple[FieldSpec, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class FlatSchema:
    """The schema of a list's columns, what each of its fields is, and the arrays of objects that it leaves out.

    `told` are the fields that others tell: the currency of an amount, the link of a name.
    """

    columns: RecordSchema
    fields: Mapping[str, FlatField]
    told: tuple[FlatField, ...]
    objects: tuple[FieldSpec, ...]
    arrays: tuple[FieldSpec, ...]


_MAX_KNOWN = 64
_KNOWN: dict[int, tuple[RecordSchema, FlatSchema]] = {}
"""Flat schemas by the identity of the schema: to hash one costs as much as to judge a region."""


def flat_schema(schema: RecordSchema) -> FlatSchema:
    """The schema without fields that have a selector of their own, with objects taken apart."""
    known = _KNOWN.get(id(schema))
    if known is not None and known[0] is schema:
        return known[1]
    if len(_KNOWN) >= _MAX_KNOWN:
        _KNOWN.clear()
    flat = _flattened(schema)
    _KNOWN[id(schema)] = schema, flat
    return flat


def _flattened(schema: RecordSchema) -> FlatSchema:
    free = [spec for spec in schema.fields if not is_explicit(spec)]
    flat = [each for spec in free for each in _flat(spec, ())]
    asked = [each.spec for each in flat if not is_explicit(each.own) and not _is_told_by_others(each, flat)]
    return FlatSchema(
        columns=replace(schema, fields=tuple(asked)),
        fields={each.spec.name: each for each in flat},
        told=tuple(each for each in flat if _may_be_told(each)),
        objects=tuple(spec for spec in free if _is_object(spec) and not spec.is_array),
        arrays=tuple(spec for spec in free if _is_object(spec) and spec.is_array),
    )


def flat_name(above: Sequence[FieldSpec], spec: FieldSpec) -> str:
    """The name of a property among the flat fields: "author.name"."""
    return ".".join([*(each.name for each in above), spec.name])


def _is_object(spec: FieldSpec) -> bool:
    return spec.type == "object" and bool(spec.fields)


def _flat(spec: FieldSpec, above: tuple[FieldSpec, ...]) -> Iterator[FlatField]:
    name = flat_name(above, spec)
    if not _is_object(spec):
        own = replace(spec, name=name)
        yield FlatField(_asked(own, above), own, above)
        return
    if spec.is_array or len(above) >= _MAX_DEPTH:
        return
    if is_place(spec):
        whole = replace(as_text(spec), name=name)
        yield FlatField(whole, whole, above, is_whole=True)
    for inner in spec.fields:
        yield from _flat(inner, (*above, spec))


def _asked(own: FieldSpec, above: Sequence[FieldSpec]) -> FieldSpec:
    """The field with the words that announce it on a page: those of its object where it is what the object is."""
    if not above:
        return own
    parent = above[-1]
    if is_generic(own):
        return replace(
            own,
            words=parent.words,
            hint_words=own.hint_words | parent.hint_words,
            title_label=parent.title_label or own.title_label,
            synonyms=(*own.synonyms, *parent.synonyms),
        )
    return replace(own, hint_words=own.hint_words | frozenset(parent.words))


def _may_be_told(field: FlatField) -> bool:
    """Whether another field's text or link may say it."""
    if field.is_whole or field.own.is_array:
        return False
    is_link = field.own.is_uri and field.own.concept != "image"
    return field.own.concept == "currency" or (bool(field.above) and is_link)


def _is_told_by_others(field: FlatField, flat: Sequence[FlatField]) -> bool:
    """Whether the field has no column of its own: the link of an object's name."""
    beside = [each for each in flat if each.above == field.above and each is not field]
    is_link = field.own.is_uri and field.own.concept != "image"
    return bool(field.above) and is_link and any(is_generic(each.own) for each in beside)
