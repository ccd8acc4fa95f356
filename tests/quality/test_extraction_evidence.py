"""Every value of labelled pages leads back to its place: nothing is made up. Run by .ci/run, where the pages are."""

import gzip
import json
from pathlib import Path

import pytest

from scraper.extraction import ExtractOptions, RecordSchema, extract
from scraper.extraction.coercion import coerce, coerce_all
from scraper.extraction.document import Document
from scraper.extraction.evidence import resolve
from scraper.extraction.scope import locale_of
from scraper.extraction.words import clean
from scraper.page import Page

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
SAMPLE = 12  # one page in so many: all of them would take minutes
ALIKE = frozenset(("url", "content"))  # their text is a part of the page put together anew


def faults(entry):
    """The fields of one page whose evidence does not lead back to the value."""
    page = Page.from_bytes(entry["url"], gzip.decompress((CORPUS / entry["file"]).read_bytes()))
    schema = RecordSchema.from_definition(entry["schema"])
    locale = locale_of(Document(page))
    for record in extract(page, schema, ExtractOptions(mode="detail")).records:
        for name, evidence in record.evidence.items():
            field, value = schema.field(name), record.data[name]
            again = (
                coerce_all([evidence.text], field, locale) if field.is_array else coerce(evidence.text, field, locale)
            )
            is_same = bool(again) and (again[0].value in value if field.is_array else again.value == value)
            place = clean(str(resolve(page, evidence.path))).replace(" ", "")
            is_there = evidence.source in ALIKE or clean(evidence.text).replace(" ", "") in place
            if not (is_same and is_there):
                yield entry["id"], name, evidence


@pytest.mark.parametrize("corpus", ["products", "recipes", "news", "dates"])
def test_the_recorded_text_stands_at_its_path_and_gives_the_value(corpus):
    lines = (CORPUS / corpus / "pages.jsonl").read_text().splitlines()[::SAMPLE]
    assert [fault for line in lines for fault in faults(json.loads(line))] == []
