"""The fields that pages usually have, as JSON Schema, one a concept: what a suggestion looks for first."""

from collections.abc import Mapping
from typing import Any

Definition = Mapping[str, Any]

_TEXT = {"type": "string"}
_LINK = {"type": "string", "format": "uri"}
_TEXTS = {"type": "array", "items": {"type": "string"}}
_MINUTES = {"type": "number", "description": "in minutes"}
_AVAILABILITY = ("InStock", "OutOfStock", "PreOrder")  # finer ones are told apart less surely than they are asked for

# Field name -> definition, in the order in which a person would write them.
USUAL_FIELDS: Mapping[str, Definition] = {
    "title": _TEXT,
    "url": _LINK,
    "image": _LINK,
    "price": {"type": "number", "description": "current price"},
    "old_price": {"type": "number", "description": "price before the discount"},
    "currency": {"type": "string", "description": "currency of the price"},
    "availability": {"type": "string", "enum": list(_AVAILABILITY)},
    "brand": _TEXT,
    "sku": {"type": "string", "description": "the shop's own number of the product"},
    "gtin": {"type": "string", "description": "EAN, UPC or ISBN"},
    "mpn": {"type": "string", "description": "the manufacturer's part number"},
    "rating": {"type": "number", "description": "average rating"},
    "review_count": {"type": "integer", "description": "number of reviews or ratings"},
    "author": _TEXT,
    "date": {"type": "string", "format": "date", "description": "date of publication"},
    "date_modified": {"type": "string", "format": "date", "description": "date of the last change"},
    "description": _TEXT,
    "body": {"type": "string", "description": "full text of the article"},
    "ingredients": _TEXTS,
    "instructions": _TEXTS,
    "prep_time": _MINUTES,
    "cook_time": _MINUTES,
    "total_time": _MINUTES,
    "servings": _TEXT,
    "topics": _TEXTS,
    "category": _TEXT,
    "location": _TEXT,
    "company": _TEXT,
    "salary": _TEXT,
    "address": _TEXT,
    "phone": _TEXT,
    "email": {"type": "string", "format": "email"},
    "docket_number": _TEXT,
    "publisher": _TEXT,
}
# What records of lists hardly ever show; asking for them would only take columns from others.
_OF_ONE_PAGE = frozenset(
    (
        "body",
        "ingredients",
        "instructions",
        "prep_time",
        "cook_time",
        "total_time",
        "date_modified",
        "publisher",
        "gtin",
    )
)
# Fields that speak of a thing on sale: without a price on the page they are something else.
OF_OFFERS = frozenset(("old_price", "currency", "availability", "sku", "gtin", "mpn", "brand"))
# Fields that pages of things on sale show of the shop, or of nothing: not of the thing.
NOT_OF_OFFERS = frozenset(
    (
        "body",
        "date",
        "date_modified",
        "author",
        "publisher",
        "location",
        "address",
        "phone",
        "email",
        "company",
        "topics",
    )
)
# Those of them that shops show of themselves with a label.
OF_SHOPS = frozenset(("body", "address", "phone", "email"))
LISTED_FIELDS: Mapping[str, Definition] = {
    name: definition for name, definition in USUAL_FIELDS.items() if name not in _OF_ONE_PAGE
}
# What decides which region of a page is its list: what most records have, whatever they are of.
REGION_FIELDS: Mapping[str, Definition] = {
    name: USUAL_FIELDS[name] for name in ("title", "url", "price", "image", "date", "description")
}


def object_schema(fields: Mapping[str, Definition], *, required: tuple[str, ...] = ()) -> dict[str, Any]:
    """The JSON Schema of an object with these properties."""
    definition: dict[str, Any] = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    definition |= {"type": "object", "properties": {name: dict(each) for name, each in fields.items()}}
    return definition | ({"required": list(required)} if required else {})
