"""What the tests of extraction share: pages, scopes and fields made in one line."""

from scraper.extraction.document import Document
from scraper.extraction.lists.alignment import align
from scraper.extraction.lists.leaves import LeafReader
from scraper.extraction.locale import PageLocale
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.page import Page

URL = "https://shop.example/lamps/lamp-4711"


def page_of(html, url=URL):
    return Page.from_bytes(url, html.encode())


def document_of(html, url=URL):
    return Document(page_of(html, url))


def schema_of(**properties):
    return RecordSchema.from_definition({"type": "object", "properties": properties})


def field_of(name, **definition):
    return schema_of(**{name: definition or {"type": "string"}}).fields[0]


def scope_of(html, nodes=None, url=URL, **properties):
    return Scope(document_of(html, url), schema_of(**(properties or {"title": {"type": "string"}})), nodes)


def columns_of(*rows):
    """The columns of a list whose items hold these rows."""
    document = document_of("<ul>" + "".join(f"<li>{row}</li>" for row in rows) + "</ul>")
    spans = [(index, document.ends[index]) for index in document.by_tag["li"]]
    reader = LeafReader(document)
    reader.learn_labels(spans)
    return align(document, PageLocale(language="en"), [reader.read(span) for span in spans], {})
