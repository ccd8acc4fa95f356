"""One page in, its records out: decides how the page is to be read. Pure: no input or output, no state."""

from scraper.extraction.detail import read_record
from scraper.extraction.document import Document
from scraper.extraction.json_page import read_json_page
from scraper.extraction.listing import read_list
from scraper.extraction.mode import is_detail_page
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.values import Extraction, ExtractOptions, Record
from scraper.page import Page

_DEFAULT = ExtractOptions()


def extract(page: Page, schema: RecordSchema, options: ExtractOptions = _DEFAULT) -> Extraction:
    """The page's records that fit the schema, each value with its confidence and evidence.

    A value that is not on the page is absent, a page without records gives none. Raises UnusablePage where the page
    has no elements at all, and InvalidSchema where `options.selectors` are not valid.
    """
    if options.selectors:
        schema = schema.with_selectors(options.selectors)
    if page.is_json:
        return read_json_page(page, schema, options)
    document = Document(page)
    scope = Scope(document, schema)
    warnings: list[str] = []
    if options.mode != "detail" and not (options.mode == "auto" and is_detail_page(scope, options)):
        records = _listed(document, schema, (options, warnings))
        if records or options.mode == "list":
            return Extraction(tuple(records), "list", tuple(warnings))
    record = read_record(scope, options, warnings)
    return Extraction((record,) if record else (), "detail", tuple(warnings))


def _listed(document: Document, schema: RecordSchema, how: tuple[ExtractOptions, list[str]]) -> list[Record]:
    options, warnings = how
    try:
        return read_list(document, schema, options)
    except Exception as error:  # the edge: a page that breaks the list reader is still read as one record
        warnings.append(f"reading the page as a list failed: {type(error).__name__}: {error}")
        return []
