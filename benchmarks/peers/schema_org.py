"""Schema.org items and OpenGraph properties, as extruct gives them, mapped to the fields of our schemas.

The mapping is meant to be fair: JSON-LD before microdata before OpenGraph, the first item of a fitting type, every
property that schema.org offers for a field, references by @id resolved, values left as they are but for what the
schema's type demands (an ISO 8601 duration as minutes, the first number of a yield). Nothing of ours is used.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

Item = Mapping[str, Any]
_PRODUCT = ("Product", "IndividualProduct", "ProductModel", "ProductGroup", "SomeProducts", "Vehicle", "Book")
_RECIPE = ("Recipe",)
_DURATION = re.compile(r"P(?:(?P<d>[\d.]+)D)?(?:T(?:(?P<h>[\d.]+)H)?(?:(?P<m>[\d.]+)M)?(?:(?P<s>[\d.]+)S)?)?$")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def mapped(corpus: str, found: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    """The record for the corpus's schema; `found` has lists under "json-ld", "microdata" and "opengraph"."""
    items = [item for syntax in ("json-ld", "microdata") for top in found.get(syntax, ()) for item in _walk(top)]
    items = _linked(items)
    graph = [item for item in found.get("opengraph", ()) if isinstance(item, dict)]
    return without_empty(_MAPPINGS[corpus](items, graph))


def _walk(value: Any) -> Iterator[Item]:
    """The items in the value, outer ones first."""
    if isinstance(value, list):
        for each in value:
            yield from _walk(each)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "hasVariant"):
            yield from _walk(value.get(key))


def _linked(items: Sequence[Item]) -> list[Item]:
    """The items with those that they only name ({"author": {"@id": …}}) put in the place of the name."""
    known = {item["@id"]: item for item in items if isinstance(item.get("@id"), str) and len(item) > 1}

    def target(value: Any) -> Any:
        if isinstance(value, list):
            return [target(each) for each in value]
        if isinstance(value, dict) and set(value) <= {"@id", "@type"}:
            return known.get(value.get("@id"), value)
        return value

    return [{key: value if key == "@id" else target(value) for key, value in item.items()} for item in items]


def _of_type(items: Sequence[Item], types: Sequence[str], *, ends: str | None = None) -> Item:
    for item in items:
        declared = item.get("@type")
        names = [str(name).rsplit("/", 1)[-1] for name in (declared if isinstance(declared, list) else [declared])]
        if any(name in types or (ends and name.endswith(ends)) for name in names):
            return item
    return {}


def _first(item: Item, *paths: str) -> Any:
    """The first value at the first dotted path that has one; of a list its first element."""
    for path in paths:
        value: Any = item
        for step in path.split("."):
            value = value[0] if isinstance(value, list) and value else value
            value = value.get(step) if isinstance(value, dict) else None
        value = value[0] if isinstance(value, list) and value else value
        if isinstance(value, dict):
            value = value.get("name") or value.get("url") or value.get("@value") or value.get("@id")
        if value not in (None, "", [], {}):
            return value
    return None


def _all(item: Item, path: str) -> list[Any]:
    value = item.get(path)
    values = value if isinstance(value, list) else [value]
    named = [each.get("name") if isinstance(each, dict) else each for each in values]
    return [each for each in named if each]


def _property(graph: Sequence[Item], *names: str) -> Any:
    return next((item[name] for name in names for item in graph if item.get(name)), None)


def _product(items: Sequence[Item], graph: Sequence[Item]) -> dict[str, Any]:
    item = _of_type(items, _PRODUCT)
    stock = _first(item, "offers.availability", "offers.offers.availability", "availability")
    stock = stock or _property(graph, "product:availability", "og:availability")
    return {
        "price": _first(item, "offers.price", "offers.lowPrice", "offers.priceSpecification.price", "price")
        or _property(graph, "product:price:amount", "og:price:amount"),
        "currency": _first(item, "offers.priceCurrency", "offers.priceSpecification.priceCurrency", "priceCurrency")
        or _property(graph, "product:price:currency", "og:price:currency"),
        "sku": _first(item, "sku", "productID", "offers.sku")
        or _property(graph, "product:retailer_item_id", "product:sku"),
        "availability": _stock(stock),
        "brand": _first(item, "brand", "manufacturer") or _property(graph, "product:brand", "og:brand"),
        "gtin": _first(item, "gtin13", "gtin", "gtin14", "gtin12", "gtin8", "offers.gtin13", "offers.gtin"),
        "mpn": _first(item, "mpn", "offers.mpn") or _property(graph, "product:mfr_part_no"),
    }


