"""Every value of every labelled page is what its evidence gives: nothing is made up. Run by .ci/run with the pages."""

import gzip
import json
import re
from pathlib import Path

import pytest

from scraper.extraction import RecordSchema, extract
from scraper.extraction.document import Document
from scraper.extraction.evidence import replay
from scraper.extraction.locale import page_locale
from scraper.extraction.marks import Flag
from scraper.extraction.scope import locale_of
from scraper.page import Page

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
CORPORA = (
    *("products", "recipes", "news", "articles", "dates"),
    *("lists", "court_lists", "events", "shops", "json_lists"),
)
MENU = int(Flag.NAV | Flag.FOOTER)
PLACE = re.compile(r"(?:/[\w*-]+\[\d+\])+")  # the element of an XPath that may go on to an attribute or a text
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


def is_in_menu(document, path):
    """Whether the element at an XPath stands in a menu or a footer."""
    (element,) = document.root.xpath(PLACE.match(path).group())
    return bool(document.flags[document.index_of(element)] & MENU)


def faults(entry):
    """(page, field, what is wrong) of every value of the page that is not what its evidence gives or is of a menu."""
    page = Page.from_bytes(entry["url"], gzip.decompress((CORPUS / entry["file"]).read_bytes()))
    schema = RecordSchema.from_definition(entry["schema"])
    document = None if page.is_json else Document(page)
    locale = locale_of(document) if document else page_locale(page.url, None)
    extraction = extract(page, schema)
    for record in extraction.records:
        assert record.evidence.keys() == record.data.keys()
        yield from ((entry["id"], *fault) for fault in again(page, schema, record, locale))
        if document and extraction.mode == "list":
            menu = (name for name, each in record.evidence.items() if is_in_menu(document, each.path))
            yield from ((entry["id"], name, "stands in a menu or footer") for name in menu)


@pytest.mark.parametrize("number", range(SLICES))
@pytest.mark.parametrize("corpus", CORPORA)
def test_every_value_is_what_its_evidence_gives(corpus, number):
    lines = (CORPUS / corpus / "pages.jsonl").read_text().splitlines()[number::SLICES]
    assert [fault for line in lines for fault in faults(json.loads(line))] == []
