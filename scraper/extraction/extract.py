"""One page in, its records out: decides how the page is to be read. Pure: no input or output, no state."""

from scraper.exceptions import InvalidSchema
from scraper.extraction.detail import read_record
from scraper.extraction.document import Document
from scraper.extraction.json_pages.page import read_json_page
from scraper.extraction.lists.listing import ListReading, list_reading
from scraper.extraction.mode import (
    are_comments,
    detail_belief,
    is_document,
    is_list,
    is_surely_detail,
    says_more,
    shows_one,
)
from scraper.extraction.resources import Resources
from scraper.extraction.schema import RecordSchema
from scraper.extraction.scope import Scope
from scraper.extraction.sweeping import unswept
from scraper.extraction.values import Extraction, ExtractOptions
from scraper.page import Page

_DEFAULT = ExtractOptions()
_NO_LIST = ListReading((), 0.0)


@unswept
def extract(
    page: Page, schema: RecordSchema, options: ExtractOptions = _DEFAULT, resources: Resources | None = None
) -> Extraction:
    """The page's records that fit the schema, each value with its confidence and evidence.

    A value that is not on the page is absent, a page without records gives none. `resources` are the models to read
    with; without them those that are shipped. Raises UnusablePage where the page has no elements at all, and
    InvalidSchema where `options.selectors` are not valid.
    """
    if options.selectors:
        schema = schema.with_selectors(options.selectors)
    if page.is_json:
        return read_json_page(page, schema, options)
    document = Document(page)
    scope = Scope(document, schema, resources=resources)
    warnings: list[str] = []
    reading, is_chosen = _listing(scope, options, warnings)
    record = None if is_chosen else read_record(scope, options, warnings)
    is_listed = is_chosen or says_more(reading.records, reading.confidence, record)
    told = (*dict.fromkeys(document.left_out), *warnings, *(reading.warnings if is_listed else ()))
    if is_listed:
        return Extraction(reading.records, "list", told)
    return Extraction((record,) if record else (), "detail", told)


def _listing(scope: Scope, options: ExtractOptions, warnings: list[str]) -> tuple[ListReading, bool]:
    """The page's list, empty where it can be none, and whether it is chosen before the page is read as one record."""
    if options.mode == "detail":
        return _NO_LIST, False
    if options.mode == "list" or options.record_selector:
        return _list_reading(scope, options, warnings), True
    belief = detail_belief(scope)
    if is_surely_detail(belief):
        return _NO_LIST, False
    reading = _list_reading(scope, options, warnings)
    if is_document(scope, reading.records) or are_comments(scope, reading.records):
        return _NO_LIST, False
    if not reading.is_shown and shows_one(scope):
        return _NO_LIST, False
    return reading, is_list(belief, reading.confidence, len(reading.records))


def _list_reading(scope: Scope, options: ExtractOptions, warnings: list[str]) -> ListReading:
    try:
        return list_reading(scope.document, scope.schema, options)
    except InvalidSchema:
        raise
    except Exception as error:  # the edge: a page that breaks the list reader is still read as one record
        warnings.append(f"reading the page as a list failed: {type(error).__name__}: {error}")
        return _NO_LIST
