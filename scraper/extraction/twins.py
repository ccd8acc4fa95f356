"""Values that another value of the same record rules out: an old price that is the price itself."""

from collections.abc import Mapping
from typing import Any

from scraper.extraction.fields import FieldSpec
from scraper.extraction.groups import canonical
from scraper.extraction.schema import RecordSchema


def ruled_out(schema: RecordSchema, values: Mapping[str, Any]) -> frozenset[str]:
    """The names of the values that cannot be right beside the others; never those of fields with a selector.

    Where a thing has no old price, its one price is the likeliest candidate for both fields.
    """
    prices = [values[spec.name] for spec in _of(schema, "price") if spec.name in values]
    known = {canonical(price) for price in prices}
    return frozenset(
        spec.name
        for spec in _of(schema, "old_price")
        if spec.name in values and spec.selector is None and canonical(values[spec.name]) in known
    )


def _of(schema: RecordSchema, concept: str) -> list[FieldSpec]:
    return [spec for spec in schema.fields if spec.concept == concept and not spec.is_array and spec.type != "object"]
