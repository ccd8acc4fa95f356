"""Peers that read structured data: extruct, mapped by `schema_org`, and recipe-scrapers in its schema.org mode."""

from collections.abc import Callable
from typing import Any

import extruct
import recipe_scrapers

from benchmarks.peers.schema_org import first_number, mapped, without_empty


def extruct_record(corpus: str, url: str, html: str) -> dict[str, Any]:
    """The record that extruct's items and OpenGraph properties give for the corpus's schema."""
    found = extruct.extract(
        html, base_url=url, syntaxes=["json-ld", "microdata", "opengraph"], uniform=True, errors="ignore"
    )
    return mapped(corpus, found)


def recipe_record(url: str, html: str) -> dict[str, Any]:
    """The record that recipe-scrapers reads in its schema.org mode; empty where the page has no Recipe."""
    try:
        scraper = recipe_scrapers.scrape_html(html, org_url=url, supported_only=False)
    except Exception:
        return {}
    schema = scraper.schema
    readers: dict[str, Callable[[], Any]] = {
        "title": schema.title,
        "author": schema.author,
        "description": schema.description,
        "image": schema.image,
        "ingredients": schema.ingredients,
        "instructions": lambda: [line for line in schema.instructions().split("\n") if line.strip()],
        "prep_time": schema.prep_time,
        "cook_time": schema.cook_time,
        "total_time": schema.total_time,
        "servings": lambda: first_number(schema.yields()),
        "rating": schema.ratings,
        "ratings_count": schema.ratings_count,
    }
    return without_empty({name: _tried(reader) for name, reader in readers.items()})


def _tried(reader: Callable[[], Any]) -> Any:
    try:
        return reader()
    except Exception:
        return None
