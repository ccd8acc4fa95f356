"""Extraction: HTML or JSON and a bare schema in, records with evidence out. A pure library: no Scrapy, no database.

`extract(page, schema, options)` is the way in; `RecordSchema.from_definition` makes the schema.
"""

from scraper.extraction.extract import extract
from scraper.extraction.schema import FieldSpec, RecordSchema
from scraper.extraction.values import Candidate, Evidence, Extraction, ExtractOptions, Record

__all__ = [
    "Candidate",
    "Evidence",
    "ExtractOptions",
    "Extraction",
    "FieldSpec",
    "Record",
    "RecordSchema",
    "extract",
]