def _stock(value: Any) -> str | None:
    """InStock or OutOfStock, from schema.org's terms and OpenGraph's ("instock", "oos")."""
    name = re.sub(r"\W|_", "", str(value or "").rsplit("/", 1)[-1]).lower()
    if not name:
        return None
    return "OutOfStock" if name in ("outofstock", "oos", "soldout", "discontinued") else "InStock"


def _recipe(items: Sequence[Item], graph: Sequence[Item]) -> dict[str, Any]:
    item = _of_type(items, _RECIPE)
    image = _first(item, "image.url", "image")
    return {
        "title": _first(item, "name", "headline") or _property(graph, "og:title"),
        "author": _first(item, "author.name", "author"),
        "description": _first(item, "description") or _property(graph, "og:description"),
        "image": image or _property(graph, "og:image"),
        "ingredients": _all(item, "recipeIngredient") or _all(item, "ingredients"),
        "instructions": list(_steps(item.get("recipeInstructions"))),
        "prep_time": _minutes(_first(item, "prepTime")),
        "cook_time": _minutes(_first(item, "cookTime")),
        "total_time": _minutes(_first(item, "totalTime")),
        "servings": first_number(_first(item, "recipeYield", "yield")),
        "rating": _first(item, "aggregateRating.ratingValue"),
        "ratings_count": _first(item, "aggregateRating.ratingCount", "aggregateRating.reviewCount"),
    }


def _steps(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _steps(each)
    elif isinstance(value, dict):
        if value.get("itemListElement"):
            yield from _steps(value["itemListElement"])
        elif value.get("text") or value.get("name"):
            yield value.get("text") or value["name"]
    elif value:
        yield from (line.strip() for line in str(value).split("\n") if line.strip())


def _article(items: Sequence[Item], graph: Sequence[Item]) -> dict[str, Any]:
    item = _of_type(items, ("BlogPosting", "Report"), ends="Article")
    topics = item.get("keywords") or _all(item, "about") or _property(graph, "article:tag")
    return {
        "title": _first(item, "headline", "name") or _property(graph, "og:title"),
        "authors": _all(item, "author") or _property(graph, "article:author"),
        "publishing_date": _article_date(item, graph),
        "topics": [each.strip() for each in topics.split(",")] if isinstance(topics, str) else topics,
        "body": _first(item, "articleBody", "text"),
    }


def _article_date(item: Item, graph: Sequence[Item]) -> Any:
    return _first(item, "datePublished", "dateCreated", "dateModified") or _property(
        graph, "article:published_time", "og:published_time", "article:modified_time"
    )


def _date(items: Sequence[Item], graph: Sequence[Item]) -> dict[str, Any]:
    item = _of_type(items, ("BlogPosting", "Report", "WebPage"), ends="Article")
    return {"date": _article_date(item, graph)}


def _minutes(value: Any) -> float | None:
    match = _DURATION.match(str(value or ""))
    if match is None or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (float(match[name] or 0) for name in "dhms")
    return days * 1440 + hours * 60 + minutes + seconds / 60


def first_number(value: Any) -> float | None:
    match = _NUMBER.search(str(value or ""))
    return float(match.group().replace(",", ".")) if match else None


def without_empty(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if value not in (None, "", [], {})}


_MAPPINGS: dict[str, Callable[[Sequence[Item], Sequence[Item]], dict[str, Any]]] = {
    "products": _product,
    "recipes": _recipe,
    "news": _article,
    "dates": _date,
}
