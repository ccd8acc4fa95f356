"""Every value of every labelled page is what its evidence gives, nothing is made up. Run by .ci/run with the pages."""

import gzip
import json
from pathlib import Path

import pytest

from scraper.extraction import RecordSchema, extract
from scraper.extraction.document import Document
from scraper.extraction.evidence import replay
from scraper.extraction.locale import page_locale
from scraper.extraction.scope import locale_of
from scraper.page import Page

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
CORPORA = (
    *("products", "recipes", "news", "articles", "dates"),
    *("lists", "court_lists", "events", "shops", "json_lists"),
)
SLICES = 6  # the large corpora are read in so many tests, for two processes


def again(page, schema, record, locale):
    """The fields of one record whose evidence does not give the value, with what it gives instead."""
    for name, evidence in record.evidence.items():
        try:
            value = replay(page, schema.field(name), evidence, locale)
        except LookupError as error:
            yield name, str(error)
        else:
            if value != record.data[name]:
                yield name, value


def faults(entry):
    """(page, field, what its evidence gives) of every value of the page that is not what its evidence gives."""
    page = Page.from_bytes(entry["url"], gzip.decompress((CORPUS / entry["file"]).read_bytes()))
    schema = RecordSchema.from_definition(entry["schema"])
    locale = page_locale(page.url, None) if page.is_json else locale_of(Document(page))
    for record in extract(page, schema).records:
        assert record.evidence.keys() == record.data.keys()
        yield from ((entry["id"], *fault) for fault in again(page, schema, record, locale))


@pytest.mark.parametrize("number", range(SLICES))
@pytest.mark.parametrize("corpus", CORPORA)
def test_every_value_is_what_its_evidence_gives(corpus, number):
    lines = (CORPUS / corpus / "pages.jsonl").read_text().splitlines()[number::SLICES]
    assert [fault for line in lines for fault in faults(json.loads(line))] == []
