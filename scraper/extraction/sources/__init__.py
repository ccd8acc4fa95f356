"""Sources: readers that propose candidates for a field. A new source is one file here and one line in SOURCES."""

from collections.abc import Callable

from scraper.extraction.fields import FieldSpec
from scraper.extraction.scope import Scope
from scraper.extraction.sources.brands import brands
from scraper.extraction.sources.content import content
from scraper.extraction.sources.counts import counts
from scraper.extraction.sources.dates import dates
from scraper.extraction.sources.dom import dom
from scraper.extraction.sources.durations import durations
from scraper.extraction.sources.embedded import embedded
from scraper.extraction.sources.headings import headings
from scraper.extraction.sources.identifiers import identifiers
from scraper.extraction.sources.images import images
from scraper.extraction.sources.json_ld import json_ld
from scraper.extraction.sources.labels import labels
from scraper.extraction.sources.meta import meta
from scraper.extraction.sources.microdata import microdata
from scraper.extraction.sources.money import money
from scraper.extraction.sources.paragraphs import paragraphs
from scraper.extraction.sources.ratings import ratings
from scraper.extraction.sources.sections import sections
from scraper.extraction.sources.selectors import selectors
from scraper.extraction.sources.stock import stock
from scraper.extraction.sources.url import url
from scraper.extraction.values import Candidate

Source = Callable[[Scope, FieldSpec], list[Candidate]]
"""Gives candidates for one field from a page or a part of it, best first; an empty list where it knows nothing."""

SOURCES: dict[str, Source] = {
    "selector": selectors,
    "json_ld": json_ld,
    "microdata": microdata,
    "headings": headings,
    "labels": labels,
    "counts": counts,
    "ratings": ratings,
    "sections": sections,
    "meta": meta,
    "content": content,
    "paragraphs": paragraphs,
    "embedded": embedded,
    "dates": dates,
    "durations": durations,
    "money": money,
    "stock": stock,
    "brands": brands,
    "identifiers": identifiers,
    "dom": dom,
    "images": images,
    "url": url,
}

DECLARED = ("selector", "json_ld", "microdata", "headings", "meta")
"""The sources that read what a page declares of itself: they cost next to nothing and are asked first."""
