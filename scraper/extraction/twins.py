"""Values that another value of the same record rules out or puts in doubt: an old price that is the price, or less."""

from collections.abc import Mapping
from itertools import product
from typing import Any

from scraper.extraction.fields import FieldSpec
from scraper.extraction.ranker.groups import canonical
from scraper.extraction.schema import RecordSchema

MOST_IN_DOUBT = 0.45
"""The highest confidence of a value that `doubted` names: below what anyone takes for sure."""


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


def doubted(schema: RecordSchema, values: Mapping[str, Any]) -> frozenset[str]:
    """The names of a price and of an old price below it, but those with a selector.

    Shops show what has become cheaper. The other way round, a redesign or a misleading name has swapped the two more
    often than not, and nothing tells which is which.
    """
    prices = {spec: values[spec.name] for spec in _of(schema, "price") if _is_number(values.get(spec.name))}
    old = {spec: values[spec.name] for spec in _of(schema, "old_price") if _is_number(values.get(spec.name))}
    pairs = [pair for pair in product(prices, old) if old[pair[1]] < prices[pair[0]]]
    return frozenset(spec.name for pair in pairs for spec in pair if spec.selector is None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _of(schema: RecordSchema, concept: str) -> list[FieldSpec]:
    return [spec for spec in schema.fields if spec.concept == concept and not spec.is_array and spec.type != "object"]
